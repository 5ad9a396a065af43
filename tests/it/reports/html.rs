//! The report for people who look: one page that asks nobody for anything, shown to a browser where there is one.

use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use tempfile::TempDir;

const SECRET: &str = "5d0c1f7e-93ab-4c62-8e17-2b6f40d9a3c8";

/// A page that ships a secret, and calls of three levels.
fn project() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let files = [
        ("index.html", "<script type=\"module\" src=\"/src/main.js\"></script>\n".to_owned()),
        ("package.json", "{\"devDependencies\": {\"vite\": \"7\"}}\n".to_owned()),
        ("src/main.js", "import { remove } from './api.js';\nremove('<b>1</b>');\n".to_owned()),
        (
            "src/api.js",
            format!(
                "const apiSecret = '{SECRET}';\nexport const remove = (uid) =>\n  fetch(`https://api.loginradius.com/identity/v2/manage/account/${{uid}}?apikey=${{process.env.LR_KEY}}&apisecret=${{apiSecret}}`, {{ method: 'DELETE' }});\n"
            ),
        ),
        (
            "job/list.js",
            "import fs from 'node:fs';\nfetch(`https://api.loginradius.com/identity/v2/manage/account?apikey=${process.env.LR_KEY}`);\n\
             fetch(`https://api.loginradius.com/identity/v2/manage/acount/1?apikey=${process.env.LR_KEY}`);\n"
                .to_owned(),
        ),
    ];
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn page(dir: &Path) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir).args(["--format", "html", "."]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_page_is_whole_and_asks_for_nothing() {
    let dir = project();
    let page = page(dir.path());
    assert!(!page.contains(SECRET) && !page.contains(&SECRET[..8]), "{page}");
    for part in ["Totals", "Findings", "Operations", "Credentials", "environment variable LR_KEY", "class=\"flow\""] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    // From the entry that ships it to the finding.
    assert!(page.contains("the page index.html loads it") && page.contains("<code>src/main.js</code>"), "{page}");
    // Links lead away only when they are followed; nothing is loaded, and nothing is run.
    let loads =
        Regex::new(r"(?i)<(?:script|img|link|iframe|object|embed|video|audio|source)\b|\bsrc=|@import|url\(|\son\w+=");
    assert!(!loads.unwrap().is_match(&page), "{page}");
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
    // What code says stays text.
    assert!(!page.contains("<b>1</b>"), "{page}");
    assert_eq!(page, self::page(dir.path()));
    let clean = tempfile::tempdir().unwrap();
    fs::write(clean.path().join("a.js"), "1;\n").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(clean.path())
        .args(["-q", "--output", "html=report.html"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(fs::read_to_string(clean.path().join("report.html")).unwrap().contains("<p>no findings: "));
}

#[test]
fn the_inventory_says_what_each_credential_is_and_what_would_do() {
    let dir = project();
    let page = page(dir.path());
    let credentials = page.split("<h2>Credentials</h2>").nth(1).unwrap();
    let text = Regex::new("<[^>]*>").unwrap().replace_all(credentials, " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("tenant secret secret, LoginRadius"), "{text}");
    assert!(text.contains("tenant key public, LoginRadius"), "{text}");
    assert!(text.contains("src/api.js:1 written in the code apisecret (query) src/api.js:3 sends it DELETE"), "{text}");
    assert!(text.contains("would do for all that it is sent to"), "{text}");
}

/// The browser as Debian and others call it.
fn chromium() -> Option<&'static str> {
    let is_there = |name: &&str| Command::new(name).arg("--version").output().is_ok_and(|it| it.status.success());
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|name| is_there(name))
}

/// What a browser makes of the page. A script that stands in for a reader is put into a copy, whose policy lets it run:
/// it counts what is shown, unticks a box, and counts again.
#[test]
fn a_browser_shows_it_and_its_filters_work() {
    let Some(browser) = chromium() else {
        return crate::support::skipped("THERE IS NO CHROMIUM here: the report is shown to no browser");
    };
    let dir = project();
    let page = page(dir.path());
    let reader = "<script>addEventListener('load', () => {\
        const shown = () => [...document.querySelectorAll('article')].filter((it) => it.offsetParent !== null).length;\
        const all = shown();\
        document.querySelector('#show-error').click();\
        const without = shown();\
        document.querySelector('#show-error').click();\
        const told = [all, without, shown(), document.querySelectorAll('article.error').length,\
          performance.getEntriesByType('resource').length, document.querySelectorAll('.flow').length > 0];\
        document.body.innerHTML = '<p id=\"told\">' + JSON.stringify(told) + '</p>';\
        });</script>";
    let copy = page.replace("default-src 'none'", "default-src 'none'; script-src 'unsafe-inline'");
    let copy = copy.replace("</body>", &format!("{reader}</body>"));
    fs::write(dir.path().join("report.html"), copy).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", dir.path().join("profile").display()))
        .arg(format!("file://{}", dir.path().join("report.html").display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    let told = dom.split("<p id=\"told\">").nth(1).and_then(|rest| rest.split("</p>").next());
    let told = told.unwrap_or_else(|| panic!("{dom}{}", String::from_utf8_lossy(&output.stderr)));
    let told: serde_json::Value = serde_json::from_str(told).unwrap();
    let errors = told[3].as_u64().unwrap();
    assert!(errors > 0 && told[0].as_u64().unwrap() > errors, "{told}");
    assert_eq!(told[1].as_u64().unwrap(), told[0].as_u64().unwrap() - errors, "{told}");
    assert_eq!(told[2], told[0]);
    assert_eq!(told[4], 0, "the page has fetched something: {told}");
    assert_eq!(told[5], true);
}

/// The cells of the calls, without tags.
fn calls(dir: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(dir)
        .args([&["--format", "html", "-q"], args].concat())
        .output()
        .unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    let operations = page.split("<h2>Operations</h2>").nth(1).unwrap_or_else(|| panic!("{page}"));
    let operations = operations.split("</table>").next().unwrap();
    Regex::new("<[^>]*>").unwrap().replace_all(operations, "").into_owned()
}

#[test]
fn a_silenced_call_is_not_shown_as_right() {
    let url = "https://api.loginradius.com/identity/v2/manage/account/1";
    let call = format!("fetch('{url}?apikey=' + process.env.K);\n");
    let comment = "// authlint-disable-next-line incomplete-credentials -- x\n";
    let (path, config) = ("a.js", "authlint.toml");
    let silenced = "presents tenant key: incomplete-credentials (silenced)";

    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(path), format!("{comment}{call}")).unwrap();
    assert!(calls(dir.path(), &[]).contains(silenced), "{}", calls(dir.path(), &[]));
    fs::write(dir.path().join(path), &call).unwrap();
    for args in [["--select", "bearer-only"], ["--ignore", "incomplete-credentials"]] {
        assert!(calls(dir.path(), &args).contains(silenced), "{args:?}");
    }
    fs::write(dir.path().join(config), "[rules]\nincomplete-credentials = \"off\"\n").unwrap();
    assert!(calls(dir.path(), &[]).contains(silenced));
    fs::remove_file(dir.path().join(config)).unwrap();
    let baseline =
        Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir.path()).arg("baseline").output().unwrap();
    assert_eq!(baseline.status.code(), Some(0));
    assert!(calls(dir.path(), &[]).contains(silenced));

    // What is shown is not said to be silenced, and what is right is still said to be.
    let shown = calls(dir.path(), &["--no-config"]);
    assert!(shown.contains("presents tenant key: incomplete-credentials\n"), "{shown}");
    fs::write(dir.path().join(path), call.replace("?apikey", "?apisecret=${process.env.S}&apikey").replace('\'', "`"))
        .unwrap();
    let right = calls(dir.path(), &["--no-config", "--ignore", "secret-in-query"]);
    assert!(right.contains("secret-in-query (silenced)") && !right.contains("incomplete"), "{right}");
    let headers = "{ headers: { 'X-LoginRadius-ApiKey': process.env.K, 'X-LoginRadius-ApiSecret': process.env.S } }";
    fs::write(dir.path().join(path), format!("fetch('{url}', {headers});\n")).unwrap();
    assert!(calls(dir.path(), &["--no-config"]).contains("satisfied"));
}

#[test]
fn the_least_is_what_all_operations_take() {
    let headers = "{ headers: { 'X-LoginRadius-ApiKey': process.env.K, 'X-LoginRadius-ApiSecret': process.env.S } }";
    let call = |name: &str, path: &str| {
        format!("export const {name} = () => fetch('https://api.loginradius.com/identity/v2/{path}', {headers});\n")
    };
    let least = |text: String| {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.js"), text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
            .current_dir(dir.path())
            .args(["--format", "html", "-q"])
            .output()
            .unwrap();
        let page = String::from_utf8(output.stdout).unwrap();
        let secret = page.split("<h3>tenant secret").nth(1).unwrap().split("</p>").next().unwrap().to_owned();
        secret.split_once("; ").unwrap().1.replace("&#39;", "'")
    };
    // One of them takes no token of a user, the other one no signature.
    let (manage, own) = ("manage/account/1", "auth/account");
    assert_eq!(least(call("one", manage)), "a signature would do for all that it is sent to.");
    assert_eq!(least(call("two", own)), "a user's token would do for all that it is sent to.");
    assert_eq!(least(call("one", manage) + &call("two", own)), "nothing less would do for all that it is sent to.");
    assert_eq!(
        least(call("one", manage) + &call("three", "manage/account/2")),
        "a signature would do for all that it is sent to."
    );
}
