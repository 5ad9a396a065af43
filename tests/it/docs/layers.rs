//! What ARCHITECTURE.md says of the folders of `src/` is so: which of them use which, and what none of them names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Names that rules have in common with languages, formats and kinds of files, of which the code may speak.
const SHARED: [&str; 16] = [
    // Macros and modules of Rust's own library, and a global of scripts.
    "dbg",
    "env",
    "mem",
    "std",
    "url", //
    // What digests are made with and written as.
    "base64",
    "base64url",
    "hex",
    "hmac", //
    // A kind of scheme in OpenAPI documents.
    "oauth2",
    // Kinds of files, and an element of pages.
    "astro",
    "h3",
    "vue", //
    // A word of sentences, and the API of all examples.
    "inherits",
    "parcel", //
    // A framework's own files are a kind of file too.
    "svelte",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}

/// The files of `src/`, by their paths there, without comments and tests.
fn sources() -> Vec<(String, String)> {
    let comment = Regex::new(r#"(?m)^\s*//.*$|//[^"\n]*$"#).unwrap();
    let tests = Regex::new(r"(?s)#\[cfg\(test\)\]\s*(?:pub )?mod \w+ \{.*").unwrap();
    let of_tests = |path: &str| path.ends_with("/tests.rs") || path.contains("/tests/");
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root().join("src")).unwrap().to_str().unwrap().replace('\\', "/");
        (name, tests.replace(&comment.replace_all(&fs::read_to_string(path).unwrap(), ""), "").into_owned())
    };
    let all = files_below(&root().join("src")).into_iter().filter(|path| path.extension().is_some_and(|it| it == "rs"));
    all.map(read).filter(|(path, _)| !of_tests(path)).collect()
}

/// The modules of the program, each with the number of its line in the list of ARCHITECTURE.md.
fn layers() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, list) = text.split_once("```layers\n").expect("a list of layers");
    let (list, _) = list.split_once("```").unwrap();
    let named =
        |(at, line): (usize, &str)| line.split_whitespace().map(|name| (name.to_owned(), at)).collect::<Vec<_>>();
    list.lines().enumerate().flat_map(named).collect()
}

fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// No circle among them, and no arrow upwards.
#[test]
fn modules_use_those_above_them_in_the_list() {
    let (layers, used) = (layers(), Regex::new(r"\bcrate::(\w+)").unwrap());
    let sources = sources();
    let modules: BTreeSet<&str> = sources.iter().map(|(path, _)| module_of(path)).collect();
    let listed: BTreeSet<&str> = layers.keys().map(String::as_str).chain(["lib", "main"]).collect();
    assert_eq!(listed, modules, "ARCHITECTURE.md lists each module once");
    for (path, text) in sources.iter().filter(|(path, _)| !matches!(path.as_str(), "lib.rs" | "main.rs")) {
        let own = module_of(path);
        assert!(!text.contains("use crate::{"), "{path}: one line for each module, please");
        for found in used.captures_iter(text).map(|found| found[1].to_owned()).filter(|found| found != own) {
            // The one function that the library itself re-exports.
            let found = if found == "analyse" { "pipeline".to_owned() } else { found };
            assert!(layers[&found] < layers[own], "{path} uses {found}, which does not stand above {own} in the list");
        }
    }
}

/// Who asks which language it is asks the model of that language, or is a front-end.
#[test]
fn no_language_is_named_but_where_it_belongs() {
    let homes = ["ir/mod.rs", "syntax/", "interpreter/language/"];
    let belongs = |path: &str| homes.iter().any(|home| path.starts_with(home));
    let language = Regex::new(r"\bLanguage::[A-Z]").unwrap();
    for (path, text) in sources().iter().filter(|(path, _)| !belongs(path)) {
        assert!(!language.is_match(text), "{path} names a language");
    }
}

/// Names of APIs, clients, packages and crates stand under `rules/`.
#[test]
fn no_vendor_and_no_library_is_named() {
    let name = Regex::new(r#"\b(?:npm|crate):(@?[A-Za-z][\w-]*)|^client = "([\w.-]+)"#).unwrap();
    let everyday = fs::read_to_string(root().join("rules/everyday.txt")).unwrap();
    let plain: BTreeSet<&str> = everyday.split_whitespace().chain(SHARED).collect();
    let mut named = BTreeSet::new();
    for path in files_below(&root().join("rules")) {
        let text = fs::read_to_string(&path).unwrap();
        let lines =
            text.lines().filter(|line| path.extension().is_some_and(|it| it == "toml") && !line.starts_with('#'));
        let names = lines.flat_map(|line| name.captures_iter(line)).filter_map(|found| found.get(1).or(found.get(2)));
        named.extend(names.map(|found| found.as_str().to_lowercase()));
        let is_api = path.parent().is_some_and(|folder| folder.ends_with("apis"));
        named.extend(
            is_api.then(|| path.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().to_lowercase()),
        );
    }
    named.retain(|name| !plain.contains(&**name));
    assert!(["axios", "axum", "loginradius", "reqwest"].iter().all(|known| named.contains(*known)), "{named:?}");
    let (literal, word) = (Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap(), Regex::new(r"@?[A-Za-z][\w-]*").unwrap());
    for (path, text) in sources() {
        for found in literal.captures_iter(&text).flat_map(|found| word.find_iter(found.get(1).unwrap().as_str())) {
            let found = found.as_str().to_lowercase();
            assert!(!named.contains(&found), "src/{path} names {found}, which belongs under rules/");
        }
    }
}
