use actix_web::{HttpRequest, HttpResponse, web};

pub struct Lr {
    client: awc::Client,
    key: String,
}

pub async fn me(req: HttpRequest, lr: web::Data<Lr>) -> actix_web::Result<HttpResponse> {
    let token = req
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or_else(|| actix_web::error::ErrorUnauthorized("no token"))?;
    let mut response = lr
        .client
        .get(format!("https://api.loginradius.com/identity/v2/auth/account?apikey={}", lr.key))
        .bearer_auth(token)
        .send()
        .await
        .map_err(actix_web::error::ErrorBadGateway)?;
    Ok(HttpResponse::Ok().body(response.body().await?))
}

pub async fn roles(req: HttpRequest, lr: web::Data<Lr>, uid: web::Path<String>) -> actix_web::Result<HttpResponse> {
    let auth = req.headers().get("Authorization").cloned().unwrap();
    let mut response = lr // expect: consumer-credentials
        .client
        .get(format!("https://api.loginradius.com/identity/v2/manage/account/{uid}/role"))
        .query(&[("apikey", &lr.key)])
        .unwrap()
        .insert_header(("Authorization", auth))
        .send()
        .await
        .map_err(actix_web::error::ErrorBadGateway)?;
    Ok(HttpResponse::Ok().body(response.body().await?))
}
