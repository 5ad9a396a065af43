use reqwest::blocking::Client;

#[derive(serde::Deserialize)]
struct Settings {
    #[serde(default = "base")]
    base: String,
    #[serde(default)]
    other: String,
}

fn base() -> String {
    "https://api.loginradius.com/identity/v2/manage".into()
}

fn main() {
    let settings: Settings = toml::from_str(&std::fs::read_to_string("a.toml").unwrap()).unwrap();
    Client::new().get(format!("{}/account/1", settings.base)).send(); // expect: missing-credentials
    Client::new().get(format!("{}/account/1", settings.other)).send();
}
