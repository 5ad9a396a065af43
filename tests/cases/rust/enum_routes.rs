use reqwest::blocking::Client;

pub enum Route<'a> {
    Account(&'a str),
    Roles { uid: &'a str },
    Me,
}

impl Route<'_> {
    fn path(&self) -> String {
        match self {
            Route::Account(uid) => format!("/identity/v2/manage/account/{uid}"),
            Route::Roles { uid } => format!("/identity/v2/manage/account/{}/role", uid),
            Route::Me => "/identity/v2/auth/account".to_owned(),
        }
    }
}

pub fn call(client: &Client, route: Route<'_>, key: &str, secret: &str) -> reqwest::Result<String> {
    let url = format!("https://api.loginradius.com{}", route.path());
    client.get(url).header("X-LoginRadius-ApiKey", key).header("X-LoginRadius-ApiSecret", secret).send()?.text() // expect: unsupported-credentials
}
