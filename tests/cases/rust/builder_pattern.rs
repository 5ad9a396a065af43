use reqwest::blocking::{Client, RequestBuilder, Response};

pub struct Call<'c> {
    client: &'c Client,
    path: String,
    query: Vec<(&'static str, String)>,
    secret: Option<String>,
}

impl<'c> Call<'c> {
    pub fn new(client: &'c Client, path: impl Into<String>) -> Self {
        Self { client, path: path.into(), query: Vec::new(), secret: None }
    }

    pub fn key(mut self, key: &str) -> Self {
        self.query.push(("apikey", key.to_owned()));
        self
    }

    pub fn secret(mut self, secret: &str) -> Self {
        self.secret = Some(secret.to_owned());
        self
    }

    fn build(self) -> RequestBuilder {
        let mut request = self.client.get(format!("https://api.loginradius.com{}", self.path)).query(&self.query);
        if let Some(secret) = self.secret {
            request = request.header("X-LoginRadius-ApiSecret", secret);
        }
        request
    }

    pub fn send(self) -> reqwest::Result<Response> {
        self.build().send()
    }
}

pub fn account(client: &Client, uid: &str, key: &str, secret: &str) -> reqwest::Result<Response> {
    Call::new(client, format!("/identity/v2/manage/account/{uid}")).key(key).secret(secret).send() // expect: mixed-credentials
}
