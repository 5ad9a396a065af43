use reqwest::Client;

pub async fn both(client: &Client, uid: &str, key: &str, secret: &str) -> reqwest::Result<(String, String)> {
    let account = async {
        client
            .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
            .header("X-LoginRadius-ApiKey", key)
            .header("X-LoginRadius-ApiSecret", secret)
            .send()
            .await?
            .text()
            .await
    };
    let roles = async {
        let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}/role");
        client.get(url).header("X-LoginRadius-ApiKey", key).send().await?.text().await // expect: incomplete-credentials
    };
    tokio::try_join!(account, roles)
}

pub async fn timed(client: &Client, uid: &str) -> Option<reqwest::Response> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    tokio::select! {
        response = client.get(url).send() => response.ok(), // expect: missing-credentials
        () = tokio::time::sleep(std::time::Duration::from_secs(2)) => None,
    }
}
