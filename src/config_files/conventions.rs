//! What is customary about files of settings and the names in them: `rules/settings.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The data file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Conventions {
    /// Names of files that hold none of a project's own settings; `*` at an end stands for anything.
    skipped: Vec<String>,
    /// Words in the name of a file that is there to be copied.
    samples: Vec<String>,
    /// Names of tables that hold samples.
    sample_tables: Vec<String>,
    /// Where the secrets in files of settings belong.
    kept: Vec<Kept>,
}

/// Where secrets belong that stand in files of some names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    /// The ends of their paths; `*` at an end stands for anything.
    files: Vec<String>,
    /// A sentence without a full stop.
    #[serde(rename = "where")]
    place: String,
}

/// The text is part of the program, and a test reads it.
static CONVENTIONS: LazyLock<Conventions> =
    LazyLock::new(|| toml::from_str(include_str!("../../rules/settings.toml")).unwrap_or_default());

impl Conventions {
    /// Those of `rules/settings.toml`.
    pub fn get() -> &'static Self {
        &CONVENTIONS
    }

    /// Whether a file of this name holds none of a project's own settings.
    pub fn skips(&self, file: &str) -> bool {
        self.skipped.iter().any(|pattern| fits(pattern, file))
    }

    /// Whether a file of this name is there to be copied.
    pub fn is_sample(&self, file: &str) -> bool {
        let mut words = file.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| self.samples.iter().any(|sample| sample.eq_ignore_ascii_case(word)))
    }

    /// Whether a table of this name holds samples.
    pub fn is_sample_table(&self, name: &str) -> bool {
        self.sample_tables.iter().any(|table| table.eq_ignore_ascii_case(name))
    }

    /// Where a secret belongs that a file holds; `path` has `/` between its parts.
    pub fn keeps(&self, path: &str) -> &str {
        let is_of = |kept: &&Kept| kept.files.iter().any(|pattern| ends_so(path, pattern));
        self.kept.iter().find(is_of).map_or("Keep it in a secret store", |kept| &kept.place)
    }
}

/// Whether a name is one, or begins or ends as one with a `*` says.
fn fits(pattern: &str, name: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => name.ends_with(end),
        (_, Some(start)) => name.starts_with(start),
        _ => name == pattern,
    }
}

/// Whether the last parts of a path fit a pattern of as many parts.
fn ends_so(path: &str, pattern: &str) -> bool {
    let folders = pattern.matches('/').count();
    let start = path.rmatch_indices('/').nth(folders).map_or(0, |(at, _)| at + 1);
    fits(pattern, &path[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_file_is_read() {
        let all = Conventions::get();
        assert!(all.skips("package-lock.json") && all.skips("tsconfig.app.json") && !all.skips("config.json"));
        assert!(all.is_sample(".env.example") && all.is_sample("config.sample.yaml") && !all.is_sample(".env"));
        assert!(all.keeps("a/.github/workflows/ci.yml").contains("secrets.NAME"));
        assert!(all.keeps("deploy/docker-compose.prod.yml").contains("secrets:"));
        assert!(all.keeps(".env.local").contains("sample") && all.keeps("a/config.json").contains("secret store"));
    }
}
