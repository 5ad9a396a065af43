// A configuration with nothing in it is filled in by whoever uses the crate.
#[derive(Debug, Clone)]
pub struct Configuration {
    pub base_path: String,
    pub client: reqwest::Client,
    pub bearer_access_token: Option<String>,
    pub api_key: Option<String>,
}

impl Configuration {
    pub fn new() -> Configuration {
        Configuration::default()
    }
}

impl Default for Configuration {
    fn default() -> Self {
        Configuration {
            base_path: "https://api.loginradius.com".to_owned(),
            client: reqwest::Client::new(),
            bearer_access_token: None,
            api_key: None,
        }
    }
}

pub async fn get_roles(configuration: &Configuration, uid: &str) -> reqwest::Result<reqwest::Response> {
    let uri_str = format!("{}/identity/v2/manage/account/{uid}/role", configuration.base_path);
    let mut req_builder = configuration.client.request(reqwest::Method::GET, &uri_str);
    if let Some(ref token) = configuration.bearer_access_token {
        req_builder = req_builder.bearer_auth(token.to_owned());
    }
    let req = req_builder.build()?;
    configuration.client.execute(req).await
}

pub async fn get_account(configuration: &Configuration, uid: &str) -> reqwest::Result<reqwest::Response> {
    let uri_str = format!("{}/identity/v2/manage/account/{uid}", configuration.base_path);
    let mut req_builder = configuration.client.request(reqwest::Method::GET, &uri_str);
    if let Some(ref key) = configuration.api_key {
        req_builder = req_builder.query(&[("apikey", key)]);
    }
    configuration.client.execute(req_builder.build()?).await // expect: incomplete-credentials
}
