use reqwest::Client;

pub async fn query(client: &Client, uid: &str, key: &str, secret: &str) -> reqwest::Result<()> {
    client
        .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .query(&[("apikey", key), ("api_secret", secret)]) // expect: misspelled-credential
        .send()
        .await?;
    Ok(())
}

pub async fn header(client: &Client, uid: &str, key: &str, secret: &str) -> reqwest::Result<()> {
    client
        .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .header("X-LoginRadius-Api-Key", key) // expect: misspelled-credential
        .header("X-LoginRadius-ApiSecret", secret)
        .send()
        .await?;
    Ok(())
}
