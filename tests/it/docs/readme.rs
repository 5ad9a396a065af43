//! What README.md and CHANGELOG.md say is true.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::FIXTURES_IN_JSON;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap().replace("\r\n", "\n")
}

/// The blocks of a kind: what stands behind the three backticks.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let mut lines = text.lines();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if info == kind {
            blocks.push(block.join("\n"));
        }
    }
    blocks
}

fn authlint(args: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(root())
        .args(args.split_whitespace())
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap()
}

#[test]
fn samples_are_what_the_program_prints() {
    let samples: Vec<String> =
        ["README.md", "docs/findings.md"].iter().flat_map(|page| blocks(&read(page), "console")).collect();
    assert!(samples.len() >= 4);
    for sample in samples {
        let (command, shown) = sample.split_once('\n').unwrap();
        let args = command.strip_prefix("$ authlint").unwrap();
        let printed = String::from_utf8(authlint(args).stdout).unwrap();
        assert_eq!(printed.trim_end(), shown, "{command}");
    }
}

/// What the file may say, as the section about it shows.
#[test]
fn configurations_are_taken() {
    let shown = blocks(&read("docs/configuration.md"), "toml");
    assert_eq!(shown.len(), 2);
    for text in shown {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("authlint.toml"), &text).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{text}{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Commands with the lines that each prints. Lines behind `>` go on with a command.
fn session(blocks: &[String]) -> Vec<(String, String)> {
    let mut steps: Vec<(String, String)> = Vec::new();
    for line in blocks.iter().flat_map(|block| block.lines()) {
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push((command.to_owned(), String::new()));
        } else if let Some(more) = line.strip_prefix("> ").or((line == ">").then_some("")) {
            let (command, _) = steps.last_mut().unwrap();
            command.extend(["\n", more]);
        } else {
            let (_, printed) = steps.last_mut().unwrap();
            printed.extend([line, "\n"]);
        }
    }
    steps
}

/// The walk-throughs, typed into a shell as they stand.
#[test]
#[cfg(target_os = "linux")] // other systems have another `sed`
fn the_walk_throughs_print_what_they_show() {
    for page in ["docs/walk-through.md", "docs/any-api.md"] {
        walk_through(page);
    }
}

#[cfg(target_os = "linux")]
fn walk_through(page: &str) {
    const MARK: &str = "--- next ---";
    let steps = session(&blocks(&read(page), "shellsession"));
    assert!(steps.len() > 12);
    let program = Path::new(env!("CARGO_BIN_EXE_authlint")).parent().unwrap();
    let mut script = String::from("exec 2>&1\n");
    for (command, _) in &steps {
        // The exit code outlives the mark.
        script.extend([command, "\ncode=$?; echo '", MARK, "'; (exit $code)\n"]);
    }
    let dir = tempfile::tempdir().unwrap();
    let output = Command::new("bash")
        .current_dir(dir.path())
        .args(["-c", &script])
        .env("PATH", format!("{}:{}", program.display(), std::env::var("PATH").unwrap()))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .envs(
            ["AUTHOR", "COMMITTER"]
                .iter()
                .flat_map(|who| [(format!("GIT_{who}_NAME"), "A"), (format!("GIT_{who}_EMAIL"), "a@example.com")]),
        )
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .env_remove("GITHUB_STEP_SUMMARY")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let mark = format!("{MARK}\n");
    let mut printed = printed.split(&mark);
    for (command, expected) in &steps {
        assert_eq!(printed.next().unwrap_or_default(), expected, "{command}");
    }
}

#[test]
fn every_rule_is_listed_as_it_is() {
    let readme = read("README.md");
    let rows: Vec<&str> = readme.lines().filter(|line| line.starts_with("| [`")).collect();
    let expected: Vec<String> = authlint::rules::all()
        .iter()
        .map(|rule| {
            let cwe = rule.cwe.map_or("-".to_owned(), |number| number.to_string());
            format!("| [`{0}`](rules/docs/{0}.md) | {1} | {cwe} | {2} |", rule.id, rule.level.as_str(), rule.summary)
        })
        .collect();
    assert_eq!(rows, expected);
    let printed = authlint("rules --format markdown").stdout;
    assert!(readme.contains(&*String::from_utf8(printed).unwrap()), "the table in the README is another one");
    let changelog = read("CHANGELOG.md");
    for rule in authlint::rules::all() {
        assert!(changelog.contains(&format!("`{}`", rule.id)), "CHANGELOG.md does not name {}", rule.id);
    }
}

#[test]
fn every_option_exists_and_is_told() {
    let options = read("docs/options.md");
    let help = String::from_utf8(authlint("check --help").stdout).unwrap();
    let names = |text: &str| -> Vec<String> {
        let words = text.split(|char: char| !(char.is_ascii_alphanumeric() || char == '-'));
        let mut names: Vec<String> = words.filter(|word| word.starts_with("--")).map(str::to_owned).collect();
        names.sort();
        names.dedup();
        names.retain(|name| name != "--help" && name.chars().any(char::is_alphanumeric));
        names
    };
    let offered = help.split("Examples:").next().unwrap();
    assert_eq!(names(&options), names(offered));
    let pages: String = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for command in [
        "check",
        "requests",
        "operations",
        "explain",
        "rules",
        "baseline",
        "init",
        "show-config",
        "config-schema",
        "completions",
    ] {
        let told = format!("authlint {command}");
        assert!(pages.contains(&told) || pages.contains(&format!("[{command}]")), "{command}");
        assert_eq!(authlint(&format!("{command} --help")).status.code(), Some(0), "{command}");
    }
}

/// The commands for newcomers: the one does what is promised on `fixtures/`, the other is what `.ci/run` runs.
#[test]
fn the_first_commands_work() {
    let shell = blocks(&read("README.md"), "sh");
    assert!(shell.iter().any(|it| it == "cargo run -- check fixtures") && shell.iter().any(|it| it == "cargo test"));
    let output = authlint("check fixtures");
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stderr.is_empty());
    assert!(read(".ci/run").contains("cargo test --locked\n"));
}

#[test]
fn every_field_of_the_json_report_is_told() {
    let table = read("docs/json.md");
    let report: serde_json::Value = serde_json::from_slice(&FIXTURES_IN_JSON).unwrap();
    let told = |name: &str| assert!(table.contains(&format!("{name}`")), "{name}");
    for (key, value) in report.as_object().unwrap() {
        assert!(table.contains(&format!("`{key}")), "{key}");
        if key == "summary" || key == "tool" {
            value.as_object().unwrap().keys().for_each(|key| told(&format!("`{key}")));
        }
    }
    let finding =
        report["findings"].as_array().unwrap().iter().find(|it| !it["related"].as_array().unwrap().is_empty());
    let finding = finding.unwrap();
    for (key, value) in finding.as_object().unwrap() {
        assert!(table.contains(&format!("`findings[].{key}")), "{key}");
        if let Some(inner) = value.as_object() {
            inner.keys().for_each(|key| told(&format!("`{key}")));
        }
    }
}
