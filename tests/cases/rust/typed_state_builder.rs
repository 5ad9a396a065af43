use std::marker::PhantomData;

use reqwest::Client;

pub struct NoSecret;
pub struct WithSecret(String);

pub struct Api<S> {
    http: Client,
    key: String,
    secret: S,
    _marker: PhantomData<S>,
}

impl Api<NoSecret> {
    pub fn new(key: String) -> Self {
        Self { http: Client::new(), key, secret: NoSecret, _marker: PhantomData }
    }

    pub fn with_secret(self, secret: String) -> Api<WithSecret> {
        Api { http: self.http, key: self.key, secret: WithSecret(secret), _marker: PhantomData }
    }
}

impl<S> Api<S> {
    pub async fn login(&self, body: &serde_json::Value) -> reqwest::Result<()> {
        self.http.post("https://api.loginradius.com/identity/v2/auth/login").query(&[("apikey", &self.key)]).json(body).send().await?;
        Ok(())
    }
}

impl Api<WithSecret> {
    pub async fn delete(&self, uid: &str) -> reqwest::Result<()> {
        self.http
            .delete(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
            .header("X-LoginRadius-ApiKey", &self.key)
            .header("X-LoginRadius-ApiSecret", &self.secret.0)
            .send()
            .await?;
        Ok(())
    }
}
