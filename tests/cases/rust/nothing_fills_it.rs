use reqwest::blocking::Client;

const BASE: &str = "https://api.loginradius.com/identity/v2/manage/account";

struct Configuration {
    key: Option<String>,
    token: Option<String>,
    secret: Option<String>,
}

impl Default for Configuration {
    fn default() -> Self {
        Self { key: None, token: None, secret: None }
    }
}

fn account(configuration: &Configuration, uid: &str) {
    let mut request = Client::new().get(format!("{BASE}/{uid}"));
    if let Some(ref token) = configuration.token {
        request = request.bearer_auth(token);
    }
    request.send().unwrap(); // expect: missing-credentials
}

fn with_secret(configuration: &Configuration, uid: &str) {
    let mut request = Client::new().get(format!("{BASE}/{uid}"));
    if let Some(key) = configuration.key.as_ref() {
        request = request.header("X-LoginRadius-ApiKey", key);
    }
    match &configuration.secret {
        Some(secret) => request = request.header("X-LoginRadius-ApiSecret", secret),
        None => {}
    }
    request.send().unwrap();
}

fn main() {
    let mut configuration = Configuration::default();
    configuration.key = std::env::var("LR_KEY").ok();
    configuration.secret = std::env::var("LR_SECRET").ok();
    account(&configuration, "1");
    with_secret(&configuration, "1");
}
