use reqwest::blocking::Client;

pub fn both(key: &str, secret: &str, uid: &str) -> reqwest::Result<String> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}?apikey={key}&apisecret={secret}");
    Client::new().get(url).header("X-LoginRadius-ApiKey", key).header("X-LoginRadius-ApiSecret", secret).send()?.text() // expect: redundant-credentials, secret-in-query
}

pub fn key_twice(key: &str, secret: &str, uid: &str) -> reqwest::Result<String> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}?apikey={key}");
    Client::new().get(url).header("X-LoginRadius-ApiKey", key).header("X-LoginRadius-ApiSecret", secret).send()?.text()
}
