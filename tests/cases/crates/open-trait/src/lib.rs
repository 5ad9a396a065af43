use reqwest::{Client, RequestBuilder, Result};

pub trait Auth {
    fn apply(&self, request: RequestBuilder) -> RequestBuilder;

    fn paths(&self) -> Vec<String> {
        Vec::new()
    }
}

pub struct KeyOnly(pub String);

impl Auth for KeyOnly {
    fn apply(&self, request: RequestBuilder) -> RequestBuilder {
        request.query(&[("apikey", &self.0)])
    }
}

// Those who use the library may bring an `Auth` of their own.
pub async fn with_auth(auth: &dyn Auth, uid: &str) -> Result<String> {
    let request = Client::new().get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"));
    auth.apply(request).send().await?.text().await
}

pub struct Accounts<A: Auth> {
    pub auth: A,
}

impl<A: Auth> Accounts<A> {
    pub async fn remove(&self, uid: &str) -> Result<String> {
        let request = Client::new().delete(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"));
        self.auth.apply(request).send().await?.text().await
    }
}

pub async fn with_the_key(key: String, uid: &str) -> Result<String> {
    let auth = KeyOnly(key);
    let request = Client::new().get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"));
    auth.apply(request).send().await?.text().await // expect: incomplete-credentials
}

// Nobody else can implement this one.
trait Own {
    fn sign(&self, request: RequestBuilder) -> RequestBuilder;
}

struct Key(String);

impl Own for Key {
    fn sign(&self, request: RequestBuilder) -> RequestBuilder {
        request.query(&[("apikey", &self.0)])
    }
}

pub struct Roles {
    own: Box<dyn Own + Send + Sync>,
}

impl Roles {
    pub fn new(key: String) -> Self {
        Self { own: Box::new(Key(key)) }
    }

    pub async fn all(&self) -> Result<String> {
        let request = Client::new().get("https://api.loginradius.com/identity/v2/manage/account");
        self.own.sign(request).send().await?.text().await // expect: incomplete-credentials
    }
}
