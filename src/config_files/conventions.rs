//! What is customary about files of settings and the names in them: `rules/settings.toml`.

use std::sync::LazyLock;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;

/// What the data file says.
#[derive(Debug, Default)]
pub struct Conventions {
    data: Data,
    /// The names of [`Data::skipped`].
    skipped: GlobSet,
    /// For each of [`Data::kept`] the ends of the paths.
    kept: Vec<GlobSet>,
}

/// The data file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Data {
    /// Names of files that hold none of a project's own settings, as globs.
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
    /// The ends of their paths, as globs.
    files: Vec<String>,
    /// A sentence without a full stop.
    #[serde(rename = "where")]
    place: String,
}

/// The text is part of the program, and a test reads it.
static CONVENTIONS: LazyLock<Conventions> =
    LazyLock::new(|| Conventions::read(include_str!("../../rules/settings.toml")).unwrap_or_default());

impl Conventions {
    fn read(text: &str) -> Option<Self> {
        let data: Data = toml::from_str(text).ok()?;
        let kept = data.kept.iter().map(|kept| path_ends(&kept.files)).collect::<Result<_, _>>().ok()?;
        Some(Self { skipped: path_ends(&data.skipped).ok()?, kept, data })
    }

    /// Those of `rules/settings.toml`.
    pub fn get() -> &'static Self {
        &CONVENTIONS
    }

    /// Whether a file of this name holds none of a project's own settings.
    pub fn skips(&self, file: &str) -> bool {
        self.skipped.is_match(file)
    }

    /// Whether a file of this name is there to be copied.
    pub fn is_sample(&self, file: &str) -> bool {
        let mut words = file.split(|c: char| !c.is_ascii_alphanumeric());
        words.any(|word| self.data.samples.iter().any(|sample| sample.eq_ignore_ascii_case(word)))
    }

    /// Whether a table of this name holds samples.
    pub fn is_sample_table(&self, name: &str) -> bool {
        self.data.sample_tables.iter().any(|table| table.eq_ignore_ascii_case(name))
    }

    /// Where a secret belongs that a file holds; `path` has `/` between its parts.
    pub fn keeps(&self, path: &str) -> &str {
        let mut fitting = self.kept.iter().zip(&self.data.kept).filter(|(files, _)| files.is_match(path));
        fitting.next().map_or("Keep it in a secret store", |(_, kept)| &kept.place)
    }
}

/// Matches paths that end as one of the globs says.
fn path_ends(globs: &[String]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        set.add(GlobBuilder::new(&format!("**/{glob}")).literal_separator(true).build()?);
    }
    set.build()
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
