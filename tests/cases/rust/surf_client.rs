use surf::{Client, Config, Url};

pub fn client(key: &str, secret: &str) -> surf::Result<Client> {
    Ok(Config::new()
        .set_base_url(Url::parse("https://api.loginradius.com")?)
        .add_header("X-LoginRadius-ApiKey", key)?
        .add_header("X-LoginRadius-ApiSecret", secret)?
        .try_into()?)
}

pub async fn account(uid: &str) -> surf::Result<String> {
    let client = client(&std::env::var("LR_KEY")?, &std::env::var("LR_SECRET")?)?;
    client.get(format!("/identity/v2/manage/account/{uid}")).recv_string().await
}

pub async fn plain(uid: &str, key: &str) -> surf::Result<String> {
    let mut response = surf::get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")) // expect: incomplete-credentials
        .header("X-LoginRadius-ApiKey", key)
        .await?;
    response.body_string().await
}
