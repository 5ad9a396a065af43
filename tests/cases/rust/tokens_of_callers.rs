use axum_extra::extract::CookieJar;
use axum_extra::headers::authorization::{Authorization, Bearer};
use axum_extra::TypedHeader;
use http::HeaderMap;
use reqwest::Client;

const ROLES: &str = "https://api.loginradius.com/identity/v2/manage/account/1";

async fn by_index(h: HeaderMap) {
    let token = h["authorization"].to_str().unwrap().trim_start_matches("Bearer ").to_owned();
    Client::new().get(ROLES).bearer_auth(token).send().await.unwrap(); // expect: bearer-only
}

async fn typed(TypedHeader(Authorization(b)): TypedHeader<Authorization<Bearer>>) {
    Client::new().get(ROLES).bearer_auth(b.token()).send().await.unwrap(); // expect: bearer-only
}

async fn cookie(jar: CookieJar) {
    let token = jar.get("t").map(|c| c.value().to_owned()).unwrap_or_default();
    Client::new().get(ROLES).bearer_auth(token).send().await.unwrap(); // expect: bearer-only
}

async fn or_nothing(h: HeaderMap) {
    let token = h.get("authorization").and_then(|v| v.to_str().ok()).and_then(|s| s.strip_prefix("Bearer ")).unwrap_or("");
    Client::new().get(ROLES).bearer_auth(token).send().await.unwrap(); // expect: bearer-only
}

async fn of_nobody_known(token: String) {
    Client::new().get(ROLES).bearer_auth(token).send().await.unwrap();
}
