macro_rules! url {
    ($($arg:tt)*) => {
        format!("https://api.loginradius.com{}", format!($($arg)*))
    };
}

macro_rules! retry {
    ($times:expr, $body:block) => {{
        let mut last = None;
        for _ in 0..$times {
            match (|| $body)() {
                Ok(value) => { last = Some(Ok(value)); break; }
                Err(error) => last = Some(Err(error)),
            }
        }
        last.unwrap()
    }};
}

fn roles(uid: &str, key: &str, secret: &str) -> Result<ureq::Response, Box<dyn std::error::Error>> {
    let response = retry!(3, {
        ureq::get(&url!("/identity/v2/manage/account/{}/role", uid))
            .set("X-LoginRadius-ApiKey", key)
            .set("X-LoginRadius-ApiSecret", secret)
            .call()
    })?;
    Ok(response)
}

fn roles_by_query(uid: &str, key: &str) -> Result<ureq::Response, ureq::Error> {
    ureq::get(&url!("/identity/v2/manage/account/{uid}/role")).query("apikey", key).call() // expect: incomplete-credentials
}
