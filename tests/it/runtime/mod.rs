//! Where code runs, in the layouts of many frameworks.

mod bundles;
mod crates;
mod edges;
mod frameworks;
mod inlined;
mod servers;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use authlint::link::{ImportGraph, Workspace};
use authlint::runtime::{Context, ContextData, Contexts};
use authlint::source::files::{Disk, Files, SourceFile, kind_of};
use authlint::source::walk::walk;
use authlint::source::{FileId, Span};

fn data() -> &'static ContextData {
    static READ: LazyLock<ContextData> = LazyLock::new(|| ContextData::builtin().unwrap());
    &READ
}

/// Writes files given as `== path` lines, each followed by a text.
fn write(folder: &Path, project: &str) {
    fs::create_dir(folder.join(".git")).unwrap();
    for part in format!("\n{project}").split("\n== ").skip(1) {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        let path = folder.join(path.trim());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn files_of(folder: &Path) -> Files {
    let found = walk(&[folder.to_path_buf()], false, |path| kind_of(path).is_some(), |_| ()).unwrap().files;
    let reader = Arc::new(Disk);
    Files::new(
        found.into_iter().map(|(found, ())| SourceFile::unread(found.path, found.location, reader.clone())).collect(),
    )
}

/// `client a.ts > b.ts`, or `server` or `unknown`; `?` where it is not certain.
fn shown(folder: &Path, files: &Files, context: &Context) -> String {
    let path = |id: &FileId| {
        let location = &files.get(*id).unwrap().location;
        location.strip_prefix(folder).unwrap().to_str().unwrap().to_owned()
    };
    let doubt = if format!("{:?}", context.confidence) == "Medium" { "?" } else { "" };
    match context.side.word() {
        "client" => {
            let chain: Vec<String> = context.chain.iter().map(path).collect();
            format!("client{doubt} {}", chain.join(" > "))
        }
        other => other.to_owned(),
    }
}

/// Asserts where the code of a project runs. Each line of `expected` is a path, perhaps `@` and a text in the file, and
/// after a colon what is expected.
#[track_caller]
fn expect(project: &str, expected: &str) {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), project);
    let files = files_of(dir.path());
    let workspace = Workspace::new(&files);
    let ids: Vec<FileId> = files.iter().map(|(id, _)| id).filter(|id| workspace.is_script(*id)).collect();
    let (graph, _) = ImportGraph::scan(workspace.resolver(), &ids, |_, _| false);
    let data = data();
    let contexts = Contexts::new(&workspace, &graph, data);
    let mut found = String::new();
    let mut whys = String::new();
    let mut wanted = String::new();
    for line in expected.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (place, _) = line.split_once(": ").unwrap();
        let (path, text) = place.split_once('@').unwrap_or((place, ""));
        let id = files.at(&dir.path().join(path)).unwrap_or_else(|| panic!("{path} is not in the run"));
        let at = files.text(id).find(text).unwrap_or_else(|| panic!("{text} is not in {path}"));
        let at = u32::try_from(at).unwrap();
        let context = contexts.at(Span::new(id, at, at));
        let _ = writeln!(found, "{place}: {}", shown(dir.path(), &files, &context));
        let _ = writeln!(whys, "{place}: {}", context.why);
        let _ = writeln!(wanted, "{line}");
    }
    assert_eq!(found, wanted, "because\n{whys}");
}

#[test]
fn the_order_of_questions_does_not_matter() {
    let dir = tempfile::tempdir().unwrap();
    let mut project = String::from(
        "== package.json\n{\"dependencies\": {\"react-scripts\": \"5\"}}\n== src/index.js\nimport './m0'; import './m1'; import './m2';\n",
    );
    for at in 0..40 {
        let _ =
            write!(project, "== src/m{at}.js\nimport './m{}'; import './m{}';\n", (at * 7 + 3) % 40, (at * 5 + 1) % 40);
    }
    write(dir.path(), &project);
    let files = files_of(dir.path());
    let data = data();
    let ask = |backwards: bool| {
        let workspace = Workspace::new(&files);
        let mut ids: Vec<FileId> = files.iter().map(|(id, _)| id).filter(|id| workspace.is_script(*id)).collect();
        let (graph, _) = ImportGraph::scan(workspace.resolver(), &ids, |_, _| false);
        let contexts = Contexts::new(&workspace, &graph, data);
        let half = ids.len() / 2;
        if backwards {
            ids.reverse();
        }
        let (one, other) = ids.split_at(half);
        let ask = |ids: &[FileId]| -> Vec<(FileId, Context)> {
            ids.iter().map(|id| (*id, contexts.at(Span::new(*id, 0, 0)))).collect()
        };
        let mut found = std::thread::scope(|scope| {
            let thread = scope.spawn(|| ask(one));
            let mut found = ask(other);
            found.extend(thread.join().unwrap());
            found
        });
        found.sort_by_key(|(id, _)| *id);
        found
    };
    let found = ask(false);
    assert_eq!(found, ask(true));
    assert!(found.iter().any(|(_, context)| context.chain.len() > 3));
    assert!(found.iter().all(|(id, context)| context.chain.last() == Some(id)));
}

#[test]
fn requests_are_listed_with_where_they_are_sent_from() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        "== package.json\n{\"dependencies\": {\"react-scripts\": \"5\"}}\n== src/index.js\nimport { call } from './call'; call();\n\
         == src/call.js\nexport const call = () => fetch('https://api.loginradius.com/identity/v2/auth/account');\n\
         == webpack.config.js\nmodule.exports = { entry: (; './src/call.js' };\n",
    );
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(dir.path())
        .args(["requests", "--format", "json", "."])
        .output()
        .unwrap();
    let listed: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = serde_json::json!({
        "side": "client",
        "why": "it is an entry of Create React App",
        "chain": ["src/index.js", "src/call.js"],
    });
    assert_eq!(listed["requests"][0]["context"], expected);
    // What is parsed for this alone is nobody's business.
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// What one file of the data says takes the place of nothing that another one says.
#[test]
fn files_of_the_data_add_up() {
    let files = [
        (
            "a.toml",
            "[jsx]\nrenderers = [\"a\"]\n[automation]\nglobals = [\"x\"]\n[crates]\nclient = [\"a\"]\n[aside]\nfolders = [\"a\"]\n",
        ),
        (
            "b.toml",
            "[jsx]\nrenderers = [\"b\"]\n[automation]\nlistens = [\"y\"]\n[crates]\nclient = [\"b\"]\n[aside]\nmarks = [\"b\"]\n",
        ),
    ];
    let data = ContextData::read(files.into_iter()).unwrap();
    assert_eq!(
        (&*data.jsx.renderers, &*data.crates.client),
        (&["a", "b"].map(str::to_owned)[..], &["a", "b"].map(str::to_owned)[..])
    );
    assert_eq!((data.automation.globals.len(), data.automation.listens.len()), (1, 1));
    assert!(data.aside.has("a/x.js") && data.aside.has("x.b.js"));
}
