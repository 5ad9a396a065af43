pub mod config {
    pub const HOST: &str = "https://api.loginradius.com";

    pub mod paths {
        use super::HOST;

        pub fn account(uid: &str) -> String {
            format!("{HOST}/identity/v2/manage/account/{uid}")
        }
    }
}

pub mod auth {
    use reqwest::header::{HeaderMap, HeaderValue};

    pub(crate) struct Pair {
        pub key: String,
        pub secret: String,
    }

    impl From<&Pair> for HeaderMap {
        fn from(pair: &Pair) -> Self {
            let mut map = HeaderMap::new();
            map.insert("X-LoginRadius-ApiKey", HeaderValue::from_str(&pair.key).unwrap());
            map.insert("X-LoginRadius-ApiSecret", HeaderValue::from_str(&pair.secret).unwrap());
            map
        }
    }
}

pub mod users {
    use super::{auth::Pair, config::paths};

    pub async fn whole(http: &reqwest::Client, pair: &Pair, uid: &str) -> reqwest::Result<()> {
        http.delete(paths::account(uid)).headers(pair.into()).send().await?;
        Ok(())
    }

    pub async fn half(http: &reqwest::Client, pair: &Pair, uid: &str) -> reqwest::Result<()> {
        http.delete(paths::account(uid)).header("X-LoginRadius-ApiSecret", &pair.secret).send().await?; // expect: incomplete-credentials
        Ok(())
    }
}
