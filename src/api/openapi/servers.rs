//! Servers: URLs with variables, as templates of host labels and a path.

use crate::api::document::At;
use crate::api::model::Server;

/// Servers that one URL with variables stands for, at most.
const MAX_EXPANDED: usize = 64;

/// Labels that stand for a kind of organisation below a country: what is registered is one label more.
const SECOND_LEVEL: [&str; 8] = ["ac", "co", "com", "edu", "gov", "ne", "net", "org"];

/// A variable of a server's URL.
struct Variable<'d> {
    name: &'d str,
    values: Vec<&'d str>,
    default: Option<&'d str>,
}

/// The servers that a URL stands for. `variables` are those of the server object.
pub(crate) fn servers(url: &str, variables: Option<At<'_>>) -> Vec<Server> {
    let variables: Vec<Variable> = variables.into_iter().flat_map(At::entries).map(variable).collect();
    let mut servers = Vec::new();
    for one in expanded(url, &variables) {
        let server = Server { choices: choices(url, &one), ..server(&with_default(&one, &variables)) };
        if !servers.contains(&server) {
            servers.push(server);
        }
    }
    servers
}

fn variable<'d>((name, it): (&'d str, At<'d>)) -> Variable<'d> {
    let values = it.items_of("enum").filter_map(|value| value.node.text()).collect();
    Variable { name, values, default: it.text_of("default") }
}

/// The URL with each combination of the values that its variables are limited to.
fn expanded(url: &str, variables: &[Variable]) -> Vec<String> {
    let mut urls = vec![url.to_owned()];
    for variable in variables {
        let hole = format!("{{{}}}", variable.name);
        let mut next = Vec::new();
        for url in urls {
            let (start, authority, path) = split(&url);
            let values: Vec<&str> = if authority.contains(&hole) {
                variable.values.clone()
            } else if path.contains(&hole) {
                path_values(variable)
            } else {
                Vec::new()
            };
            if values.is_empty() || start.contains(&hole) || next.len() + values.len() > MAX_EXPANDED {
                next.push(url);
            } else {
                next.extend(values.into_iter().map(|value| url.replace(&hole, value)));
            }
        }
        urls = next;
    }
    urls
}

/// The segments of a path that have a variable in the URL as it is written, and a value in one of those that it stands for.
fn choices(url: &str, expanded: &str) -> Vec<usize> {
    let segments = |url| split(url).2.split('/').filter(|segment: &&str| !segment.is_empty());
    if segments(url).count() != segments(expanded).count() {
        return Vec::new();
    }
    let pairs = segments(url).zip(segments(expanded)).enumerate();
    pairs.filter(|(_, (own, one))| own.contains('{') && !one.contains('{')).map(|(at, _)| at).collect()
}

/// The values that a variable of the path has beside being any one segment. The pattern itself is kept where it is not
/// limited, for the default is one value of many.
fn path_values<'d>(variable: &Variable<'d>) -> Vec<&'d str> {
    match variable.default {
        _ if !variable.values.is_empty() => variable.values.clone(),
        // It stands for no segment, or for several: as a pattern it would fit nothing.
        Some(default) if default.is_empty() || default.contains('/') => vec![default.trim_matches('/')],
        _ => Vec::new(),
    }
}

/// The URL with the default of a variable that makes up the registered domain together with literal labels.
fn with_default(url: &str, variables: &[Variable]) -> String {
    let (_, authority, _) = split(url);
    let wanted = domain_len(&labels(authority));
    let labels: Vec<&str> = host_of(authority).split('.').collect();
    let domain = &labels[labels.len().saturating_sub(wanted)..];
    let is_hole = |label: &&&str| label.contains('{');
    let holes: Vec<&&str> = domain.iter().filter(is_hole).collect();
    let [hole] = holes[..] else { return url.to_owned() };
    let default = variables.iter().find(|it| format!("{{{}}}", it.name) == **hole).and_then(|it| it.default);
    match default {
        Some(default) if domain.len() > 1 && !default.is_empty() && !default.contains(['/', '{']) => {
            url.replacen(*hole, default, 1)
        }
        _ => url.to_owned(),
    }
}

/// How many labels at the end are what somebody registers.
pub(in crate::api) fn domain_len(labels: &[Option<String>]) -> usize {
    match labels {
        [.., Some(second), Some(top)] if top.len() == 2 && SECOND_LEVEL.contains(&second.as_str()) => 3,
        _ => 2,
    }
}

/// What stands before the authority, the authority, and the path.
fn split(url: &str) -> (&str, &str, &str) {
    let rest = match url.find("://") {
        Some(end) => end + 3,
        None if url.starts_with("//") => 2,
        // `{origin}/v1`: scheme and host in one variable; anything else is relative.
        None if url.starts_with('{') => 0,
        None => return ("", "", url),
    };
    let end = url[rest..].find('/').map_or(url.len(), |slash| rest + slash);
    (&url[..rest], &url[rest..end], &url[end..])
}

/// The host of an authority, without user and port.
fn host_of(authority: &str) -> &str {
    let host = authority.rsplit('@').next().unwrap_or_default();
    match host.rfind(':') {
        // The colon of an IPv6 address is no port.
        Some(colon) if !host[colon..].contains(']') => &host[..colon],
        _ => host,
    }
}

/// The labels of a host; `None` for those with variables.
fn labels(authority: &str) -> Vec<Option<String>> {
    let host = host_of(authority);
    if host.starts_with('[') {
        return vec![Some(host.to_ascii_lowercase())];
    }
    let label = |label: &str| (!label.contains(['{', '}'])).then(|| label.to_ascii_lowercase());
    host.trim_end_matches('.').split('.').map(label).collect()
}

/// A server URL as a template.
fn server(url: &str) -> Server {
    let url = url.trim().split(['?', '#']).next().unwrap_or_default();
    let (start, authority, path) = split(url);
    let scheme = start.strip_suffix("://").filter(|scheme| !scheme.contains('{')).map(str::to_ascii_lowercase);
    let path = path.trim_end_matches('/');
    let base_path = if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    Server { scheme, host: host(authority), base_path, choices: Vec::new() }
}

/// The labels of a host template; none where nobody is recognised by it.
fn host(authority: &str) -> Vec<Option<String>> {
    if nobodys(authority).is_some() { Vec::new() } else { labels(authority) }
}

/// Whether a text is a host, maybe with a port and a path; a label may be a `*` or a variable.
pub(crate) fn is_host(text: &str) -> bool {
    let authority = text.split('/').next().unwrap_or_default();
    !host_of(authority).is_empty() && labels(authority).iter().flatten().all(|label| label == "*" || is_name(label))
}

/// Whether a label is made of what hosts are made of; an IPv6 address is one label.
fn is_name(label: &str) -> bool {
    let is_part = |it: char| it.is_alphanumeric() || matches!(it, '-' | '_' | '[' | ']' | ':');
    !label.is_empty() && label.chars().all(is_part)
}

/// Why nobody is recognised by a host, as a phrase.
fn nobodys(authority: &str) -> Option<&'static str> {
    let labels = labels(authority);
    let domain = &labels[labels.len().saturating_sub(domain_len(&labels))..];
    match domain {
        _ if host_of(authority).is_empty() => Some("names no host"),
        _ if !labels.iter().flatten().all(|label| is_name(label)) => Some("is no URL"),
        [Some(name), _, ..] if name == "example" => Some("is an example"),
        _ if is_this_machine(&labels) => Some("is another machine for everybody"),
        _ if domain.iter().any(Option::is_none) => Some("may be any host"),
        _ => None,
    }
}

/// Why no call is known by the host of a server, as a phrase.
pub(super) fn hostless(url: &str, variables: Option<At<'_>>) -> Option<&'static str> {
    let hosts = servers(url, variables);
    let is_known = hosts.iter().any(|server| !server.host.is_empty());
    if is_known { None } else { nobodys(split(url.trim()).1) }
}

/// The variables in the URL of a server that are not declared, each behind the URL.
pub(super) fn undeclared(url: &str, variables: Option<At<'_>>) -> Vec<(String, String)> {
    let names = url.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let is_declared = |name: &&str| variables.is_some_and(|variables| variables.get(name).is_some());
    names.filter(|name| !is_declared(name)).map(|name| (url.to_owned(), name.to_owned())).collect()
}

/// Whether a host is another one for everybody who asks: this machine.
fn is_this_machine(labels: &[Option<String>]) -> bool {
    let is_number = |label: &Option<String>| label.as_ref().is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
    match labels {
        [.., Some(top)] if top == "localhost" || top == "[::1]" => true,
        [Some(first), ..] => (first == "127" || first == "0") && labels.iter().all(is_number),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn hosts_are_evidence_where_somebody_registered_them() {
        let fixed = |authority: &str| {
            let labels = host(authority).into_iter().map(|label| label.unwrap_or_else(|| "*".to_owned()));
            labels.collect::<Vec<_>>().join(".")
        };
        assert_eq!(fixed("{region}.api.acme.com:8443"), "*.api.acme.com");
        assert_eq!(fixed("API.acme.co.uk"), "api.acme.co.uk");
        assert_eq!(fixed("10.0.0.7"), "10.0.0.7");
        assert_eq!(fixed("backend:8080"), "backend");
        let this = ["localhost:8080", "api.localhost", "127.0.0.1", "0.0.0.0", "[::1]:80"];
        for none in
            ["{host}", "{name}.com", "{name}.co.uk", "api.example.com", "example.org", ""].into_iter().chain(this)
        {
            assert_eq!(fixed(none), "", "{none}");
        }
    }
}
