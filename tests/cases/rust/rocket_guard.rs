#[macro_use]
extern crate rocket;

use rocket::{State, http::Status, request::{FromRequest, Outcome, Request}, serde::json::{Json, Value}};

pub struct Token(String);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Token {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match request.headers().get_one("Authorization").and_then(|value| value.strip_prefix("Bearer ")) {
            Some(token) => Outcome::Success(Token(token.to_owned())),
            None => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}

struct Lr {
    http: reqwest::Client,
    key: String,
}

#[get("/me")]
async fn me(token: Token, lr: &State<Lr>) -> Result<Json<Value>, Status> {
    let response = lr
        .http
        .get("https://api.loginradius.com/identity/v2/auth/account")
        .query(&[("apikey", &lr.key)])
        .bearer_auth(&token.0)
        .send()
        .await
        .map_err(|_| Status::BadGateway)?;
    response.json().await.map(Json).map_err(|_| Status::BadGateway)
}

#[get("/me/plain")]
async fn me_plain(token: Token, lr: &State<Lr>) -> Result<Json<Value>, Status> {
    let request = lr.http.get("https://api.loginradius.com/identity/v2/auth/account").bearer_auth(token.0);
    let response = request.send().await.map_err(|_| Status::BadGateway)?; // expect: incomplete-credentials
    response.json().await.map(Json).map_err(|_| Status::BadGateway)
}

#[launch]
fn rocket() -> _ {
    let lr = Lr { http: reqwest::Client::new(), key: std::env::var("LR_KEY").unwrap() };
    rocket::build().manage(lr).mount("/", routes![me, me_plain])
}
