use reqwest::blocking::{Client, Response};

pub struct Idp {
    http: Client,
}

impl Idp {
    pub fn new() -> Self {
        Self { http: Client::new() }
    }

    pub fn get(&self, path: &str) -> reqwest::Result<Response> {
        self.http.get(format!("https://api.loginradius.com/identity/v2/manage/{path}")).send()
    }
}
