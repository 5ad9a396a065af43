//! Macros defined in one file and called in another.

use super::project::Project;

const MANIFEST: &str = "//- Cargo.toml\n[package]\nname = \"app\"\n";

#[track_caller]
fn requests(files: &str, hot: &str) -> Vec<String> {
    Project::new(&format!("{MANIFEST}{files}")).requests(&[hot])
}

const URL: &str = "macro_rules! url { ($path:expr) => { format!(\"https://a.com{}?key={}\", $path, $crate::KEY) }; }\n";

#[test]
fn those_above_a_module_are_seen_in_its_file() {
    let found = requests(
        &format!(
            "//- src/lib.rs\nconst KEY: &str = \"k\";\n{URL}mod a;\n//- src/a.rs\nfn f() {{ reqwest::blocking::get(url!(\"/x\")); }}\n"
        ),
        "src/a.rs",
    );
    assert_eq!(found, ["GET https://a.com/x?key k"]);
}

#[test]
fn macro_use_lets_them_out_of_a_file() {
    let found = requests(
        &format!(
            "//- src/lib.rs\nconst KEY: &str = \"k\";\n#[macro_use] mod macros; mod a;\n//- src/macros.rs\n{URL}\
             //- src/a.rs\nfn f() {{ reqwest::blocking::get(url!(\"/x\")); }}\n"
        ),
        "src/a.rs",
    );
    assert_eq!(found, ["GET https://a.com/x?key k"]);
}

#[test]
fn paths_and_imports_lead_to_what_stands_below() {
    let found = requests(
        &format!(
            "//- src/lib.rs\nconst KEY: &str = \"k\";\nmod a; mod b; mod macros;\n//- src/macros.rs\n#[macro_export]\n{URL}\
             macro_rules! inner {{ () => {{ \"/inner\" }}; }}\npub(crate) use inner;\n\
             //- src/a.rs\nfn f() {{ reqwest::blocking::get(crate::url!(\"/x\")); }}\n\
             //- src/b.rs\nuse crate::{{url, macros::inner}}; fn f() {{ reqwest::blocking::get(url!(inner!())); }}\n"
        ),
        "src/a.rs",
    );
    assert_eq!(found, ["GET https://a.com/x?key k", "GET https://a.com/inner?key k"]);
}

#[test]
fn the_nearest_definition_that_is_in_scope_counts() {
    let project = Project::new(&format!(
        "{MANIFEST}//- src/lib.rs\nmacro_rules! v {{ () => {{ \"outer\" }}; }}\nmod a; mod b;\n\
         //- src/a.rs\nmacro_rules! v {{ () => {{ \"inner\" }}; }}\nfn in_a() {{ v!(); }}\n\
         //- src/b.rs\nfn in_b() {{ v!(); }}\n"
    ));
    let dump = project.dump(&["src/lib.rs"]);
    assert_eq!((dump.matches("\"outer\"").count(), dump.matches("\"inner\"").count()), (1, 1), "{dump}");
    assert!(dump.find("\"inner\"").unwrap() < dump.find("\"outer\"").unwrap(), "{dump}");
}

#[test]
fn macros_of_other_crates_keep_their_names() {
    let project = Project::new(
        "//- Cargo.toml\n[package]\nname = \"app\"\n[dependencies]\nlog = { path = \"mylog\" }\n\
         //- src/lib.rs\nmod log_macros; use tracing::debug; fn f() { debug!(\"traced\"); log_macros::g(); }\n\
         //- src/log_macros.rs\nmacro_rules! debug { ($x:expr) => { own($x) }; }\npub fn g() { debug!(\"own\"); }\n\
         //- mylog/Cargo.toml\n[package]\nname = \"log\"\n\
         //- mylog/src/lib.rs\n#[macro_export] macro_rules! debug { ($x:expr) => { logged($x) }; }\n",
    );
    let dump = project.dump(&["src/lib.rs"]);
    assert!(dump.contains("@tracing::debug!") && dump.contains("@own") && !dump.contains("@logged"), "{dump}");
}

#[test]
fn items_of_macros_of_another_crate() {
    let project = Project::new(
        r#"
//- Cargo.toml
[workspace]
members = ["*"]
//- base/Cargo.toml
[package]
name = "base-kit"
//- base/src/lib.rs
pub const HOST: &str = "https://a.com";
#[macro_export]
macro_rules! calls { ($name:ident, $path:expr) => {
    pub fn $name(secret: &str) { reqwest::blocking::get(format!("{}{}?secret={}", $crate::HOST, $path, secret)); }
}; }
//- app/Cargo.toml
[package]
name = "app"
[dependencies]
base-kit = { path = "../base" }
//- app/src/main.rs
base_kit::calls!(users, "/users");
fn main() { users("s3cret"); }
"#,
    );
    let found = project.requests(&["app/src/main.rs"]);
    assert!(found.contains(&"GET https://a.com/users?secret s3cret".to_owned()), "{found:?}");
}
