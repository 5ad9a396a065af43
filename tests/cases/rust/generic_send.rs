use serde::{Serialize, de::DeserializeOwned};

#[derive(Clone)]
pub struct Gateway {
    http: reqwest::Client,
    key: String,
    secret: String,
}

impl Gateway {
    async fn post<Q, B, R>(&self, path: &str, query: &Q, body: &B) -> anyhow::Result<R>
    where
        Q: Serialize + ?Sized,
        B: Serialize + ?Sized,
        R: DeserializeOwned,
    {
        let response = self
            .http
            .post(format!("https://api.loginradius.com/{path}"))
            .header("x-loginradius-apikey", &self.key)
            .header("x-loginradius-apisecret", &self.secret)
            .query(query)
            .json(body)
            .send()
            .await?;
        Ok(response.error_for_status()?.json::<R>().await?)
    }

    pub async fn create(&self, profile: &serde_json::Value) -> anyhow::Result<serde_json::Value> {
        self.post("identity/v2/manage/account", &[("fields", "Uid")], profile).await
    }

    pub async fn hook(&self, body: &serde_json::Value) -> anyhow::Result<serde_json::Value> {
        self.post("v2/manage/workflows", &(), body).await // expect: unsupported-credentials
    }

    pub async fn open_hook<Q: Serialize>(&self, query: &Q) -> anyhow::Result<serde_json::Value> {
        self.post("v2/manage/workflows", query, &()).await
    }
}
