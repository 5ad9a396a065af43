use reqwest::Client;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

async fn machine_token(http: &Client) -> reqwest::Result<Token> {
    let mut form = HashMap::new();
    form.insert("grant_type", "client_credentials".to_string());
    form.insert("client_id", std::env::var("LR_CLIENT_ID").unwrap());
    form.insert("client_secret", std::env::var("LR_CLIENT_SECRET").unwrap());
    http.post("https://acme.hub.loginradius.com/service/oauth/token").form(&form).send().await?.json().await
}

#[tokio::main]
async fn main() -> reqwest::Result<()> {
    let http = Client::new();
    let token = machine_token(&http).await?;
    let hooks = http.get("https://api.loginradius.com/v2/manage/workflows").bearer_auth(&token.access_token).send().await?;
    println!("{}", hooks.text().await?);
    let me = http // expect: unsupported-credentials
        .get("https://api.loginradius.com/identity/v2/auth/account")
        .query(&[("apikey", std::env::var("LR_API_KEY").unwrap())])
        .bearer_auth(&token.access_token)
        .send()
        .await?;
    println!("{}", me.status());
    Ok(())
}
