pub struct Settings {
    pub api_key: String,
    pub api_secret: String,
    pub region: String,
}

fn load() -> Settings {
    toml::from_str(&std::fs::read_to_string("settings.toml").unwrap()).unwrap()
}

fn main() {
    let settings = load();
    println!("{}", settings.api_secret); // expect: secret-in-log
    println!("{} {}", settings.region, settings.api_secret.len());
    reqwest::blocking::Client::new() // expect: prefer-m2m
        .get("https://api.loginradius.com/identity/v2/manage/account")
        .header("X-LoginRadius-ApiKey", &settings.api_key)
        .header("X-LoginRadius-ApiSecret", &settings.api_secret)
        .header("X-Region", &settings.region)
        .send()
        .unwrap();
}

struct Other {
    api_secret: String,
    password: String,
}

// What is read is sent, what is logged is not.
fn other(one: &Other) {
    println!("{}", one.password);
}
