use axum::{Json, Router, routing::get};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct LoginRadius {
    api_key: String,
    api_secret: String,
}

fn settings() -> LoginRadius {
    LoginRadius {
        api_key: std::env::var("LOGINRADIUS_API_KEY").unwrap(),
        api_secret: std::env::var("LOGINRADIUS_API_SECRET").unwrap(),
    }
}

async fn text() -> String {
    format!("secret {}", settings().api_secret) // expect: secret-in-log
}

async fn json() -> Json<LoginRadius> {
    Json(settings()) // expect: secret-in-log
}

async fn public() -> String {
    settings().api_key
}

pub fn app() -> Router {
    Router::new().route("/a", get(text)).route("/b", get(json)).route("/d", get(public))
}

// Nobody is answered with it.
pub async fn internal() -> String {
    settings().api_secret
}

#[actix_web::get("/debug")]
async fn debug() -> String {
    settings().api_secret // expect: secret-in-log
}

#[actix_web::get("/key")]
async fn key() -> impl actix_web::Responder {
    settings().api_key
}
