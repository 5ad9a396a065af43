// What `into`, `try_into` and `from` make is what the program's own conversions say.
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue};

pub struct Credentials {
    pub key: String,
    pub secret: Option<String>,
}

impl From<&Credentials> for HeaderMap {
    fn from(credentials: &Credentials) -> Self {
        let mut map = HeaderMap::with_capacity(2);
        map.insert(HeaderName::from_static("x-loginradius-apikey"), HeaderValue::from_str(&credentials.key).unwrap());
        if let Some(secret) = credentials.secret.as_deref() {
            let mut value = HeaderValue::from_str(secret).unwrap();
            value.set_sensitive(true);
            map.insert("x-loginradius-apisecret", value);
        }
        map
    }
}

pub enum Creds {
    Key(String),
    Pair { key: String, secret: String },
}

impl TryFrom<Creds> for HeaderMap {
    type Error = InvalidHeaderValue;

    fn try_from(creds: Creds) -> Result<Self, Self::Error> {
        let mut map = HeaderMap::new();
        match creds {
            Creds::Key(key) => {
                map.insert("X-LoginRadius-ApiKey", key.parse()?);
            }
            Creds::Pair { key, secret } => {
                map.insert("X-LoginRadius-ApiKey", key.parse()?);
                map.insert("X-LoginRadius-ApiSecret", secret.parse()?);
            }
        }
        Ok(map)
    }
}

pub struct Route(String);

impl From<&str> for Route {
    fn from(uid: &str) -> Self {
        Route(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
    }
}

impl From<Creds> for Route {
    fn from(_: Creds) -> Self {
        Route(String::new())
    }
}

const ACCOUNT: &str = "https://api.loginradius.com/identity/v2/manage/account/u";

pub async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let http = reqwest::Client::new();
    let key = std::env::var("LR_KEY")?;
    let secret = std::env::var("LR_SECRET")?;
    let both = Credentials { key: key.clone(), secret: Some(secret.clone()) };
    let half = Credentials { key: key.clone(), secret: None };
    http.get(ACCOUNT).headers((&both).into()).send().await?;
    http.get(ACCOUNT).headers(HeaderMap::from(&both)).send().await?;
    http.get(ACCOUNT).headers((&half).into()).send().await?; // expect: incomplete-credentials
    http.get(ACCOUNT).headers(HeaderMap::from(&half)).send().await?; // expect: incomplete-credentials
    http.get(ACCOUNT).headers(Creds::Pair { key: key.clone(), secret }.try_into()?).send().await?;
    http.get(ACCOUNT).headers(Creds::Key(key.clone()).try_into()?).send().await?; // expect: incomplete-credentials
    http.get(Route::from("u").0).headers(HeaderMap::try_from(Creds::Key(key))?).send().await?; // expect: incomplete-credentials
    Ok(())
}
