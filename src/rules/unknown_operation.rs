//! Calls to a host of the API that no operation answers.

use super::helpers::wording;
use super::{Call, ids};
use crate::api::{OperationId, Server};
use crate::finding::{Confidence, Finding, Level, Rule};
use crate::matching::{Distance, Matched, Outcome};

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::UNKNOWN_OPERATION,
    summary: "The API has no operation of this method and path",
    level: Level::Note,
    cwe: None,
    severity: "2.0",
    docs: include_str!("../../rules/docs/unknown-operation.md"),
};

/// The finding about a call that is no operation, if any. A host that is one of several is no claim where another of them has
/// the operation: `all` are the URLs and methods of the call.
pub fn judge(call: &Call, matched: &Matched, all: &[Matched]) -> Option<Finding> {
    match &matched.outcome {
        Outcome::UnknownOperation { nearest, .. } => unknown(call, matched.method.as_deref(), *nearest),
        Outcome::OtherHost { api, operation, host } => {
            let own = Outcome::Operation { api: *api, operation: *operation };
            if all.iter().any(|other| other.outcome == own) { None } else { other_host(call, host) }
        }
        _ => None,
    }
}

fn unknown(call: &Call, method: Option<&str>, nearest: Option<(OperationId, Distance)>) -> Option<Finding> {
    let method = method?;
    let url = call.request.urls.get(call.url)?;
    let path = url.path();
    let near = nearest.and_then(|(id, distance)| call.api.operations.get(id.0 as usize).map(|it| (it, distance)));
    let title = format!("{} has no operation {method} {path}", call.api.name);
    let help = match near {
        Some((it, Distance::Method)) => {
            let same = call.api.operations.iter().filter(|other| other.path == it.path);
            let methods: Vec<String> = same.map(|other| other.method.clone()).collect();
            format!("{} takes {}", it.path, wording::list(&methods, "and"))
        }
        Some((it, Distance::Segment)) => format!("Did you mean {} {}?", it.method, it.path),
        Some((it, Distance::Far)) => {
            format!("Check method and path against the API's reference; the nearest is {} {}", it.method, it.path)
        }
        None => "Check method and path against the API's reference".to_owned(),
    };
    let close = matches!(near, Some((_, Distance::Method | Distance::Segment)));
    let finding = Finding::of(&RULE, call.request.point, title).label("no such operation").help(help);
    Some(if close { finding.level(Level::Warning) } else { finding.confidence(Confidence::Medium) })
}

fn other_host(call: &Call, host: &str) -> Option<Finding> {
    let operation = call.operation?;
    let hosts: Vec<String> = operation.servers.iter().filter_map(host_of).map(|it| format!("`{it}`")).collect();
    let lives = if hosts.is_empty() { "another host".to_owned() } else { wording::list(&hosts, "or") };
    let title = format!("{} {} is not on `{host}`, but on {lives}", operation.method, operation.path);
    let finding = Finding::of(&RULE, call.request.point, title)
        .level(Level::Warning)
        .label("wrong host")
        .help(format!("Send it to {lives}"))
        .operation(call.operation_ref());
    Some(finding)
}

fn host_of(server: &Server) -> Option<String> {
    if server.host.is_empty() {
        return None;
    }
    let labels: Vec<&str> = server.host.iter().map(|it| it.as_deref().unwrap_or("*")).collect();
    Some(labels.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_in_words() {
        let labels = |it: &[Option<&str>]| it.iter().map(|label| label.map(str::to_owned)).collect();
        let server = |host| Server { scheme: None, host, base_path: String::new(), choices: Vec::new() };
        assert_eq!(host_of(&server(labels(&[None, Some("example"), Some("com")]))).as_deref(), Some("*.example.com"));
        assert_eq!(host_of(&server(Vec::new())), None);
    }
}
