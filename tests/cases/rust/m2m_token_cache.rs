use std::time::{Duration, Instant};

use reqwest::Client;
use serde::Deserialize;
use tokio::sync::Mutex;

#[derive(Deserialize)]
struct TokenResponse {
    access_token: String,
    expires_in: u64,
}

struct Cached {
    token: String,
    until: Instant,
}

pub struct Machine {
    http: Client,
    id: String,
    secret: String,
    cached: Mutex<Option<Cached>>,
}

impl Machine {
    async fn token(&self) -> anyhow::Result<String> {
        let mut cached = self.cached.lock().await;
        if let Some(cached) = cached.as_ref().filter(|cached| cached.until > Instant::now()) {
            return Ok(cached.token.clone());
        }
        let response: TokenResponse = self
            .http
            .post("https://acme.hub.loginradius.com/service/oauth/token")
            .form(&[
                ("grant_type", "client_credentials"),
                ("client_id", self.id.as_str()),
                ("client_secret", self.secret.as_str()),
                ("audience", "https://api.loginradius.com/identity/v2/manage"),
            ])
            .send()
            .await?
            .error_for_status()?
            .json()
            .await?;
        let until = Instant::now() + Duration::from_secs(response.expires_in - 60);
        *cached = Some(Cached { token: response.access_token.clone(), until });
        Ok(response.access_token)
    }

    pub async fn webhooks(&self) -> anyhow::Result<serde_json::Value> {
        let token = self.token().await?;
        Ok(self.http.get("https://api.loginradius.com/v2/manage/workflows").bearer_auth(token).send().await?.json().await?)
    }

    pub async fn me(&self) -> anyhow::Result<serde_json::Value> {
        let url = "https://api.loginradius.com/identity/v2/auth/account?apikey=".to_string() + &self.id;
        let token = self.token().await?;
        Ok(self.http.get(url).bearer_auth(&token).send().await?.json().await?)
    }
}
