const URL: &str = "https://api.loginradius.com/identity/v2/manage/account/1";

pub async fn right(api_key: &str, api_secret: &str) -> reqwest::Result<reqwest::Response> {
    reqwest::Client::new().get(URL).header("X-LoginRadius-ApiKey", api_key).header("X-LoginRadius-ApiSecret", api_secret).send().await
}

pub async fn swapped(api_key: &str, api_secret: &str) -> reqwest::Result<reqwest::Response> {
    reqwest::Client::new()
        .get(URL)
        .header("X-LoginRadius-ApiKey", api_secret) // expect: misplaced-credential
        .header("X-LoginRadius-ApiSecret", api_key) // expect: misplaced-credential
        .send()
        .await
}

pub async fn bearer() -> reqwest::Result<reqwest::Response> {
    let secret = std::env::var("LOGINRADIUS_API_SECRET").unwrap();
    reqwest::Client::new().get(URL).bearer_auth(&secret).send().await // expect: misplaced-credential
}
