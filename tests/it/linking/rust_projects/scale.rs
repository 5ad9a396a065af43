//! What large projects take grows as they grow.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use authlint::analyse;
use authlint::pipeline::Options;

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const API: &str = "pub struct Api { client: reqwest::blocking::Client, key: String }
impl Api {
    pub fn new() -> Self { Api { client: reqwest::blocking::Client::new(), key: std::env::var(\"KEY\").unwrap() } }
    pub fn get(&self, path: &str) {
        self.client.get(format!(\"https://api.loginradius.com/identity/v2{path}\")).query(&[(\"apikey\", &self.key)]).send();
    }
}
";

/// A crate of modules that call one another in fives.
fn modules(folder: &Path, count: usize) {
    let mut root = "mod api;\n".to_owned();
    for at in 0..count {
        writeln!(root, "pub mod m{at};").unwrap();
        let next = if at % 5 == 4 || at + 1 == count { String::new() } else { format!("m{}::run(api);", at + 1) };
        let text = format!(
            "use crate::*;\nuse crate::api::Api;\npub struct Item {{ next: Option<Box<m{}::Item>> }}\n\
             pub fn run(api: &Api) {{ api.get(\"/manage/account/{at}\"); {next} }}\npub fn start() {{ run(&Api::new()) }}\n",
            (at * 7) % count
        );
        write(folder, &format!("src/m{at}.rs"), &text);
    }
    write(folder, "Cargo.toml", "[package]\nname = \"many\"\n");
    write(folder, "src/api.rs", API);
    write(folder, "src/lib.rs", &root);
}

/// A workspace of crates, each of which depends on the first one and the one before it.
fn crates(folder: &Path, count: usize) {
    write(folder, "Cargo.toml", "[workspace]\nmembers = [\"*\"]\n");
    write(folder, "c0/Cargo.toml", "[package]\nname = \"c0\"\n");
    write(folder, "c0/src/lib.rs", &format!("{API}pub fn run() {{}}\n"));
    for at in 1..count {
        let before = at - 1;
        let mut dependencies = format!("c{before} = {{ path = \"../c{before}\" }}\n");
        if at > 1 {
            dependencies.push_str("c0 = { path = \"../c0\" }\n");
        }
        write(
            folder,
            &format!("c{at}/Cargo.toml"),
            &format!("[package]\nname = \"c{at}\"\n[dependencies]\n{dependencies}"),
        );
        let text =
            format!("pub fn run() {{\n    c{before}::run();\n    c0::Api::new().get(\"/manage/account/{at}\");\n}}\n");
        write(folder, &format!("c{at}/src/lib.rs"), &text);
    }
}

/// The steps taken for a project, of which every part has a finding.
#[track_caller]
fn steps(make: fn(&Path, usize), count: usize, findings: usize) -> usize {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), count);
    let analysis = analyse(&Options::default(), &[folder.path().to_path_buf()]).unwrap();
    assert_eq!(analysis.findings.len(), findings);
    analysis.timings.steps
}

#[test]
fn two_hundred_modules() {
    let (half, whole) = (steps(modules, 100, 100), steps(modules, 200, 200));
    assert!(whole < half * 5 / 2, "{half} steps for half of {whole}");
}

#[test]
fn sixty_crates() {
    let (half, whole) = (steps(crates, 30, 29), steps(crates, 60, 59));
    // A crate runs those before it, down to some depth.
    assert!(whole < half * 3, "{half} steps for half of {whole}");
}
