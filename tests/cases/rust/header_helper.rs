use reqwest::{
    Client,
    header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue},
};

static KEY: HeaderName = HeaderName::from_static("x-loginradius-apikey");
static SECRET: HeaderName = HeaderName::from_static("x-loginradius-apisecret");

fn credentials(key: &str, secret: Option<&str>) -> Result<HeaderMap, InvalidHeaderValue> {
    let mut headers = HeaderMap::new();
    headers.insert(KEY.clone(), HeaderValue::from_str(key)?);
    if let Some(secret) = secret {
        headers.insert(SECRET.clone(), HeaderValue::from_str(secret)?);
    }
    Ok(headers)
}

fn bearer(token: &str) -> Result<HeaderMap, InvalidHeaderValue> {
    Ok(HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}"))?)]))
}

pub async fn whole(client: &Client, uid: &str, key: &str, secret: &str) -> anyhow::Result<()> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    client.delete(url).headers(credentials(key, Some(secret))?).send().await?;
    Ok(())
}

pub async fn half(client: &Client, uid: &str, key: &str) -> anyhow::Result<()> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    client.delete(url).headers(credentials(key, None)?).send().await?; // expect: incomplete-credentials
    Ok(())
}

pub async fn me(client: &Client, token: &str) -> anyhow::Result<()> {
    client.get("https://api.loginradius.com/identity/v2/auth/account").headers(bearer(token)?).send().await?; // expect: incomplete-credentials
    Ok(())
}
