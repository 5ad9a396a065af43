use reqwest::blocking::{Client, Response};

macro_rules! getters {
    ($($name:ident => $path:expr;)+) => {
        $(
            pub fn $name(client: &Client, token: &str) -> reqwest::Result<Response> {
                client.get(format!("https://api.loginradius.com{}", $path)).bearer_auth(token).send()
            }
        )+
    };
}

getters! { // expect: incomplete-credentials
    webhooks => "/v2/manage/workflows";
    account => "/identity/v2/manage/account";
    me => "/identity/v2/auth/account";
}
