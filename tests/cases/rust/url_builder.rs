use reqwest::Client;
use url::Url;

pub async fn find(client: &Client, base: &Url, email: &str, key: &str, secret: &str) -> anyhow::Result<String> {
    let mut url = base.join("/identity/v2/manage/account")?;
    url.query_pairs_mut().append_pair("email", email).append_pair("apikey", key);
    Ok(client.get(url).header("X-LoginRadius-ApiSecret", secret).send().await?.text().await?) // expect: mixed-credentials
}

pub async fn segments(client: &Client, uid: &str, key: &str, secret: &str) -> anyhow::Result<String> {
    let mut url = Url::parse("https://api.loginradius.com")?;
    url.path_segments_mut().map_err(|()| anyhow::anyhow!("cannot be a base"))?.extend(["identity", "v2", "manage", "account", uid]);
    url.set_query(Some(&format!("apikey={key}&apisecret={secret}")));
    Ok(client.get(url).send().await?.text().await?) // expect: secret-in-query
}
