use gloo_net::http::Request;
use serde::Deserialize;

const API_KEY: &str = env!("LOGINRADIUS_API_KEY");

#[derive(Deserialize)]
pub struct Session {
    pub access_token: String,
}

pub async fn login(email: &str, password: &str) -> Result<Session, gloo_net::Error> {
    Request::post(&format!("https://api.loginradius.com/identity/v2/auth/login?apikey={API_KEY}"))
        .json(&serde_json::json!({ "Email": email, "Password": password }))?
        .send()
        .await?
        .json()
        .await
}

pub async fn roles(session: &Session, uid: &str) -> Result<String, gloo_net::Error> {
    Request::get(&format!("https://api.loginradius.com/identity/v2/manage/account/{uid}/role"))
        .query([("apikey", API_KEY)])
        .header("Authorization", &format!("Bearer {}", session.access_token))
        .send()
        .await?
        .text()
        .await
}
