//! The tables beside the findings: operations with their calls, and credentials with their ways.

use std::fmt::Write as _;

use super::{escaped, flow, place, prose};
use crate::finding::{Finding, Level};
use crate::report::inventory::{CallUse, CredentialUse, Inventory, OperationUse, Said, Way};
use crate::report::{Report, counted};

/// More ways of a credential are only counted.
const MAX_WAYS: usize = 50;

/// The operations that are called, each call with its verdict.
pub(super) fn operations(report: &Report<'_>, inventory: &Inventory, body: &mut String) {
    if inventory.operations.is_empty() {
        return;
    }
    body.push_str("<h2>Operations</h2>\n<table>\n<tr><th>Operation</th><th>Accepts</th><th>Calls</th></tr>\n");
    for OperationUse { api, name, accepts, is_backend_only, calls } in &inventory.operations {
        let backend = if *is_backend_only { "<br><strong>for servers only</strong>" } else { "" };
        let _ = write!(
            body,
            "<tr><td><code>{}</code><br><span class=\"quiet\">{}</span>{backend}</td><td>{}</td><td>",
            escaped(&report.prose(name)),
            escaped(&report.prose(api)),
            prose(report, accepts)
        );
        for call in calls {
            let presents = if call.presents.is_empty() { "nothing".to_owned() } else { call.presents.join(", ") };
            let _ = write!(
                body,
                "<div><code>{}</code> presents {}: {}</div>",
                place(report, call.span),
                escaped(&report.prose(&presents)),
                verdict(report, call)
            );
        }
        body.push_str("</td></tr>\n");
    }
    body.push_str("</table>\n");
}

/// What the rules say of a call. What of that is not among the findings of the page was silenced, by whatever way, and
/// is said all the same: a call that is wrong is nowhere shown as right.
fn verdict(report: &Report<'_>, call: &CallUse) -> String {
    let line = |span| report.files.start(span).map(|position| position.line);
    let own = line(call.span);
    let of_call = |finding: &&&Finding| {
        finding.span.file == call.span.file && (call.span.contains(finding.span) || line(finding.span) == own)
    };
    let mut rules: Vec<(Level, &str, &str)> =
        report.findings.iter().filter(of_call).map(|finding| (finding.level, finding.rule.id, "")).collect();
    for Said { rule, level, is_low } in &call.said {
        if !rules.iter().any(|(_, shown, _)| *shown == rule.id) {
            rules.push((*level, rule.id, if *is_low { " (only with --pedantic)" } else { " (silenced)" }));
        }
    }
    rules.sort_by_key(|(level, rule, _)| (level.as_str(), *rule));
    rules.dedup();
    if rules.is_empty() {
        let said = if call.is_open { "open: it may carry more than is seen" } else { "satisfied" };
        return format!("<span class=\"{}\">{said}</span>", if call.is_open { "quiet" } else { "good" });
    }
    let said = rules.iter().map(|(level, rule, silenced)| {
        format!("<span class=\"{}\"><span>{rule}</span></span>{silenced}", level.as_str())
    });
    said.collect::<Vec<_>>().join(", ")
}

/// The credentials that are sent: what each is, where it enters and goes, and the least that would do.
pub(super) fn credentials(report: &Report<'_>, inventory: &Inventory, body: &mut String) {
    if inventory.credentials.is_empty() {
        return;
    }
    body.push_str("<h2>Credentials</h2>\n");
    for CredentialUse { api, name, kind, ways, needed_by, least } in &inventory.credentials {
        let _ = writeln!(
            body,
            "<h3>{} <span class=\"quiet\">{kind}, {}</span></h3>\n<p>Accepted by {} of those called; {}.</p>",
            escaped(&report.prose(name)),
            escaped(&report.prose(api)),
            counted(*needed_by, "operation"),
            escaped(&report.prose(least)),
        );
        for Way { enters, carrier, call, operation } in ways.iter().take(MAX_WAYS) {
            let enters = match enters {
                Some((span, what)) => {
                    format!("<code>{}</code> {}", place(report, *span), escaped(&report.prose(what)))
                }
                None => "comes from where nothing is seen".to_owned(),
            };
            let steps = [
                enters,
                escaped(&report.prose(carrier)),
                format!("<code>{}</code> sends it", place(report, *call)),
                format!("<code>{}</code>", escaped(&report.prose(operation))),
            ];
            flow(&steps, "", body);
        }
        let more = ways.len().saturating_sub(MAX_WAYS);
        if more > 0 {
            let _ = writeln!(body, "<p class=\"quiet\">and {}</p>", counted(more, "more way"));
        }
    }
}
