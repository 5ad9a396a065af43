use clap::Parser;
use reqwest::blocking::Client;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = "https://api.loginradius.com/identity/v2/manage")]
    base: String,
    #[arg(long, env = "LR_SECRET")]
    secret: String,
}

#[derive(serde::Deserialize)]
struct Settings {
    #[serde(default = "base")]
    base: String,
    #[serde(default)]
    other: String,
}

fn base() -> String {
    "https://api.loginradius.com/identity/v2/manage".into()
}

fn main() {
    let args = Args::parse();
    Client::new().get(format!("{}/account/1", args.base)).header("X-LoginRadius-ApiSecret", &args.secret).send(); // expect: incomplete-credentials
    let settings: Settings = toml::from_str(&std::fs::read_to_string("a.toml").unwrap()).unwrap();
    Client::new().get(format!("{}/account/1", settings.base)).send(); // expect: missing-credentials
    Client::new().get(format!("{}/account/1", settings.other)).send();
}
