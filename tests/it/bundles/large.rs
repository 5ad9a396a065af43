//! Bundles: scripts that are too large to be parsed as a whole.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const SECRET: &str = "5d0c1f7e-93ab-4c62-8e17-2b6f40d9a3c8";
const API: &str = "https://api.loginradius.com/identity/v2/manage/account";

/// A module as bundlers write it. The number makes each a little different.
fn module(number: usize) -> String {
    format!(
        "{number}:(e,t,n)=>{{\"use strict\";n.r(t),n.d(t,{{default:()=>o}});var r=n({number}),i=/[\"'`/]+/g;\
         function a(e){{return e&&e.replace(i,\"\\\\\\\"\").split(\"/\").map((e=>`${{e}}/${{r(`}}${{e}}`)}}`))}}\
         class o extends r.Component{{render(){{const{{a:e,b:t=1}}=this.props;return e/t/2>1?a(e):null}}}}}},"
    )
}

fn bundle(bytes: usize, inside: &str) -> String {
    let mut text = String::from("(()=>{var __webpack_modules__={");
    let mut number = 1;
    while text.len() < bytes / 2 {
        text.push_str(&module(number));
        number += 1;
    }
    let _ = write!(text, "{number}:(e,t,n)=>{{{inside}}},");
    while text.len() < bytes {
        number += 1;
        text.push_str(&module(number));
    }
    text + "},__webpack_module_cache__={};function __webpack_require__(e){return e}})();\n"
}

/// The findings as `line:column rule`, and what is said on standard error.
fn check(dir: &Path) -> (Vec<String>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(dir)
        .args(["check", "--format", "json", "--pedantic"])
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut findings: Vec<String> = Vec::new();
    for finding in report["findings"].as_array().unwrap() {
        findings.push(format!(
            "{}:{} {}",
            finding["span"]["line"],
            finding["span"]["column"],
            finding["rule"].as_str().unwrap()
        ));
    }
    assert!(!String::from_utf8_lossy(&output.stdout).contains(SECRET), "the secret is printed");
    (findings, String::from_utf8_lossy(&output.stderr).into_owned())
}

fn column(text: &str, what: &str) -> usize {
    text.find(what).unwrap() + 1
}

#[test]
fn a_secret_in_a_bundle_is_found_at_its_column() {
    let dir = tempfile::tempdir().unwrap();
    let inside = format!(
        "\"use strict\";const r=\"{SECRET}\",i=n(7);t.load=async u=>{{const s=await fetch(`{API}/${{u}}?apikey=${{i.key}}&apisecret=${{r}}`);return s.json()}}"
    );
    let text = bundle(2_500_000, &inside);
    fs::write(dir.path().join("main.3f2a.js"), &text).unwrap();
    let (findings, errors) = check(dir.path());
    let secret = format!("1:{} hardcoded-secret", column(&text, SECRET));
    let call = format!("1:{} secret-in-query", column(&text, "fetch(`"));
    assert_eq!(findings, [secret, call]);
    assert_eq!(errors, "");
}

#[test]
fn statements_beside_one_another_are_a_bundle_too() {
    let dir = tempfile::tempdir().unwrap();
    let filler = "function f(e){return e/2/g(e)}var h=[1,{a:f}],k=/['\"]/.test(h);\n".repeat(20_000);
    let inside = format!(
        "const B=\"https://api.loginradius.com\",S=\"{SECRET}\";\nfunction load(u){{return axios.get(B+\"/identity/v2/manage/account/\"+u,{{headers:{{\"X-LoginRadius-ApiKey\":K,\"X-LoginRadius-ApiSecret\":S}}}})}}\n"
    );
    let text = format!("{filler}{inside}{filler}");
    fs::write(dir.path().join("index.js"), &text).unwrap();
    let place = format!("20001:{} hardcoded-secret", column(&inside, SECRET));
    assert_eq!(check(dir.path()).0, [place]);
}

#[test]
fn what_is_outside_a_part_is_not_taken_for_absent() {
    let dir = tempfile::tempdir().unwrap();
    let inside = format!(
        "t.a=()=>fetch(\"{API}\");t.b=()=>axios.get(\"{API}\",e);t.c=()=>ky.get(\"{API}?apisecret=\"+n.secret);t.d=()=>fetch(\"{API}?apikey=\"+n.k);const q=\"loginradius\""
    );
    fs::write(dir.path().join("a.js"), bundle(2_500_000, &inside)).unwrap();
    assert_eq!(check(dir.path()), (Vec::new(), String::new()));
}

#[test]
fn a_bundle_that_says_nothing_of_an_api_is_not_parsed() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.js"), bundle(2_500_000, "t.a=1")).unwrap();
    let (found, told) = check(dir.path());
    assert!(found.is_empty() && told.lines().all(|line| line.starts_with("authlint: note: ")), "{told}");
}

#[test]
fn too_many_parts_are_said() {
    let dir = tempfile::tempdir().unwrap();
    let module = format!("{{a.loginradius;\"{}\"}}", "x".repeat(43_000));
    fs::write(dir.path().join("a.js"), format!("var a=[{}0]", format!("function(){module},").repeat(70))).unwrap();
    let (findings, errors) = check(dir.path());
    assert_eq!(findings, [""; 0]);
    assert!(errors.contains("a.js: is larger than 2 MiB, and only the first 64 parts"), "{errors}");
}
