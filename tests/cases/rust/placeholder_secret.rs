use reqwest::blocking::Client;

const LOGINRADIUS_API_SECRET: &str = "<your-api-secret>";

pub fn example(key: &str) -> reqwest::Result<()> {
    let secret = option_env!("LOGINRADIUS_API_SECRET").unwrap_or(LOGINRADIUS_API_SECRET);
    Client::new()
        .get("https://api.loginradius.com/identity/v2/manage/account?email=a@example.com")
        .header("X-LoginRadius-ApiKey", key)
        .header("X-LoginRadius-ApiSecret", secret)
        .send()?;
    Ok(())
}
