use reqwest::blocking::Client;

pub fn profile(token: &str, key: &str) -> reqwest::Result<String> {
    let url = format!("http://api.loginradius.com/identity/v2/auth/account?apikey={key}"); // expect: insecure-transport
    Client::new().get(url).bearer_auth(token).send()?.text()
}

pub fn local(token: &str, key: &str) -> reqwest::Result<String> {
    let url = format!("http://localhost:8080/identity/v2/auth/account?apikey={key}");
    Client::new().get(url).bearer_auth(token).send()?.text()
}
