//! What a module specifier means.

pub use crate::flow::program::Target;
use crate::flow::program::unresolved;
use crate::source::FileId;
use crate::source::files::Files;
use crate::source::walk::normalised;

/// Resolves specifiers.
#[derive(Debug)]
pub struct Resolver<'f> {
    files: &'f Files,
}

impl<'f> Resolver<'f> {
    /// A resolver over the files of a run.
    pub fn new(files: &'f Files) -> Self {
        Self { files }
    }

    /// What a specifier in a file means.
    pub fn resolve(&self, from: FileId, specifier: &str) -> Target {
        if !specifier.starts_with('.') {
            return unresolved(specifier);
        }
        let Some(file) = self.files.get(from) else { return Target::Unknown };
        let base = normalised(&file.location.parent().unwrap_or(&file.location).join(specifier));
        let text = base.display().to_string();
        let stem = text.strip_suffix(".js").unwrap_or(&text);
        let endings =
            ["", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".json", "/index.ts", "/index.tsx", "/index.js"];
        endings
            .iter()
            .flat_map(|ending| [format!("{text}{ending}"), format!("{stem}{ending}")])
            .find_map(|path| self.files.at(path.as_ref()))
            .map_or(Target::Unknown, Target::Module)
    }
}
