use axum::{Json, Router, routing::get};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct LoginRadius {
    api_key: String,
    api_secret: String,
}

#[derive(Debug)]
struct Hidden {
    loginradius_key: String,
    loginradius_secret: SecretString,
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

async fn early(found: bool) -> Result<String, String> {
    if !found {
        return Err(format!("no luck with {}", settings().api_secret)); // expect: secret-in-log
    }
    Ok("fine".to_owned())
}

async fn public() -> String {
    settings().api_key
}

pub fn app() -> Router {
    Router::new().route("/a", get(text)).route("/b", get(json)).route("/c", get(early)).route("/d", get(public))
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

pub fn hidden() {
    let hidden = Hidden {
        loginradius_key: settings().api_key,
        loginradius_secret: SecretString::new(settings().api_secret.into()),
    };
    println!("{hidden:?}");
    println!("{}", hidden.loginradius_secret.expose_secret()); // expect: secret-in-log
}
