/// A macro that hides one of the standard library.
macro_rules! format {
    ($($t:tt)*) => { ::std::format!("https://api.loginradius.com{}", ::std::format!($($t)*)) };
}

macro_rules! debug {
    ($($t:tt)*) => {};
}

pub fn delete(client: &reqwest::blocking::Client, uid: &str, key: &str) -> reqwest::Result<()> {
    debug!("deleting {uid}");
    client.delete(format!("/identity/v2/manage/account/{uid}")).header("X-LoginRadius-ApiKey", key).send()?; // expect: incomplete-credentials
    Ok(())
}
