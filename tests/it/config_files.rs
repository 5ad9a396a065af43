//! Secrets in files of settings: what is found in them, and where.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Place, check, shown};

/// `expect: rule, rule` in a comment at the end of a line, in every file below a folder.
fn expected(folder: &Path, prefix: &str, places: &mut BTreeSet<Place>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            expected(&entry.path(), &format!("{path}/"), places);
            continue;
        }
        for (line, text) in (1..).zip(fs::read_to_string(entry.path()).unwrap().lines()) {
            if let Some((_, rules)) = text.split_once("expect: ") {
                places.extend(rules.split(", ").map(|rule| (path.clone(), line, rule.to_owned())));
            }
        }
    }
}

#[test]
fn settings_have_the_findings_that_their_comments_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/config_files");
    let mut all = BTreeSet::new();
    expected(&folder, "", &mut all);
    assert!(all.len() >= 15);
    assert_eq!(shown(&check(&folder, &["--no-ignore", "--strict"])), shown(&all));
}

fn report(folder: &Path, args: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(folder).args(args).output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn values_are_pointed_at_and_never_printed() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "c47d20b9-6e15-4a83-9f02-e18b5c3d7a60";
    fs::write(folder.path().join(".env"), format!("\u{feff}A=é\r\nVITE_LR_API_SECRET = '{secret}'\r\n")).unwrap();
    fs::write(folder.path().join("a.env"), "LR_API_SECRET=9f3k2lq8w7v1\n").unwrap();
    let (json, _) = report(folder.path(), &["check", "--format", "json"]);
    let (text, _) = report(folder.path(), &["check", "--color", "never"]);
    let (sarif, _) = report(folder.path(), &["check", "--format", "sarif"]);
    for out in [&json, &text, &sarif] {
        assert!(!out.contains(secret) && !out.contains("9f3k2lq8w7v1"), "{out}");
    }
    let places: Vec<String> = serde_json::from_str::<serde_json::Value>(&json).unwrap()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            let span = &it["span"];
            format!("{} {} {}:{}", it["path"], it["rule"], span["line"], span["column"]).replace('"', "")
        })
        .collect();
    assert_eq!(places, [".env public-env-secret 2:1", ".env hardcoded-secret 2:23", "a.env hardcoded-secret 1:15"]);
    assert!(text.contains("Rotate it") && text.contains("Vite"), "{text}");
}

#[test]
fn what_git_ignores_is_no_leak() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".gitignore"), ".env\n").unwrap();
    fs::write(folder.path().join(".env"), "LR_API_SECRET=5d0c1f7e-93ab-4c62-8e17-2b6f40d9a3c8\n").unwrap();
    assert!(check(folder.path(), &[]).is_empty());
    assert_eq!(check(folder.path(), &["--no-ignore"]).len(), 1);
}

#[test]
fn files_that_git_ignores_are_counted_where_more_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(".gitignore", ".env\n.env.*\n!.env.example\nbuilt/\n");
    for path in [".env", "web/.env.local", ".env.example", "built/app.js", "built/logo.png", "node_modules/a/b.js"] {
        write(path, "");
    }
    let told = "3 files left out because git ignores them";
    let (_, remarks) = report(folder.path(), &["check", "-v"]);
    assert!(remarks.contains(told), "{remarks}");
    for arguments in [&["check"][..], &["check", "-v", "--no-ignore"], &["check", "-v", ".env", "web/.env.local"]] {
        let (_, remarks) = report(folder.path(), arguments);
        assert!(!remarks.contains("git ignores"), "{remarks}");
    }
}

#[test]
fn a_template_of_settings_is_no_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let text = "loginradius:\n  apiSecret: '5d0c1f7e-93ab-4c62-8e17-2b6f40d9a3c8'\n{{- if .Values.a }}\nb: {{ .c }}\n";
    fs::write(folder.path().join("values.yaml"), text).unwrap();
    fs::write(folder.path().join("b.json"), "{ \"loginradius\": {{ .Values.b }} ").unwrap();
    let (out, errors) = report(folder.path(), &["check", "--strict", "--format", "json"]);
    assert!(out.contains("hardcoded-secret") && errors.is_empty(), "{errors}");
    let (_, errors) = report(folder.path(), &["check", "-v"]);
    assert!(errors.contains("values.yaml") && errors.contains("not YAML"), "{errors}");
}

#[test]
fn a_tree_full_of_data_is_looked_through_where_something_mentions_an_api() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..600 {
        fs::write(folder.path().join(format!("{number}.json")), "{}").unwrap();
    }
    let text = "{\"lr\": {\"apiSecret\": \"c47d20b9-6e15-4a83-9f02-e18b5c3d7a60\"}}";
    fs::write(folder.path().join("config.json"), text).unwrap();
    assert!(check(folder.path(), &[]).is_empty());
    fs::write(folder.path().join(".env"), "LOGINRADIUS_API_KEY=\n").unwrap();
    assert_eq!(check(folder.path(), &[]).len(), 1);
    fs::remove_file(folder.path().join(".env")).unwrap();
    assert_eq!(check(folder.path(), &["config.json"]).len(), 1);
}

#[test]
fn comments_suppress_findings_in_settings() {
    let folder = tempfile::tempdir().unwrap();
    let secret = "LR_API_SECRET=c47d20b9-6e15-4a83-9f02-e18b5c3d7a60";
    let comment = "# authlint-disable-next-line hardcoded-secret -- rotated";
    fs::write(folder.path().join(".env"), format!("{comment}\n{secret}\n")).unwrap();
    assert_eq!(shown(&check(folder.path(), &[])), "");
}
