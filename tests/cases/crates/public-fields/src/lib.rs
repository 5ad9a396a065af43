use reqwest::blocking::Client;
use reqwest::header::HeaderMap;

const URL: &str = "https://api.loginradius.com/identity/v2/manage/account/1";

// Those who use the library may put more into it.
pub struct Options {
    pub headers: HeaderMap,
    pub retries: u32,
}

impl Options {
    pub fn new() -> Self {
        Self { headers: HeaderMap::new(), retries: 1 }
    }
}

pub fn with(options: &Options) {
    let _ = Client::new().get(URL).headers(options.headers.clone()).send();
}

pub struct Service {
    options: Options,
    own: HeaderMap,
}

impl Service {
    pub fn new(options: Options) -> Self {
        Self { options, own: HeaderMap::new() }
    }

    pub fn account(&self) {
        let _ = Client::new().get(URL).headers(self.options.headers.clone()).send();
    }

    // Nobody else can fill this one.
    pub fn other(&self) {
        let _ = Client::new().get(URL).headers(self.own.clone()).send(); // expect: missing-credentials
    }
}

pub fn by_default() {
    let options = Options::new();
    let _ = Client::new().get(URL).headers(options.headers).send(); // expect: missing-credentials
}
