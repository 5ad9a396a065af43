//! What of a project is read, and as what.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::support::{Place, assert_same, check};

/// A project from one text: `//- path` begins a file.
fn project(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in text.split("//- ").skip(1) {
        let (path, content) = file.split_once('\n').unwrap();
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

#[track_caller]
fn assert_finds(folder: &Path, arguments: &[&str], expected: &[(&str, u64, &str)]) {
    let expected: BTreeSet<Place> =
        expected.iter().map(|(path, line, rule)| ((*path).to_owned(), *line, (*rule).to_owned())).collect();
    assert_same(&check(folder, arguments), &expected);
}

const INCLUDING: &str = "//- Cargo.toml\n[package]\nname = \"job\"\n\
    //- src/main.rs\nfn main() {\n    ureq::get(\"https://api.loginradius.com/identity/v2/manage/account\")\n\
    .set(\"X-LoginRadius-ApiKey\", KEY).set(\"X-LoginRadius-ApiSecret\", include_str!(\"../secret\").trim()).call();\n}\n\
    //- secret\n7d1c3a52-9b40-4f6e-8a17-5c2e0d9b6f34\n";

/// A program that serves nobody uses the tenant's credentials.
const JOB: (&str, u64, &str) = ("src/main.rs", 2, "prefer-m2m");

#[test]
fn included_texts_are_read_unless_git_ignores_them() {
    let folder = project(INCLUDING);
    assert_finds(folder.path(), &[], &[("secret", 1, "hardcoded-secret"), JOB]);
    fs::write(folder.path().join(".gitignore"), "/secret\n").unwrap();
    assert_finds(folder.path(), &[], &[JOB]);
    assert_finds(folder.path(), &["--no-ignore"], &[("secret", 1, "hardcoded-secret"), JOB]);
}

#[test]
fn included_texts_that_the_configuration_excludes_are_not_read() {
    let folder = project(&format!("{INCLUDING}//- authlint.toml\nexclude = [\"secret\"]\n"));
    assert_finds(folder.path(), &[], &[JOB]);
}

#[test]
fn literals_in_tests_are_seldom_live() {
    let folder = project(
        "//- Cargo.toml\n[package]\nname = \"job\"\n\
         //- src/lib.rs\nconst LOGINRADIUS_API_SECRET: &str = \"s3cr3t-0f-th3-h0us3\";\n#[cfg(test)]\nmod tests;\n\
         #[test]\nfn one() {\n    let loginradius_api_secret = \"s3cr3t-0f-n0b0dy-1\";\n}\n\
         #[cfg(all(test, unix))]\nmod more {\n    const LOGINRADIUS_API_SECRET: &str = \"s3cr3t-0f-n0b0dy-2\";\n}\n\
         #[cfg(not(test))]\nmod live {\n    const LOGINRADIUS_API_SECRET: &str = \"s3cr3t-0f-th3-h0us3-2\";\n}\n\
         //- src/tests.rs\nmod deep;\nconst LOGINRADIUS_API_SECRET: &str = \"s3cr3t-0f-n0b0dy-3\";\n\
         //- src/tests/deep.rs\nconst LOGINRADIUS_API_SECRET: &str = \"7d1c3a52-9b40-4f6e-8a17-5c2e0d9b6f34\";\n",
    );
    let always = [
        ("src/lib.rs", 1, "hardcoded-secret"),
        ("src/lib.rs", 14, "hardcoded-secret"),
        ("src/tests/deep.rs", 1, "hardcoded-secret"),
    ];
    assert_finds(folder.path(), &[], &always);
    let seldom = [("src/lib.rs", 6, "hardcoded-secret"), ("src/lib.rs", 10, "hardcoded-secret")];
    let seldom = seldom.into_iter().chain([("src/tests.rs", 2, "hardcoded-secret")]);
    assert_finds(folder.path(), &["--pedantic"], &always.into_iter().chain(seldom).collect::<Vec<_>>());
}

#[test]
fn a_client_that_is_part_of_the_workspace_is_known_all_the_same() {
    let folder = project(
        "//- Cargo.toml\n[workspace]\nmembers = [\"*\"]\n\
         //- reqwest/Cargo.toml\n[package]\nname = \"reqwest\"\n\
         //- reqwest/src/lib.rs\npub fn get(url: &str) -> Response { Client::new().get(url).send() }\npub struct Client;\n\
         impl Client { pub fn new() -> Self { Client } pub fn get(&self, url: &str) -> Request { Request::new(url) } }\n\
         //- app/Cargo.toml\n[package]\nname = \"app\"\n[dependencies]\nreqwest = { path = \"../reqwest\" }\n\
         //- app/src/main.rs\nfn main() {\n    let client = reqwest::Client::new();\n\
         client.get(\"https://api.loginradius.com/identity/v2/manage/account\").send();\n}\n",
    );
    assert_finds(folder.path(), &[], &[("app/src/main.rs", 3, "missing-credentials")]);
}
