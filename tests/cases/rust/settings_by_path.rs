use config::Config;
use figment::Figment;
use serde::Deserialize;

const URL: &str = "https://api.loginradius.com/identity/v2/manage/account/1";

#[derive(Deserialize, Debug)]
struct Settings {
    loginradius: LoginRadius,
}

#[derive(Deserialize, Debug)]
struct LoginRadius {
    api_key: String,
    api_secret: String,
}

#[derive(Deserialize, Debug)]
struct Limits {
    retries: u32,
    api_key_name: String,
}

pub fn by_path(cfg: &Config, c: &reqwest::blocking::Client) -> anyhow::Result<()> {
    println!("{}", cfg.get_string("loginradius.api_secret")?); // expect: secret-in-log
    println!("{}", cfg.get_string("loginradius.host")?);
    let key = cfg.get_string("loginradius.api_key")?;
    c.get(URL).header("X-LoginRadius-ApiKey", &key).header("X-LoginRadius-ApiSecret", cfg.get_string("loginradius.api_secret")?).send()?;
    c.get(URL).bearer_auth(cfg.get_string("loginradius.api_secret")?).send()?; // expect: misplaced-credential
    Ok(())
}

pub fn as_structs(cfg: Config, figment: &Figment) -> anyhow::Result<()> {
    let settings: Settings = cfg.try_deserialize()?;
    tracing::info!("{:?}", settings); // expect: secret-in-log
    let limits: Limits = figment.extract()?;
    tracing::info!("{:?}", limits);
    let secret: String = figment.extract_inner("loginradius.api_secret")?;
    tracing::warn!("{secret}"); // expect: secret-in-log
    Ok(())
}
