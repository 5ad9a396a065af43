//! URLs that are changed through a handle, however they were made.

use reqwest::{Client, Url};

fn key() -> String {
    std::env::var("LOGINRADIUS_API_KEY").unwrap()
}

fn secret() -> String {
    std::env::var("LOGINRADIUS_API_SECRET").unwrap()
}

fn account() -> Url {
    "https://api.loginradius.com/identity/v2/manage/account".parse().unwrap()
}

fn read(text: &str) -> Result<Url, url::ParseError> {
    Ok(text.parse()?)
}

fn sign(url: &mut Url) {
    url.query_pairs_mut().append_pair("apikey", &key());
}

pub async fn parsed_by_a_declared_type() -> Result<(), Error> {
    let client = Client::new();
    let mut url: Url = "https://api.loginradius.com/identity/v2/manage/account/1/role".parse()?;
    url.query_pairs_mut().append_pair("apikey", &key());
    client.get(url).send().await?; // expect: incomplete-credentials
    Ok(())
}

pub async fn parsed_by_a_named_type() -> Result<(), Error> {
    let client = Client::new();
    let mut url = "https://api.loginradius.com/identity/v2/manage/account".parse::<Url>()?;
    url.path_segments_mut().unwrap().push("1").push("role");
    url.query_pairs_mut().append_pair("apikey", &key());
    client.get(url).send().await?; // expect: incomplete-credentials
    Ok(())
}

pub async fn parsed_by_no_type_in_sight(text: String) -> Result<(), Error> {
    let client = Client::new();
    let mut url = format!("https://api.loginradius.com/identity/v2/manage/account/{text}/role").parse()?;
    sign(&mut url);
    client.get(url).send().await?; // expect: incomplete-credentials
    Ok(())
}

pub async fn given_by_a_function() -> Result<(), Error> {
    let client = Client::new();
    let mut url = account();
    url.path_segments_mut().unwrap().extend(["1", "role"]);
    sign(&mut url);
    client.get(url).send().await?; // expect: incomplete-credentials
    let mut url = read("https://api.loginradius.com/identity/v2/manage/account/1/role/2")?;
    url.path_segments_mut().unwrap().pop();
    sign(&mut url);
    client.get(url).send().await?; // expect: incomplete-credentials
    Ok(())
}

pub async fn of_a_request() -> Result<(), Error> {
    let client = Client::new();
    let mut request = client.get("https://api.loginradius.com/identity/v2/manage/account/1/role").build()?;
    request.url_mut().query_pairs_mut().append_pair("apikey", &key());
    client.execute(request).await?; // expect: incomplete-credentials
    let mut request = client.get("https://api.loginradius.com/identity/v2/manage/account").build()?;
    request.url_mut().set_path("/identity/v2/manage/account/1/role");
    client.execute(request).await?; // expect: missing-credentials
    Ok(())
}

pub async fn a_copy_is_another_url() -> Result<(), Error> {
    let client = Client::new();
    let url = account();
    let mut copy = url.clone();
    sign(&mut copy);
    client.get(url).query(&[("email", "a@example.com")]).send().await?; // expect: missing-credentials
    Ok(())
}

pub async fn user_and_password() -> Result<(), Error> {
    let client = Client::new();
    let url = format!("https://{}:{}@api.loginradius.com/identity/v2/manage/account/1/role", key(), secret());
    client.get(url).send().await?; // expect: unsupported-credentials
    Ok(())
}

pub async fn mended() -> Result<(), Error> {
    let client = Client::new();
    let mut url: Url = "https://api.loginradius.com/identity/v2/manage/account/1/role".parse()?;
    url.query_pairs_mut().append_pair("fields", "Uid");
    let request = client.get(url).header("X-LoginRadius-ApiKey", key()).header("X-LoginRadius-ApiSecret", secret());
    request.send().await?;
    let mut request = client.get(account()).build()?;
    request.url_mut().path_segments_mut().unwrap().extend(["1", "role"]);
    request.headers_mut().insert("X-LoginRadius-ApiKey", key().parse()?);
    request.headers_mut().insert("X-LoginRadius-ApiSecret", secret().parse()?);
    client.execute(request).await?;
    Ok(())
}
