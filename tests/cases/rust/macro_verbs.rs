use reqwest::Client;

macro_rules! lr {
    (@send $req:expr, $key:expr, $secret:expr) => {
        $req.header("X-LoginRadius-ApiKey", $key).header("X-LoginRadius-ApiSecret", $secret).send().await
    };
    ($self:ident, GET $path:literal) => {
        lr!(@send $self.http.get(concat!("https://api.loginradius.com", $path)), &$self.key, &$self.secret)
    };
    ($self:ident, $verb:ident, $path:expr) => {
        lr!(@send $self.http.$verb(format!("https://api.loginradius.com{}", $path)), &$self.key, &$self.secret)
    };
}

pub struct Admin {
    http: Client,
    key: String,
    secret: String,
}

impl Admin {
    pub async fn roles(&self) -> reqwest::Result<reqwest::Response> {
        lr!(self, GET "/identity/v2/manage/role/list") // expect: unknown-operation
    }

    pub async fn block(&self, uid: &str) -> reqwest::Result<reqwest::Response> {
        lr!(self, put, format!("/identity/v2/manage/account/{uid}"))
    }

    pub async fn hooks(&self) -> reqwest::Result<reqwest::Response> {
        lr!(self, get, "/v2/manage/workflows") // expect: unsupported-credentials
    }
}
