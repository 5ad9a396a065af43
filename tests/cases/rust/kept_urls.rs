//! URLs that enter by another call than the one that sends, and that are only shown.

use itertools::Itertools;

pub struct Req {
    rb: reqwest::RequestBuilder,
}

impl Req {
    pub fn get(url: &str) -> Self {
        Self { rb: reqwest::Client::new().get(url) }
    }
    pub fn header(self, name: &str, value: &str) -> Self {
        Self { rb: self.rb.header(name, value) }
    }
    pub async fn send(self) -> reqwest::Result<String> {
        self.rb.send().await?.text().await
    }
}

pub async fn find(k: &str) -> reqwest::Result<String> {
    Req::get("https://api.loginradius.com/identity/v2/manage/account?email=a").header("X-LoginRadius-ApiKey", k).send().await // expect: incomplete-credentials
}

pub async fn whole(k: &str, s: &str) -> reqwest::Result<String> {
    Req::get("https://api.loginradius.com/identity/v2/manage/account?email=b").header("X-LoginRadius-ApiKey", k).header("X-LoginRadius-ApiSecret", s).send().await
}

fn url() -> Result<url::Url, url::ParseError> {
    url::Url::parse("https://api.loginradius.com/identity/v2/manage/account")
}

pub async fn shown(key: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = reqwest::Client::new();
    let mut one = url()?;
    one.query_pairs_mut().append_pair("apikey", key);
    let t = urlencoding::encode(one.as_str()).to_lowercase();
    client.get(one).header("x", t).send().await?; // expect: incomplete-credentials
    let mut two = url()?;
    two.query_pairs_mut().append_pair("apikey", key);
    let t = other::encoded(&two.to_string());
    client.get(two).header("x", t).send().await?; // expect: incomplete-credentials
    let mut three = url()?;
    three.query_pairs_mut().append_pair("apikey", key);
    other::sign(&mut three);
    client.get(three).send().await?;
    Ok(())
}

pub async fn pairs(key: &str, email: &str, headers: &[&str]) -> Result<(), Box<dyn std::error::Error>> {
    let client = reqwest::Client::new();
    let query: Vec<(&str, &str)> = ["apikey", "email"].into_iter().zip([key, email]).collect();
    client.get("https://api.loginradius.com/identity/v2/manage/account").query(&query).send().await?; // expect: incomplete-credentials
    let query: Vec<(&str, &str)> = ["apikey", "email"].into_iter().zip(headers.iter().copied()).collect();
    client.get("https://api.loginradius.com/identity/v2/manage/account").query(&query).send().await?;
    let query = [("apikey", key), ("email", email)].iter().map(|(name, value)| format!("{name}={value}")).format("&");
    client.get(format!("https://api.loginradius.com/identity/v2/manage/account?{query}")).send().await?; // expect: incomplete-credentials
    Ok(())
}
