macro_rules! route {
    (account, $uid:expr) => { format!("/identity/v2/manage/account/{}", $uid) };
    (hooks) => { "/v2/manage/workflows" };
    ($other:ident) => { compile_error!(concat!("no route ", stringify!($other))) };
}

macro_rules! call {
    ($c:expr, $m:ident $($route:tt),+ ; $($h:literal => $v:expr),* $(,)?) => {
        $c.http.$m([BASE, &route!($($route),+)].concat())
            $(.header($h, $v))*
            .send()
    };
}

const BASE: &str = "https://api.loginradius.com";

pub struct Api {
    http: reqwest::blocking::Client,
    key: String,
    secret: String,
}

pub fn hooks(api: &Api) -> reqwest::Result<reqwest::blocking::Response> {
    call!(api, get hooks; "Authorization" => format!("Bearer {}", api.key))
}

pub fn account(api: &Api, uid: &str) -> reqwest::Result<reqwest::blocking::Response> {
    call!(api, delete account, uid; "X-LoginRadius-ApiKey" => &api.key, "X-LoginRadius-ApiSecret" => &api.secret)
}
