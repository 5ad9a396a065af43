//! What `authlint requests` lists: each call in the code once, and those that were asked for.

use std::fs;
use std::process::Command;

const CODE: &str = "import express from 'express'; express();
const base = 'https://api.loginradius.com/identity/v2/manage/account';
const get = (url, headers) => fetch(url, { headers });
export const one = () => get(base + '?apikey=k');
export const two = (uid) => get(`${base}/${uid}?apikey=k`);
export const three = (headers) => fetch(base + '/1', { headers });
export const four = (path) => fetch(process.env.ANY + path, { method: 'POST' });
";

fn listed(more: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.js"), CODE).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .arg("requests")
        .args(more)
        .current_dir(dir.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn ways_to_one_call_are_one_request() {
    let all = listed(&[]);
    assert!(all.ends_with("3 requests seen; 1 file read\n"), "{all}");
    let rows: Vec<&str> = all.lines().filter(|line| !line.starts_with("    ")).collect();
    assert_eq!(rows.len(), 5, "{all}");
    assert!(rows[0].starts_with("a.js:4:") && rows[1].starts_with("  from a.js:5:"), "{all}");
    // What holds for both is told once.
    assert_eq!(all.matches("presents tenant key (query apikey)").count(), 1, "{all}");
}

#[test]
fn calls_can_be_asked_for() {
    let lines = |more: &[&str]| -> Vec<String> {
        let rows = listed(more);
        let at = |line: &str| line.trim_start_matches("  from ").split(':').nth(1).unwrap_or_default().to_owned();
        rows.lines().filter(|line| line.contains("a.js:") && !line.starts_with("    ")).map(at).collect()
    };
    assert_eq!(lines(&["--open"]), ["6"]);
    assert_eq!(lines(&["--unmatched"]), ["7"]);
    assert_eq!(lines(&["--operation", "GetAccountIdentityByUID"]), ["5", "6"]);
    assert_eq!(lines(&["--operation", "get /identity/v2/manage/account/{uid}"]), ["5", "6"]);
    assert_eq!(lines(&["--side", "client"]), [""; 0]);
    assert_eq!(lines(&["--side", "server", "--operation", "/identity/v2/manage/account/{uid}"]), ["5", "6"]);
}

/// Asked for, the proof of a closed request is given slot by slot; an open one says why, each reason once.
#[test]
fn why_a_request_is_closed_is_told() {
    let told = listed(&["-v"]);
    for line in [
        "    closed: method: GET",
        "    closed: url: https://api.loginradius.com/identity/v2/manage/account/{uid}, but for one value",
        "    closed: query: apikey, and no other name",
        "    closed: header: nothing",
        "    closed: the whole program: nothing changes the client for all requests",
    ] {
        assert!(told.lines().any(|known| known == line), "{line} in\n{told}");
    }
    let why = "open: headers: the parameter `headers` cannot be followed (a.js:6:54)";
    assert_eq!(told.matches(why).count(), 1, "{told}");
    assert!(!listed(&[]).contains("closed: "));
    let open = listed(&["-v", "--open"]);
    assert!(open.contains("open: ") && !open.contains("closed: "), "{open}");
    let json = listed(&["-v", "--format", "json"]);
    assert!(json.contains("\"proof\": [") && !listed(&["--format", "json"]).contains("\"proof\""), "{json}");
}

/// Of what is called as clients are, and may be none, those calls are listed that go to a known API with its credentials.
#[test]
fn calls_of_anything_are_listed_where_they_carry_credentials() {
    let dir = tempfile::tempdir().unwrap();
    let code = r#"use nowhere::Thing;
pub async fn a(x: &Thing) {
    x.get("/api/v1/users").await;
    x.get("/identity/v2/manage/account/1").await;
    x.get("https://api.loginradius.com/identity/v2/manage/account/1").header("X-LoginRadius-ApiKey", k()).await;
    x.get("https://api.loginradius.com/identity/v2/manage/account/1").header("X-LoginRadius-ApiKey", k()).send().await;
}
"#;
    fs::write(dir.path().join("a.rs"), code).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .args(["requests", "--no-sift", "a.rs"])
        .current_dir(dir.path())
        .output()
        .unwrap();
    let all = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<&str> = all.lines().filter(|line| line.contains("unknown client")).collect();
    let at = |row: &&str| row.split(':').nth(1).map(str::to_owned);
    assert_eq!(rows.iter().filter_map(at).collect::<Vec<_>>(), ["5", "6"], "{all}");
}
