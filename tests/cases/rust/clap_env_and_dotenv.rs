use anyhow::Context;
use clap::Parser;
use reqwest::blocking::Client;

#[derive(Parser, Debug)]
#[command(version, about)]
struct Args {
    /// Accounts to unlock.
    uids: Vec<String>,
    #[arg(short, long, default_value = "https://api.loginradius.com")]
    base: String,
    #[arg(short = 'n', long)]
    dry_run: bool,
}

fn main() -> anyhow::Result<()> {
    dotenvy::dotenv().ok();
    let args = Args::parse();
    let key = dotenvy::var("LOGINRADIUS_APIKEY").context("LOGINRADIUS_APIKEY")?;
    let secret = dotenvy::var("LOGINRADIUS_APISECRET").context("LOGINRADIUS_APISECRET")?;
    let client = Client::builder().user_agent(concat!("unlock/", env!("CARGO_PKG_VERSION"))).build()?;

    args.uids
        .iter()
        .filter(|uid| !uid.is_empty())
        .try_for_each(|uid| -> anyhow::Result<()> {
            if args.dry_run {
                println!("would unlock {uid}");
                return Ok(());
            }
            let response = client // expect: mixed-credentials
                .put(format!("{}/identity/v2/manage/account/{uid}", args.base))
                .query(&[("apikey", key.as_str())])
                .header("X-LoginRadius-ApiSecret", &secret)
                .json(&serde_json::json!({ "IsLoginLocked": false }))
                .send()?;
            anyhow::ensure!(response.status().is_success(), "{uid}: {}", response.status());
            Ok(())
        })
}
