// How a struct becomes headers is somebody else's code: a derive.
#[derive(headers_derive::IntoHeaders)]
pub struct Credentials {
    pub key: String,
    pub secret: String,
}

pub async fn account(credentials: Credentials) -> reqwest::Result<reqwest::Response> {
    let http = reqwest::Client::new();
    let credentials = Credentials { key: credentials.key, secret: std::env::var("LR_SECRET").unwrap() };
    http.get("https://api.loginradius.com/identity/v2/manage/account/u").headers(credentials.into()).send().await
}
