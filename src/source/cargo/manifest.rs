//! What a `Cargo.toml` says. What is wrong in it is passed over: Cargo will say so.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::source::table::joined;

/// A manifest.
#[derive(Debug)]
pub(super) struct Manifest {
    /// Where it stands.
    pub folder: PathBuf,
    content: Table,
}

/// A package that another one asks for by its path.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Dependency {
    /// The name given to it, where it is renamed.
    pub name: Option<String>,
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// For the build script, and not for the package.
    pub build: bool,
}

/// A section such as `[[bin]]` or `[lib]`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Section {
    pub name: Option<String>,
    pub path: Option<String>,
}

/// A name as it is written in code.
pub(super) fn in_code(name: &str) -> String {
    name.replace('-', "_")
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// It is not in TOML.
    pub(super) fn read(folder: &Path, text: &str) -> Result<Self, toml::de::Error> {
        let content: Table = text.parse()?;
        Ok(Self { folder: folder.to_path_buf(), content })
    }

    fn package(&self) -> Option<&Table> {
        self.content.get("package").or_else(|| self.content.get("project"))?.as_table()
    }

    /// The name of its package; `None` if it is only that of a workspace.
    pub(super) fn name(&self) -> Option<&str> {
        self.package()?.get("name")?.as_str()
    }

    /// Whether it is the root of a workspace.
    pub(super) fn is_workspace(&self) -> bool {
        self.content.contains_key("workspace")
    }

    /// The folder of its workspace, where the package names it.
    pub(super) fn workspace(&self) -> Option<PathBuf> {
        Some(joined(&self.folder, self.package()?.get("workspace")?.as_str()?))
    }

    /// Whether the package is never published: `publish = false`.
    pub(super) fn is_private(&self) -> bool {
        match self.package().and_then(|package| package.get("publish")) {
            Some(Value::Boolean(publish)) => !publish,
            Some(Value::Array(registries)) => registries.is_empty(),
            _ => false,
        }
    }

    /// Whether targets of a kind are found by where they stand.
    pub(super) fn discovers(&self, switch: &str) -> bool {
        self.package().and_then(|package| package.get(switch)).and_then(Value::as_bool).unwrap_or(true)
    }

    /// The build scripts that the package names; `None` if it names none and does not say that there is none.
    pub(super) fn build(&self) -> Option<Vec<String>> {
        match self.package()?.get("build")? {
            Value::String(path) => Some(vec![path.clone()]),
            Value::Array(paths) => Some(paths.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
            Value::Boolean(false) => Some(Vec::new()),
            _ => None,
        }
    }

    /// `[lib]`
    pub(super) fn lib(&self) -> Option<Section> {
        self.content.get("lib").and_then(Value::as_table).map(section)
    }

    /// All `[[bin]]`, `[[test]]` and so on.
    pub(super) fn sections(&self, kind: &str) -> Vec<Section> {
        let list = self.content.get(kind).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_table).map(section).collect()
    }

    /// The dependencies that have a path, here or in the workspace.
    pub(super) fn dependencies(&self, workspace: Option<&Manifest>) -> Vec<Dependency> {
        let all = self.asked_for(workspace).into_iter();
        let of = |asked: Asked| {
            let path = asked.value.get("path").and_then(Value::as_str)?;
            let name = asked.value.get("package").is_some().then(|| in_code(asked.name));
            Some(Dependency { name, folder: joined(asked.folder, path), build: asked.build })
        };
        all.filter_map(of).collect()
    }

    /// The dependencies from elsewhere that go by another name: that name and their own, as they are written in code.
    pub(super) fn renamed(&self, workspace: Option<&Manifest>) -> Vec<(String, String)> {
        let all = self.asked_for(workspace).into_iter().filter(|asked| asked.value.get("path").is_none());
        let of = |asked: Asked| {
            let package = asked.value.get("package").and_then(Value::as_str)?;
            Some((in_code(asked.name), in_code(package)))
        };
        let mut renamed: Vec<(String, String)> = all.filter_map(of).filter(|(name, package)| name != package).collect();
        renamed.sort();
        renamed.dedup();
        renamed
    }

    fn asked_for<'m>(&'m self, workspace: Option<&'m Manifest>) -> Vec<Asked<'m>> {
        let mut found = Vec::new();
        self.read_dependencies(&self.content, workspace, &mut found);
        for target in self.content.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values) {
            if let Some(target) = target.as_table() {
                self.read_dependencies(target, workspace, &mut found);
            }
        }
        found
    }

    fn read_dependencies<'m>(&'m self, from: &'m Table, workspace: Option<&'m Manifest>, out: &mut Vec<Asked<'m>>) {
        const KINDS: [(&str, bool); 5] = [
            ("dependencies", false),
            ("dev-dependencies", false),
            ("dev_dependencies", false),
            ("build-dependencies", true),
            ("build_dependencies", true),
        ];
        for (kind, build) in KINDS {
            for (name, value) in from.get(kind).and_then(Value::as_table).into_iter().flatten() {
                let inherited = value.get("workspace").and_then(Value::as_bool) == Some(true);
                let (folder, value) = if inherited {
                    let Some(root) = workspace else { continue };
                    let all = root.content.get("workspace").and_then(|all| all.get("dependencies"));
                    let Some(value) = all.and_then(|all| all.get(name)) else { continue };
                    (&root.folder, value)
                } else {
                    (&self.folder, value)
                };
                out.push(Asked { name, folder, value, build });
            }
        }
    }
}

/// A dependency as it is written.
struct Asked<'m> {
    name: &'m str,
    /// The folder of the manifest that says more of it.
    folder: &'m Path,
    value: &'m Value,
    build: bool,
}

fn section(table: &Table) -> Section {
    let text = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
    Section { name: text("name"), path: text("path") }
}
