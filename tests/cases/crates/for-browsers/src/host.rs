use reqwest::Client;

pub async fn account(uid: &str) -> reqwest::Result<String> {
    Client::new()
        .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")) 
        .header("X-LoginRadius-ApiKey", std::env::var("LR_KEY").unwrap())
        .header("X-LoginRadius-ApiSecret", std::env::var("LR_SECRET").unwrap()) 
        .send()
        .await?
        .text()
        .await
}
