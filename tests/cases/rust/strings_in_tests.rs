use reqwest::Client;

pub async fn me(client: &Client, base: &str, token: &str, key: &str) -> reqwest::Result<String> {
    client.get(format!("{base}/identity/v2/auth/account?apikey={key}")).bearer_auth(token).send().await?.text().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers::{method, path}};

    #[tokio::test]
    async fn gets_me() {
        let server = MockServer::start().await;
        Mock::given(method("GET"))
            .and(path("/identity/v2/auth/account"))
            .respond_with(ResponseTemplate::new(200).set_body_string("{}"))
            .mount(&server)
            .await;
        assert_eq!(me(&Client::new(), &server.uri(), "token", "key").await.unwrap(), "{}");
    }
}
