use reqwest::header::HeaderMap;

const ACCOUNT: &str = "https://api.loginradius.com/identity/v2/manage/account?email=a@b.c";

pub async fn by_place(key: &str, secret: &str) -> reqwest::Result<()> {
    let client = reqwest::Client::new();
    let pairs = [("X-LoginRadius-ApiKey", key), ("X-LoginRadius-ApiSecret", secret)];
    let mut request = client.get(ACCOUNT);
    for at in 0..pairs.len() {
        request = request.header(pairs[at].0, pairs[at].1);
    }
    request.send().await?;
    let mut request = client.get(ACCOUNT);
    for at in 0..pairs.len() - 1 {
        request = request.header(pairs[at].0, pairs[at].1);
    }
    request.send().await?; // expect: incomplete-credentials
    let query: Vec<_> = (0..=1).map(|at| pairs[at]).collect();
    client.get(ACCOUNT).headers(headers(query)).send().await?;
    let query: Vec<_> = (1..2).map(|at| pairs[at]).collect();
    client.get(ACCOUNT).headers(headers(query)).send().await?; // expect: incomplete-credentials
    Ok(())
}

fn headers(pairs: Vec<(&str, &str)>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.insert(name, value.parse().unwrap());
    }
    headers
}

type Step = fn(HeaderMap, &str) -> HeaderMap;

fn key(mut headers: HeaderMap, value: &str) -> HeaderMap {
    headers.insert("X-LoginRadius-ApiKey", value.parse().unwrap());
    headers
}

fn secret(mut headers: HeaderMap, value: &str) -> HeaderMap {
    headers.insert("X-LoginRadius-ApiSecret", value.parse().unwrap());
    headers
}

fn run(at: usize, steps: &[Step], headers: HeaderMap, value: &str) -> HeaderMap {
    if at == steps.len() {
        return headers;
    }
    run(at + 1usize, steps, steps[at](headers, value), value)
}

pub async fn by_steps(value: &str) -> reqwest::Result<()> {
    let client = reqwest::Client::new();
    client.get(ACCOUNT).headers(run(0, &[key, secret], HeaderMap::new(), value)).send().await?;
    client.get(ACCOUNT).headers(run(0, &[key], HeaderMap::new(), value)).send().await?; // expect: incomplete-credentials
    Ok(())
}
