use reqwest::Client;

pub async fn account(uid: &str) -> reqwest::Result<String> {
    Client::new() // expect: backend-call-in-client
        .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")) 
        .header("X-LoginRadius-ApiKey", env!("LR_KEY"))
        .header("X-LoginRadius-ApiSecret", env!("LR_SECRET")) // expect: client-secret-exposure
        .send()
        .await?
        .text()
        .await
}
