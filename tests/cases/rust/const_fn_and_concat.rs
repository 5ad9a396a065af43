use reqwest::blocking::Client;

const API: &str = "https://api.loginradius.com";
const MANAGE: &str = const_format::concatcp!(API, "/identity/v2/manage");

const fn prefix() -> &'static str {
    "https://api.loginradius.com/identity/v2/manage"
}

pub fn by_const(client: &Client, uid: &str, key: &str) -> reqwest::Result<String> {
    client.get(format!("{MANAGE}/account/{uid}?apikey={key}")).send()?.text()
}

pub fn by_fn(client: &Client, uid: &str, key: &str) -> reqwest::Result<String> {
    client.get(format!("{}/account/{uid}?apikey={key}", prefix())).send()?.text() // expect: incomplete-credentials
}
