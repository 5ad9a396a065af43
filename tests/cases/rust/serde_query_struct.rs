use reqwest::blocking::Client;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
struct Auth<'a> {
    apikey: &'a str,
    #[serde(rename = "apisecret")]
    secret: &'a str,
}

#[derive(Serialize)]
struct ByEmail<'a> {
    #[serde(rename = "apiKey")]
    key: &'a str,
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'a str>,
}

pub fn by_email(client: &Client, key: &str, secret: &str, email: &str) -> reqwest::Result<String> {
    client // expect: secret-in-query
        .get("https://api.loginradius.com/identity/v2/manage/account")
        .query(&Auth { apikey: key, secret })
        .query(&[("email", email)])
        .send()?
        .text()
}

pub fn by_email_half(client: &Client, key: &str, email: &str) -> reqwest::Result<String> {
    let query = ByEmail { key, email, fields: None };
    client.get("https://api.loginradius.com/identity/v2/manage/account").query(&query).send()?.text() // expect: incomplete-credentials
}
