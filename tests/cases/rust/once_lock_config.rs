use std::sync::OnceLock;

use reqwest::Client;

struct Settings {
    base: String,
    key: String,
    secret: String,
}

static SETTINGS: OnceLock<Settings> = OnceLock::new();
static HTTP: std::sync::LazyLock<Client> = std::sync::LazyLock::new(Client::new);

fn settings() -> &'static Settings {
    SETTINGS.get_or_init(|| Settings {
        base: std::env::var("LOGINRADIUS_BASE_URL").unwrap_or_else(|_| "https://api.loginradius.com".into()),
        key: std::env::var("LOGINRADIUS_API_KEY").unwrap_or_default(),
        secret: std::env::var("LOGINRADIUS_API_SECRET").unwrap_or_default(),
    })
}

pub async fn delete(uid: &str) -> reqwest::Result<()> {
    let Settings { base, key, secret } = settings();
    HTTP.delete(format!("{base}/identity/v2/manage/account/{uid}")) // expect: secret-in-query
        .query(&[("apikey", key), ("apisecret", secret)])
        .send()
        .await?;
    Ok(())
}

pub async fn sessions(uid: &str) -> reqwest::Result<()> {
    let s = settings();
    HTTP.delete(format!("{}/identity/v2/manage/account/{uid}/access_token", s.base)).header("X-LoginRadius-ApiKey", &s.key).send().await?; // expect: unknown-operation
    Ok(())
}
