use reqwest::{Client, Response, Result};

pub struct LoginRadius {
    http: Client,
    key: String,
    secret: String,
}

macro_rules! endpoint {
    ($name:ident, $method:ident, $path:literal) => {
        pub async fn $name(&self, uid: &str) -> Result<Response> {
            let url = format!(concat!("https://api.loginradius.com", $path), uid);
            self.http.$method(&url).header("X-LoginRadius-ApiKey", &self.key).send().await
        }
    };
    (signed $name:ident, $method:ident, $path:literal) => {
        pub async fn $name(&self, uid: &str) -> Result<Response> {
            let url = format!("https://api.loginradius.com{}", $path.replace("{}", uid));
            self.http
                .$method(&url)
                .header("X-LoginRadius-ApiKey", &self.key)
                .header("X-LoginRadius-ApiSecret", &self.secret)
                .send()
                .await
        }
    };
}

impl LoginRadius {
    endpoint!(signed account, get, "/identity/v2/manage/account/{}");
    endpoint!(signed remove, delete, "/identity/v2/manage/account/{}");
    endpoint!(signed hook, get, "/v2/manage/workflows/{}"); // expect: unsupported-credentials
}
