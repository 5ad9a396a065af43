use axum_extra::extract::CookieJar;
use axum::{extract::State, http::StatusCode};

#[derive(Clone)]
pub struct App {
    http: reqwest::Client,
    key: String,
}

pub async fn roles(State(app): State<App>, jar: CookieJar) -> Result<String, StatusCode> {
    let token = jar.get("lr-session-token").map(|cookie| cookie.value().to_owned()).ok_or(StatusCode::UNAUTHORIZED)?;
    app.http
        .get("https://api.loginradius.com/identity/v2/auth/account")
        .query(&[("apikey", &app.key)])
        .bearer_auth(token)
        .send()
        .await
        .map_err(|_| StatusCode::BAD_GATEWAY)?
        .text()
        .await
        .map_err(|_| StatusCode::BAD_GATEWAY)
}
