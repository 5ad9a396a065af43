//! What the examples sign, verifies: their own code is run, and what it would send is held against another implementation of
//! the signature (`tests/signatures`). That of the bad examples does not verify.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::rules::{blocks, pages};
use crate::support::process::{out, tool};

/// Nobody's secret.
const SECRET: &str = "made-up-secret-1";

/// What the machine's own time zone is, so that a date in it is none in UTC.
const ZONE: &str = "Asia/Kolkata";

fn script(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/signatures").join(name)
}

/// What is said of each request that a script would send and sign; `None` where the tools are not installed.
fn verified(path: &Path) -> Option<Vec<String>> {
    let sent = tool(
        Command::new("node")
            .arg(script("send.cjs"))
            .arg(path)
            .env("TZ", ZONE)
            .env("LOGINRADIUS_API_KEY", "0af1-key")
            .env("LOGINRADIUS_API_SECRET", SECRET),
    )?;
    assert!(sent.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&sent.stderr));
    let requests = path.with_extension("jsonl");
    fs::write(&requests, &sent.stdout).unwrap();
    let mut verify = Command::new("python3");
    verify.arg(script("verify.py")).arg(SECRET).stdin(Stdio::from(fs::File::open(requests).unwrap()));
    let said = tool(&mut verify)?;
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    Some(out(&said).lines().map(str::to_owned).collect())
}

/// The same of a function in Rust, whose text and form are read from its code.
fn recomputed(path: &Path) -> Option<Vec<String>> {
    let said = tool(Command::new("python3").arg(script("verify.py")).arg(SECRET).arg("--rust").arg(path))?;
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    Some(out(&said).lines().map(str::to_owned).collect())
}

#[test]
fn what_good_examples_sign_verifies_and_what_bad_ones_sign_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (mut good, mut bad) = (0, 0);
    for (id, page) in pages() {
        if !["invalid-digest", "invalid-expiry", "unsigned-request"].contains(&&*id) {
            continue;
        }
        for (at, block) in blocks(&page).iter().enumerate() {
            let path = folder.path().join(format!("{id}-{at}.{}", block.extension));
            fs::write(&path, &block.text).unwrap();
            let said = if block.extension == "rs" { recomputed(&path) } else { verified(&path) };
            let Some(said) = said else { return };
            if block.good {
                assert!(!said.is_empty() && said.iter().all(|one| one == "good"), "{}: {said:?}", path.display());
                good += 1;
            } else if id == "invalid-digest" || id == "invalid-expiry" && block.extension == "js" {
                assert!(!said.is_empty() && said.iter().all(|one| one != "good"), "{}: {said:?}", path.display());
                bad += 1;
            }
        }
    }
    assert_eq!((good, bad), (9, 4));
    let story = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/signed-requests/mended/lib/accounts.js");
    let copy = folder.path().join("accounts.js");
    fs::copy(story, &copy).unwrap();
    assert_eq!(verified(&copy), Some(vec!["good".to_owned()]));
}
