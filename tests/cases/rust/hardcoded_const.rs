use reqwest::blocking::Client;

const LOGINRADIUS_API_KEY: &str = "0f1d9f1e-2b3a-4c5d-8e7f-1a2b3c4d5e6f";
const LOGINRADIUS_API_SECRET: &str = "9b1c7e52-6d04-4f5a-b3c8-2e7d1f0a9c44"; // expect: hardcoded-secret

fn main() -> reqwest::Result<()> {
    let uid = std::env::args().nth(1).unwrap_or_default();
    let response = Client::new()
        .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .header("X-LoginRadius-ApiKey", LOGINRADIUS_API_KEY)
        .header("X-LoginRadius-ApiSecret", LOGINRADIUS_API_SECRET)
        .send()?;
    println!("{}", response.status());
    Ok(())
}
