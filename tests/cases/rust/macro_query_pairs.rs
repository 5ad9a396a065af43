use std::collections::HashMap;

macro_rules! params {
    ($($k:expr => $v:expr),* $(,)?) => {{
        let mut map = HashMap::new();
        $( map.insert($k, $v); )*
        map
    }};
}

pub fn fetch(uid: &str, key: &str, secret: &str) -> reqwest::Result<String> {
    let query = params! {
        "apikey" => key,
        "apisecret" => secret,
    };
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    reqwest::blocking::Client::new().get(url).query(&query).send()?.text() // expect: secret-in-query
}

pub fn fetch_half(uid: &str, key: &str) -> reqwest::Result<String> {
    let query = params!("apikey" => key);
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    reqwest::blocking::Client::new().get(url).query(&query).send()?.text() // expect: incomplete-credentials
}
