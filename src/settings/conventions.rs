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
    /// Beginnings of names that a tool puts into what browsers get.
    public: Vec<Public>,
}

/// A beginning of names of variables that a tool puts into what browsers get.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Public {
    /// The beginning: `VITE_`.
    pub prefix: String,
    /// The tool, as a sentence names it: `Vite`.
    pub tool: String,
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
        self.skipped.iter().any(|pattern| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
            (Some(end), _) => file.ends_with(end),
            (_, Some(start)) => file.starts_with(start),
            _ => file == pattern,
        })
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

    /// The tool that puts a variable of this name into what browsers get.
    pub fn public(&self, name: &str) -> Option<&Public> {
        let longer = |name: &str, prefix: &str| name.len() > prefix.len() && name.starts_with(prefix);
        self.public.iter().find(|public| longer(name, &public.prefix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_file_is_read() {
        let all = Conventions::get();
        assert!(all.skips("package-lock.json") && all.skips("tsconfig.app.json") && !all.skips("config.json"));
        assert!(all.is_sample(".env.example") && all.is_sample("config.sample.yaml") && !all.is_sample(".env"));
        assert_eq!(all.public("VITE_A").map(|it| &*it.tool), Some("Vite"));
        assert!(all.public("VITE_").is_none() && all.public("A_VITE_B").is_none());
    }
}
