use std::sync::OnceLock;

use reqwest::blocking::Client;

static SHARED: OnceLock<Lr> = OnceLock::new();

pub struct Lr {
    http: Client,
}

impl Lr {
    fn new() -> Self {
        Self { http: Client::new() }
    }

    fn get(&self, path: &str) {
        self.http.get(format!("https://api.loginradius.com/identity/v2/manage/{path}")).send().unwrap();
    }
}

fn asked_for(request: &HttpRequest, extensions: &Extensions) {
    request.app_data::<web::Data<Lr>>().unwrap().get("account/1"); // expect: missing-credentials
    extensions.get::<Lr>().unwrap().get("account/2"); // expect: missing-credentials
}

fn items(list: &[Lr], vec: Vec<Lr>) {
    for lr in list {
        lr.get("account/3"); // expect: missing-credentials
    }
    list[0].get("account/4"); // expect: missing-credentials
    vec.iter().for_each(|lr| lr.get("account/5")); // expect: missing-credentials
    vec.first().unwrap().get("account/6"); // expect: missing-credentials
}

fn patterns(from: &Elsewhere) {
    Lr::get(from.unknown(), "account/9"); // expect: missing-credentials
}

fn shared() {
    SHARED.get().unwrap().get("account/10"); // expect: missing-credentials
}
