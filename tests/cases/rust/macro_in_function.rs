use std::error::Error;

pub async fn sync(ids: Vec<String>) -> Result<(), Box<dyn Error>> {
    let client = reqwest::Client::new();
    let key = std::env::var("LOGINRADIUS_API_KEY")?;
    let secret = std::env::var("LOGINRADIUS_API_SECRET")?;

    macro_rules! manage {
        ($method:ident $path:expr) => {
            client
                .$method(format!("https://api.loginradius.com/identity/v2/manage{}", $path))
                .query(&[("apikey", key.as_str()), ("apisecret", secret.as_str())])
        };
        ($method:ident $path:expr, json = $body:expr) => {
            manage!($method $path).json(&$body)
        };
    }

    for id in ids {
        manage!(get format!("/account/{id}")).send().await?; // expect: secret-in-query
        manage!(put format!("/account/{id}"), json = serde_json::json!({ "IsActive": false })).send().await?; // expect: secret-in-query
    }
    Ok(())
}
