//! Comments that suppress nothing.

use super::ids;
use crate::finding::{Level, Rule};

/// The rule. Whether a comment is needed is known once all others have spoken, so that suppression reports it.
pub static RULE: Rule = Rule {
    id: ids::UNUSED_SUPPRESSION,
    summary: "A comment that suppresses findings suppresses none",
    level: Level::Warning,
    cwe: None,
    severity: "",
    docs: include_str!("../../rules/docs/unused-suppression.md"),
};
