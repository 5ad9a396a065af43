use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{Duration, Utc};
use hmac::{Hmac, Mac};
use sha2::Sha256;

type HmacSha256 = Hmac<Sha256>;

fn sign(secret: &str, expires: &str, url: &str) -> String {
    let mut mac = HmacSha256::new_from_slice(secret.as_bytes()).expect("any length");
    mac.update(format!("{expires}:{url}").as_bytes());
    format!("SHA-256={}", STANDARD.encode(mac.finalize().into_bytes()))
}

pub async fn account(http: &reqwest::Client, uid: &str, key: &str, secret: &str) -> reqwest::Result<String> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}?apikey={key}");
    let expires = (Utc::now() + Duration::minutes(10)).format("%Y-%m-%d %H:%M:%S").to_string();
    let encoded: String = url::form_urlencoded::byte_serialize(url.to_lowercase().as_bytes()).collect();
    let digest = sign(secret, &expires, &encoded);
    http.get(&url).header("digest", digest).header("X-Request-Expires", expires).send().await?.text().await
}

pub async fn half(http: &reqwest::Client, uid: &str, key: &str, secret: &str) -> reqwest::Result<String> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}?apikey={key}");
    let digest = sign(secret, "soon", &url);
    http.get(&url).header("digest", digest).send().await?.text().await // expect: incomplete-signature
}

pub async fn misspelt(http: &reqwest::Client, uid: &str, secret: &str) -> reqwest::Result<String> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    let expires = (Utc::now() + Duration::minutes(10)).to_rfc3339();
    http.get(&url)
        .header("Digest", sign(secret, &expires, &url))
        .header("X-Request-Expire", expires) // expect: misspelled-credential
        .send()
        .await?
        .text()
        .await
}
