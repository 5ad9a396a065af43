use std::fmt;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug)]
pub enum Error {
    Http(reqwest::Error),
    Status { code: u16, body: String },
    NotFound,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(error) => write!(f, "transport: {error}"),
            Self::Status { code, body } => write!(f, "{code}: {body}"),
            Self::NotFound => f.write_str("not found"),
        }
    }
}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

async fn checked(request: reqwest::RequestBuilder) -> Result<reqwest::Response> {
    let response = request.send().await?;
    match response.status().as_u16() {
        200..=299 => Ok(response),
        404 => Err(Error::NotFound),
        code => Err(Error::Status { code, body: response.text().await? }),
    }
}

pub async fn account(client: &reqwest::Client, uid: &str, key: &str) -> Result<String> {
    let request = client
        .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}"))
        .header("X-LoginRadius-ApiKey", key);
    Ok(checked(request).await?.text().await?) // expect: incomplete-credentials
}
