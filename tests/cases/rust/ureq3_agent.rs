use std::time::Duration;

use ureq::Agent;

pub struct Lr {
    agent: Agent,
    token: String,
}

impl Lr {
    pub fn new(token: impl Into<String>) -> Self {
        let agent: Agent = Agent::config_builder().timeout_global(Some(Duration::from_secs(5))).build().into();
        Self { agent, token: token.into() }
    }

    pub fn hooks(&self) -> Result<String, ureq::Error> {
        self.agent
            .get("https://api.loginradius.com/v2/manage/workflows")
            .header("Authorization", &format!("Bearer {}", self.token))
            .call()?
            .body_mut()
            .read_to_string()
    }

    pub fn validate(&self, secret: &str) -> Result<String, ureq::Error> {
        self.agent // expect: unsupported-credentials
            .get("https://api.loginradius.com/v2/manage/workflows")
            .header("X-LoginRadius-ApiSecret", secret)
            .header("X-LoginRadius-ApiKey", &self.token)
            .call()?
            .body_mut()
            .read_to_string()
    }
}
