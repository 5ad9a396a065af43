use reqwest::{Client, header::HeaderMap};

use crate::auth::{Signer, headers};

pub async fn by_param(client: &Client, uid: &str, extra: HeaderMap) -> reqwest::Result<()> {
    client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")).headers(extra).send().await?;
    Ok(())
}

pub async fn by_function(client: &Client, uid: &str) -> reqwest::Result<()> {
    client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")).headers(headers()).send().await?;
    Ok(())
}

pub async fn by_extension(client: &Client, uid: &str, signer: &Signer) -> reqwest::Result<()> {
    let req = client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"));
    signer.sign(req).send().await?;
    Ok(())
}

pub async fn by_mutation(client: &Client, uid: &str, signer: &Signer) -> anyhow::Result<()> {
    let mut req = client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")).build()?;
    signer.apply(&mut req)?;
    client.execute(req).await?;
    Ok(())
}

pub async fn by_query(client: &Client, uid: &str, query: &[(String, String)]) -> reqwest::Result<()> {
    client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")).query(query).send().await?;
    Ok(())
}
