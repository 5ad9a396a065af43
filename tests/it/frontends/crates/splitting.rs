//! A program in one file and the same program with its modules in files of their own are lowered alike.

use std::path::Path;

use authlint::ir::dump;
use authlint::source::cargo::{Crate, Unit};
use proc_macro2::TokenStream;
use syn::{Item, spanned::Spanned};

use super::project::Project;

/// Where the files of modules are put.
#[derive(Clone, Copy)]
enum Style {
    Named,
    Mod,
    Given,
}

/// Takes the modules in braces out of a text, innermost first, and puts each in a file.
fn split(text: &str, folder: &str, style: Style, project: &mut Project) -> String {
    let file: syn::File = syn::parse2(text.parse::<TokenStream>().unwrap()).unwrap();
    let mut out = String::new();
    let mut from = 0;
    for item in file.items {
        let Item::Mod(module) = item else { continue };
        let Some((brace, _)) = &module.content else { continue };
        let (open, close) = (brace.span.open().byte_range(), brace.span.close().byte_range());
        let content = &text[open.end..close.start];
        let name = module.ident.to_string();
        let below = match style {
            Style::Named | Style::Mod => format!("{folder}/{name}"),
            Style::Given => format!("{folder}/given"),
        };
        let start = module.span().byte_range().start;
        out.push_str(&text[from..start]);
        let head = &text[start..open.start];
        let (path, head) = match style {
            Style::Named => (format!("{folder}/{name}.rs"), format!("{head};")),
            Style::Mod => (format!("{below}/mod.rs"), format!("{head};")),
            Style::Given => {
                let file = format!("{name}-{}.rs", text.len());
                (format!("{below}/{file}"), format!("#[path = \"given/{file}\"] {head};"))
            }
        };
        out.push_str(&head);
        let content = split(content, &below, style, project);
        project.add(&path, &content);
        from = close.end;
    }
    out.push_str(&text[from..]);
    out
}

fn unit() -> Unit {
    let root = Crate { name: "app".into(), root: Path::new("/p/src/lib.rs").into(), ..Crate::default() };
    Unit { crates: vec![root], hot: Vec::new() }
}

fn lowered(project: &Project) -> String {
    dump::dump(&project.lower_unit(&unit()).module)
}

/// Gives the number of files that the text was split into.
#[track_caller]
fn assert_splits(name: &str, text: &str) -> usize {
    let mut whole = Project::default();
    whole.add("src/lib.rs", text);
    let whole = lowered(&whole);
    let mut files = 0;
    for style in [Style::Named, Style::Mod, Style::Given] {
        let mut parts = Project::default();
        let root = split(text, "src", style, &mut parts);
        parts.add("src/lib.rs", &root);
        assert_eq!(lowered(&parts), whole, "{name}");
        files = parts.lower_unit(&unit()).files.len();
    }
    files
}

#[test]
fn programs_with_modules() {
    let programs = [
        "mod config { pub const KEY: &str = \"k\"; pub mod deep { pub fn g() -> &'static str { super::KEY } } }
         use config::*; fn f() { config::KEY; crate::config::KEY; self::config::deep::g(); KEY; deep::g(); none::X }
         #[cfg(test)] mod tests { use super::*; fn t() { f(); super::config::KEY; missing() } }",
        "mod a { use super::b::*; pub struct S { x: Kind } impl S { pub fn new() -> Self { Self { x: Kind::One } } } }
         mod b { pub enum Kind { One, Two(String) } pub type Alias = super::a::S; pub const L: &[&str] = &[\"é\", A]; const A: &str = B; const B: &str = \"b\"; }
         fn f(s: b::Alias) { s.x; a::S::new(); match s.x { b::Kind::Two(t) => t, _ => b::Alias::new() } }",
        "macro_rules! outer { ($x:expr) => { [$x, \"outer\"] }; }
         #[macro_use] mod m { macro_rules! inner { ($x:expr) => { outer!($x) }; } macro_rules! outer { ($x:expr) => { ($x, \"m\") }; } }
         mod n { fn f() { inner!(1); outer!(2); let v = outer!(x); v } macro_rules! local { ($n:ident) => { fn $n() {} }; } local!(made); pub(crate) use local; }
         mod o { use crate::n::local; local!(other); #[macro_export] macro_rules! late { () => { $crate::o::other() }; } }
         mod p { fn g() { crate::late!(); super::n::made(); crate::o::other() } }",
        "pub trait T { fn a(&self); fn b(&self) { self.a() } }
         mod one { pub struct S; impl super::T for S { fn a(&self) { helper() } } fn helper() {} }
         mod two { use super::{T, one::S}; impl S { fn c(&self) { self.b(); <S as T>::a(self) } } impl From<S> for String { fn from(s: S) -> Self { s.c() } } }",
    ];
    for text in programs {
        assert!(assert_splits(text, text) > 1);
    }
}

#[test]
fn the_programs_of_the_cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rust");
    let mut most = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        if text.contains("mod ") {
            most = most.max(assert_splits(&path.display().to_string(), &text));
        }
    }
    assert!(most > 3);
}
