use axum::{body::Body, extract::{Request, State}, response::Response};

#[derive(Clone)]
pub struct Proxy {
    http: reqwest::Client,
    key: String,
}

/// Hands everything on to the API, with the caller's own headers.
pub async fn proxy(State(proxy): State<Proxy>, request: Request) -> Result<Response, axum::http::StatusCode> {
    let (parts, body) = request.into_parts();
    let bytes = axum::body::to_bytes(body, 1 << 20).await.map_err(|_| axum::http::StatusCode::BAD_REQUEST)?;
    let url = format!("https://api.loginradius.com{}?apikey={}", parts.uri.path(), proxy.key);
    let response = proxy
        .http
        .request(parts.method, url)
        .headers(parts.headers)
        .body(bytes)
        .send()
        .await
        .map_err(|_| axum::http::StatusCode::BAD_GATEWAY)?;
    Ok(Response::new(Body::from(response.bytes().await.unwrap_or_default())))
}
