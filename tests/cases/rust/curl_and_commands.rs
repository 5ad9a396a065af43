use std::process::Command;

use curl::easy::{Easy, List};

const URL: &str = "https://api.loginradius.com/identity/v2/manage/account/1";

fn pair(secret: &str) {
    let mut list = List::new();
    list.append("X-LoginRadius-ApiKey: k").unwrap();
    list.append(&format!("X-LoginRadius-ApiSecret: {secret}")).unwrap();
    let mut easy = Easy::new();
    easy.url(URL).unwrap();
    easy.http_headers(list).unwrap();
    easy.perform().unwrap();
}

fn key_alone() {
    let mut list = List::new();
    list.append("X-LoginRadius-ApiKey: k").unwrap();
    let mut easy = Easy::new();
    easy.url(URL).unwrap();
    easy.http_headers(list).unwrap();
    easy.perform().unwrap(); // expect: incomplete-credentials
}

fn a_line_of_elsewhere(line: &str) {
    let mut list = List::new();
    list.append(line).unwrap();
    let mut easy = Easy::new();
    easy.url(URL).unwrap();
    easy.http_headers(list).unwrap();
    easy.perform().unwrap();
}

fn command() {
    let secret = std::env::var("LR_SECRET").unwrap();
    Command::new("curl")
        .arg("-H")
        .arg("X-LoginRadius-ApiSecret: 2b7c1d9e-6f3a-4c0b-9a57-0d5b1c7e4f21") // expect: hardcoded-secret
        .arg(URL)
        .output();
    Command::new("curl").arg("-H").arg(format!("X-LoginRadius-ApiSecret: {secret}")).arg(URL).output();
}
