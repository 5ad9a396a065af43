use reqwest::blocking::Client;

const HOST: &str = "https://api.loginradius.com";
const ROUTES: &[(&str, &str)] = &[
    ("accounts", "/identity/v2/manage/account"),
    ("hooks", "/v2/manage/workflows"),
];

pub fn probe(client: &Client, token: &str) {
    for (name, path) in ROUTES {
        let status = client.get(format!("{HOST}{path}")).bearer_auth(token).send().map(|response| response.status());
        println!("{name}: {status:?}");
    }
}

pub fn probe_keyed(client: &Client, key: &str) {
    for (name, path) in ROUTES.iter() {
        let url = [HOST, path].concat();
        let status = client.get(url).header("X-LoginRadius-ApiKey", key).send().map(|response| response.status()); // expect: incomplete-credentials, unsupported-credentials
        println!("{name}: {status:?}");
    }
}
