//! Calls to a host of the API that no operation answers.

use super::{Call, finding, operation_ref, rule};
use crate::api::{OperationId, Server};
use crate::finding::{Confidence, Finding, Level};
use crate::matching::{Distance, Matched, Outcome};

/// The finding about a call that is no operation, if any.
pub fn judge(call: &Call, matched: &Matched) -> Option<Finding> {
    match &matched.outcome {
        Outcome::UnknownOperation { nearest, .. } => unknown(call, matched.method.as_deref(), *nearest),
        Outcome::OtherHost { host, .. } => other_host(call, host),
        _ => None,
    }
}

fn unknown(call: &Call, method: Option<&str>, nearest: Option<(OperationId, Distance)>) -> Option<Finding> {
    let method = method?;
    let url = call.request.urls.get(call.url)?;
    let path = path_of(&url.text.to_string());
    let near = nearest.and_then(|(id, distance)| call.api.operations.get(id.0 as usize).map(|it| (it, distance)));
    let title = format!("{} has no operation {method} {path}", call.api.name);
    let help = match near {
        Some((it, Distance::Method)) => {
            let same = call.api.operations.iter().filter(|other| other.path == it.path);
            let methods: Vec<String> = same.map(|other| other.method.clone()).collect();
            format!("{} takes {}", it.path, super::wording::list(&methods, "and"))
        }
        Some((it, Distance::Segment)) => format!("Did you mean {} {}?", it.method, it.path),
        Some((it, Distance::Far)) => {
            format!("Check method and path against the API's reference; the nearest is {} {}", it.method, it.path)
        }
        None => "Check method and path against the API's reference".to_owned(),
    };
    let close = matches!(near, Some((_, Distance::Method | Distance::Segment)));
    let mut finding = finding(rule("unknown-operation")?, Confidence::Medium, call.request.point, title, help);
    finding.label = "no such operation".into();
    if close {
        finding.level = Level::Warning;
        finding.confidence = Confidence::High;
    }
    Some(finding)
}

fn other_host(call: &Call, host: &str) -> Option<Finding> {
    let operation = call.operation?;
    let hosts: Vec<String> = operation.servers.iter().filter_map(host_of).map(|it| format!("`{it}`")).collect();
    let lives = if hosts.is_empty() { "another host".to_owned() } else { super::wording::list(&hosts, "or") };
    let mut finding = finding(
        rule("unknown-operation")?,
        Confidence::High,
        call.request.point,
        format!("{} {} is not on `{host}`, but on {lives}", operation.method, operation.path),
        format!("Send it to {lives}"),
    );
    finding.level = Level::Warning;
    finding.label = "wrong host".into();
    finding.operation = Some(operation_ref(call.api, operation));
    Some(finding)
}

/// The path of a URL whose holes are written `{name}`.
fn path_of(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => url.find('/').map_or(url, |at| &url[at..]),
    };
    path.to_owned()
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
    fn hosts_and_paths_in_words() {
        assert_eq!(path_of("https://api.example.com/a/{id}"), "/a/{id}");
        assert_eq!(path_of("{base}/a"), "/a");
        assert_eq!(path_of("https://api.example.com"), "/");
        let labels = |it: &[Option<&str>]| it.iter().map(|label| label.map(str::to_owned)).collect();
        let server = |host| Server { scheme: None, host, base_path: String::new() };
        assert_eq!(host_of(&server(labels(&[None, Some("example"), Some("com")]))).as_deref(), Some("*.example.com"));
        assert_eq!(host_of(&server(Vec::new())), None);
    }
}
