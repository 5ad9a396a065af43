//! Who imports whom.

use super::{Resolver, Target};
use crate::source::FileId;
use crate::source::files::{Files, Read};

/// The import specifiers of files.
#[derive(Debug)]
pub struct ImportGraph {
    specifiers: Vec<(FileId, Vec<Box<str>>)>,
}

impl ImportGraph {
    /// Scans files.
    pub fn scan(files: &Files, ids: &[FileId]) -> Self {
        let Ok(pattern) = regex::Regex::new(r#"(?:from|import|require)\s*\(?\s*["']([^"'\n]+)["']"#) else {
            return Self { specifiers: Vec::new() };
        };
        let of = |id: &FileId| {
            let text = match files.get(*id).map(crate::source::files::SourceFile::read) {
                Some(Read::Text(text)) => text,
                _ => String::new(),
            };
            (*id, pattern.captures_iter(&text).map(|found| Box::from(&found[1])).collect())
        };
        Self { specifiers: ids.iter().map(of).collect() }
    }

    /// The files that import one, sorted.
    pub fn importers(&self, resolver: &Resolver, target: FileId) -> Vec<FileId> {
        let leads = |(file, all): &&(FileId, Vec<Box<str>>)| {
            all.iter().any(|specifier| resolver.resolve(*file, specifier) == Target::Module(target))
        };
        self.specifiers.iter().filter(leads).map(|(file, _)| *file).collect()
    }
}
