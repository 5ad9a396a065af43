use std::fmt;

use reqwest::Client;
use serde::Serialize;

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Resource {
    Webhooks,
    Accounts,
}

impl Resource {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Webhooks => "v2/manage/workflows",
            Self::Accounts => "identity/v2/manage/account",
        }
    }
}

pub enum Group {
    Manage,
    Auth,
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Group::Manage => "manage",
            Group::Auth => "auth",
        })
    }
}

pub async fn hooks(client: &Client, key: &str, secret: &str) -> reqwest::Result<()> {
    let url = format!("https://api.loginradius.com/{}", Resource::Webhooks.as_str());
    client.get(url).header("X-LoginRadius-ApiKey", key).header("X-LoginRadius-ApiSecret", secret).send().await?; // expect: unsupported-credentials
    Ok(())
}

pub async fn accounts(client: &Client, key: &str) -> reqwest::Result<()> {
    let resource = Resource::Accounts;
    let url = format!("https://api.loginradius.com/{}", resource.as_str());
    client.get(url).header("X-LoginRadius-ApiKey", key).send().await?; // expect: incomplete-credentials
    Ok(())
}

pub async fn displayed(client: &Client, key: &str, secret: &str) -> reqwest::Result<()> {
    let group = Group::Manage;
    let url = format!("https://api.loginradius.com/identity/v2/{group}/account");
    client.get(url).header("X-LoginRadius-ApiKey", key).header("X-LoginRadius-ApiSecret", secret).send().await?;
    let url = "https://api.loginradius.com/identity/v2/".to_string() + &Group::Manage.to_string() + "/account";
    client.get(url).header("X-LoginRadius-ApiKey", key).header("X-LoginRadius-ApiSecret", secret).send().await?;
    Ok(())
}
