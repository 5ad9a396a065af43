use std::env;

#[derive(Debug, Clone)]
pub struct LoginRadiusConfig {
    pub api_domain: String,
    pub api_key: String,
    pub api_secret: String,
}

impl Default for LoginRadiusConfig {
    fn default() -> Self {
        Self {
            api_domain: "api.loginradius.com".to_string(),
            api_key: env::var("LOGINRADIUS_KEY").unwrap_or_default(),
            api_secret: env::var("LOGINRADIUS_SECRET").unwrap_or_else(|_| "changeme".to_string()),
        }
    }
}

pub struct Service {
    config: LoginRadiusConfig,
    client: reqwest::Client,
}

impl Service {
    pub fn new(config: LoginRadiusConfig) -> Self {
        Self { config, client: reqwest::Client::new() }
    }

    pub fn from_env() -> Self {
        Self::new(LoginRadiusConfig::default())
    }

    pub async fn exists(&self, email: &str) -> reqwest::Result<bool> {
        let LoginRadiusConfig { api_domain, api_key, .. } = &self.config;
        let url = format!("https://{api_domain}/identity/v2/auth/email?apikey={api_key}&email={email}");
        Ok(self.client.get(&url).send().await?.status().is_success())
    }

    pub async fn remove(&self, uid: &str) -> reqwest::Result<()> {
        let url = format!("https://{}/identity/v2/manage/account/{uid}", self.config.api_domain);
        self.client // expect: secret-in-query
            .delete(&url)
            .query(&[("apikey", &self.config.api_key), ("apisecret", &self.config.api_secret)])
            .send()
            .await?
            .error_for_status()?;
        Ok(())
    }
}
