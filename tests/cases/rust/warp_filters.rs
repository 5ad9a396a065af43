use std::{convert::Infallible, sync::Arc};

use warp::{Filter, Reply, http::StatusCode};

struct Context {
    http: reqwest::Client,
    key: String,
    secret: String,
}

fn with_context(context: Arc<Context>) -> impl Filter<Extract = (Arc<Context>,), Error = Infallible> + Clone {
    warp::any().map(move || context.clone())
}

async fn show(uid: String, context: Arc<Context>) -> Result<impl Reply, Infallible> {
    let result = context // expect: unsupported-credentials
        .http
        .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}?apikey={}", context.key))
        .header("apisecret", &context.secret)
        .send()
        .await; // the secret belongs in the query or in the other header
    Ok(match result {
        Ok(response) => warp::reply::with_status(response.text().await.unwrap_or_default(), StatusCode::OK),
        Err(error) => warp::reply::with_status(error.to_string(), StatusCode::BAD_GATEWAY),
    })
}

pub fn routes(context: Arc<Context>) -> impl Filter<Extract = (impl Reply,), Error = warp::Rejection> + Clone {
    warp::path!("users" / String).and(warp::get()).and(with_context(context)).and_then(show)
}
