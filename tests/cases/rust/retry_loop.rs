use std::time::Duration;

use rand::Rng;
use reqwest::{Client, StatusCode};

pub async fn with_retry(client: &Client, uid: &str, token: Option<&str>) -> Result<String, reqwest::Error> {
    let mut delay = Duration::from_millis(100);
    let mut attempt = 0;
    loop {
        attempt += 1;
        let mut req = client.get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"));
        if let Some(token) = token {
            req = req.bearer_auth(token);
        }
        match req.send().await {
            Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS && attempt < 5 => {
                tokio::time::sleep(delay + Duration::from_millis(rand::rng().random_range(0..50))).await;
                delay *= 2;
            }
            Ok(response) => return response.error_for_status()?.text().await,
            Err(error) if attempt < 5 && error.is_timeout() => continue,
            Err(error) => return Err(error),
        }
    }
}
