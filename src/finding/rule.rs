//! What is fixed about a rule.

use std::fmt::{self, Write as _};

/// How grave a finding is. The order is that of gravity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Probably a fault.
    Warning,
    /// A fault.
    Error,
}

/// How sure a finding is. Low ones are shown only with `--pedantic`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A guess that a reviewer may want to look at.
    Low,
    /// Probably right.
    Medium,
    /// Certain as far as a static analysis can be.
    High,
}

/// What is fixed about a rule. Two rules are the same if their ids are.
pub struct Rule {
    /// Its id, kebab case; public interface.
    pub id: &'static str,
    /// One line: what it reports.
    pub summary: &'static str,
    /// The level of its findings unless configured otherwise.
    pub level: Level,
    /// The CWE number it belongs to.
    pub cwe: Option<u32>,
    /// GitHub's 0.0 to 10.0 scale, as text.
    pub severity: &'static str,
    /// The whole page, Markdown.
    pub docs: &'static str,
}

impl Level {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Confidence {
    /// The word used in every format.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// Comments by which the examples of a page tell tests where findings are.
const MARKS: [&str; 3] = [" // ~ ", " # ~ ", "// ~v "];

impl Rule {
    /// The page for people: without what only tests read, with what is said of every rule.
    pub fn page(&self) -> String {
        let mut page = String::with_capacity(self.docs.len());
        for line in self.docs.lines() {
            let marked = MARKS.iter().find_map(|mark| line.find(mark));
            let line = match (marked, line.strip_prefix("```")) {
                (Some(at), _) if line[..at].trim().is_empty() => continue,
                (Some(at), _) => line[..at].trim_end(),
                (None, Some(info)) => {
                    page.push_str("```");
                    info.split(' ').next().unwrap_or_default()
                }
                (None, None) => line,
            };
            page.push_str(line);
            page.push('\n');
        }
        let (level, id) = (self.level.as_str(), self.id);
        let class = self.cwe.map_or_else(String::new, |number| {
            format!(", [CWE-{number}](https://cwe.mitre.org/data/definitions/{number}.html)")
        });
        let _ = write!(
            page,
            "\n## Level\n\n{level}{class}. `{id} = \"off\"` or another level under `[rules]` of `authlint.toml` changes it, for some \
             files under `[[overrides]]`; `// authlint-disable-next-line {id} -- reason` silences one place.\n"
        );
        page
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// Its id: the page would drown everything else.
impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Rule").field(&self.id).finish()
    }
}
