use std::ops::Deref;

use reqwest::Client;
use secrecy::{ExposeSecret, SecretString};

pub struct ApiKey(String);

impl Deref for ApiKey {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

pub struct Management {
    client: Client,
    key: ApiKey,
    secret: SecretString,
}

impl Management {
    fn authed(&self, builder: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        builder
            .header("X-LoginRadius-ApiKey", &*self.key)
            .header("X-LoginRadius-ApiSecret", self.secret.expose_secret())
    }

    pub async fn get(&self, uid: &str) -> reqwest::Result<String> {
        self.authed(self.client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))).send().await?.text().await
    }

    pub async fn get_unauthed(&self, uid: &str) -> reqwest::Result<String> {
        self.client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")).send().await?.text().await // expect: missing-credentials
    }
}
