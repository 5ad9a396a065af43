//! The book: the pages under `docs/`, and those that are made here of the rules, the commands and the configuration. They
//! are written to a folder, where every link has to lead somewhere; `.ci/full` has mdBook make the book of that.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use authlint::config::keys::{API, KEYS, Key, ValueKind};
use regex::Regex;

const REPOSITORY: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/");

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The commands, as the program lists them.
fn commands() -> Vec<String> {
    let help = printed(&["--help"]);
    let list = help.split("\nCommands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).filter(|name| name != "help").collect()
}

fn printed(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint")).args(args).env_remove("COLUMNS").output().unwrap();
    assert!(output.status.success(), "{args:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Links out of `docs/`: to pages of the book where there are some, to the repository otherwise.
fn at_home(text: &str, depth: usize) -> String {
    let link = Regex::new(r"\]\(((?:\.\./)+)([^)#\s]*)(#[^)\s]*)?\)").unwrap();
    let up = "../".repeat(depth);
    link.replace_all(text, |found: &regex::Captures<'_>| {
        let (target, part) = (&found[2], found.get(3).map_or("", |part| part.as_str()));
        match target.strip_prefix("rules/docs/") {
            Some(page) => format!("]({up}rules/{page}{part})"),
            None if target == "README.md" && part == "#rules" => format!("]({up}rules.md)"),
            None => format!("]({REPOSITORY}{target}{part})"),
        }
    })
    .into_owned()
}

/// Writes all pages to a folder.
fn write(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
    for inner in ["rules", "commands"] {
        fs::create_dir_all(folder.join(inner)).unwrap();
    }
    let mut summary = fs::read_to_string(docs().join("SUMMARY.md")).unwrap();
    let mut listed = String::from("# Rules\n\n| Rule | Level | What it reports |\n| --- | --- | --- |\n");
    let mut entries = String::new();
    // The marks of the tests on examples are nothing for readers.
    let marks = Regex::new(r"(?m) *(?://|#) ~v? [\w-]+$").unwrap();
    for rule in authlint::rules::all() {
        let page = marks
            .replace_all(rule.docs, "")
            .replace("\n```rust bad", "\n```rust")
            .replace("\n```rust good", "\n```rust");
        fs::write(folder.join(format!("rules/{}.md", rule.id)), at_home(&page, 1)).unwrap();
        writeln!(listed, "| [`{0}`](rules/{0}.md) | {1} | {2} |", rule.id, rule.level.as_str(), rule.summary).unwrap();
        writeln!(entries, "  - [{0}](rules/{0}.md)", rule.id).unwrap();
    }
    fs::write(folder.join("rules.md"), listed).unwrap();
    summary = summary.replace("<!-- rules -->\n", &entries);
    let (mut listed, mut entries) = (String::from("# Commands\n\n"), String::new());
    for command in commands() {
        let help = printed(&[&command, "--help"]);
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let page = format!("# authlint {command}\n\n{}\n\n```text\n{}\n```\n", help[0], help[1..].join("\n").trim());
        fs::write(folder.join(format!("commands/{command}.md")), page).unwrap();
        writeln!(listed, "- [`authlint {command}`](commands/{command}.md): {}", help[0]).unwrap();
        writeln!(entries, "  - [{command}](commands/{command}.md)").unwrap();
    }
    fs::write(folder.join("commands.md"), listed).unwrap();
    fs::write(folder.join("SUMMARY.md"), summary.replace("<!-- commands -->\n", &entries)).unwrap();
    fs::write(folder.join("configuration-reference.md"), reference()).unwrap();
    for entry in fs::read_dir(docs()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_owned();
        if path.extension().is_some_and(|it| it == "md") && name != "SUMMARY.md" {
            fs::write(folder.join(name), at_home(&fs::read_to_string(&path).unwrap(), 0)).unwrap();
        } else if name == "book.toml" {
            fs::copy(&path, folder.join(name)).unwrap();
        }
    }
}

/// Every key of `authlint.toml`, by the schema that the program prints; with an example of each.
fn reference() -> String {
    let schema: serde_json::Value = serde_json::from_str(&printed(&["config-schema"])).unwrap();
    let mut page = String::from("# All keys of `authlint.toml`\n");
    section(&mut page, &schema, KEYS, "");
    page
}

fn section(page: &mut String, schema: &serde_json::Value, keys: &[Key], path: &str) {
    let mut inner = Vec::new();
    writeln!(page, "\n| Key | Meaning | Example |\n| --- | --- | --- |").unwrap();
    for key in keys {
        let said = &schema["properties"][key.name];
        let about = said["description"].as_str().unwrap_or_else(|| panic!("{path}{} is not in the schema", key.name));
        let required = schema["required"].as_array().is_some_and(|list| list.iter().any(|it| it == key.name));
        let required = if required { " (required)" } else { "" };
        let example =
            if key.example.is_empty() { String::new() } else { format!("`{}`", key.example.replace('|', "\\|")) };
        writeln!(page, "| `{path}{}`{required} | {} | {example} |", key.name, about.replace('|', "\\|")).unwrap();
        match key.kind {
            ValueKind::Table(keys) => inner.push((key.name, keys, said.clone())),
            ValueKind::Tables(keys) => inner.push((key.name, keys, said["items"].clone())),
            _ => {}
        }
    }
    for (name, keys, schema) in inner {
        writeln!(page, "\n## `{path}{name}`").unwrap();
        section(page, &schema, keys, &format!("{path}{name}."));
    }
}

#[test]
fn every_page_is_in_the_book_and_every_link_leads_somewhere() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book");
    write(&folder);
    let link = Regex::new(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)").unwrap();
    let mut pages = Vec::new();
    for inner in [".", "rules", "commands"] {
        for entry in fs::read_dir(folder.join(inner)).unwrap() {
            let path = entry.unwrap().path();
            pages.extend(path.extension().is_some_and(|it| it == "md").then_some(path));
        }
    }
    assert!(pages.len() > 35, "{}", pages.len());
    let mut in_summary = BTreeSet::new();
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        for found in link.captures_iter(&text) {
            let (target, part) = (&found[1], found.get(2).map(|part| part.as_str()));
            if target.contains("://") {
                if let Some(inside) = target.strip_prefix(REPOSITORY) {
                    assert!(
                        Path::new(env!("CARGO_MANIFEST_DIR")).join(inside).exists(),
                        "{}: {target}",
                        page.display()
                    );
                }
                continue;
            }
            let place = if target.is_empty() { page.clone() } else { page.parent().unwrap().join(target) };
            assert!(place.is_file(), "{} links to {target}, which is not there", page.display());
            if let Some(part) = part {
                let slug = |line: &str| {
                    line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-").replace(['`', ','], "")
                };
                let there = fs::read_to_string(&place).unwrap();
                let has = there.lines().any(|line| line.starts_with('#') && slug(line) == part);
                assert!(has, "{} links to #{part} of {target}", page.display());
            }
            if page.ends_with("SUMMARY.md") {
                in_summary.insert(place.canonicalize().unwrap());
            }
        }
    }
    for page in pages.iter().filter(|page| !page.ends_with("SUMMARY.md")) {
        assert!(in_summary.contains(&page.canonicalize().unwrap()), "{} is not in the book", page.display());
    }
}

/// mdBook makes the book, where it is installed.
#[test]
fn the_book_is_made() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("book"));
    match Command::new("mdbook").arg("build").arg(folder.path().join("book")).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let made = folder.path().join("book/book");
            for page in ["index.html", "rules/bearer-only.html", "commands/check.html", "configuration-reference.html"]
            {
                assert!(made.join(page).is_file(), "{page}");
            }
        }
        Err(error) => crate::support::skipped(&format!("there is no mdbook to make the book: {error}")),
    }
}

/// Every key of an overlay has an example in the chapter about APIs, and each example is taken.
#[test]
fn every_key_of_an_overlay_has_an_example_that_is_taken() {
    let page = fs::read_to_string(docs().join("any-api.md")).unwrap();
    let document: String = page
        .lines()
        .skip_while(|line| *line != "$ cat > parcels.yaml <<'EOF'")
        .skip(1)
        .map_while(|line| line.strip_prefix("> "))
        .take_while(|line| *line != "EOF")
        .map(|line| format!("{line}\n"))
        .collect();
    let overlays: Vec<String> =
        page.split("\n```toml\n").skip(1).map(|rest| rest.split("\n```").next().unwrap().to_owned()).collect();
    assert!(overlays.len() > 7);
    for overlay in &overlays {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("parcels.yaml"), &document).unwrap();
        fs::write(dir.path().join("overlay.toml"), overlay).unwrap();
        let indented = overlay
            .replace("[[operations]]", "[[api.operations]]")
            .replace("[[credential", "[[api.credential")
            .replace("[schemes]", "[api.schemes]")
            .replace("[signature]", "[api.signature]");
        fs::write(dir.path().join("authlint.toml"), format!("[[api]]\n{indented}\n")).unwrap();
        for args in [&["import", "overlay.toml"][..], &["operations", "--path", "/v1/depots"]] {
            let output =
                Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(dir.path()).args(args).output().unwrap();
            assert!(output.status.success(), "{overlay}\n{}", String::from_utf8_lossy(&output.stderr));
            assert!(String::from_utf8_lossy(&output.stdout).contains("Parcel Service"), "{overlay}");
        }
    }
    let all = overlays.join("\n");
    let mut keys: Vec<&Key> = API.iter().collect();
    for key in API {
        if let ValueKind::Tables(inner) | ValueKind::Table(inner) = key.kind {
            keys.extend(inner);
        }
    }
    for key in keys {
        let written = Regex::new(&format!(r"(?m)(?:^|[\[{{, .]){}(?: = |\])", regex::escape(key.name))).unwrap();
        assert!(written.is_match(&all), "no example of `{}`", key.name);
    }
}
