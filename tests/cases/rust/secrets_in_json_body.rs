use reqwest::Client;
use serde_json::json;

pub async fn token(client: &Client) -> reqwest::Result<String> {
    client
        .post("https://acme.hub.loginradius.com/service/oauth/token")
        .json(&json!({
            "grant_type": "client_credentials",
            "client_id": "1c0a8a2e-6f7b-4e0c-9d1e-5a4b3c2d1e0f",
            "client_secret": "7e2d9c4b-1a3f-4d5e-8b6c-0f9e8d7c6b5a", // expect: hardcoded-secret
        }))
        .send()
        .await?
        .text()
        .await
}
