use reqwest::Client;

const BASE: &str = "https://api.github.com";

pub async fn me(client: &Client, token: &str) -> reqwest::Result<String> {
    client.get(format!("{BASE}/user")).bearer_auth(token).send().await?.text().await
}

pub async fn lr_docs(client: &Client) -> reqwest::Result<String> {
    client.get("https://www.loginradius.com/docs/api/v2").send().await?.text().await
}

/// An account of somebody else's service, which has the same words in its path.
pub async fn account(client: &Client, api_key: &str) -> reqwest::Result<String> {
    client.get("https://api.example.com/v2/account").query(&[("apikey", api_key)]).send().await?.text().await
}
