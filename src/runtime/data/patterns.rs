//! Patterns of paths and of names of files.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::parallel::Lazy;

/// Patterns of paths or names. What finds them is made when something may be one.
#[derive(Debug, Default)]
pub struct Globs {
    patterns: Vec<Glob>,
    set: Lazy<GlobSet>,
}

impl Globs {
    /// Adds others.
    pub(super) fn add(&mut self, more: Self) {
        self.patterns.extend(more.patterns);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether one of them is a path's.
    pub fn is_match(&self, path: &str) -> bool {
        let special = |byte: u8| matches!(byte, b'*' | b'?' | b'[' | b'{' | b'\\');
        let begins = |glob: &Glob| {
            let pattern = glob.glob().as_bytes();
            let fixed = pattern.iter().position(|byte| special(*byte)).unwrap_or(pattern.len());
            path.as_bytes().starts_with(&pattern[..fixed])
        };
        self.patterns.iter().any(begins) && self.set.get_or_fill(|| self.set()).is_match(path)
    }

    fn set(&self) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for pattern in &self.patterns {
            set.add(pattern.clone());
        }
        set.build().unwrap_or_else(|_| GlobSet::empty())
    }
}

/// Reads patterns of paths, in which `*` stops at a slash.
pub(super) fn globs<'de, D: Deserializer<'de>>(patterns: D) -> Result<Globs, D::Error> {
    let mut globs = Globs::default();
    for pattern in Vec::<String>::deserialize(patterns)? {
        let glob = GlobBuilder::new(&pattern).literal_separator(true).empty_alternates(true).build();
        globs.patterns.push(glob.map_err(D::Error::custom)?);
    }
    Ok(globs)
}
