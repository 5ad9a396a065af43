use reqwest::{Client, Method, Response};
use serde::Serialize;

pub struct Api {
    http: Client,
    key: String,
    secret: Option<String>,
}

impl Api {
    async fn request<B: Serialize + ?Sized>(&self, method: Method, path: &str, body: Option<&B>) -> reqwest::Result<Response> {
        let mut req = self.http.request(method, format!("https://api.loginradius.com{path}")).query(&[("apikey", &self.key)]);
        if let Some(body) = body {
            req = req.json(body);
        }
        req.send().await?.error_for_status()
    }

    pub async fn delete_user(&self, uid: &str) -> reqwest::Result<()> {
        self.request::<()>(Method::DELETE, &format!("/identity/v2/manage/account/{uid}"), None).await?; // expect: incomplete-credentials
        Ok(())
    }

    pub async fn check_email(&self) -> reqwest::Result<Response> {
        self.request::<()>(Method::GET, "/identity/v2/auth/email", None).await
    }

    pub async fn hooks(&self) -> reqwest::Result<Response> {
        let _ = &self.secret;
        self.request(Method::POST, "/v2/manage/workflows", Some(&serde_json::json!({"Event": "Login"}))).await // expect: unsupported-credentials
    }
}
