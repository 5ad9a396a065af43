use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha2::Sha256;

fn sign(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    format!("SHA-256={}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn stamp(minutes: i64) -> String {
    (chrono::Utc::now() + chrono::Duration::minutes(minutes)).format("%Y-%m-%d %H:%M:%S").to_string()
}

fn url() -> String {
    format!("https://api.loginradius.com/identity/v2/manage/account/1?apikey={}", std::env::var("LR_API_KEY").unwrap())
}

async fn send(expires: String, digest: String) -> reqwest::Result<reqwest::Response> {
    let request = reqwest::Client::new().get(url());
    request.header("X-Request-Expires", &expires).header("digest", &digest).send().await
}

pub async fn right() -> reqwest::Result<reqwest::Response> {
    let expires = stamp(20);
    let text = format!("{expires}:{}", urlencoding::encode(&url()).to_lowercase());
    let digest = sign(&std::env::var("LR_API_SECRET").unwrap(), &text);
    send(expires, digest).await
}

pub async fn other_key() -> reqwest::Result<reqwest::Response> {
    let expires = stamp(20);
    let text = format!("{expires}:{}", urlencoding::encode(&url()).to_lowercase());
    let digest = sign(&std::env::var("LR_API_KEY").unwrap(), &text); // expect: invalid-digest
    send(expires, digest).await
}

pub async fn too_far() -> reqwest::Result<reqwest::Response> {
    let expires = stamp(24 * 60); // expect: invalid-expiry
    let text = format!("{expires}:{}", urlencoding::encode(&url()).to_lowercase());
    let digest = sign(&std::env::var("LR_API_SECRET").unwrap(), &text);
    send(expires, digest).await
}
