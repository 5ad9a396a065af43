use std::borrow::Cow;

use reqwest::blocking::Client;

fn host(region: Option<&str>) -> Cow<'static, str> {
    match region {
        Some(region) if !region.is_empty() => Cow::Owned(format!("https://{region}.example.com")),
        _ => Cow::Borrowed("https://api.loginradius.com"),
    }
}

pub fn delete(client: &Client, uid: Option<&str>, key: &str) -> reqwest::Result<()> {
    if let Some(uid) = uid
        && !uid.is_empty()
    {
        let url = format!("{}/identity/v2/manage/account/{uid}", host(None));
        client.delete(url).header("X-LoginRadius-ApiKey", key).send()?; // expect: incomplete-credentials
    }
    Ok(())
}
