use std::convert::Infallible;
use std::fmt;
use std::io::Write as _;
use std::str::FromStr;

#[derive(Clone)]
pub struct ApiSecret(String);

impl fmt::Debug for ApiSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiSecret(***)")
    }
}

impl FromStr for ApiSecret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl From<String> for ApiSecret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[derive(Debug, Clone)]
pub struct PlainSecret(String);

impl From<String> for PlainSecret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[derive(Debug, Clone)]
pub struct Keys {
    pub key: String,
    pub secret: ApiSecret,
    pub other: Option<ApiSecret>,
}

#[derive(Debug, Clone)]
pub struct PlainKeys {
    pub key: String,
    pub secret: PlainSecret,
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap()
}

fn mask(text: &str) -> String {
    format!("{}{}", &text[..2], "*".repeat(text.len() - 2))
}

fn main() {
    let secret = std::env::var("LR_SECRET").unwrap();
    let keys = Keys { key: variable("LR_KEY"), secret: secret.parse().unwrap(), other: None };
    println!("{keys:?}");
    let keys = Keys { key: variable("LR_KEY"), secret: secret.clone().into(), other: Some(secret.clone().into()) };
    println!("{keys:?}");
    let one: ApiSecret = secret.clone().into();
    println!("{one:?}");
    let one: ApiSecret = secret.parse().unwrap();
    println!("{one:?}");
    let plain = PlainKeys { key: variable("LR_KEY"), secret: secret.clone().into() };
    println!("{plain:?}"); // expect: secret-in-log
    let one: PlainSecret = secret.clone().into();
    println!("{one:?}"); // expect: secret-in-log

    println!("{}", &secret[..4]);
    println!("{}", &secret[secret.len() - 4..]);
    println!("{}", secret.chars().take(3).collect::<String>());
    println!("{}", mask(&secret));
    println!("{}", secret.trim()); // expect: secret-in-log
    println!("{}", *&secret); // expect: secret-in-log

    writeln!(std::io::stderr(), "{}", secret).unwrap(); // expect: secret-in-log
    let mut file = std::fs::File::create("out").unwrap();
    writeln!(file, "{}", secret).unwrap();
}
