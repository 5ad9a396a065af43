use bytes::Bytes;
use http::{Method, Request, Uri, header::AUTHORIZATION};
use http_body_util::{BodyExt, Empty};
use hyper_util::{client::legacy::Client, rt::TokioExecutor};

type Error = Box<dyn std::error::Error + Send + Sync>;

pub async fn me(token: &str, key: &str) -> Result<Bytes, Error> {
    let https = hyper_rustls::HttpsConnectorBuilder::new().with_webpki_roots().https_only().enable_http1().build();
    let client: Client<_, Empty<Bytes>> = Client::builder(TokioExecutor::new()).build(https);
    let uri: Uri = format!("https://api.loginradius.com/identity/v2/auth/account?apikey={key}").parse()?;
    let request = Request::builder().uri(uri).header(AUTHORIZATION, format!("Bearer {token}")).body(Empty::new())?;
    Ok(client.request(request).await?.into_body().collect().await?.to_bytes())
}

pub async fn me_without_key(token: &str) -> Result<Bytes, Error> {
    let https = hyper_rustls::HttpsConnectorBuilder::new().with_webpki_roots().https_only().enable_http1().build();
    let client: Client<_, Empty<Bytes>> = Client::builder(TokioExecutor::new()).build(https);
    let request = Request::builder()
        .method(Method::GET)
        .uri("https://api.loginradius.com/identity/v2/auth/account")
        .header(AUTHORIZATION, format!("Bearer {token}"))
        .body(Empty::new())?;
    Ok(client.request(request).await?.into_body().collect().await?.to_bytes()) // expect: incomplete-credentials
}
