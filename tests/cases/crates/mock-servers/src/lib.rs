pub struct Client {
    base: String,
    http: reqwest::Client,
    key: String,
}

impl Client {
    pub fn new(key: impl Into<String>) -> Self {
        Self::with_base("https://api.loginradius.com", key)
    }

    pub fn with_base(base: impl Into<String>, key: impl Into<String>) -> Self {
        Self { base: base.into(), http: reqwest::Client::new(), key: key.into() }
    }

    pub async fn account(&self, uid: &str) -> reqwest::Result<String> {
        let url = format!("{}/identity/v2/manage/account/{uid}", self.base);
        self.http.get(url).header("X-LoginRadius-ApiKey", &self.key).send().await?.text().await // expect: incomplete-credentials
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiremock::{Mock, MockServer};

    async fn served(server: &MockServer) -> String {
        reqwest::get(format!("{}/identity/v2/manage/account/42", server.uri())).await.unwrap().text().await.unwrap()
    }

    #[tokio::test]
    async fn sends_the_key() {
        let server = MockServer::start().await;
        Mock::given(wiremock::matchers::path("/identity/v2/manage/account/42")).mount(&server).await;
        let client = Client::with_base(server.uri(), "key");
        assert_eq!(client.account("42").await.unwrap(), served(&server).await);
    }

    #[tokio::test]
    async fn of_the_live_service() {
        let forbidden = reqwest::get("https://api.loginradius.com/identity/v2/manage/account/42").await.unwrap(); // expect: missing-credentials
        assert_eq!(forbidden.status(), 403);
        let base = std::env::var("LOGINRADIUS_BASE").unwrap();
        let forbidden = reqwest::get(format!("{base}/identity/v2/manage/account/42")).await.unwrap(); // expect: missing-credentials
        assert_eq!(forbidden.status(), 403);
    }
}
