//! Clients that come in from elsewhere are what could come in: of those that the program makes, the ones that leave the
//! function that makes them.

use std::fs;

use crate::support::found;

/// A function that gets a client, and sends half of a pair with it.
const HANDLER: &str = r#"
async fn handler(client: reqwest::Client) -> Result<(), reqwest::Error> {
    let key = std::env::var("LOGINRADIUS_API_KEY").unwrap();
    client.get("https://api.loginradius.com/identity/v2/manage/account/1/role").query(&[("apikey", key)]).send().await?;
    Ok(())
}
"#;

const MAKES: &str = r#"
fn make(name: &'static str) -> reqwest::ClientBuilder {
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert(name, std::env::var("VALUE").unwrap().parse().unwrap());
    reqwest::Client::builder().default_headers(headers)
}
"#;

#[track_caller]
fn assert_told(root: &str, code: &str, told: bool) {
    assert_told_of("", root, code, told);
}

#[track_caller]
fn assert_told_of(package: &str, root: &str, code: &str, told: bool) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("Cargo.toml"), format!("[package]\nname = \"app\"\n{package}")).unwrap();
    fs::write(folder.path().join("src").join(root), code).unwrap();
    let told = if told { vec!["incomplete-credentials"] } else { Vec::new() };
    let found: Vec<String> = found(folder.path()).into_iter().map(|(_, _, rule)| rule).collect();
    assert_eq!(found, told, "{code}");
}

#[test]
fn where_none_is_set_up_it_is_bare() {
    assert_told("main.rs", &format!("{HANDLER} fn main() {{ serve(handler); }}"), true);
}

#[test]
fn one_that_stays_where_it_is_made_changes_nothing() {
    let local = r#"fn main() {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("authorization", std::env::var("OTHER").unwrap().parse().unwrap());
        let client = reqwest::Client::builder().default_headers(headers).build().unwrap();
        client.get("https://other.example.com/x").send();
        serve(handler);
    }"#;
    assert_told("main.rs", &format!("{HANDLER} {local}"), true);
}

#[test]
fn one_that_leaves_may_be_the_one() {
    let ways = [
        // Returned.
        "fn app() -> reqwest::Client { make(\"x-secret\").build().unwrap() } fn main() { serve(handler, app()); }",
        // Stored.
        "struct App { client: Option<reqwest::Client> } impl App { fn set(&mut self) { self.client = make(\"x-secret\").build().ok(); } } fn main() { serve(handler); }",
        "struct App { client: reqwest::Client } fn app() -> App { App { client: make(\"x-secret\").build().unwrap() } } fn main() { serve(handler, app()); }",
        // Given to what is not here.
        "fn main() { let client = make(\"x-secret\").build().unwrap(); serve(handler, client); }",
        // Nobody is seen to run it.
        "mod other { fn unseen() { macro_of_others! { client.default_headers(all()) } } } fn main() { serve(handler); }",
    ];
    for way in ways {
        assert_told("main.rs", &format!("{HANDLER} {MAKES} {way}"), false);
    }
}

#[test]
fn headers_that_are_no_credentials_do_not_count() {
    let ways =
        "fn app() -> reqwest::Client { make(\"User-Agent\").build().unwrap() } fn main() { serve(handler, app()); }";
    assert_told("main.rs", &format!("{HANDLER} {MAKES} {ways}"), true);
}

#[test]
fn users_of_a_library_may_bring_any() {
    assert_told("lib.rs", HANDLER, true);
    assert_told("lib.rs", &HANDLER.replacen("async fn", "pub async fn", 1), false);
    assert_told_of("publish = false\n", "lib.rs", &HANDLER.replacen("async fn", "pub async fn", 1), true);
    assert_told("main.rs", &format!("{} fn main() {{}}", HANDLER.replacen("async fn", "pub async fn", 1)), true);
}
