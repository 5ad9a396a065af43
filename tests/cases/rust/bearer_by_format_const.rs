use reqwest::{Client, header};

const BEARER: &str = "Bearer ";

pub async fn hooks(client: &Client, user_token: &str) -> reqwest::Result<()> {
    client // expect: bearer-only
        .get("https://api.loginradius.com/v2/manage/workflows")
        .header(header::AUTHORIZATION, BEARER.to_owned() + user_token)
        .header(header::ACCEPT, "application/json")
        .send()
        .await?;
    Ok(())
}

pub async fn hooks_machine(client: &Client, m2m_token: &str) -> reqwest::Result<()> {
    client
        .get("https://api.loginradius.com/v2/manage/workflows")
        .header(header::AUTHORIZATION, [BEARER, m2m_token].concat())
        .send()
        .await?;
    Ok(())
}
