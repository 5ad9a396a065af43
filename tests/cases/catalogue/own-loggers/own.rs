fn trace(text: &str) {
    println!("[lr] {text}");
}

struct Audit;

impl Audit {
    fn write(&self, text: &str) {
        tracing::info!("{}", text);
    }
}

fn settled(api_secret: &str) {
    println!("using {api_secret}"); // expect: secret-in-log
}

pub async fn account(uid: &str) -> reqwest::Result<reqwest::Response> {
    let key = std::env::var("LR_API_KEY").unwrap_or_default();
    let secret = std::env::var("LR_API_SECRET").unwrap_or_default();
    let say = |text: &str| eprintln!("{text}");
    trace("starting");
    trace(&key);
    trace(&secret); // expect: secret-in-log
    Audit.write(uid);
    Audit.write(&secret); // expect: secret-in-log
    say(&key);
    say(&secret); // expect: secret-in-log
    settled(&secret);
    let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
    let request = reqwest::Client::new().get(url);
    request.header("X-LoginRadius-ApiKey", key).header("X-LoginRadius-ApiSecret", secret).send().await
}
