use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

macro_rules! headers {
    ($($name:literal: $value:expr),+ $(,)?) => {
        [$((HeaderName::from_static($name), HeaderValue::from_str($value).unwrap())),+]
            .into_iter()
            .collect::<HeaderMap>()
    };
}

macro_rules! try_or {
    ($e:expr, $default:expr) => {
        match $e {
            Ok(value) => value,
            Err(error) => {
                log::error!("{error}");
                return $default;
            }
        }
    };
}

pub async fn status(client: &reqwest::Client, uid: &str, key: &str, secret: &str) -> Option<u16> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    let all = headers! { "x-loginradius-apikey": key, "x-loginradius-apisecret": secret };
    let response = try_or!(client.get(&url).headers(all).send().await, None);
    let half = headers!("x-loginradius-apikey": key);
    let _ = try_or!(client.get(&url).headers(half).send().await, None); // expect: incomplete-credentials
    Some(response.status().as_u16())
}
