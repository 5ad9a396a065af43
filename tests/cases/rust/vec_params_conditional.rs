use reqwest::Client;

#[derive(Default)]
pub struct Search<'a> {
    pub email: Option<&'a str>,
    pub fields: Option<&'a str>,
}

pub async fn search(client: &Client, search: &Search<'_>, key: &str, secret: &str) -> reqwest::Result<String> {
    let mut params: Vec<(&str, &str)> = vec![("apikey", key), ("apisecret", secret)];
    if let Some(email) = search.email {
        params.push(("email", email));
    }
    params.extend(search.fields.map(|fields| ("fields", fields)));
    client.get("https://api.loginradius.com/identity/v2/manage/account").query(&params).send().await?.text().await // expect: secret-in-query
}

pub async fn search_key(client: &Client, email: Option<String>, key: &str) -> reqwest::Result<String> {
    let mut params = std::collections::BTreeMap::from([("apikey", key.to_string())]);
    params.extend(email.map(|email| ("email", email)));
    client.get("https://api.loginradius.com/identity/v2/manage/account").query(&params).send().await?.text().await
}
