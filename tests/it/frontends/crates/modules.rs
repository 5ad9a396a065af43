//! Modules in files of their own.

use super::project::Project;

const MANIFEST: &str = "//- Cargo.toml\n[package]\nname = \"app\"\n";

/// A package, lowered for its `src/main.rs`.
fn package(files: &str) -> Project {
    Project::new(&format!("{MANIFEST}{files}"))
}

#[track_caller]
fn assert_shows(dump: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(dump.contains(wanted), "no {wanted:?} in\n{dump}");
    }
}

#[test]
fn the_parts_of_a_request_come_from_four_files() {
    let project = package(
        r#"
//- src/main.rs
mod client; mod config;
fn main() { let api = client::Api::new(); api.account("u"); }
//- src/config.rs
mod hosts;
pub use hosts::*;
pub const SECRET: &str = "s3cret";
//- src/config/hosts.rs
pub const HOST: &str = "https://api.example.com";
//- src/client/mod.rs
mod urls;
use crate::config::{self, SECRET};
pub struct Api { http: reqwest::Client, secret: String }
impl Api {
    pub fn new() -> Self { Self { http: reqwest::Client::new(), secret: SECRET.to_string() } }
    pub fn account(&self, uid: &str) {
        self.http.get(urls::account(config::HOST, uid)).query(&[("apisecret", &self.secret)]).send();
    }
}
//- src/client/urls.rs
pub fn account(host: &str, uid: &str) -> String { format!("{host}/account/{uid}") }
"#,
    );
    let found = project.requests(&["src/client/mod.rs"]);
    assert!(found.contains(&"GET https://api.example.com/account/u q:apisecret s3cret".to_owned()), "{found:?}");
    let lowered = project.lower(&["src/client/mod.rs"]);
    let read = ["src/client/mod.rs", "src/client/urls.rs", "src/config.rs", "src/config/hosts.rs", "src/main.rs"];
    assert_eq!(project.read(&lowered), read);
}

#[test]
fn spans_say_which_file() {
    let project = package(
        "//- src/lib.rs\n//! é\nmod a; pub const A: &str = \"first\";\n//- src/a.rs\n// é\npub const B: &str = \"second\";\n",
    );
    let module = project.lower(&["src/lib.rs"]).module;
    let mut found: Vec<(String, &str)> = Vec::new();
    for expr in &module.exprs {
        if let authlint::ir::ExprKind::Str(text) = &expr.kind {
            assert_eq!(project.slice(expr.span), &**text);
            found.push((text.to_string(), project.path(expr.span.file)));
        }
    }
    found.sort();
    assert_eq!(found, [("first".to_owned(), "src/lib.rs"), ("second".to_owned(), "src/a.rs")]);
}

#[test]
fn paths_given_by_attributes() {
    let project = package(
        r#"
//- src/main.rs
#[path = "odd/name.rs"] mod a;
mod inner { #[path = "other.rs"] pub mod b; pub mod c; }
#[path = "moved"] mod there { pub mod d; }
#[cfg_attr(unix, path = "unix.rs")] #[cfg_attr(windows, path = "windows.rs")] mod system;
fn main() { (a::KEY, a::deep::KEY, inner::b::KEY, inner::c::KEY, there::d::KEY, system::KEY); }
//- src/odd/name.rs
pub const KEY: &str = "a"; pub mod deep;
//- src/odd/deep.rs
pub const KEY: &str = "deep";
//- src/inner/other.rs
pub const KEY: &str = "b";
//- src/inner/c.rs
pub const KEY: &str = "c";
//- src/moved/d.rs
pub const KEY: &str = "d";
//- src/unix.rs
pub const KEY: &str = "unix";
"#,
    );
    let dump = project.dump(&["src/main.rs"]);
    assert_shows(&dump, &["(array KEY KEY KEY KEY KEY KEY)"]);
    for text in ["\"a\"", "\"deep\"", "\"b\"", "\"c\"", "\"d\"", "\"unix\""] {
        assert_shows(&dump, &[text]);
    }
}

#[test]
fn globs_lead_on_over_three_files() {
    let project = package(
        "//- src/lib.rs\nmod a; use a::*; fn f() { KEY; }\n//- src/a.rs\nmod b; pub use b::*;\n\
         //- src/a/b.rs\nmod c; pub use self::c::*;\n//- src/a/b/c.rs\npub const KEY: &str = \"k\";\n",
    );
    let module = project.lower(&["src/lib.rs"]).module;
    let body = authlint::ir::dump::dump(&module);
    assert_shows(&body, &["{\n  KEY"]);
    assert!(!body.contains("@KEY"), "{body}");
}

#[test]
fn methods_and_traits_of_other_files() {
    let project = package(
        r#"
//- src/main.rs
mod types; mod http; mod doubles;
use types::Fetch;
struct App<F: Fetch> { fetch: F }
impl<F: Fetch> App<F> { pub fn run(&self) { self.fetch.get("/x"); } }
//- src/types.rs
pub trait Fetch { fn get(&self, path: &str); }
pub struct Http { pub base: String }
impl<T: Fetch> Fetch for std::sync::Arc<T> { fn get(&self, path: &str) { (**self).get(path) } }
//- src/http.rs
use crate::types::{Fetch, Http};
impl Fetch for Http { fn get(&self, path: &str) { reqwest::blocking::get(format!("https://a.com{path}?k=v")); } }
//- src/doubles.rs
#[cfg(test)] mod tests { struct Nothing; impl crate::types::Fetch for Nothing { fn get(&self, _: &str) {} } }
struct FakeFetch; impl crate::types::Fetch for FakeFetch { fn get(&self, _: &str) {} }
"#,
    );
    let found = project.requests(&["src/http.rs"]);
    assert!(found.contains(&"GET https://a.com/x?k v".to_owned()), "{found:?}");
}

#[test]
fn two_implementors_stay_apart() {
    let project = package(
        "//- src/lib.rs\nmod a; mod b; pub trait T { fn go(&self); }\n\
         //- src/a.rs\npub struct A; impl crate::T for A { fn go(&self) {} }\n\
         //- src/b.rs\npub struct B; impl crate::T for B { fn go(&self) {} }\n",
    );
    let module = project.lower(&["src/lib.rs"]).module;
    let known = module.classes.iter().find(|class| &*class.name == "T").unwrap();
    assert!(known.implementor.is_none() && known.methods.is_empty());
}

#[test]
fn files_that_are_missing_stay_open() {
    let project = package("//- src/lib.rs\nmod gone; mod here; fn f() { gone::KEY; here::KEY; }\n//- src/here.rs\n\n");
    assert_shows(&project.dump(&["src/lib.rs"]), &["@self::gone::KEY", "@self::here::KEY"]);
}

#[test]
fn a_broken_file_is_one_problem() {
    let project = package(
        "//- src/lib.rs\nmod bad; mod good; fn f() { (good::KEY, bad::KEY); }\n\
         //- src/main.rs\nmod bad; fn main() {}\n\
         //- src/bad.rs\npub const KEY: &str = ;\n//- src/good.rs\npub const KEY: &str = \"k\";\n",
    );
    let module = project.lower(&["src/good.rs", "src/bad.rs"]).module;
    let [problem] = module.problems.as_slice() else { panic!("{:?}", module.problems) };
    assert_eq!((project.path(problem.span.file), problem.span.start), ("src/bad.rs", 22));
    assert_shows(&authlint::ir::dump::dump(&module), &["(array KEY @self::bad::KEY)"]);
}

#[test]
fn texts_and_code_that_are_included() {
    let project = package(
        "//- src/lib.rs\nmod a; include!(\"more.rs\"); fn f() { MORE; include_str!(\"none.txt\"); }\n\
         //- src/a.rs\nfn send() { reqwest::blocking::get(format!(\"https://a.com/x?key={}\", include_str!(\"../key.txt\"))); }\n\
         //- src/more.rs\nconst MORE: u8 = 1;\n//- key.txt\ns3cret",
    );
    assert_eq!(project.requests(&["src/a.rs"]), ["GET https://a.com/x?key s3cret"]);
    assert_shows(&project.dump(&["src/a.rs"]), &["{\n  MORE", "@include_str!"]);
}

#[test]
fn files_of_no_crate_are_read_by_themselves() {
    let project = Project::new(
        "//- tool/run.rs\nmod keys; fn main() { keys::KEY; }\n//- tool/keys.rs\npub const KEY: &str = \"k\";\n\
         //- other/mod.rs\nmod x;\n//- Cargo.toml\n[workspace]\n",
    );
    assert_eq!(project.units(&["tool/run.rs", "other/mod.rs"]).len(), 2);
    assert_eq!(project.read(&project.lower(&["tool/run.rs"])), ["tool/keys.rs", "tool/run.rs"]);
    assert_shows(&project.dump(&["tool/run.rs"]), &["{\n  KEY"]);
}

#[test]
fn files_outside_of_the_module_tree_are_not_lost() {
    let project = package(
        "//- src/lib.rs\nfn f() {}\n//- src/a.rs\npub const LOST: u8 = 1;\n//- src/b.rs\n#[path = \"a.rs\"] mod a; fn g() { a::LOST; }\n",
    );
    let lowered = project.lower(&["src/a.rs", "src/b.rs"]);
    assert_eq!(project.read(&lowered), ["src/a.rs", "src/b.rs", "src/lib.rs"]);
    let lost = lowered.module.bindings.iter().filter(|binding| &*binding.name == "LOST").count();
    assert_eq!(lost, 1, "as a module of the other, and not by itself too");
}

#[test]
fn glob_imports_behind_a_renamed_module() {
    let project = Project::new(
        "//- src/lib.rs\nmod a { pub use super::b as x; } mod b { pub use super::c::*; }\n\
         mod c { pub const ONE: &str = \"1\"; pub const TWO: &str = \"2\"; }\n\
         use a::*; fn send() { reqwest::blocking::get(format!(\"https://a.com/{}/{}\", x::ONE, x::TWO)); }\n",
    );
    assert_eq!(project.requests(&["src/lib.rs"]), ["GET https://a.com/1/2 "]);
}
