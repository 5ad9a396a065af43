use reqwest::blocking::Client;
use serde_json::{Value, json};

pub fn block_self(client: &Client, key: &str, email: &str, password: &str) -> anyhow::Result<()> {
    let login: Value = client
        .post("https://api.loginradius.com/identity/v2/auth/login")
        .query(&[("apikey", key)])
        .json(&json!({ "email": email, "password": password }))
        .send()?
        .json()?;
    let token = login["access_token"].as_str().ok_or_else(|| anyhow::anyhow!("no token"))?;
    let uid = login["Profile"]["Uid"].as_str().unwrap_or_default();
    client // expect: consumer-credentials
        .put(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .query(&[("apikey", key)])
        .bearer_auth(token)
        .json(&json!({ "IsActive": false }))
        .send()?
        .error_for_status()?;
    Ok(())
}
