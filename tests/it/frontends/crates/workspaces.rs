//! Which crates are read together, and what they call one another.

use super::project::Project;

fn workspace() -> Project {
    Project::new(
        r#"
//- Cargo.toml
[workspace]
members = ["crates/*"]
[workspace.dependencies]
settings = { path = "crates/my-settings", package = "my-settings" }
//- crates/my-settings/Cargo.toml
[package]
name = "my-settings"
//- crates/my-settings/src/lib.rs
pub mod hosts { pub const API: &str = "https://api.example.com"; }
pub use self::hosts::API as BASE;
//- crates/client/Cargo.toml
[package]
name = "api-client"
[dependencies]
settings = { workspace = true }
//- crates/client/src/lib.rs
mod http;
pub use http::Client;
pub mod prelude { pub use crate::http::*; }
//- crates/client/src/http.rs
use settings::BASE;
pub struct Client { http: reqwest::blocking::Client }
impl Client {
    pub fn new() -> Self { Self { http: reqwest::blocking::Client::new() } }
    pub fn user(&self, secret: &str) { self.http.get(format!("{BASE}/user")).query(&[("secret", secret)]).send(); }
}
//- crates/app/Cargo.toml
[package]
name = "app"
[dependencies]
sdk = { path = "../client", package = "api-client" }
//- crates/app/src/lib.rs
pub const SECRET: &str = "s3cret";
pub mod deep { pub const OTHER: &str = "0ther"; }
//- crates/app/src/main.rs
use sdk::prelude::*;
extern crate app as own;
fn main() { Client::new().user(own::SECRET); }
//- crates/app/src/bin/other.rs
fn main() { let client = sdk::Client::new(); client.user(app::deep::OTHER); }
//- crates/unrelated/Cargo.toml
[package]
name = "unrelated"
//- crates/unrelated/src/main.rs
fn main() {}
//- crates/helper/Cargo.toml
[package]
name = "helper"
[dependencies]
settings.workspace = true
//- crates/helper/src/lib.rs
//- crates/helper/src/main.rs
fn main() {}
"#,
    )
}

#[test]
fn values_travel_from_crate_to_crate() {
    let found = workspace().requests(&["crates/client/src/http.rs"]);
    for secret in ["s3cret", "0ther"] {
        let wanted = format!("GET https://api.example.com/user q:secret {secret}");
        assert!(found.contains(&wanted), "no {wanted} in {found:?}");
    }
}

#[test]
fn a_unit_has_dependants_and_what_they_depend_on() {
    let project = workspace();
    let read =
        |hot: &str| -> Vec<String> { project.read(&project.lower(&[hot])).into_iter().map(str::to_owned).collect() };
    let client = [
        "crates/app/src/bin/other.rs",
        "crates/app/src/lib.rs",
        "crates/app/src/main.rs",
        "crates/client/src/http.rs",
        "crates/client/src/lib.rs",
        "crates/my-settings/src/lib.rs",
    ];
    assert_eq!(read("crates/client/src/http.rs"), client);
    assert_eq!(read("crates/app/src/lib.rs"), client, "libraries that it depends on");
    assert_eq!(read("crates/unrelated/src/main.rs"), ["crates/unrelated/src/main.rs"]);
    assert!(read("crates/my-settings/src/lib.rs").contains(&"crates/helper/src/main.rs".to_owned()));
    let units = project.units(&["crates/unrelated/src/main.rs", "crates/app/src/lib.rs", "crates/app/src/main.rs"]);
    assert_eq!(units.len(), 2, "{units:?}");
}

#[test]
fn targets_are_found_as_cargo_does() {
    let project = Project::new(
        r#"
//- Cargo.toml
[package]
name = "app"
autobenches = false
build = "make.rs"
[lib]
name = "core_of_app"
path = "lib/root.rs"
[[bin]]
name = "named"
path = "programs/named.rs"
[[bin]]
name = "by-name"
[target.'cfg(unix)'.dependencies]
dep = { path = "dep" }
[dev-dependencies]
dev = { path = "dev" }
[build-dependencies]
tool = { path = "tool" }
//- make.rs
fn main() { tool::KEY; }
//- lib/root.rs
//- programs/named.rs
fn main() { core_of_app::x(); dep::KEY; }
//- src/bin/by-name/main.rs
fn main() {}
//- src/bin/helper.rs
fn main() {}
//- src/bin/deep/not/main.rs
fn main() {}
//- examples/one.rs
fn main() {}
//- tests/it.rs
mod common; use dev::KEY as D;
fn t() { D; common::c(); }
//- tests/common/mod.rs
pub fn c() {}
//- benches/b.rs
fn main() {}
//- dep/Cargo.toml
package.name = "dep"
//- dep/src/lib.rs
pub const KEY: u8 = 1;
//- dev/Cargo.toml
package.name = "dev"
//- dev/src/lib.rs
pub const KEY: u8 = 2;
//- tool/Cargo.toml
package.name = "tool"
//- tool/src/lib.rs
pub const KEY: u8 = 3;
"#,
    );
    let units = project.units(&["programs/named.rs"]);
    let [unit] = units.as_slice() else { panic!("{units:?}") };
    let crates: Vec<(&str, &str, Vec<&str>)> = unit
        .crates
        .iter()
        .map(|one| {
            let externs = one.externs.iter().map(|(name, _)| name.as_str()).collect();
            (one.name.as_str(), one.root.strip_prefix("/p").unwrap().to_str().unwrap(), externs)
        })
        .collect();
    let all = vec!["core_of_app", "dep", "dev"];
    assert_eq!(
        crates,
        [
            ("dev", "dev/src/lib.rs", vec![]),
            ("tool", "tool/src/lib.rs", vec![]),
            ("dep", "dep/src/lib.rs", vec![]),
            ("core_of_app", "lib/root.rs", vec!["dep", "dev"]),
            ("named", "programs/named.rs", all.clone()),
            ("by_name", "src/bin/by-name/main.rs", all.clone()),
            ("helper", "src/bin/helper.rs", all.clone()),
            ("one", "examples/one.rs", all.clone()),
            ("it", "tests/it.rs", all),
            ("build_script", "make.rs", vec!["tool"]),
        ]
    );
}

#[test]
fn crates_that_depend_on_one_another_in_a_circle() {
    let project = Project::new(
        "//- a/Cargo.toml\n[package]\nname = \"a\"\n[dev-dependencies]\nb = { path = \"../b\" }\n\
         //- a/src/lib.rs\npub const HOST: &str = \"https://a.com\";\n#[cfg(test)] mod tests { fn t() { b::call(\"k\"); } }\n\
         //- b/Cargo.toml\n[package]\nname = \"b\"\n[dependencies]\na = { path = \"../a\" }\n\
         //- b/src/lib.rs\npub fn call(key: &str) { reqwest::blocking::get(format!(\"{}/x?key={key}\", a::HOST)); }\n",
    );
    let found = project.requests(&["a/src/lib.rs"]);
    assert!(found.contains(&"GET https://a.com/x?key k".to_owned()), "{found:?}");
}

#[test]
fn a_module_of_two_crates_is_told_apart() {
    let project = Project::new(
        "//- Cargo.toml\n[package]\nname = \"app\"\n//- src/lib.rs\nmod config; pub fn lib() { crate::config::KEY; }\n\
         //- src/main.rs\nmod config; fn main() { app::lib(); config::KEY; }\n//- src/config.rs\npub const KEY: &str = \"k\";\n",
    );
    let module = project.lower(&["src/config.rs"]).module;
    let keys: Vec<_> = module.bindings.iter().filter(|binding| &*binding.name == "KEY").collect();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0].span, keys[1].span);
    assert!(module.problems.is_empty());
}

#[test]
fn manifests_that_cannot_be_read_are_passed_over() {
    let project = Project::new("//- Cargo.toml\n[package\n//- src/main.rs\nmod a;\n//- src/a.rs\nfn f() {}\n");
    assert_eq!(project.read(&project.lower(&["src/main.rs"])), ["src/a.rs", "src/main.rs"]);
    let odd = "//- Cargo.toml\npackage = { name = \"x\", workspace = 7 }\ndependencies = 3\nlib = []\nbin = {}\n[target]\na = 1\n//- src/main.rs\nfn f() {}\n";
    assert_eq!(Project::new(odd).units(&["src/main.rs"]).len(), 1);
}
