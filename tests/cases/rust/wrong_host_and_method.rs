use reqwest::Client;

pub async fn typo(client: &Client, key: &str, secret: &str) -> reqwest::Result<()> {
    client // expect: unknown-operation
        .get("https://api.loginradius.com/identity/v2/manage/acount")
        .header("X-LoginRadius-ApiKey", key)
        .header("X-LoginRadius-ApiSecret", secret)
        .send()
        .await?;
    Ok(())
}

pub async fn retired(client: &Client, token: &str) -> reqwest::Result<()> {
    client.get("https://api.loginradius.com/api/v2/userprofile").query(&[("access_token", token)]).send().await?;
    Ok(())
}

pub async fn validate(client: &Client, key: &str, secret: &str, token: &str) -> reqwest::Result<()> {
    client
        .get("https://api.loginradius.com/api/v2/access_token/validate")
        .header("X-LoginRadius-ApiKey", key)
        .header("X-LoginRadius-ApiSecret", secret)
        .query(&[("access_token", token)])
        .send()
        .await?;
    Ok(())
}
