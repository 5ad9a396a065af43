use std::time::Duration;

use reqwest::{Client, StatusCode, header::{HeaderMap, HeaderValue}};
use serde::{Deserialize, Serialize};

#[derive(Debug, thiserror::Error)]
pub enum LrError {
    #[error("transport: {0}")]
    Transport(#[from] reqwest::Error),
    #[error("api: {status}")]
    Api { status: StatusCode },
}

#[derive(Clone)]
pub struct LoginRadiusClient {
    http: Client,
    base_url: String,
}

#[derive(Debug, Deserialize)]
pub struct Profile {
    #[serde(rename = "Uid")]
    pub uid: String,
}

#[derive(Serialize)]
struct Update<'a> {
    #[serde(rename = "IsActive")]
    is_active: bool,
    note: &'a str,
}

impl LoginRadiusClient {
    pub fn new(key: &str, secret: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let mut headers = HeaderMap::with_capacity(2);
        headers.insert("X-LoginRadius-ApiKey", HeaderValue::from_str(key)?);
        let mut secret = HeaderValue::from_str(secret)?;
        secret.set_sensitive(true);
        headers.insert("X-LoginRadius-ApiSecret", secret);
        let http = Client::builder().timeout(Duration::from_secs(10)).default_headers(headers).build()?;
        Ok(Self { http, base_url: "https://api.loginradius.com".into() })
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{}", self.base_url.trim_end_matches('/'), path.trim_start_matches('/'))
    }

    pub async fn profile(&self, uid: &str) -> Result<Profile, LrError> {
        let response = self.http.get(self.url(&format!("identity/v2/manage/account/{uid}"))).send().await?;
        if !response.status().is_success() {
            return Err(LrError::Api { status: response.status() });
        }
        Ok(response.json().await?)
    }

    pub async fn block(&self, uid: &str) -> Result<(), LrError> {
        let response = self
            .http
            .put(self.url(&format!("identity/v2/manage/account/{uid}")))
            .json(&Update { is_active: false, note: "blocked" })
            .send()
            .await?;
        response.error_for_status()?;
        Ok(())
    }

    pub async fn webhooks(&self) -> Result<serde_json::Value, LrError> {
        Ok(self.http.get(self.url("v2/manage/workflows")).send().await?.json().await?) // expect: unsupported-credentials
    }
}
