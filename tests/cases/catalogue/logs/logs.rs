use std::fmt;
use tracing::{debug, info};

#[derive(Debug, Clone)]
struct LoginRadiusConfig {
    api_key: String,
    api_secret: String,
}

struct Hidden {
    api_secret: String,
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden")
    }
}

fn config() -> LoginRadiusConfig {
    LoginRadiusConfig {
        api_key: std::env::var("LOGINRADIUS_API_KEY").unwrap(),
        api_secret: std::env::var("LOGINRADIUS_API_SECRET").unwrap(),
    }
}

pub fn start() {
    let config = config();
    println!("{config:?}"); // expect: secret-in-log
    println!("{:?}", config); // expect: secret-in-log
    eprintln!("secret: {}", config.api_secret); // expect: secret-in-log
    dbg!(&config); // expect: secret-in-log
    info!("using {}", config.api_secret); // expect: secret-in-log
    debug!(secret = %config.api_secret, "starting"); // expect: secret-in-log
    log::warn!("key {}", config.api_key);
    let hidden = Hidden { api_secret: config.api_secret.clone() };
    println!("{hidden:?}");
    println!("{} letters", config.api_secret.len());
    log::error!("{}", std::env::var("LOGINRADIUS_API_SECRET").unwrap_or_default()); // expect: secret-in-log
}

#[derive(serde::Serialize)]
pub struct Stored {
    pub api_secret: String,
    pub region: String,
}

#[derive(serde::Serialize)]
pub struct Skipped {
    #[serde(skip)]
    pub api_secret: String,
}

pub fn written_out() -> Result<(), Box<dyn std::error::Error>> {
    let stored = Stored { api_secret: std::env::var("LOGINRADIUS_API_SECRET")?, region: "eu".into() };
    println!("{}", serde_json::to_string(&stored)?); // expect: secret-in-log
    let text = toml::to_string_pretty(&stored)?;
    info!("stored {text}"); // expect: secret-in-log
    println!("{}", serde_json::to_string(&stored.region)?);
    let skipped = Skipped { api_secret: std::env::var("LOGINRADIUS_API_SECRET")? };
    println!("{}", serde_json::to_string(&skipped)?);
    Ok(())
}

pub async fn show() -> axum::Json<serde_json::Value> {
    let config = config();
    axum::Json(serde_json::json!({ "secret": config.api_secret })) // expect: secret-in-log
}

pub async fn ping() -> actix_web::HttpResponse {
    let config = config();
    actix_web::HttpResponse::Ok().body(config.api_secret) // expect: secret-in-log
}

const LR_CLIENT_SECRET: &str = "7d3f1c9a-6b2e-4f58-a1c4-2d0e95b8f362"; // expect: hardcoded-secret

fn a_constant_once() {
    println!(
        "{} {}",
        LR_CLIENT_SECRET, // expect: secret-in-log
        1
    );
}
