//! What is known of a program does not depend on what else there is: modules that have nothing to do with it, a large
//! group of which import one another in a circle, change no finding.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Place, assert_same, found, marked};

/// How many modules stand beside a program.
const FEW: usize = 5;
/// How many stand beside one alone.
const MANY: usize = 12;

/// A module of JavaScript that calls the next ones, keeps state, and sends requests that nothing is wrong with.
fn script(at: usize, of: usize) -> String {
    let (next, other) = ((at + 1) % of, (at * 7 + 3) % of);
    let text = "import axios from 'axios';
import { stepNEXT, ThingNEXT } from './nNEXT.js';
import * as other from './nOTHER.js';
let state = { count: 0, base: 'https://api.loginradius.com' };
export const clientHERE = axios.create({ baseURL: state.base, params: { apikey: process.env.N_KEY, apisecret: process.env.N_SECRET } });
export class ThingHERE {
  constructor(n) { this.n = n; this.rest = []; }
  run(x) {
    for (const y of x()) { state.count += y; this.rest.push(stepNEXT(this.n, x)); }
    while (x()) { this.n = new ThingNEXT(this.n).run(x); }
    return this.n;
  }
}
export function stepHERE(n, x) { return n > 100 ? n : new ThingHERE(n).run(x) + other.stepOTHER(n + 1, x); }
export const allHERE = () => clientHERE.get('/v2/manage/organizations');
";
    text.replace("HERE", &at.to_string()).replace("NEXT", &next.to_string()).replace("OTHER", &other.to_string())
}

/// The same in Rust.
fn module(at: usize, of: usize) -> String {
    let (next, other) = ((at + 1) % of, (at * 7 + 3) % of);
    let text = "use crate::beside::*;
pub struct ItemHERE { next: Option<Box<nNEXT::ItemNEXT>>, client: reqwest::Client }
pub static SHARED_HERE: std::sync::LazyLock<reqwest::Client> = std::sync::LazyLock::new(|| nNEXT::makeNEXT(3));
pub fn makeHERE(n: u32) -> reqwest::Client { if n == 0 { reqwest::Client::new() } else { nOTHER::makeOTHER(n - 1) } }
impl ItemHERE {
    pub async fn run(&self, n: u32) -> Result<(), reqwest::Error> {
        for at in 0..n { nNEXT::runNEXT(at + n).await?; }
        self.client.get(\"https://api.loginradius.com/v2/manage/organizations\")
            .query(&[(\"apikey\", std::env::var(\"N_KEY\").unwrap()), (\"apisecret\", std::env::var(\"N_SECRET\").unwrap())])
            .send().await?;
        Ok(())
    }
}
pub async fn runHERE(n: u32) -> Result<(), reqwest::Error> {
    let item = ItemHERE { next: None, client: makeHERE(n) };
    nOTHER::runOTHER(n + 1).await?;
    item.run(n).await
}
";
    text.replace("HERE", &at.to_string()).replace("NEXT", &next.to_string()).replace("OTHER", &other.to_string())
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// Copies a program, each file of it, and gives the statements that import its modules for their effects: the main one first,
/// so that they run in the order that it asks for.
fn copy(program: &Path, to: &Path) -> String {
    let mut files = Vec::new();
    files_below(program, &mut files);
    files.sort_by_key(|file| (file.file_stem().is_none_or(|stem| stem != "main"), file.clone()));
    let mut imports = String::new();
    for file in &files {
        let below = file.strip_prefix(program).unwrap();
        write(&to.join(below), &fs::read_to_string(file).unwrap());
        if ["js", "ts", "mjs"].iter().any(|kind| below.extension().is_some_and(|it| it == *kind)) {
            imports.push_str(&format!("import '../{}';\n", below.display()));
        }
    }
    imports
}

fn programs(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut programs: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    programs.sort();
    programs
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// What is found in a tree, but for the modules beside its programs.
fn found_in_programs(tree: &Path) -> BTreeSet<Place> {
    found(tree).into_iter().filter(|(path, ..)| !path.split('/').any(|part| part == "beside")).collect()
}

/// Programs of several files, each in a package of its own; nothing imports anything of theirs.
#[test]
fn modules_apart_change_no_finding() {
    modules_apart(&programs("tests/cases/modules"));
}

#[test]
#[ignore = "long: all of the catalogue"]
fn modules_apart_change_no_finding_of_the_catalogue() {
    modules_apart(&programs("tests/cases/catalogue"));
}

fn modules_apart(programs: &[PathBuf]) {
    let (alone, beside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for program in programs {
        for tree in [&alone, &beside] {
            let to = tree.path().join(name_of(program));
            copy(program, &to);
            if !to.join("package.json").exists() {
                write(&to.join("package.json"), "{}");
            }
        }
        for at in 0..FEW {
            write(&beside.path().join(name_of(program)).join(format!("beside/n{at}.js")), &script(at, FEW));
        }
    }
    let alone = found_in_programs(alone.path());
    assert!(!alone.is_empty());
    assert_same(&found_in_programs(beside.path()), &alone);
}

/// One of the modules imports all of the program for its effects, so that they are one unit.
#[test]
fn modules_of_the_same_unit_change_no_finding() {
    modules_of_the_same_unit(3);
}

#[test]
#[ignore = "long: all programs"]
fn modules_of_the_same_unit_change_no_finding_of_any_program() {
    modules_of_the_same_unit(1);
}

fn modules_of_the_same_unit(step: usize) {
    for program in programs("tests/cases/modules").into_iter().step_by(step) {
        let tree = tempfile::tempdir().unwrap();
        let imports = copy(&program, tree.path());
        let alone = found_in_programs(tree.path());
        for at in 0..FEW {
            let imports = if at == 0 { &*imports } else { "" };
            write(&tree.path().join(format!("beside/n{at}.js")), &format!("{imports}{}", script(at, FEW)));
        }
        assert_same(&found_in_programs(tree.path()), &alone);
    }
}

/// Each program of Rust as the root of a crate that has such modules as well, and as it is alone.
#[test]
fn modules_of_the_same_crate_change_no_finding() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rust");
    let all = tempfile::tempdir().unwrap();
    let mut expected: BTreeSet<Place> = BTreeSet::new();
    let names: Vec<String> = (0..FEW).map(|at| format!("pub mod n{at};\n")).collect();
    for (at, entry) in fs::read_dir(folder).unwrap().enumerate() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        // What a crate is for tells where it runs.
        if text.contains("expect: prefer-m2m") || at % 8 != 0 {
            continue;
        }
        let root = all.path().join(&name);
        let manifest = format!("[package]\nname = \"{}\"\npublish = false\n", name.replace('_', "-"));
        write(&root.join("Cargo.toml"), &manifest);
        write(&root.join("src/main.rs"), &format!("{text}\nmod beside;\n"));
        write(&root.join("src/beside/mod.rs"), &names.concat());
        for at in 0..FEW {
            write(&root.join(format!("src/beside/n{at}.rs")), &module(at, FEW));
        }
        expected.extend(marked(&text).into_iter().map(|(line, rule)| (format!("{name}/src/main.rs"), line, rule)));
    }
    assert!(!expected.is_empty());
    let found =
        found(all.path()).into_iter().filter(|(path, _, rule)| !path.contains("/beside/") && rule != "prefer-m2m");
    assert_same(&found.collect(), &expected);
}

/// A client that a function makes for a static of its own is known, however large the circle beside it is.
#[test]
fn a_client_of_a_static_is_known_beside_a_circle() {
    let text = "mod beside;
static CLIENT: std::sync::LazyLock<reqwest::Client> = std::sync::LazyLock::new(build);
fn build() -> reqwest::Client { reqwest::Client::builder().build().unwrap() }
#[tokio::main]
async fn main() {
    CLIENT.get(\"https://api.loginradius.com/v2/manage/organizations\").send().await.unwrap(); // expect: missing-credentials
    beside::n0::run0(1).await.unwrap();
}
";
    let root = tempfile::tempdir().unwrap();
    write(&root.path().join("Cargo.toml"), "[package]\nname = \"one\"\npublish = false\n");
    write(&root.path().join("src/main.rs"), text);
    let names: Vec<String> = (0..MANY).map(|at| format!("pub mod n{at};\n")).collect();
    write(&root.path().join("src/beside/mod.rs"), &names.concat());
    for at in 0..MANY {
        write(&root.path().join(format!("src/beside/n{at}.rs")), &module(at, MANY));
    }
    let expected: BTreeSet<Place> =
        marked(text).into_iter().map(|(line, rule)| ("src/main.rs".to_owned(), line, rule)).collect();
    let found = found(root.path()).into_iter().filter(|(_, _, rule)| rule != "prefer-m2m");
    assert_same(&found.collect(), &expected);
}
