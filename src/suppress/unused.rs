//! Which comments silence nothing: `unused-suppression`.

use super::directive::{Directive, SCOPES, Scope};
use crate::finding::{Finding, Rule};
use crate::rules;
use crate::rules::unused_suppression::{RULE, names_no_rule, no_directive, suppresses_nothing, unknown_rule};

/// For how many rules of one comment that do not exist it is told which may be meant.
const MAX_SUGGESTED: usize = 64;

/// What is wrong with a directive: one finding for each rule that it names in vain.
pub(super) fn findings(
    directive: &Directive,
    is_used: impl Fn(&str) -> bool,
    has_run: impl Fn(&Rule) -> bool,
    nearest: impl Fn(&Rule, usize) -> Option<usize>,
) -> Vec<Finding> {
    if !has_run(&RULE) {
        return Vec::new();
    }
    if directive.scope == Scope::Unknown {
        return vec![no_directive(directive.span, &directive.word, SCOPES.iter().map(|(name, _)| *name))];
    }
    if directive.rules.is_empty() {
        return vec![names_no_rule(directive.span, &directive.word)];
    }
    let line = (directive.scope != Scope::File).then_some(directive.lines.start);
    let in_vain = directive.rules.iter().enumerate().filter_map(|(at, (name, span))| match rules::named(name) {
        None => Some(unknown_rule(*span, name, at < MAX_SUGGESTED)),
        // Whether a comment about this very rule is needed depends on itself.
        Some(rule) if *rule == RULE || is_used(rule.id) || !has_run(rule) => None,
        Some(rule) => Some(suppresses_nothing(*span, rule, line, nearest(rule, directive.lines.start))),
    });
    in_vain.collect()
}
