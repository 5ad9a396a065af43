use reqwest::{Client, Method};

pub enum Action {
    Enable,
    Disable,
    Remove,
}

impl Action {
    const fn method(&self) -> Method {
        match self {
            Action::Enable | Action::Disable => Method::PUT,
            Action::Remove => Method::DELETE,
        }
    }
}

pub async fn apply(client: &Client, action: Action, uid: &str, key: &str, secret: &str) -> reqwest::Result<()> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    let request = client
        .request(action.method(), &url)
        .header("X-LoginRadius-ApiKey", key)
        .header("X-LoginRadius-ApiSecret", secret);
    let request = match action {
        Action::Enable => request.json(&serde_json::json!({ "IsActive": true })),
        Action::Disable => request.json(&serde_json::json!({ "IsActive": false })),
        Action::Remove => request,
    };
    request.send().await?.error_for_status()?;
    Ok(())
}

pub async fn apply_half(client: &Client, action: Action, uid: &str, key: &str) -> reqwest::Result<()> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    client.request(action.method(), &url).header("X-LoginRadius-ApiKey", key).send().await?; // expect: incomplete-credentials
    Ok(())
}
