use base64::{Engine, engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD}};
use chrono::{Duration, Local, Utc};
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

type HmacSha256 = Hmac<Sha256>;
type HmacSha1 = Hmac<Sha1>;

fn key() -> String {
    std::env::var("LOGINRADIUS_API_KEY").unwrap_or_default()
}

fn secret() -> String {
    std::env::var("LOGINRADIUS_API_SECRET").unwrap_or_default()
}

fn url(uid: &str) -> String {
    format!("https://api.loginradius.com/identity/v2/manage/account/{uid}?apikey={}", key())
}

fn soon() -> String {
    (Utc::now() + Duration::minutes(20)).format("%Y-%m-%d %H:%M:%S").to_string()
}

pub async fn right(uid: &str) -> reqwest::Result<reqwest::Response> {
    let (url, expires) = (url(uid), soon());
    let mut mac = HmacSha256::new_from_slice(secret().as_bytes()).expect("any length");
    mac.update(format!("{expires}:{}", urlencoding::encode(&url).to_lowercase()).as_bytes());
    let digest = format!("SHA-256={}", STANDARD.encode(mac.finalize().into_bytes()));
    reqwest::Client::new().get(&url).header("digest", digest).header("X-Request-Expires", expires).send().await
}

pub async fn right_with_ring(uid: &str) -> reqwest::Result<reqwest::Response> {
    let (url, expires) = (url(uid), soon());
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret().as_bytes());
    let tag = ring::hmac::sign(&key, format!("{expires}:{}", urlencoding::encode(&url).to_lowercase()).as_bytes());
    let digest = format!("SHA-256={}", STANDARD.encode(tag.as_ref()));
    reqwest::Client::new().get(&url).header("digest", digest).header("X-Request-Expires", expires).send().await
}

pub async fn ring_512(uid: &str) -> reqwest::Result<reqwest::Response> {
    let (url, expires) = (url(uid), soon());
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA512, secret().as_bytes());
    let tag = ring::hmac::sign(&key, format!("{expires}:{}", urlencoding::encode(&url).to_lowercase()).as_bytes());
    let digest = format!("SHA-256={}", STANDARD.encode(tag.as_ref())); // expect: invalid-digest
    reqwest::Client::new().get(&url).header("digest", digest).header("X-Request-Expires", expires).send().await
}

pub async fn hashed(uid: &str) -> reqwest::Result<reqwest::Response> {
    let (url, expires) = (url(uid), soon());
    let hash = Sha256::digest(format!("{expires}:{url}").as_bytes());
    let digest = format!("SHA-256={}", STANDARD.encode(hash)); // expect: invalid-digest
    reqwest::Client::new().get(&url).header("digest", digest).header("X-Request-Expires", expires).send().await
}

pub async fn url_safe(uid: &str) -> reqwest::Result<reqwest::Response> {
    let (url, expires) = (url(uid), soon());
    let mut mac = HmacSha256::new_from_slice(secret().as_bytes()).expect("any length");
    mac.update(format!("{expires}:{}", urlencoding::encode(&url).to_lowercase()).as_bytes());
    let digest = format!("SHA-256={}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())); // expect: invalid-digest
    reqwest::Client::new().get(&url).header("digest", digest).header("X-Request-Expires", expires).send().await
}

pub async fn wrong_key(uid: &str) -> reqwest::Result<reqwest::Response> {
    let (url, expires) = (url(uid), soon());
    let mut mac = HmacSha256::new_from_slice(key().as_bytes()).expect("any length");
    mac.update(format!("{expires}:{}", urlencoding::encode(&url).to_lowercase()).as_bytes());
    let digest = format!("SHA-256={}", STANDARD.encode(mac.finalize().into_bytes())); // expect: invalid-digest
    reqwest::Client::new().get(&url).header("digest", digest).header("X-Request-Expires", expires).send().await
}

pub async fn sha1(uid: &str) -> reqwest::Result<reqwest::Response> {
    let (url, expires) = (url(uid), soon());
    let mut mac = HmacSha1::new_from_slice(secret().as_bytes()).expect("any length");
    mac.update(format!("{expires}:{}", urlencoding::encode(&url).to_lowercase()).as_bytes());
    let digest = format!("SHA-256={}", STANDARD.encode(mac.finalize().into_bytes())); // expect: invalid-digest
    reqwest::Client::new().get(&url).header("digest", digest).header("X-Request-Expires", expires).send().await
}

fn sign(url: &str, expires: &str) -> String {
    let mut mac = HmacSha256::new_from_slice(secret().as_bytes()).expect("any length");
    mac.update(format!("{expires}:{}", urlencoding::encode(url).to_lowercase()).as_bytes());
    format!("SHA-256={}", STANDARD.encode(mac.finalize().into_bytes()))
}

pub async fn local(uid: &str) -> reqwest::Result<reqwest::Response> {
    let url = url(uid);
    let expires = (Local::now() + Duration::minutes(20)).format("%Y-%m-%d %H:%M:%S").to_string(); // expect: invalid-expiry
    reqwest::Client::new().get(&url).header("digest", sign(&url, &expires)).header("X-Request-Expires", &expires).send().await
}

pub async fn days(uid: &str) -> reqwest::Result<reqwest::Response> {
    let url = url(uid);
    let expires = (Utc::now() + Duration::days(2)).format("%Y-%m-%d %H:%M:%S").to_string(); // expect: invalid-expiry
    reqwest::Client::new().get(&url).header("digest", sign(&url, &expires)).header("X-Request-Expires", &expires).send().await
}

pub async fn epoch(uid: &str) -> reqwest::Result<reqwest::Response> {
    let url = url(uid);
    let expires = (Utc::now().timestamp() + 1200).to_string(); // expect: invalid-expiry
    reqwest::Client::new().get(&url).header("digest", sign(&url, &expires)).header("X-Request-Expires", &expires).send().await
}

pub async fn constant(uid: &str) -> reqwest::Result<reqwest::Response> {
    let url = url(uid);
    let expires = "2031-05-01 12:00:00"; // expect: invalid-expiry
    reqwest::Client::new().get(&url).header("digest", sign(&url, expires)).header("X-Request-Expires", expires).send().await
}

pub async fn hexed(uid: &str) -> reqwest::Result<reqwest::Response> {
    let (url, expires) = (url(uid), soon());
    let mut mac = HmacSha256::new_from_slice(secret().as_bytes()).expect("any length");
    mac.update(format!("{expires}:{}", urlencoding::encode(&url).to_lowercase()).as_bytes());
    let digest = format!("SHA-256={:x}", mac.finalize().into_bytes()); // expect: invalid-digest
    reqwest::Client::new().get(&url).header("digest", digest).header("X-Request-Expires", expires).send().await
}
