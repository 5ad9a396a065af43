//! Comments that silence findings.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{check, shown};
use serde_json::Value;
use tempfile::TempDir;

const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);";

fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text.replace("CALL", CALL)).unwrap();
    }
    dir
}

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir).args(args).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_directive_in_every_comment_silences() {
    for text in [
        "// authlint-disable-next-line incomplete-credentials -- why\nCALL\n",
        "CALL // authlint-disable-line incomplete-credentials\n",
        "/* authlint-disable-file incomplete-credentials */\n\n\nCALL\n",
        "/*\n * authlint-disable-next-line bearer-only, incomplete-credentials --\n * because\n */\nCALL\n",
        "// authlint-disable-next-line incomplete-credentials\n// another remark\nCALL\n",
        "const a = <div>{/* authlint-disable-file incomplete-credentials */}</div>;\nCALL\n",
    ] {
        let dir = project(&[("a.jsx", text)]);
        let found = shown(&check(dir.path(), &["--ignore", "unused-suppression"]));
        assert_eq!(found, "", "{text}");
    }
}

#[test]
fn what_is_no_comment_or_elsewhere_does_not() {
    for text in [
        "const a = '// authlint-disable-file incomplete-credentials';\nCALL\n",
        "const a = `\n// authlint-disable-next-line incomplete-credentials\n`; CALL\n",
        "const a = <p>// authlint-disable-file incomplete-credentials</p>;\nCALL\n",
        "const a = /[/*]/; // authlint-disable-file is read with a rule\nCALL\n",
        "// see authlint-disable-file incomplete-credentials\nCALL\n",
        "// authlint-disable-next-line incomplete-credentials\n\nconst a = 1;\nCALL\n",
        "// authlint-disable-next-line bearer-only\nCALL\n",
        "CALL\n// authlint-disable-line incomplete-credentials\n",
    ] {
        let dir = project(&[("a.jsx", text)]);
        let found = shown(&check(dir.path(), &["--select", "incomplete-credentials"]));
        assert!(found.contains("incomplete-credentials"), "{text}");
    }
    // Comments of a page, and of its scripts.
    for (text, expected) in [
        ("<!-- authlint-disable-file incomplete-credentials -->\n<script>CALL</script>\n", 0),
        ("<script>\n// authlint-disable-next-line incomplete-credentials\nCALL</script>\n", 0),
        ("<p>// authlint-disable-file incomplete-credentials</p><script>\nCALL</script>\n", 1),
    ] {
        let dir = project(&[("a.html", text)]);
        assert_eq!(check(dir.path(), &["--select", "incomplete-credentials"]).len(), expected, "{text}");
    }
    // A file does not speak for another.
    let dir = project(&[("a.js", "// authlint-disable-file incomplete-credentials\nCALL\n"), ("b.js", "CALL\n")]);
    assert_eq!(shown(&check(dir.path(), &[])), "b.js:1 incomplete-credentials");
}

#[test]
fn rust_strings_and_comments_are_told_apart() {
    let rust = |before: &str| {
        format!(
            "async fn f(key: &str) {{\n    let a = {before};\n    \
             reqwest::get(format!(\"https://api.loginradius.com/identity/v2/manage/account/1?apikey={{key}}\")).await;\n}}\n"
        )
    };
    let silent = "1; // authlint-disable-file incomplete-credentials\n  let b = 'x'";
    let dir = project(&[("a.rs", &rust(silent))]);
    assert_eq!(shown(&check(dir.path(), &[])), "");
    for loud in [
        "\"// authlint-disable-file incomplete-credentials\"",
        "r#\" \" // authlint-disable-file incomplete-credentials \"#",
        "\"\n// authlint-disable-next-line incomplete-credentials\n\"; let c = 1",
    ] {
        let dir = project(&[("a.rs", &rust(loud))]);
        assert!(shown(&check(dir.path(), &[])).contains("incomplete-credentials"), "{loud}");
    }
}

#[test]
fn what_silences_nothing_is_reported() {
    let dir = project(&[(
        "a.js",
        "// authlint-disable-file bearer-only, bearer-onyl\n\
         // authlint-disable-next-line\n\
         // authlint-disable-nextline bearer-only\n\
         CALL // authlint-disable-line incomplete-credentials, mixed-credentials -- one of two\n",
    )]);
    let report = json(&run(dir.path(), &["--format", "json"]));
    let findings = report["findings"].as_array().unwrap();
    let told: Vec<String> =
        findings.iter().map(|it| format!("{}: {} {}", it["span"]["line"], it["title"], it["help"])).collect();
    let told = told.join("\n").replace('"', "");
    let expected = "1: There is no finding of `bearer-only` in this file to suppress There is none in this file: take the comment away\n\
        1: There is no rule `bearer-onyl` to suppress Did you mean `bearer-only`?\n\
        2: `authlint-disable-next-line` names no rule, so that it suppresses nothing Name the rules to suppress, and say why behind `--`\n\
        3: `authlint-disable-nextline` is no directive, so that it suppresses nothing Write `authlint-disable-next-line`, `authlint-disable-line` or `authlint-disable-file`\n\
        4: There is no finding of `mixed-credentials` on line 4 to suppress There is none in this file: take the comment away";
    assert_eq!(told, expected);
    assert!(findings.iter().all(|it| it["rule"] == "unused-suppression" && it["level"] == "warning"));
    // A rule that does not run cannot have found anything.
    let found = check(dir.path(), &["--ignore", "bearer-only,mixed-credentials"]);
    assert_eq!(shown(&found), "a.js:1 unused-suppression\na.js:2 unused-suppression\na.js:3 unused-suppression");
    assert_eq!(shown(&check(dir.path(), &["--ignore", "unused-suppression"])), "");
    // A file without any request is looked at as well.
    let dir = project(&[("a.js", "// authlint-disable-file bearer-only\n")]);
    assert_eq!(shown(&check(dir.path(), &[])), "a.js:1 unused-suppression");
    let dir = project(&[("a.js", "// authlint-disable-file unused-suppression, bearer-only\n")]);
    assert_eq!(shown(&check(dir.path(), &[])), "");
}

#[test]
fn reasons_are_kept_and_nothing_fails() {
    let secret = "3f2b8c1d-9a4e-4b7f-8c6d-1e2f3a4b5c6d";
    let text = format!("// authlint-disable-next-line incomplete-credentials -- see {secret}\nCALL\n");
    let dir = project(&[("a.js", &text)]);
    let output = run(dir.path(), &["-v"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("note: 1 finding silenced: 1 by comments; "));

    let report = json(&run(dir.path(), &["--format", "json"]));
    assert_eq!(report["summary"]["suppressed"], 1);
    let suppressed = &report["suppressed"][0];
    assert_eq!((&suppressed["rule"], &suppressed["span"]["line"]), (&"incomplete-credentials".into(), &2.into()));
    let suppression = &suppressed["suppression"];
    assert_eq!((&suppression["kind"], &suppression["line"]), (&"comment".into(), &1.into()));
    let reason = suppression["reason"].as_str().unwrap();
    assert!(reason.starts_with("see **") && !reason.contains(secret), "{reason}");

    let sarif = |args: &[&str]| json(&run(dir.path(), &[&["--format", "sarif"], args].concat()));
    assert_eq!(sarif(&[])["runs"][0]["results"], Value::Array(Vec::new()));
    let shown = sarif(&["--show-suppressed"]);
    let result = &shown["runs"][0]["results"][0];
    assert_eq!(result["suppressions"][0]["kind"], "inSource");
    assert_eq!(result["suppressions"][0]["justification"], reason);

    let output = run(dir.path(), &["--show-suppressed"]);
    let expected = format!("suppressed[incomplete-credentials]: a.js:2: by a comment -- {reason}\nno findings: ");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with(&expected));
    assert_eq!(output.status.code(), Some(0));
}
