//! `authlint.toml`: what it may say, what that does, and who it speaks for.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{check, shown};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::process::out;

/// The tenant key without its secret.
const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);";

fn project(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    for (path, text) in files {
        write(dir.path(), path, text);
    }
    dir
}

fn write(dir: &Path, path: &str, text: &str) {
    let path = dir.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text.replace("CALL", CALL)).unwrap();
}

fn run(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir).args(args).output().unwrap()
}

fn error(dir: &Path, args: &[&str]) -> String {
    let output = run(dir, args);
    assert_eq!((output.status.code(), &*out(&output)), (Some(2), ""), "{args:?}");
    let text = String::from_utf8(output.stderr).unwrap();
    text.strip_prefix("authlint: error: ").unwrap().trim_end().to_owned()
}

fn levels(dir: &Path) -> Vec<String> {
    let report: Value = serde_json::from_slice(&run(dir, &["--format", "json"]).stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|it| format!("{} {}", it["path"].as_str().unwrap(), it["level"].as_str().unwrap())).collect()
}

/// Wrong configurations, and what is said of them.
const WRONG: &[(&str, &str)] = &[
    ("exlude = []", "1:1: unknown key \"exlude\"; did you mean \"exclude\"?"),
    ("include = \"src\"", "1:11: \"include\" is a list of strings, not a string"),
    ("hosts = [\"a\", 1]", "1:15: \"hosts\" is a list of strings, not a number"),
    ("\nexclude = [\"{a\"]", "2:12: the pattern \"{a\" cannot be read: "),
    ("prefixes = [\"proxy\"]", "1:13: a path begins with a slash and names something"),
    ("fail-on = \"eror\"", "1:11: unknown value \"eror\"; did you mean \"error\"?"),
    ("signing = 1", "1:11: \"signing\" is a string, not a number"),
    ("max-expiry = 0", "1:14: \"max-expiry\" is a whole number from 1 up"),
    ("max-expiry = 1.5", "1:14: \"max-expiry\" is a whole number from 1 up, not a number"),
    ("max-expiry = \"1h\"", "1:14: \"max-expiry\" is a whole number from 1 up, not a string"),
    ("baseline = \" \"", "1:12: \"baseline\" is empty"),
    ("[rules]\nbearer-onyl = \"off\"", "2:1: unknown rule \"bearer-onyl\"; did you mean \"bearer-only\"?"),
    ("[rules]\nbearer-only = \"warn\"", "2:15: unknown value \"warn\"; it is off, note, warning or error"),
    ("rules = [\"bearer-only\"]", "1:9: \"rules\" is a table from rules to levels, not a list"),
    (
        "select = [\"missing-credential\"]",
        "1:11: unknown rule \"missing-credential\"; did you mean \"missing-credentials\"?",
    ),
    ("[overrides]\nfiles = [\"a\"]", "1:1: \"overrides\" is an array of tables, written [[overrides]], not a table"),
    (
        "[[overrides]]\nfiles = [\"a\"]\nlevels = {}",
        "3:1: unknown key \"levels\"; the keys here are files, rules, signing and max-expiry",
    ),
    ("[[overrides]]\nrules = {}", "1:1: the key \"files\" is missing here"),
    ("[contexts]\nclients = [\"a\"]", "2:1: unknown key \"clients\"; did you mean \"client\"?"),
    (
        "[[carriers]]\nname = \"X\"\nin = \"body\"\ncredential = \"c\"",
        "3:6: unknown value \"body\"; it is query or header",
    ),
    ("[[wrappers]]\nname = \"f\"\nurl = \"x\"", "3:7: \"x\" is no selector: write $0, "),
    ("[[wrappers]]\nname = \"f\"\nurl = [\"$0\", \"$x\"]", "3:14: \"$x\" is no selector: write $0, "),
    ("[[wrappers]]\nname = \"f\"", "1:1: the key \"url\" is missing here"),
    (
        "[[wrappers]]\nname = \"f\"\nurl = \"$0\"\nadds-nothing = 1",
        "4:16: \"adds-nothing\" is true or false, not a number",
    ),
    ("wrappers = [\"f\"]", "1:13: \"wrappers\" is an array of tables, not a string"),
];

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let dir = project(&[("src/a.js", "")]);
    for (text, expected) in WRONG {
        write(dir.path(), "authlint.toml", text);
        let error = error(dir.path(), &[]);
        assert!(error.starts_with(&format!("authlint.toml:{expected}")), "{text}\n{error}");
    }
    for (text, place) in
        [("a = ", "1:"), ("\n\n= 1", "3:1: "), ("include = [\n", "1:"), ("select = []\nselect = []", "2:1: ")]
    {
        write(dir.path(), "authlint.toml", text);
        let error = error(dir.path(), &[]);
        assert!(error.starts_with(&format!("authlint.toml:{place}")), "{text}\n{error}");
    }
    fs::write(dir.path().join("authlint.toml"), b"# \xff\n").unwrap();
    assert_eq!(
        error(dir.path(), &["src"]),
        "cannot read authlint.toml: it is no text in UTF-8, nor in UTF-16 with a byte order mark"
    );
    assert!(error(dir.path(), &["--config", "none.toml"]).starts_with("cannot read none.toml: "));
    for args in [&["requests"][..], &["show-config", "src/a.js"]] {
        assert_eq!(
            error(dir.path(), args),
            "cannot read authlint.toml: it is no text in UTF-8, nor in UTF-16 with a byte order mark"
        );
    }
}

/// Every key with a value, as `keys.rs` has them.
fn examples() -> String {
    use authlint::config::keys::{KEYS, Key, ValueKind};
    let line = |key: &Key| format!("{} = {}\n", key.name, key.example);
    let (tables, plain): (Vec<&Key>, Vec<&Key>) = KEYS
        .iter()
        .partition(|key| matches!(key.kind, ValueKind::Table(_) | ValueKind::Tables(_) | ValueKind::Levels(_)));
    let mut text: String = plain.into_iter().map(line).collect();
    for key in tables {
        match key.kind {
            ValueKind::Table(keys) => text += &format!("[{}]\n{}", key.name, keys.iter().map(line).collect::<String>()),
            ValueKind::Tables(keys) => {
                text += &format!("[[{}]]\n{}", key.name, keys.iter().map(line).collect::<String>());
            }
            _ => text += &format!("[{}]\n{}\n", key.name, key.example),
        }
    }
    text
}

#[test]
fn the_schema_takes_what_the_reader_takes() {
    let dir = project(&[]);
    let schema: Value = serde_json::from_slice(&run(dir.path(), &["config-schema"]).stdout).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let value = |text: &str| serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap();
    let examples = examples();
    let problems: Vec<String> = validator.iter_errors(&value(&examples)).map(|error| error.to_string()).collect();
    assert_eq!(problems, [""; 0]);
    assert!(validator.is_valid(&value("")));
    for (text, _) in WRONG {
        // Whether a pattern can be read is beyond a schema.
        if !text.contains("{a") {
            assert!(!validator.is_valid(&value(text)), "{text}");
        }
    }
    // The reader takes them all as well, once what they name is there.
    write(dir.path(), "sub/authlint.toml", &examples);
    write(dir.path(), "authlint.toml", "");
    let output = run(dir.path(), &["show-config", "sub/src/a.ts"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        out(&output).contains("configuration: sub/authlint.toml, which extends sub/../authlint.toml")
            || out(&output).contains("configuration: sub/authlint.toml, which extends authlint.toml"),
        "{}",
        out(&output)
    );
}

#[test]
fn levels_hold_and_later_overrides_win() {
    let dir =
        project(&[("src/a.js", "CALL\n"), ("src/a.test.js", "CALL\n"), ("tools/b.js", "CALL\n"), ("c.js", "CALL\n")]);
    assert_eq!(levels(dir.path()), ["c.js error", "src/a.js error", "src/a.test.js error", "tools/b.js error"]);
    write(
        dir.path(),
        "authlint.toml",
        "[rules]\nincomplete-credentials = \"warning\"\n\
         [[overrides]]\nfiles = [\"./src/\"]\nrules = { incomplete-credentials = \"error\" }\n\
         [[overrides]]\nfiles = [\"*.test.js\"]\nrules = { incomplete-credentials = \"off\" }\n\
         [[overrides]]\nfiles = [\"/tools/**\"]\nrules = { incomplete-credentials = \"note\" }\n",
    );
    assert_eq!(levels(dir.path()), ["c.js warning", "src/a.js error", "tools/b.js note"]);
    assert_eq!(run(dir.path(), &["tools", "c.js"]).status.code(), Some(0));
    assert_eq!(run(dir.path(), &["src"]).status.code(), Some(1));
    assert_eq!(levels(&dir.path().join("src")), ["a.js error"]);
    let told = out(&run(dir.path(), &["show-config", "src/a.test.js"]));
    assert!(told.contains("incomplete-credentials   off      authlint.toml:8\n"), "{told}");
    assert!(
        told.contains("override: \"*.test.js\" (authlint.toml:7)\n  override: \"./src/\" (authlint.toml:4)\n"),
        "{told}"
    );
    // A comment about a rule that is off is not unused.
    write(dir.path(), "src/a.test.js", "// authlint-disable-next-line incomplete-credentials\nCALL\n");
    assert_eq!(levels(dir.path()), ["c.js warning", "src/a.js error", "tools/b.js note"]);
    assert_eq!(shown(&check(dir.path(), &["--no-config"])).lines().count(), 3);
}

#[test]
fn files_are_included_and_excluded() {
    let dir =
        project(&[("src/a.js", "CALL\n"), ("src/gen/b.js", "CALL\n"), ("old/c.js", "CALL\n"), ("d.min.js", "CALL\n")]);
    let found = |config: &str, args: &[&str]| {
        write(dir.path(), "authlint.toml", config);
        let report: Value =
            serde_json::from_slice(&run(dir.path(), &[args, &["--format", "json"]].concat()).stdout).unwrap();
        let findings = report["findings"].as_array().unwrap().clone();
        assert_eq!(report["summary"]["files"], findings.len());
        findings.iter().map(|it| it["path"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(found("include = [\"src/**\"]", &[]), "src/a.js src/gen/b.js");
    assert_eq!(found("include = [\"src\"]\nexclude = [\"gen/\"]", &[]), "src/a.js");
    assert_eq!(found("exclude = [\"*.min.js\", \"/old\", \"!src\"]", &[]), "src/a.js src/gen/b.js");
    assert_eq!(found("exclude = [\"gen\"]", &["src", "old"]), "old/c.js src/a.js");
    // What is named is checked, unless it is said otherwise.
    assert_eq!(found("exclude = [\"gen\"]", &["src/gen/b.js"]), "src/gen/b.js");
    assert_eq!(found("exclude = [\"gen\"]", &["--force-exclude", "src/gen/b.js", "src/a.js"]), "src/a.js");
    let output = run(dir.path(), &["--force-exclude", "src/gen/b.js"]);
    assert_eq!((output.status.code(), &*out(&output)), (Some(0), "no findings: there was nothing to check\n"));
    let told = out(&run(dir.path(), &["show-config", "src/gen/b.js"]));
    assert!(told.contains("checked: no, excluded by \"gen\" (authlint.toml:1), unless it is named"), "{told}");
}

#[test]
fn rules_are_selected() {
    let dir = project(&[("a.js", "CALL\nfetch('https://api.loginradius.com/identity/v2/manage/acount/1');\n")]);
    let found = |config: &str, args: &[&str]| {
        write(dir.path(), "authlint.toml", config);
        check(dir.path(), args).into_iter().map(|(_, _, rule)| rule).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(found("", &[]), "incomplete-credentials unknown-operation");
    assert_eq!(found("select = [\"unknown-operation\"]", &[]), "unknown-operation");
    assert_eq!(found("ignore = [\"unknown-operation\"]", &[]), "incomplete-credentials");
    // The command line has the last word.
    assert_eq!(found("ignore = [\"unknown-operation\"]", &["--select", "unknown-operation"]), "unknown-operation");
    assert_eq!(found("select = [\"unknown-operation\"]", &["--ignore", "unknown-operation"]), "");
    write(dir.path(), "authlint.toml", "ignore = [\"incomplete-credentials\"]\nfail-on = \"warning\"\n");
    assert_eq!(run(dir.path(), &[]).status.code(), Some(1));
    assert_eq!(run(dir.path(), &["--fail-on", "error"]).status.code(), Some(0));
}

#[test]
fn hosts_and_prefixes_lead_to_the_api() {
    let call = |base: &str| format!("fetch(`{base}/v2/manage/workflows`, {{ headers: {{ Authorization: user }} }});\n");
    let texts = [
        ("own.js", call("https://auth.example.com")),
        ("gateway.js", call("https://gateway.example.com/identity")),
        ("proxy.js", call("/lr-proxy")),
    ];
    let dir = project(&[]);
    for (path, text) in &texts {
        write(dir.path(), path, text);
    }
    let judged = |config: &str| {
        write(dir.path(), "authlint.toml", config);
        let report: Value = serde_json::from_slice(&run(dir.path(), &["--format", "json"]).stdout).unwrap();
        report["summary"]["judged"].as_u64().unwrap()
    };
    assert_eq!(judged(""), 0);
    assert_eq!(judged("hosts = [\"auth.example.com\"]"), 1);
    assert_eq!(judged("hosts = [\"*.example.com\", \"gateway.example.com/identity\"]"), 2);
    assert_eq!(judged("prefixes = [\"/lr-proxy\"]"), 1);
    // Only where the configuration holds.
    fs::remove_file(dir.path().join("authlint.toml")).unwrap();
    write(dir.path(), "other/authlint.toml", "hosts = [\"auth.example.com\"]");
    write(dir.path(), "other/own.js", &texts[0].1);
    let report: Value = serde_json::from_slice(&run(dir.path(), &["--format", "json"]).stdout).unwrap();
    assert_eq!(report["summary"]["judged"], 1);
}

#[test]
fn the_nearest_file_holds_and_none_above_the_repository() {
    let dir =
        project(&[("a.js", "CALL\n"), ("pkg/b.js", "CALL\n"), ("pkg/deep/c.js", "CALL\n"), ("inner/d.js", "CALL\n")]);
    fs::create_dir(dir.path().join("inner/.git")).unwrap();
    let off = "rules = { incomplete-credentials = \"off\" }";
    write(dir.path(), "authlint.toml", off);
    assert_eq!(levels(dir.path()), ["inner/d.js error"]);
    write(dir.path(), "pkg/authlint.toml", "");
    assert_eq!(levels(dir.path()), ["inner/d.js error", "pkg/b.js error", "pkg/deep/c.js error"]);
    assert_eq!(levels(&dir.path().join("pkg/deep")), ["c.js error"]);
    let output = run(dir.path(), &["--config", "authlint.toml", "pkg", "inner"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(run(dir.path(), &["--no-config", "a.js"]).status.code(), Some(1));
    let told = out(&run(&dir.path().join("pkg"), &["show-config", "../inner/d.js"]));
    assert!(told.contains("configuration: none"), "{told}");
    // A broken file anywhere in the tree is an error, not a guess.
    write(dir.path(), "pkg/authlint.toml", "x = 1");
    assert!(error(dir.path(), &[]).starts_with("pkg/authlint.toml:1:1: unknown key \"x\""));
}

#[test]
fn files_extend_each_other() {
    let dir = project(&[("app/a.js", "CALL\n"), ("app/a.test.js", "CALL\n"), ("app/gen/b.js", "CALL\n")]);
    write(
        dir.path(),
        "shared/base.toml",
        "fail-on = \"note\"\nexclude = [\"gen\"]\nextends = \"more.toml\"\n[[overrides]]\nfiles = [\"*.test.js\"]\nrules = { incomplete-credentials = \"off\" }\n",
    );
    write(dir.path(), "shared/more.toml", "fail-on = \"never\"\n[rules]\nincomplete-credentials = \"note\"\n");
    write(dir.path(), "app/authlint.toml", "extends = \"../shared/base.toml\"\n");
    assert_eq!(levels(dir.path()), ["app/a.js note"]);
    assert_eq!(run(dir.path(), &["app"]).status.code(), Some(1));
    write(
        dir.path(),
        "app/authlint.toml",
        "extends = \"../shared/base.toml\"\n[rules]\nincomplete-credentials = \"error\"\n",
    );
    assert_eq!(levels(dir.path()), ["app/a.js error"]);
    let told = out(&run(dir.path(), &["show-config", "app/a.test.js"]));
    assert!(
        told.contains(
            "configuration: app/authlint.toml, which extends shared/base.toml, which extends shared/more.toml"
        ),
        "{told}"
    );

    write(dir.path(), "shared/more.toml", "\nextends = \"../app/authlint.toml\"\n");
    let message = error(dir.path(), &[]);
    assert_eq!(message, "shared/more.toml:2: \"extends\" goes in circles: \"../app/authlint.toml\" leads back here");
    write(dir.path(), "app/authlint.toml", "extends = \"authlint.toml\"\n");
    assert!(error(dir.path(), &[]).contains("goes in circles"));
    write(dir.path(), "app/authlint.toml", "extends = \"../shared/bse.toml\"\n");
    let message = error(dir.path(), &[]);
    assert!(
        message.starts_with("app/authlint.toml:1: \"extends\" names no file: ") && message.ends_with("shared/bse.toml"),
        "{message}"
    );
}

#[test]
fn tables_of_the_configuration_are_relative_to_it() {
    let dir = project(&[(
        "src/a.js",
        "import { go } from 'courier';\ngo('https://api.loginradius.com/identity/v2/manage/account/1');\n",
    )]);
    write(
        dir.path(),
        "lint/clients.toml",
        "[[call]]\nclient = \"courier\"\npath = \"npm:courier.go()\"\nslots.url = \"$0\"\nsends = true\n",
    );
    write(dir.path(), "authlint.toml", "clients = [\"lint/clients.toml\"]\n");
    let output = run(&dir.path().join("src"), &["requests"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(out(&output).contains("courier"), "{}", out(&output));
    write(dir.path(), "authlint.toml", "clients = [\"lint/none.toml\"]\n");
    assert!(error(dir.path(), &[]).contains("lint/none.toml"));
}

#[test]
fn init_writes_what_works_and_overwrites_nothing() {
    let dir = project(&[("a.js", "CALL\n")]);
    let output = run(dir.path(), &["init", "--ci", "github", "--pre-commit"]);
    assert_eq!(
        out(&output),
        "wrote authlint.toml\nwrote .github/workflows/authlint.yml\nwrote .pre-commit-config.yaml\n"
    );
    assert_eq!(levels(dir.path()), ["a.js error"]);
    let text = fs::read_to_string(dir.path().join("authlint.toml")).unwrap();
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')));
    for file in [".github/workflows/authlint.yml", ".pre-commit-config.yaml"] {
        let text = fs::read_to_string(dir.path().join(file)).unwrap();
        assert!(
            text.contains(env!("CARGO_PKG_VERSION")) && !text.contains("VERSION") && !text.contains("REPOSITORY"),
            "{text}"
        );
        serde_saphyr::from_str::<Value>(&text).unwrap();
    }
    write(dir.path(), "authlint.toml", "# mine\n");
    fs::remove_file(dir.path().join(".pre-commit-config.yaml")).unwrap();
    let told = out(&run(dir.path(), &["init", "--pre-commit"]));
    assert_eq!(told, "authlint.toml is there already; it stays as it is\nwrote .pre-commit-config.yaml\n");
    assert_eq!(fs::read_to_string(dir.path().join("authlint.toml")).unwrap(), "# mine\n");
    assert_eq!(run(dir.path(), &["init", "--force", "--ci", "gitlab"]).status.code(), Some(0));
    assert!(fs::read_to_string(dir.path().join(".gitlab-ci.yml")).unwrap().contains("authlint"));
    assert_ne!(fs::read_to_string(dir.path().join("authlint.toml")).unwrap(), "# mine\n");
}

/// The other lines without which a table is none.
fn needed(head: &str, line: &str) -> String {
    use authlint::config::keys::{KEYS, ValueKind};
    let table = KEYS.iter().find(|key| head.trim_matches(['[', ']', '\n']) == key.name).map(|key| key.kind);
    let Some(ValueKind::Tables(keys)) = table else { return String::new() };
    let others = keys.iter().filter(|key| key.required && !line.starts_with(&format!("{} =", key.name)));
    others.flat_map(|key| [key.name, " = ", key.example, "\n"]).collect()
}

/// Every line that the template offers can be taken.
#[test]
fn the_template_is_right_when_uncommented() {
    let dir = project(&[("a.js", "CALL\n")]);
    let template = authlint::config::template::template();
    let mut offers = Vec::new();
    let mut head = String::new();
    for line in template.lines().filter_map(|line| line.strip_prefix("# ")) {
        if line.starts_with('[') {
            head = format!("{line}\n");
        } else if line.contains(" = ") {
            offers.push(format!("{head}{}{line}\n", needed(&head, line)));
        }
    }
    assert!(offers.len() > 24, "{offers:?}");
    for offer in offers.iter().filter(|offer| !offer.contains("extends")) {
        write(dir.path(), "authlint.toml", offer);
        let output = run(dir.path(), &["show-config", "a.js"]);
        assert_eq!(output.status.code(), Some(0), "{offer}{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn where_code_runs_may_be_configured() {
    let config = "[contexts]\nclient = [\"web/**\"]\nserver = [\"web/admin/**\"]\n";
    let page = "'use client';\nCALL\n";
    let dir = project(&[("authlint.toml", config), ("web/a.js", "CALL\n"), ("jobs/b.js", "CALL\n")]);
    assert_eq!(shown(&check(dir.path(), &["--select", "backend-call-in-client"])), "web/a.js:1 backend-call-in-client");
    let config = "[contexts]\nserver = [\"admin/**\"]\n";
    let dir = project(&[("authlint.toml", config), ("admin/a.js", page), ("other/b.js", page)]);
    assert_eq!(
        shown(&check(dir.path(), &["--select", "backend-call-in-client"])),
        "other/b.js:2 backend-call-in-client"
    );
}

#[test]
fn a_broken_configuration_in_what_is_excluded_is_nobodys_business() {
    let dir = project(&[("vendor/lib/authlint.toml", "nonsense = 1\n"), ("a.js", "fetch('/x')\n")]);
    let fails = |args: &[&str]| run(dir.path(), args).status.code() == Some(2);
    assert!(fails(&[]));
    assert!(!fails(&["--exclude", "vendor"]));
    // Named or with another pattern it is.
    assert!(fails(&["--exclude", "vendored"]));
    assert!(fails(&["--exclude", "vendor", "vendor/lib"]));
    fs::write(dir.path().join("vendor/lib/b.js"), CALL).unwrap();
    fs::write(dir.path().join("vendor/lib/c.rs"), "fn main() {}\n").unwrap();
    fs::write(dir.path().join("authlint.toml"), "exclude = [\"vendor/\"]\n").unwrap();
    assert!(!fails(&[]));
    fs::write(dir.path().join("authlint.toml"), "exclude = [\"other/\"]\n").unwrap();
    assert!(fails(&[]));
}
