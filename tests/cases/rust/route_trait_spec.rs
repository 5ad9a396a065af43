use reqwest::{Client, Method, Response};

pub trait Endpoint {
    const METHOD: Method;
    const PATH: &'static str;
}

pub struct ListHooks;
pub struct CreateUser;

impl Endpoint for ListHooks {
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/v2/manage/workflows";
}

impl Endpoint for CreateUser {
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/identity/v2/manage/account";
}

pub async fn call<E: Endpoint>(client: &Client, key: &str, secret: &str) -> reqwest::Result<Response> {
    client
        .request(E::METHOD, format!("https://api.loginradius.com{}", E::PATH))
        .header("X-LoginRadius-ApiKey", key)
        .header("X-LoginRadius-ApiSecret", secret)
        .send()
        .await
}

pub async fn run(client: &Client, key: &str, secret: &str) -> reqwest::Result<()> {
    call::<CreateUser>(client, key, secret).await?;
    Ok(())
}
