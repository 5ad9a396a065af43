use reqwest::Client;
use url::Url;

pub async fn exchange(client: &Client, key: &str, refresh: &str) -> Result<String, Box<dyn std::error::Error>> {
    let url = Url::parse_with_params(
        "https://api.loginradius.com/identity/v2/auth/account",
        [("apikey", key), ("access_token", refresh)],
    )?;
    Ok(client.get(url).send().await?.text().await?)
}

pub async fn by_header(client: &Client, key: &str, token: &str) -> reqwest::Result<String> {
    client // expect: unsupported-credentials
        .get("https://api.loginradius.com/identity/v2/auth/account")
        .header("X-LoginRadius-ApiKey", key)
        .bearer_auth(token)
        .send()
        .await?
        .text()
        .await
}
