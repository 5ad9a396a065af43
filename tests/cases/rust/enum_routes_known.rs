use reqwest::blocking::Client;

pub enum Route<'a> {
    Account(&'a str),
    Webhooks,
}

impl Route<'_> {
    fn path(&self) -> String {
        match self {
            Self::Account(uid) => format!("/identity/v2/manage/account/{uid}"),
            Self::Webhooks => String::from("/v2/manage/workflows"),
        }
    }
}

fn call(client: &Client, route: Route<'_>, key: &str, secret: &str) -> reqwest::Result<String> {
    let url = format!("https://api.loginradius.com{}", route.path());
    client.get(url).header("X-LoginRadius-ApiKey", key).header("X-LoginRadius-ApiSecret", secret).send()?.text()
}

pub fn account(client: &Client, uid: &str, key: &str, secret: &str) -> reqwest::Result<String> {
    call(client, Route::Account(uid), key, secret)
}

pub fn webhooks(client: &Client, key: &str, secret: &str) -> reqwest::Result<String> {
    call(client, Route::Webhooks, key, secret) // expect: unsupported-credentials
}
