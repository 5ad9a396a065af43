use async_trait::async_trait;
use reqwest::Client;

#[async_trait]
pub trait Identity: Send + Sync {
    async fn remove(&self, uid: &str) -> anyhow::Result<()>;
    async fn get_json(&self, path: &str) -> anyhow::Result<serde_json::Value>;

    async fn roles(&self, uid: &str) -> anyhow::Result<serde_json::Value> {
        self.get_json(&format!("/identity/v2/manage/account/{uid}/role")).await // expect: incomplete-credentials
    }
}

pub struct Http {
    client: Client,
    key: String,
}

#[async_trait]
impl Identity for Http {
    async fn remove(&self, uid: &str) -> anyhow::Result<()> {
        self.client.delete(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")).send().await?; // expect: missing-credentials
        Ok(())
    }

    async fn get_json(&self, path: &str) -> anyhow::Result<serde_json::Value> {
        let response = self.client.get(format!("https://api.loginradius.com{path}")).query(&[("apikey", &self.key)]).send().await?;
        Ok(response.json().await?)
    }
}

pub async fn purge(identity: &dyn Identity, uid: &str) -> anyhow::Result<()> {
    identity.roles(uid).await?;
    identity.remove(uid).await
}
