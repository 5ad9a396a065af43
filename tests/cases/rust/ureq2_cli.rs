use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Cli {
    #[arg(long, env = "LOGINRADIUS_API_KEY")]
    key: String,
    #[arg(long, env = "LOGINRADIUS_API_SECRET", hide_env_values = true)]
    secret: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Show an account.
    Show { uid: String },
    /// Delete an account.
    Delete { uid: String },
    /// Log in.
    Login(Credentials),
}

#[derive(clap::Args)]
struct Credentials {
    email: String,
    password: String,
}

fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let agent = ureq::AgentBuilder::new().timeout(std::time::Duration::from_secs(5)).build();
    match &cli.command {
        Command::Show { uid } => {
            let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
            let json: serde_json::Value = agent
                .get(&url)
                .set("X-LoginRadius-ApiKey", &cli.key)
                .set("X-LoginRadius-ApiSecret", &cli.secret)
                .call()?
                .into_json()?;
            println!("{json:#}");
        }
        Command::Delete { uid } => {
            let url = format!("https://api.loginradius.com/identity/v2/manage/account/{uid}");
            agent.delete(&url).set("X-LoginRadius-ApiKey", &cli.key).call()?; // expect: incomplete-credentials
        }
        Command::Login(credentials) => {
            agent
                .post("https://api.loginradius.com/identity/v2/auth/login")
                .query("apikey", &cli.key)
                .send_json(ureq::json!({ "Email": credentials.email, "Password": credentials.password }))?;
        }
    }
    Ok(())
}
