//! The cases of `tests/cases/rust/` as projects of several files: what is reported, and on which line, stays the same.

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::Path;

use proc_macro2::TokenStream;
use syn::Item;
use syn::spanned::Spanned;

use authlint::pipeline::Options;
use authlint::pipeline::triage::Wanted;

use crate::support::{Place, assert_same, found_with, marked};

/// Where the items of a program are put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// In modules of one crate.
    Modules,
    /// All but `main` in the modules of a library beside it.
    Library,
    /// The library in a package of its own, under another name.
    Crates,
}

/// A program in parts. Every part has the lines of the whole, those of the others blank.
struct Program<'t> {
    text: &'t str,
    /// What all parts hold: imports.
    shared: Vec<Range<usize>>,
    /// What stands at the root before the modules: attributes and macros.
    first: Vec<Range<usize>>,
    main: Vec<Range<usize>>,
    rest: Vec<Range<usize>>,
}

impl<'t> Program<'t> {
    fn read(text: &'t str) -> Self {
        let file: syn::File = syn::parse2(text.parse::<TokenStream>().unwrap()).unwrap();
        let mut program = Self { text, shared: Vec::new(), first: Vec::new(), main: Vec::new(), rest: Vec::new() };
        program.first.extend(file.attrs.iter().map(|attribute| attribute.span().byte_range()));
        for item in &file.items {
            let into = match item {
                Item::Use(_) => &mut program.shared,
                Item::ExternCrate(_) => &mut program.first,
                Item::Macro(of) if of.ident.is_some() => &mut program.first,
                Item::Fn(function) if function.sig.ident == "main" => &mut program.main,
                _ => &mut program.rest,
            };
            into.push(item.span().byte_range());
        }
        program
    }

    /// The text with only some parts of it, and something behind.
    fn only(&self, kept: &[&[Range<usize>]], behind: &str) -> String {
        let mut bytes: Vec<u8> = self.text.bytes().map(|byte| if byte == b'\n' { byte } else { b' ' }).collect();
        for range in kept.iter().copied().flatten() {
            bytes[range.clone()].copy_from_slice(&self.text.as_bytes()[range.clone()]);
        }
        let mut text = String::from_utf8(bytes).unwrap();
        text.push_str(behind);
        text
    }

    /// Every other item.
    fn every_other(&self, from: usize) -> Vec<Range<usize>> {
        self.rest.iter().skip(from).step_by(2).cloned().collect()
    }

    /// The files of the program.
    fn files(&self, name: &str, style: Style) -> Vec<(String, String)> {
        const MODULES: &str = "mod even; mod odd; pub use even::*; pub use odd::*;";
        let of = |kept: &[Range<usize>]| self.only(&[&self.shared, kept], "use crate::*;");
        let (even, odd) = (of(&self.every_other(0)), of(&self.every_other(1)));
        let manifest = |name: &str, more: &str| format!("[package]\nname = \"{name}\"\npublish = false\n{more}");
        let name = name.replace('_', "-");
        let files = match style {
            Style::Modules => vec![
                ("Cargo.toml", manifest(&name, "")),
                ("src/main.rs", self.only(&[&self.shared, &self.first, &self.main], MODULES)),
                ("src/even.rs", even),
                ("src/odd/mod.rs", odd),
            ],
            Style::Library => vec![
                ("Cargo.toml", manifest(&name, "[lib]\nname = \"shelf\"\n")),
                ("src/lib.rs", self.only(&[&self.shared, &self.first], MODULES)),
                ("src/even/mod.rs", even),
                ("src/odd.rs", odd),
                ("src/main.rs", self.only(&[&self.shared, &self.main], "use shelf::*;")),
            ],
            Style::Crates => vec![
                ("Cargo.toml", "[workspace]\nmembers = [\"*\"]\n".to_owned()),
                ("shelf/Cargo.toml", manifest("shelf", "")),
                ("shelf/src/lib.rs", self.only(&[&self.shared, &self.first], MODULES)),
                ("shelf/src/even.rs", even),
                ("shelf/src/odd.rs", odd),
                (
                    "app/Cargo.toml",
                    manifest(&name, "[dependencies]\nstock = { package = \"shelf\", path = \"../shelf\" }\n"),
                ),
                ("app/src/main.rs", self.only(&[&self.shared, &self.main], "use stock::*;")),
            ],
        };
        files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
    }
}

fn in_parts(style: Style, split: impl Fn(&str) -> bool) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rust");
    let all = tempfile::tempdir().unwrap();
    let mut expected: BTreeSet<Place> = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        if !split(&text) {
            continue;
        }
        for (path, text) in Program::read(&text).files(&name, style) {
            let path = all.path().join(&name).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        expected.extend(marked(&text).into_iter().map(|(line, rule)| (name.clone(), line, rule)));
    }
    assert!(!expected.is_empty());
    // What a crate is for is another matter than how it is laid out.
    let wanted = Wanted { ignore: vec!["prefer-m2m".to_owned()], ..Wanted::default() };
    let found = found_with(all.path(), &Options::default(), &wanted);
    let by_case = found.into_iter().map(|(path, line, rule)| {
        let name = path.split('/').next().unwrap().to_owned();
        (name, line, rule)
    });
    assert_same(&by_case.collect(), &expected);
}

#[test]
fn cases_in_modules() {
    in_parts(Style::Modules, |_| true);
}

#[test]
fn cases_with_a_library() {
    in_parts(Style::Library, |text| !text.contains("macro_rules!"));
}

#[test]
fn cases_in_crates() {
    in_parts(Style::Crates, |text| !text.contains("macro_rules!"));
}
