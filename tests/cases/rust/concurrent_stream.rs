use futures::{StreamExt, TryStreamExt, stream};
use reqwest::Client;

pub async fn emails(client: &Client, uids: &[String], key: &str) -> reqwest::Result<Vec<String>> {
    stream::iter(uids)
        .map(|uid| {
            let client = client.clone();
            async move {
                client // expect: incomplete-credentials
                    .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
                    .query(&[("apikey", key)])
                    .send()
                    .await?
                    .text()
                    .await
            }
        })
        .buffer_unordered(8)
        .try_collect()
        .await
}

pub async fn all(client: &Client, uids: Vec<String>) -> Vec<reqwest::Result<reqwest::Response>> {
    let tasks = uids.iter().map(|uid| client.delete(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}")).send()); // expect: missing-credentials
    futures::future::join_all(tasks).await
}
