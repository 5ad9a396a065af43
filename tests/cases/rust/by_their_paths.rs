use reqwest::blocking::{Client, RequestBuilder};

const URL: &str = "https://api.loginradius.com/identity/v2/manage/account/1";

fn main() {
    RequestBuilder::send(Client::new().get(URL).header("X-LoginRadius-ApiKey", "k")); // expect: incomplete-credentials
    let make = Client::get;
    make(&Client::new(), URL).send(); // expect: missing-credentials
    let pair = Client::new().get(URL).header("X-LoginRadius-ApiKey", "k");
    RequestBuilder::send(RequestBuilder::header(pair, "X-LoginRadius-ApiSecret", std::env::var("S").unwrap()));
}
