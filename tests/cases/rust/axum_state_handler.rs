use std::sync::Arc;

use axum::{Json, Router, extract::{Path, State}, http::StatusCode, routing::{delete, get}};
use serde_json::Value;

#[derive(Clone)]
struct AppState {
    http: reqwest::Client,
    config: Arc<Config>,
}

struct Config {
    lr_key: String,
    lr_secret: String,
}

impl Config {
    fn from_env() -> Self {
        Self {
            lr_key: std::env::var("LOGINRADIUS_API_KEY").expect("LOGINRADIUS_API_KEY"),
            lr_secret: std::env::var("LOGINRADIUS_API_SECRET").expect("LOGINRADIUS_API_SECRET"),
        }
    }
}

async fn profile(State(state): State<AppState>, Path(uid): Path<String>) -> Result<Json<Value>, StatusCode> {
    let response = state
        .http
        .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .header("X-LoginRadius-ApiKey", &state.config.lr_key)
        .header("X-LoginRadius-ApiSecret", &state.config.lr_secret)
        .send()
        .await
        .map_err(|_| StatusCode::BAD_GATEWAY)?;
    response.json().await.map(Json).map_err(|_| StatusCode::BAD_GATEWAY)
}

async fn remove(State(AppState { http, config }): State<AppState>, Path(uid): Path<String>) -> StatusCode {
    let sent = http // expect: mixed-credentials
        .delete(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .query(&[("apikey", config.lr_key.as_str())])
        .header("X-LoginRadius-ApiSecret", config.lr_secret.as_str())
        .send()
        .await;
    match sent {
        Ok(response) if response.status().is_success() => StatusCode::NO_CONTENT,
        _ => StatusCode::BAD_GATEWAY,
    }
}

#[tokio::main]
async fn main() {
    let state = AppState { http: reqwest::Client::new(), config: Arc::new(Config::from_env()) };
    let app = Router::new().route("/users/{uid}", get(profile)).route("/users/{uid}/x", delete(remove)).with_state(state);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:3000").await.unwrap();
    axum::serve(listener, app).await.unwrap();
}
