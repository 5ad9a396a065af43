use std::collections::HashMap;

use reqwest::blocking::Client;
use reqwest::header::HeaderMap;
use serde::Deserialize;

const URL: &str = "https://api.loginradius.com/identity/v2/manage/account/1";

#[derive(Debug, Deserialize)]
#[serde(default)]
struct Settings {
    headers: HashMap<String, String>,
    query: Vec<(String, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { headers: HashMap::new(), query: Vec::new() }
    }
}

#[derive(Debug, Clone)]
struct Fixed {
    headers: HeaderMap,
}

impl Fixed {
    fn new() -> Self {
        Self { headers: HeaderMap::new() }
    }
}

fn main() {
    let settings: Settings = toml::from_str(&std::fs::read_to_string("settings.toml").unwrap()).unwrap();
    let mut request = Client::new().get(URL);
    for (name, value) in &settings.headers {
        request = request.header(name, value);
    }
    let _ = request.send();
    let _ = Client::new().get(URL).query(&settings.query).send();
    bare(&settings);
    fixed(&Fixed::new());
}

fn bare(settings: &Settings) {
    println!("{}", settings.headers.len());
    let _ = Client::new().get(URL).send(); // expect: missing-credentials
}

fn fixed(fixed: &Fixed) {
    let _ = Client::new().get(URL).headers(fixed.headers.clone()).send(); // expect: missing-credentials
}
