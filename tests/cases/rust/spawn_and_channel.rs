use std::sync::Arc;

use tokio::{sync::{Semaphore, mpsc}, task::JoinSet};

pub async fn worker(mut jobs: mpsc::Receiver<String>, key: Arc<str>, secret: Arc<str>) {
    let http = reqwest::Client::new();
    let limit = Arc::new(Semaphore::new(4));
    let mut set = JoinSet::new();
    while let Some(uid) = jobs.recv().await {
        let (http, key, secret) = (http.clone(), key.clone(), secret.clone());
        let permit = limit.clone().acquire_owned().await.unwrap();
        set.spawn(async move {
            let _permit = permit;
            http.put(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")) // expect: mixed-credentials, secret-in-query
                .query(&[("apiSecret", &*secret)])
                .header("X-LoginRadius-ApiKey", &*key)
                .json(&serde_json::json!({ "IsActive": false }))
                .send()
                .await
        });
    }
    while let Some(result) = set.join_next().await {
        if let Ok(Err(error)) = result {
            tracing::warn!(%error, "could not block");
        }
    }
}
