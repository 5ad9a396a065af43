//! Every example on a rule's page does what the page says: the lines marked `// ~ <rule>` are reported by that rule and
//! no others are, and good examples are clean under all rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authlint::pipeline::Options;
use authlint::pipeline::triage::Wanted;

use crate::support::{Place, found, found_with, shown};

/// A block with the configuration under which the examples of its page are run.
const CONFIGURATION: &str = "authlint.toml";

pub(super) struct Block {
    pub extension: String,
    pub good: bool,
    pub text: String,
}

pub(super) fn pages() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/docs");
    let mut pages: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .map(|path| {
            let id = path.file_stem().unwrap().to_string_lossy().into_owned();
            (id, fs::read_to_string(path).unwrap())
        })
        .collect();
    pages.sort();
    pages
}

pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```").filter(|it| !it.is_empty()) else { continue };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let (language, verdict) = info.split_once(' ').expect("a language, then bad or good");
        if verdict == CONFIGURATION {
            continue;
        }
        let extension = if language == "rust" { "rs" } else { language };
        assert!(matches!(verdict, "bad" | "good"), "{info}");
        blocks.push(Block { extension: extension.to_owned(), good: verdict == "good", text: text.join("\n") + "\n" });
    }
    blocks
}

/// The configuration of a page, if it has one.
fn configuration(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once(&format!("```toml {CONFIGURATION}\n"))?;
    rest.split("```").next()
}

fn marked(path: &str, text: &str, rule: &str) -> Vec<Place> {
    // A mark on a line of its own, with a `v`, is about the line below: that may be a comment itself.
    let (here, below) = ([format!("// ~ {rule}"), format!("# ~ {rule}")], format!("// ~v {rule}"));
    let lines = (1u64..).zip(text.lines());
    let at = lines.filter_map(|(at, line)| {
        if here.iter().any(|mark| line.ends_with(mark)) { Some(at) } else { line.ends_with(&below).then_some(at + 1) }
    });
    at.map(|at| (path.to_owned(), at, rule.to_owned())).collect()
}

#[test]
fn every_rule_has_a_whole_page() {
    let ids: Vec<&str> = authlint::rules::all().iter().map(|rule| rule.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    assert_eq!(ids, sorted);
    for rule in authlint::rules::all() {
        assert!(rule.docs.starts_with(&format!("# {}\n", rule.id)), "{}", rule.id);
        let headings: Vec<&str> = rule.docs.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let wanted = [
            "What it does",
            "Why it matters",
            "How the API wants it",
            "Configuration",
            "Example",
            "How to fix",
            "When it stays silent",
        ];
        assert_eq!(headings, wanted, "{}", rule.id);
        // The page as it is shown ends with level and CWE, and without what the tests read.
        let shown = rule.page();
        let cwe = rule.cwe.map(|cwe| format!("CWE-{cwe}")).unwrap_or_default();
        assert!(shown.contains(&cwe) && !shown.contains("// ~") && !shown.contains("js bad"), "{shown}");
        let blocks = blocks(rule.docs);
        // Rust has no variables that a builder makes public; environment files have.
        let settings = blocks.iter().any(|it| it.extension == "env");
        for extension in if settings { ["js", "ts", "env"] } else { ["js", "ts", "rs"] } {
            for good in [false, true] {
                let found = blocks.iter().any(|it| it.extension == extension && it.good == good);
                assert!(found, "{}: no {extension} block, good: {good}", rule.id);
            }
        }
        for block in blocks.iter().filter(|it| !it.good) {
            assert!(!marked("", &block.text, rule.id).is_empty(), "{}: a bad block without a mark", rule.id);
        }
    }
}

#[test]
fn bad_examples_are_reported_where_marked() {
    for (id, page) in pages() {
        let folder = tempfile::tempdir().unwrap();
        let mut expected = BTreeSet::new();
        if let Some(text) = configuration(&page) {
            fs::write(folder.path().join(CONFIGURATION), text).unwrap();
        }
        for (at, block) in blocks(&page).iter().enumerate().filter(|(_, it)| !it.good) {
            let path = format!("{at}/service.{}", block.extension);
            fs::create_dir(folder.path().join(at.to_string())).unwrap();
            fs::write(folder.path().join(&path), &block.text).unwrap();
            expected.extend(marked(&path, &block.text, &id));
        }
        // A comment is judged by what other rules find, so they must run too.
        let select = if id == "unused-suppression" { Vec::new() } else { vec![id.clone()] };
        let found = found_with(folder.path(), &Options::default(), &Wanted { select, ..Wanted::default() });
        assert_eq!(shown(&found), shown(&expected), "{id}");
    }
}

#[test]
fn good_examples_are_clean() {
    let folder = tempfile::tempdir().unwrap();
    for (id, page) in pages() {
        for (at, block) in blocks(&page).iter().enumerate().filter(|(_, it)| it.good) {
            let inner = folder.path().join(format!("{id}-{at}"));
            fs::create_dir(&inner).unwrap();
            if let Some(text) = configuration(&page) {
                fs::write(inner.join(CONFIGURATION), text).unwrap();
            }
            fs::write(inner.join(format!("service.{}", block.extension)), &block.text).unwrap();
        }
    }
    assert_eq!(shown(&found(folder.path())), "");
}
