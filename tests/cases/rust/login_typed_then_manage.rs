use reqwest::Client;
use serde::Deserialize;

#[derive(Deserialize)]
struct LoginResponse {
    access_token: String,
    #[serde(rename = "Profile")]
    profile: Profile,
}

#[derive(Deserialize)]
struct Profile {
    #[serde(rename = "Uid")]
    uid: String,
}

pub async fn delete_me(client: &Client, key: &str, email: &str, password: &str) -> Result<(), reqwest::Error> {
    let session: LoginResponse = client
        .post("https://api.loginradius.com/identity/v2/auth/login")
        .query(&[("apikey", key)])
        .json(&serde_json::json!({ "email": email, "password": password }))
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    client // expect: bearer-only
        .delete(format!("https://api.loginradius.com/identity/v2/manage/account/{}", session.profile.uid))
        .bearer_auth(&session.access_token)
        .send()
        .await?;
    Ok(())
}
