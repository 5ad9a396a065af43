use reqwest::Client;

pub struct Auth {
    key: String,
    secret: Option<String>,
    token: Option<String>,
}

impl Auth {
    fn apply(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        match (&self.secret, &self.token) {
            (Some(secret), _) => request.header("X-LoginRadius-ApiKey", &self.key).header("X-LoginRadius-ApiSecret", secret),
            (None, Some(token)) => request.bearer_auth(token),
            (None, None) => request,
        }
    }
}

pub async fn account(client: &Client, auth: &Auth, uid: &str) -> reqwest::Result<()> {
    let request = client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"));
    auth.apply(request).send().await?;
    Ok(())
}
