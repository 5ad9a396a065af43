use reqwest::Client;
use serde::Deserialize;

#[derive(Deserialize)]
struct Page {
    #[serde(rename = "Data", default)]
    data: Vec<serde_json::Value>,
    #[serde(rename = "Next")]
    next: Option<String>,
}

pub async fn all(client: &Client, token: &str) -> reqwest::Result<Vec<serde_json::Value>> {
    let mut next = Some("https://api.loginradius.com/v2/manage/workflows".to_string());
    let mut out = vec![];
    while let Some(url) = next.take() {
        let page: Page = client.get(&url).bearer_auth(token).send().await?.error_for_status()?.json().await?;
        out.extend(page.data);
        next = page.next;
    }
    Ok(out)
}

pub async fn numbered(client: &Client, key: &str) -> reqwest::Result<()> {
    for page in (1..).take(10) {
        let response = client // expect: unsupported-credentials
            .get("https://api.loginradius.com/v2/manage/workflows")
            .query(&[("page", page.to_string()), ("apikey", key.to_owned())])
            .send()
            .await?;
        if response.content_length() == Some(0) {
            break;
        }
    }
    Ok(())
}
