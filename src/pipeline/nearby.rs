//! What a file leads to that says nothing of an API itself: while that says nothing either, nobody need look at the tree
//! around it. What cannot be told at once counts as saying something.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nodejs_built_in_modules::is_nodejs_builtin_module;
use rustc_hash::FxHashSet;
use serde_json::Value;

use super::knowledge;
use super::prefilter::file::Prefilters;
use crate::link::{packages, scan};
use crate::source::files::{Reader, SourceFile, kind_of};
use crate::source::table::joined;
use crate::source::walk::normalised;
use crate::source::{SourceKind, door, project};

/// Files that lead to more others than this are looked at with all around them.
const MAX_FILES: usize = 200;

/// Larger manifests are none.
const MAX_MANIFEST: u64 = 1024 * 1024;

/// What a module may end in where the import does not say.
const ENDINGS: [&str; 9] = ["", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".json"];

/// Looks at files by what they import.
pub(super) struct Nearby<'a> {
    prefilters: &'a Prefilters<'a>,
    reader: &'a Arc<dyn Reader>,
    /// What is still to be looked at, and whatever has been met.
    left: Vec<(PathBuf, String)>,
    met: FxHashSet<PathBuf>,
}

impl<'a> Nearby<'a> {
    pub fn new(prefilters: &'a Prefilters<'a>, reader: &'a Arc<dyn Reader>) -> Self {
        Self { prefilters, reader, left: Vec::new(), met: FxHashSet::default() }
    }

    /// Whether a script, and all that it leads to, says nothing of an API.
    pub fn leaves_alone(mut self, script: &SourceFile) -> bool {
        let location = normalised(&script.location);
        let Some(project) = Project::around(&location) else { return false };
        let Ok(text) = script.read() else { return false };
        self.left.push((location, text));
        while let Some((location, text)) = self.left.pop() {
            let specifiers = scan::specifiers(&text, false);
            if !specifiers.iter().all(|specifier| self.is_harmless(&project, &location, specifier)) {
                return false;
            }
        }
        true
    }

    /// Whether an import leads to nothing that says something of an API by itself. What it imports in turn is left for later.
    fn is_harmless(&mut self, project: &Project, from: &Path, specifier: &str) -> bool {
        if !specifier.starts_with('.') {
            return project.is_from_elsewhere(specifier);
        }
        let Some(folder) = from.parent() else { return false };
        let path = joined(folder, specifier.split('?').next().unwrap_or_default());
        if !self.met.insert(path.clone()) {
            return true;
        }
        let Some(path) = file_at(&path).filter(|_| self.met.len() <= MAX_FILES) else { return false };
        match kind_of(&path) {
            // Pages have scripts of their own, and crates are built of more than is imported.
            Some(SourceKind::Page(_) | SourceKind::Rust) => false,
            Some(kind) => self.reader.read(&path).is_ok_and(|text| {
                let is_hot = self.prefilters.code.is_hot(text.as_bytes());
                if kind.is_code() {
                    self.left.push((path, text));
                }
                !is_hot
            }),
            None => true,
        }
    }
}

/// The file that an import means, as far as its path alone tells.
fn file_at(path: &Path) -> Option<PathBuf> {
    let ending = |ending: &&str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let compiled = ["ts", "tsx"].map(|extension| path.with_extension(extension));
    let written = ENDINGS.iter().map(ending);
    let indices = ENDINGS.iter().skip(1).map(|ending| path.join(format!("index{ending}")));
    written.chain(compiled).chain(indices).find(|path| path.is_file())
}

/// What the project around a file says of imports by name.
struct Project {
    /// The packages that are installed, as far as the nearest manifest tells.
    installed: FxHashSet<String>,
}

impl Project {
    /// `None` where code uses names that it does not import, and where that cannot be told.
    fn around(file: &Path) -> Option<Self> {
        let top = project::around(file)?;
        let Some(package) = file.ancestors().skip(1).find(|folder| folder.join("package.json").is_file()) else {
            return Some(Self { installed: FxHashSet::default() });
        };
        let text = door::customary_text(&package.join("package.json"), MAX_MANIFEST).ok()?;
        let manifest: Value = serde_json::from_str(&text).ok()?;
        let sections = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
        let listed = sections.iter().filter_map(|section| manifest.get(section)?.as_object()).flatten();
        let listed: Vec<(&String, &str)> =
            listed.filter_map(|(name, version)| Some((name, version.as_str()?))).collect();
        if knowledge::gives_names(|package| listed.iter().any(|(name, _)| **name == *package)) {
            return None;
        }
        // In a workspace it may be the name of a neighbour.
        if project::is_workspace(&top) {
            return Some(Self { installed: FxHashSet::default() });
        }
        let is_version = |version: &str| version.starts_with(|it: char| it.is_ascii_digit() || "^~<>=".contains(it));
        let known = listed.into_iter().filter(|(_, version)| is_version(version));
        Some(Self { installed: known.map(|(name, _)| name.clone()).collect() })
    }

    /// Whether a name stands for a package that is not part of the tree.
    fn is_from_elsewhere(&self, specifier: &str) -> bool {
        let (package, _) = packages::split(specifier);
        specifier.contains(':') || is_nodejs_builtin_module(specifier) || self.installed.contains(package)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::Nearby;
    use crate::api::Apis;
    use crate::pipeline::prefilter::file::Prefilters;
    use crate::source::buffers::Buffers;
    use crate::source::files::{Reader, SourceFile};

    /// Whether a script that imports `specifier` is left alone in a project of these files.
    fn is_cold(specifier: &str, files: &[(&str, &str)]) -> bool {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("lib")).unwrap();
        fs::create_dir_all(dir.path().join(".git")).unwrap();
        let script = format!("import x from '{specifier}';\n");
        for (name, text) in [("a.ts", &*script)].iter().chain(files) {
            fs::write(dir.path().join(name), text).unwrap();
        }
        let apis = Apis::builtin().unwrap();
        let words = std::iter::once("acme".to_owned()).collect();
        let prefilters = Prefilters::new(&apis, &words);
        let reader: Arc<dyn Reader> = Arc::new(Buffers::default());
        let file = SourceFile::unread("a.ts".into(), dir.path().join("a.ts"), reader.clone());
        Nearby::new(&prefilters, &reader).leaves_alone(&file)
    }

    #[test]
    fn scripts_are_left_alone_where_nothing_that_they_lead_to_tells_of_an_api() {
        let hot = ("lib/api.ts", "export default 'https://acme.dev';\n");
        let cold = ("lib/api.ts", "import './more.js';\nimport '../a';\nexport default 1;\n");
        let (more, more_hot) = (("lib/more.ts", "export {};\n"), ("lib/more.ts", "export default 'acme';\n"));
        let page = ("lib/view.vue", "<script></script>\n");
        for (specifier, files, expected) in [
            ("./lib/api", &[cold, more][..], true),
            ("./lib/api", &[hot], false),
            ("./lib/api.js", &[cold, more_hot], false),
            // It may be anywhere.
            ("./lib/api", &[cold], false),
            ("./lib/nothing", &[], false),
            ("./lib/view.vue", &[page], false),
            ("node:fs", &[], true),
            ("fs/promises", &[], true),
            ("left-pad", &[], false),
        ] {
            assert_eq!(is_cold(specifier, files), expected, "{specifier} {files:?}");
        }
    }

    #[test]
    fn packages_are_from_elsewhere_where_nothing_says_that_they_are_neighbours() {
        let manifest = |text: &'static str| [("package.json", text)];
        let listed = manifest(r#"{ "dependencies": { "left-pad": "^1.0.0", "@a/b": "1" } }"#);
        for specifier in ["left-pad", "left-pad/x", "@a/b/c"] {
            assert!(is_cold(specifier, &listed), "{specifier}");
        }
        assert!(!is_cold("other", &listed));
        for text in [
            r#"{ "workspaces": ["*"], "dependencies": { "left-pad": "^1.0.0" } }"#,
            r#"{ "dependencies": { "left-pad": "workspace:*" } }"#,
            r#"{ "dependencies": { "left-pad": "1", "nuxt": "3" } }"#,
            "{",
        ] {
            assert!(!is_cold("left-pad", &manifest(text)), "{text}");
        }
    }
}
