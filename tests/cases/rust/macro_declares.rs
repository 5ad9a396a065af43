use reqwest::blocking::Client;

macro_rules! admin_request {
    ($name:ident, $uid:expr) => {
        let client = Client::new();
        let $name = client
            .get(format!("https://api.loginradius.com/identity/v2/manage/account/{}", $uid))
            .header("X-LoginRadius-ApiKey", env!("LR_KEY"));
    };
}

fn show(uid: &str) -> reqwest::Result<()> {
    admin_request!(req, uid);
    println!("{}", req.send()?.status()); // expect: incomplete-credentials
    admin_request!(whole, uid);
    let whole = whole.header("X-LoginRadius-ApiSecret", std::env::var("LR_SECRET").unwrap());
    println!("{}", whole.send()?.status());
    Ok(())
}
