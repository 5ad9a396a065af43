//! The rules and their registry.

use crate::report::finding::Level;

/// What is fixed about a rule. Its text is `rules/docs/<id>.md`.
#[derive(Debug)]
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

// stub: the registry, so that the commands have something to name.
/// All rules, sorted by id.
pub fn all() -> &'static [Rule] {
    static RULES: [Rule; 2] = [
        Rule {
            id: "bearer-only",
            summary: "A user's token on a backend-only operation",
            level: Level::Error,
            cwe: Some(287),
            severity: "8.1",
            docs: "# bearer-only\n",
        },
        Rule {
            id: "missing-credentials",
            summary: "No credentials on an operation that demands some",
            level: Level::Warning,
            cwe: Some(306),
            severity: "5.0",
            docs: "# missing-credentials\n",
        },
    ];
    &RULES
}
