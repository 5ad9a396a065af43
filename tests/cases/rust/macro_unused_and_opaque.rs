#[macro_use]
extern crate other;

macro_rules! unused {
    ($client:expr) => {
        $client.get("https://api.loginradius.com/identity/v2/manage/account").send()
    };
}

pub async fn run(client: &reqwest::Client, uid: &str) -> reqwest::Result<()> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    authed!(client.get(&url)).send().await?;
    let mut headers = reqwest::header::HeaderMap::new();
    add_headers!(headers);
    client.get(&url).headers(headers).send().await?;
    Ok(())
}
