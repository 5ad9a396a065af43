use reqwest::Client;

const BASE: &str = "https://api.loginradius.com";

macro_rules! api_get {
    ($client:expr, $path:expr, $key:expr $(,)?) => {
        $client
            .get(format!("{}{}", BASE, $path))
            .query(&[("apikey", $key)])
            .send()
            .await
    };
}

pub async fn account(client: &Client, key: &str, uid: &str) -> reqwest::Result<String> {
    let response = api_get!(client, format!("/identity/v2/manage/account/{uid}"), key)?; // expect: incomplete-credentials
    response.text().await
}

pub async fn config(client: &Client, key: &str) -> reqwest::Result<String> {
    api_get!(client, "/identity/v2/auth/email", key)?.text().await
}
