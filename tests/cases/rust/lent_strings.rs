//! Strings that others change through `&mut`.

use std::fmt::Write as _;

const ROLES: &str = "https://api.loginradius.com/identity/v2/manage/account/1/role";

fn sign(url: &mut String) {
    url.push_str("?apikey=");
    url.push_str(&std::env::var("LOGINRADIUS_API_KEY").unwrap());
}

struct Signer {
    secret: String,
}

impl Signer {
    fn sign(&self, url: &mut String) {
        *url = format!("{url}&apisecret={}", self.secret);
    }
}

pub async fn by_a_function() -> Result<(), Error> {
    let mut url = String::from(ROLES);
    sign(&mut url);
    reqwest::get(url).await?; // expect: incomplete-credentials
    Ok(())
}

pub async fn by_a_method(signer: Signer) -> Result<(), Error> {
    let mut url = ROLES.to_owned();
    sign(&mut url);
    signer.sign(&mut url);
    reqwest::get(url).await?; // expect: secret-in-query
    Ok(())
}

pub async fn by_what_is_not_here() -> Result<(), Error> {
    let mut url = String::from(ROLES);
    elsewhere::sign(&mut url);
    reqwest::get(url).await?;
    Ok(())
}

pub async fn read_into() -> Result<(), Error> {
    let mut uid = String::new();
    std::io::stdin().read_line(&mut uid)?;
    // Not `/manage/account/role`, which is no operation.
    reqwest::get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}/role")).await?; // expect: missing-credentials
    Ok(())
}

pub async fn written_into() -> Result<(), Error> {
    let mut url = String::from(ROLES);
    write!(&mut url, "?apikey={}", std::env::var("LOGINRADIUS_API_KEY")?)?;
    reqwest::get(url).await?; // expect: incomplete-credentials
    Ok(())
}
