use reqwest::blocking::Client;

macro_rules! purge {
    ($client:ident, $uid:expr) => {{
        let url = format!("https://api.loginradius.com/identity/v2/manage/account/{}", $uid);
        $client.delete(&url).header("X-LoginRadius-ApiKey", std::env::var("LR_API_KEY").unwrap()).send() // expect: incomplete-credentials
    }};
}

fn main() {
    let http = Client::new();
    for uid in std::env::args().skip(1) {
        if let Err(error) = purge!(http, uid) {
            eprintln!("{uid}: {error}");
        }
    }
}
