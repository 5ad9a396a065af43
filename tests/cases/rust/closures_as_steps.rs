use reqwest::blocking::{Client, Response};

fn request(client: &Client, path: &str, adapt: impl Fn(reqwest::blocking::RequestBuilder) -> reqwest::blocking::RequestBuilder) -> reqwest::Result<Response> {
    adapt(client.get(format!("https://api.loginradius.com{path}"))).send()
}

pub fn run(client: &Client, key: &str, secret: &str) -> reqwest::Result<()> {
    request(client, "/identity/v2/manage/account?email=a@b.c", |req| req.query(&[("apikey", key)]))?; // expect: incomplete-credentials
    request(client, "/identity/v2/manage/account?email=a@b.c", |req| {
        req.header("X-LoginRadius-ApiKey", key).header("X-LoginRadius-ApiSecret", secret)
    })?;
    let with_token = |token: String| move |req: reqwest::blocking::RequestBuilder| req.bearer_auth(&token);
    request(client, "/v2/manage/workflows", with_token(std::env::var("LR_M2M_TOKEN").unwrap_or_default()))?;
    Ok(())
}
