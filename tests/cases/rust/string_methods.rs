//! Paths that are cut and asked by the methods of strings.

const BASE: &str = "https://api.loginradius.com/";

pub struct Api {
    http: reqwest::Client,
    key: String,
    secret: String,
}

impl Api {
    pub fn new(key: String, secret: String) -> Self {
        Self { http: reqwest::Client::new(), key, secret }
    }

    fn url(path: &str) -> String {
        format!("{}/{}", BASE.trim_end_matches('/'), path.trim_start_matches('/'))
    }

    async fn get(&self, path: &str) -> reqwest::Result<reqwest::Response> {
        let request = self.http.get(Self::url(path)).header("X-LoginRadius-ApiKey", &self.key);
        let request = if path.starts_with("/identity/v2/manage") {
            request.header("X-LoginRadius-ApiSecret", &self.secret)
        } else {
            request
        };
        request.send().await
    }

    pub async fn account(&self, uid: &str) -> reqwest::Result<reqwest::Response> {
        self.get(&format!("/identity/v2/manage/account/{uid}")).await
    }

    pub async fn webhooks(&self) -> reqwest::Result<reqwest::Response> {
        self.get("/v2/manage/workflows").await // expect: unsupported-credentials
    }

    pub async fn prefixed(&self, uid: &str) -> reqwest::Result<reqwest::Response> {
        let path = format!("lr:/identity/v2/manage/account/{uid}/");
        let path = path.strip_prefix("lr:").unwrap_or(&path).trim_end_matches('/');
        self.http.get(Self::url(path)).query(&[("apikey", &self.key)]).send().await // expect: incomplete-credentials
    }
}
