//! Crates, by what their manifests ask for.

use super::expect;

#[test]
fn crates_for_browsers_and_hosts() {
    expect(
        r#"
== app/Cargo.toml
[package]
name = "app"
[dependencies]
yew = { version = "0.21", features = ["csr"] }
shared = { path = "../shared" }
== app/src/main.rs
fn main() {}
== server/Cargo.toml
[package]
name = "server"
[dependencies]
axum = "0.8"
shared = { path = "../shared" }
own = { path = "../own" }
== server/src/main.rs
fn main() {}
== shared/Cargo.toml
[package]
name = "shared"
== shared/src/lib.rs
pub fn call() {}
== own/Cargo.toml
[package]
name = "own"
== own/src/lib.rs
pub fn call() {}
== tool/Cargo.toml
[package]
name = "tool"
[dependencies]
reqwest = "0.12"
== tool/src/main.rs
fn main() {}
== both/Cargo.toml
[package]
name = "both"
[dependencies]
reqwest = "0.12"
[target.'cfg(target_arch = "wasm32")'.dependencies]
wasm-bindgen = "0.2"
== both/src/lib.rs
pub fn call() {}
== worker/Cargo.toml
[package]
name = "worker-app"
[dependencies]
worker = "0.4"
wasm-bindgen = "0.2"
== worker/src/lib.rs
pub fn call() {}
== lone.rs
fn main() {}
"#,
        "
        app/src/main.rs: client app/src/main.rs
        server/src/main.rs: server
        shared/src/lib.rs: client shared/src/lib.rs
        own/src/lib.rs: server
        tool/src/main.rs: server
        both/src/lib.rs: server
        worker/src/lib.rs: server
        lone.rs: unknown
        ",
    );
}

#[test]
fn a_crate_that_is_both() {
    expect(
        r#"
== Cargo.toml
[package]
name = "full"
[dependencies]
leptos = "0.7"
axum = { version = "0.8", optional = true }
leptos_axum = { version = "0.7", optional = true }
[features]
hydrate = ["leptos/hydrate"]
ssr = ["leptos/ssr", "dep:axum", "dep:leptos_axum"]
== src/lib.rs
use leptos::prelude::*;
#[server]
pub async fn users() -> Result<(), ServerFnError> { in_server(); Ok(()) }
#[component]
pub fn App() -> impl IntoView { in_view() }
#[cfg(feature = "ssr")]
mod db { pub fn read() { in_db() } }
#[cfg(not(feature = "ssr"))]
pub fn mount() { in_mount() }
== src/main.rs
#[cfg(feature = "ssr")]
#[tokio::main]
async fn main() { in_main() }
"#,
        "
        src/lib.rs@in_server: server
        src/lib.rs@in_view: client src/lib.rs
        src/lib.rs@in_db: server
        src/lib.rs@in_mount: client src/lib.rs
        src/main.rs@in_main: server
        ",
    );
}

#[test]
fn features_that_no_crate_for_browsers_asks_for() {
    expect(
        r#"
== core/Cargo.toml
[package]
name = "core-lr"
[features]
default = ["base"]
base = []
admin = []
== core/src/lib.rs
#[cfg(feature = "admin")]
pub mod admin { pub fn call() { in_admin() } }
#[cfg(feature = "base")]
pub mod base { pub fn call() { in_base() } }
#[cfg(any(feature = "admin", unix))]
pub mod either { pub fn call() { in_either() } }
pub fn call() { in_all() }
== web/Cargo.toml
[package]
name = "web"
[dependencies]
core-lr = { path = "../core" }
yew = { version = "0.21", features = ["csr"] }
== web/src/main.rs
fn main() {}
== server/Cargo.toml
[package]
name = "server"
[dependencies]
core-lr = { path = "../core", features = ["admin"] }
axum = "0.8"
== server/src/main.rs
fn main() {}
"#,
        "
        core/src/lib.rs@in_admin: unknown
        core/src/lib.rs@in_base: client core/src/lib.rs
        core/src/lib.rs@in_either: client core/src/lib.rs
        core/src/lib.rs@in_all: client core/src/lib.rs
        ",
    );
}
