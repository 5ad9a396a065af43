macro_rules! with_headers {
    ($req:expr;) => { $req };
    ($req:expr; $name:literal : $value:expr $(, $($rest:tt)*)?) => {
        with_headers!($req.header($name, $value); $($($rest)*)?)
    };
}

macro_rules! forever {
    ($x:expr) => { forever!($x) + forever!($x) };
}

pub async fn block(client: &reqwest::Client, uid: &str, key: &str, secret: &str) -> reqwest::Result<()> {
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    with_headers!(client.put(&url); "X-LoginRadius-ApiKey": key, "X-LoginRadius-ApiSecret": secret).send().await?;
    with_headers!(client.put(&url); "X-LoginRadius-ApiKey": key).send().await?; // expect: incomplete-credentials
    with_headers!(client.put(&url);).send().await?; // expect: missing-credentials
    Ok(())
}

pub fn never() -> u32 {
    forever!(1)
}
