// A field that is `Default::default()` is the default of its type; a text that is joined was parsed into a URL.
pub struct Http {
    client: reqwest::Client,
    base: url::Url,
    key: String,
}

impl Http {
    pub fn from_env() -> Result<Self, Box<dyn std::error::Error>> {
        let base = std::env::var("LR_BASE").unwrap_or_else(|_| "https://api.loginradius.com".into());
        Ok(Self { client: Default::default(), base: base.parse()?, key: std::env::var("LR_KEY")? })
    }

    async fn get(&self, path: &str) -> reqwest::Result<reqwest::Response> {
        let url = self.base.join(path).expect("a path");
        self.client.get(url).header("X-LoginRadius-ApiKey", &self.key).send().await
    }
}

pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let http = Http::from_env()?;
    http.get("/identity/v2/manage/account/u").await?; // expect: incomplete-credentials
    Ok(())
}
