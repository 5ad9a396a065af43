//! What holds a secret so that it is not written shows nothing, until it is asked for it.
use secrecy::{ExposeSecret, SecretString};

pub fn declared() -> Result<(), Box<dyn std::error::Error>> {
    let secret = std::env::var("LR_API_SECRET")?;
    let hidden: SecretString = secret.into();
    println!("{hidden:?}");
    Ok(())
}

pub fn made() -> Result<(), Box<dyn std::error::Error>> {
    let hidden = SecretString::new(std::env::var("LR_API_SECRET")?);
    let wrapped = redact::Secret::new(std::env::var("LR_API_SECRET")?);
    println!("{hidden:?} {wrapped:?}");
    Ok(())
}

pub fn exposed() -> Result<(), Box<dyn std::error::Error>> {
    let hidden = SecretString::from(std::env::var("LR_API_SECRET")?);
    println!("{}", hidden.expose_secret()); // expect: secret-in-log
    Ok(())
}

pub async fn sent(client: &reqwest::Client) -> Result<String, Box<dyn std::error::Error>> {
    let hidden = SecretString::new(std::env::var("LR_API_SECRET")?);
    let request = client.get("https://api.loginradius.com/identity/v2/manage/account?email=a");
    Ok(request.header("X-LoginRadius-ApiSecret", hidden.expose_secret()).send().await?.text().await?) // expect: incomplete-credentials
}
