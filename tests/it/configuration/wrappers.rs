//! What a configuration tells of what lies between the code and the API: carriers that a gateway translates, and
//! functions that send requests and whose code is not here.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{check, shown};
use serde_json::Value;
use tempfile::TempDir;

fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir).args(args).output().unwrap()
}

/// The requests that are seen: `client credentials | open`.
fn requests(dir: &Path) -> Vec<String> {
    let output = run(dir, &["requests", "--format", "json"]);
    let list: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let line = |one: &Value| {
        let presented = one["presented"].as_array().unwrap().iter();
        let names: Vec<&str> = presented.map(|one| one["name"].as_str().unwrap()).collect();
        let open = if one["open"] == true { " | open" } else { "" };
        format!("{} {}{open}", one["client"].as_str().unwrap(), names.join(", "))
    };
    list["requests"].as_array().unwrap().iter().map(line).collect()
}

const SECRET: &str = "[[carriers]]\nname = \"X-Tenant-Secret\"\nin = \"header\"\ncredential = \"tenant-secret\"\n";

/// A call by way of a gateway.
fn call(header: &str) -> String {
    format!(
        "fetch(`https://api.loginradius.com/identity/v2/manage/account/${{uid}}`, {{ headers: {{ 'X-LoginRadius-ApiKey': process.env.KEY, '{header}': process.env.SECRET }} }});\n"
    )
}

#[test]
fn a_carrier_of_a_gateway_is_as_good_as_the_own_one() {
    let dir = project(&[("a.js", &call("X-Tenant-Secret"))]);
    assert_eq!(shown(&check(dir.path(), &[])), "a.js:1 incomplete-credentials");
    fs::write(dir.path().join("authlint.toml"), SECRET).unwrap();
    assert_eq!(shown(&check(dir.path(), &[])), "");
    // In the case of its letters as servers read it, and in that place only.
    fs::write(dir.path().join("a.js"), call("x-tenant-secret")).unwrap();
    assert_eq!(shown(&check(dir.path(), &[])), "");
    fs::write(dir.path().join("authlint.toml"), SECRET.replace("\"header\"", "\"query\"")).unwrap();
    assert_eq!(shown(&check(dir.path(), &[])), "a.js:1 incomplete-credentials");
}

/// It carries the secret, so it is one: in the browser, in the source, in the URL.
#[test]
fn a_carrier_of_a_gateway_is_a_secret() {
    let page = "'use client';\nexport const save = (uid) => CALL";
    let written = "const key = '3f2b8c1d-9a4e-4b7f-8c6d-1e2f3a4b5c6d';\n".to_owned()
        + &call("X-Tenant-Secret").replace("process.env.SECRET", "key");
    let query = "fetch(`https://api.loginradius.com/identity/v2/manage/account/${uid}?apikey=${process.env.KEY}&gwsecret=${process.env.SECRET}`);\n";
    let dir = project(&[
        ("page.js", &page.replace("CALL", &call("X-Tenant-Secret"))),
        ("written.js", &written),
        ("query.js", query),
    ]);
    let config = SECRET.to_owned() + &SECRET.replace("\"header\"", "\"query\"").replace("X-Tenant-Secret", "gwsecret");
    fs::write(dir.path().join("authlint.toml"), config).unwrap();
    let found = shown(&check(dir.path(), &[]));
    assert!(found.contains("page.js:2 client-secret-exposure"), "{found}");
    assert!(found.contains("written.js:1 hardcoded-secret"), "{found}");
    assert!(found.contains("query.js:1 secret-in-query"), "{found}");
    assert!(!found.contains("incomplete-credentials"), "{found}");
}

#[test]
fn a_credential_that_no_table_knows_is_told() {
    let dir = project(&[("a.js", ""), ("authlint.toml", &SECRET.replace("tenant-secret\"", "tenant-secrt\""))]);
    let output = run(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "authlint: error: authlint.toml:4: unknown credential \"tenant-secrt\"; did you mean \"tenant-secret\"?\n"
    );
    fs::write(dir.path().join("authlint.toml"), SECRET.replace("tenant-secret\"", "xyzzy\"")).unwrap();
    let told = String::from_utf8(run(dir.path(), &[]).stderr).unwrap();
    assert!(told.contains("unknown credential \"xyzzy\"; the tables know ") && told.contains("tenant-key"), "{told}");
}

const WRAPPER: &str = r#"
[[wrappers]]
name = "callApi"
from = "lib/api"
method = "$0"
base = "'https://api.loginradius.com'"
url = "$1"
query = "$2.params"
header = ["$2.headers", "$3"]
adds-nothing = true
"#;

const DELETE: &str =
    "'DELETE', `/identity/v2/manage/account/${uid}`, { headers: { 'X-LoginRadius-ApiKey': process.env.KEY } }";
const WHOLE: &str = "'DELETE', `/identity/v2/manage/account/${uid}`, { headers: { 'X-LoginRadius-ApiKey': process.env.KEY } }, { 'X-LoginRadius-ApiSecret': process.env.SECRET }";

#[test]
fn a_function_whose_code_is_not_here_sends_what_the_configuration_says() {
    for (import, called) in [
        ("import { callApi } from '../lib/api';", "callApi"),
        ("import { callApi as send } from './lib/api.js';", "send"),
        ("import { callApi } from '@/lib/api';", "callApi"),
        ("import * as api from '~/lib/api';", "api.callApi"),
        ("const { callApi } = require('../../lib/api');", "callApi"),
        ("const api = require('./lib/api');", "api.callApi"),
    ] {
        let dir = project(&[
            ("src/deep/bad.js", &format!("{import}\n{called}({DELETE});\n")),
            ("src/deep/good.js", &format!("{import}\n{called}({WHOLE});\n")),
        ]);
        // Before, it is a client of which nothing is known.
        let unknown = "unknown client X-LoginRadius-ApiKey | open";
        assert_eq!(requests(dir.path()), [unknown; 2], "{import}");
        assert_eq!(shown(&check(dir.path(), &[])), "", "{import}");
        fs::write(dir.path().join("authlint.toml"), WRAPPER).unwrap();
        assert_eq!(shown(&check(dir.path(), &[])), "src/deep/bad.js:2 incomplete-credentials", "{import}");
    }
    // Every module has a default, so that of none in particular is not meant.
    let nameless = WRAPPER.replace("callApi", "default").replace("from = \"lib/api\"\n", "");
    let dir =
        project(&[("a.js", &format!("import send from 'other';\nsend({DELETE});\n")), ("authlint.toml", &nameless)]);
    let unknown = "unknown client X-LoginRadius-ApiKey | open";
    assert_eq!(requests(dir.path()), [unknown]);
    // Another function, another module.
    for import in ["import { callAll as callApi } from './lib/api';", "import { callApi } from './other/api';"] {
        let dir = project(&[("a.js", &format!("{import}\ncallApi({DELETE});\n")), ("authlint.toml", WRAPPER)]);
        assert_eq!(requests(dir.path()), [unknown], "{import}");
    }
}

#[test]
fn packages_globals_and_crates_have_such_functions_too() {
    let package = WRAPPER.replace("lib/api", "@acme/http");
    let global = WRAPPER.replace("from = \"lib/api\"\n", "");
    let default = package.replace("\"callApi\"", "\"default\"");
    let rust = WRAPPER.replace("lib/api", "acme_http").replace("callApi", "call_api");
    let rust = rust.replace("query = \"$2.params\"\nheader = [\"$2.headers\", \"$3\"]\n", "");
    let in_rust = "use acme_http::call_api;\npub fn f(uid: &str) { call_api(\"DELETE\", &format!(\"/identity/v2/manage/account/{uid}\")); }\n";
    for (config, path, code, rule) in [
        (&package, "a.ts", format!("import {{ callApi }} from '@acme/http';\ncallApi({DELETE});\n"), "incomplete"),
        (&default, "a.ts", format!("import send from '@acme/http';\nsend({DELETE});\n"), "incomplete"),
        (&global, "a.js", format!("\ncallApi({DELETE});\n"), "incomplete"),
        (&global, "a.js", format!("import {{ callApi }} from 'any-package';\ncallApi({DELETE});\n"), "incomplete"),
        (&rust, "src/lib.rs", in_rust.to_owned(), "missing"),
        (&rust.replace("acme_http", "acme-http"), "src/lib.rs", in_rust.to_owned(), "missing"),
    ] {
        let dir = project(&[("authlint.toml", config), (path, &code)]);
        assert_eq!(shown(&check(dir.path(), &[])), format!("{path}:2 {rule}-credentials"), "{code}");
    }
}

/// What it adds cannot be seen, unless it is said that it adds nothing.
#[test]
fn what_such_a_function_adds_is_not_missed() {
    let code = format!(
        "import {{ callApi }} from './lib/api';\ncallApi({DELETE});\ncallApi('GET', '/v2/manage/workflows', {{ params: {{ apisecret: process.env.S }} }});\n"
    );
    let config = WRAPPER.replace("adds-nothing = true\n", "");
    let dir = project(&[("a.js", &code), ("authlint.toml", &config)]);
    assert_eq!(requests(dir.path()), ["callApi X-LoginRadius-ApiKey | open", "callApi apisecret | open"]);
    assert_eq!(shown(&check(dir.path(), &["--ignore", "unsupported-credentials"])), "");
    // What is there is there.
    let page = project(&[("a.js", &format!("'use client';\n{code}")), ("authlint.toml", &config)]);
    let found = shown(&check(page.path(), &[]));
    assert!(found.contains("a.js:4 client-secret-exposure"), "{found}");
}

/// A file that says nothing of an API but calls one that does.
#[test]
fn a_file_is_read_for_the_function_alone() {
    let code = "import { callApi } from './lib/api';\ncallApi('GET', '/v2/manage/workflows');\n";
    let dir = project(&[("a.js", code), ("authlint.toml", WRAPPER)]);
    assert_eq!(shown(&check(dir.path(), &[])), "a.js:2 missing-credentials");
}

#[test]
fn what_is_wrong_with_the_description_is_told() {
    let dir = project(&[("a.js", "")]);
    for (from, to, expected) in [
        ("url = \"$1\"\n", "", "the key \"url\" is missing here"),
        (
            "\"$1\"",
            "\"path\"",
            "\"path\" is no selector: write $0, $1.headers, @name, @callee or a text in single quotes",
        ),
        ("\"$3\"", "3", "\"header\" is a list of strings, not a number"),
        ("true", "\"yes\"", "\"adds-nothing\" is true or false, not a string"),
        ("method", "methd", "unknown key \"methd\"; did you mean \"method\"?"),
    ] {
        fs::write(dir.path().join("authlint.toml"), WRAPPER.replace(from, to)).unwrap();
        let output = run(dir.path(), &[]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.starts_with("authlint: error: authlint.toml:") && told.contains(expected), "{told}");
    }
}

#[test]
fn show_config_tells_what_is_read() {
    let config = format!("signing = \"required\"\nmax-expiry = 15\n{SECRET}{WRAPPER}");
    let dir = project(&[("a.js", ""), ("authlint.toml", &config)]);
    let told = String::from_utf8(run(dir.path(), &["show-config", "a.js"]).stdout).unwrap();
    for line in [
        "  carrier: X-Tenant-Secret (header) carries tenant-secret (authlint.toml:6)\n",
        "  wrapper: callApi from lib/api\n",
        "  signing: required\n",
        "  max-expiry: 15 minutes\n",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
}
