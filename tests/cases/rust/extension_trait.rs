use reqwest::{Client, RequestBuilder};

pub trait Authorised {
    fn with_key(self, key: &str) -> Self;
    fn with_secret(self, secret: &str) -> Self;
}

impl Authorised for RequestBuilder {
    fn with_key(self, key: &str) -> Self {
        self.header("X-LoginRadius-ApiKey", key)
    }

    fn with_secret(self, secret: &str) -> Self {
        self.header("X-LoginRadius-ApiSecret", secret)
    }
}

pub async fn run(client: &Client, uid: &str, key: &str, secret: &str) -> reqwest::Result<()> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    client.get(&url).with_key(key).with_secret(secret).send().await?;
    client.get(&url).with_key(key).send().await?; // expect: incomplete-credentials
    Ok(())
}
