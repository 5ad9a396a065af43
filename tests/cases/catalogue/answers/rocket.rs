use rocket::response::{content, status, Redirect};
use rocket::serde::json::{json, Json, Value};

fn secret() -> String {
    std::env::var("LOGINRADIUS_API_SECRET").unwrap()
}

#[get("/a")]
fn a() -> String {
    secret() // expect: secret-in-log
}

#[get("/b")]
fn b() -> Json<Value> {
    Json(json!({ "secret": secret() })) // expect: secret-in-log
}

#[get("/c")]
fn c() -> content::RawHtml<String> {
    content::RawHtml(format!("<p>{}</p>", secret())) // expect: secret-in-log
}

#[get("/d")]
fn d() -> Redirect {
    Redirect::to(format!("https://shop.dev/?s={}", secret())) // expect: secret-in-log
}

#[get("/e")]
fn e() -> Result<String, status::BadRequest<String>> {
    Err(status::BadRequest(secret())) // expect: secret-in-log
}

#[get("/f")]
fn f() -> content::RawText<&'static str> {
    let known = secret();
    content::RawText(if known.is_empty() { "not set" } else { "ready" })
}

#[launch]
fn rocket() -> _ {
    rocket::build().mount("/", routes![a, b, c, d, e, f])
}
