use axum::{extract::State, http::{HeaderMap, StatusCode, header::AUTHORIZATION}};

#[derive(Clone)]
pub struct App {
    http: reqwest::Client,
    key: String,
}

pub async fn delete_me(State(app): State<App>, headers: HeaderMap) -> Result<(), StatusCode> {
    let uid = headers.get("x-user-id").and_then(|value| value.to_str().ok()).ok_or(StatusCode::BAD_REQUEST)?;
    let token = headers.get("Authorization").and_then(|value| value.to_str().ok()).ok_or(StatusCode::UNAUTHORIZED)?;
    app.http // expect: consumer-credentials
        .delete(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .query(&[("apikey", &app.key)])
        .header(AUTHORIZATION, token)
        .send()
        .await
        .map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(())
}
