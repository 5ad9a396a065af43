use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next, Result};

struct Credentials {
    key: String,
    secret: String,
}

#[async_trait::async_trait]
impl Middleware for Credentials {
    async fn handle(
        &self,
        mut req: reqwest::Request,
        extensions: &mut http::Extensions,
        next: Next<'_>,
    ) -> Result<reqwest::Response> {
        req.headers_mut().insert("X-LoginRadius-ApiKey", self.key.parse().unwrap());
        req.headers_mut().insert("X-LoginRadius-ApiSecret", self.secret.parse().unwrap());
        next.run(req, extensions).await
    }
}

pub fn client(key: String, secret: String) -> ClientWithMiddleware {
    ClientBuilder::new(reqwest::Client::new()).with(Credentials { key, secret }).build()
}

pub async fn account(client: &ClientWithMiddleware, uid: &str) -> Result<reqwest::Response> {
    client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")).send().await
}
