use http_client as hc;
use http_client::blocking as rq;
use small::*;

type Http = rq::Client;

const URL: &str = "https://api.loginradius.com/identity/v2/manage/account/1";

fn main() {
    let _ = Http::new().get(URL).send(); // expect: missing-credentials
    let _ = hc::blocking::get(URL); // expect: missing-credentials
    let _ = http_client::blocking::Client::new().get(URL).header("X-LoginRadius-ApiKey", "k").send(); // expect: incomplete-credentials
    let _ = small::get(URL).call(); // expect: missing-credentials
    let _ = Agent::new().get(URL).call(); // expect: missing-credentials
    // This is no client of anybody's.
    let _ = other::get(URL);
}
