use reqwest::Client;

pub async fn ping(client: &Client) -> reqwest::Result<()> {
    client
        .get("https://api.loginradius.com/identity/v2/manage/account")
        .query(&[("email", "ops@example.com")])
        .header("X-LoginRadius-ApiKey", "0f1d9f1e-2b3a-4c5d-8e7f-1a2b3c4d5e6f")
        .header("X-LoginRadius-ApiSecret", "9b1c7e52-6d04-4f5a-b3c8-2e7d1f0a9c44") // expect: hardcoded-secret
        .send()
        .await?;
    Ok(())
}

pub async fn query(client: &Client) -> reqwest::Result<()> {
    let url = "https://api.loginradius.com/identity/v2/manage/account?apikey=abc&apisecret=9b1c7e52-6d04-4f5a-b3c8-2e7d1f0a9c44"; // expect: hardcoded-secret
    client.get(url).send().await?; // expect: secret-in-query
    Ok(())
}
