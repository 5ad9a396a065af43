//! Credentials over plain `http://`.

use super::helpers::presented::{Member, Presented, kind};
use super::helpers::wording;
use super::{Call, ids};
use crate::api::CredentialKind;
use crate::finding::{Confidence, Finding, Level, Rule};
use crate::request::{Part, Text};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::INSECURE_TRANSPORT,
    summary: "Credentials are sent over unencrypted HTTP",
    level: Level::Error,
    cwe: Some(319),
    severity: "8.1",
    docs: include_str!("../../rules/docs/insecure-transport.md"),
};

/// The finding about the transport of a call, if any.
pub fn judge(call: &Call) -> Option<Finding> {
    let url = call.request.urls.get(call.url)?;
    let (span, host) = plain_http(&url.text)?;
    if host.as_deref().is_some_and(is_loopback) || !call.sent.carries_any() {
        return None;
    }
    let what = carried(call, call.sent);
    let to = host.as_deref().map_or_else(|| call.api.name.clone(), |host| format!("`{host}`"));
    // A host that is not known may be the developer's own machine.
    let confidence = if host.is_some() { Confidence::High } else { Confidence::Medium };
    let finding = Finding::of(&RULE, span, wording::sentence(&format!("{what} travels to {to} unencrypted")))
        .confidence(confidence)
        .label("plain http")
        .operation(call.operation_ref())
        .presented(wording::presented(call.api, call.sent.members.iter()))
        .help("Write https:// instead of http://. A secret or token that has been sent in the open should be replaced");
    let beside = !span.contains(call.request.point) && !call.request.point.contains(span);
    Some(if beside { finding.related(call.request.point, "the request is sent here") } else { finding })
}

fn carried(call: &Call, sent: &Presented) -> String {
    // The worst of what travels is named.
    let is_secret = |member: &&Member| {
        let mut kinds = member.credentials.iter().filter_map(|id| kind(call.api, *id));
        kinds.any(|kind| matches!(kind, CredentialKind::Secret | CredentialKind::Machine))
    };
    match (sent.members.iter().find(is_secret).or(sent.members.first()), sent.body.first()) {
        (Some(member), _) => wording::carried(call.api, member),
        (None, Some(field)) => {
            field.credential.map_or_else(|| "a credential".to_owned(), |id| wording::credential(call.api, id))
        }
        (None, None) => "a credential".to_owned(),
    }
}

/// Where a URL says `http://`, and its host without port where that is fixed.
fn plain_http(url: &Text) -> Option<(Span, Option<String>)> {
    let start = url.prefix();
    let scheme = start.get(..7).filter(|it| it.eq_ignore_ascii_case("http://"))?;
    let span = url.parts.iter().find_map(|part| match part {
        Part::Fixed { text, span } if !text.is_empty() => Some(*span),
        _ => None,
    })?;
    let rest = start.get(scheme.len()..).unwrap_or_default();
    let whole = url.fixed().is_some();
    let end = rest.find(['/', '?', '#']);
    let authority = match end {
        Some(end) => rest.get(..end)?,
        // The fixed text ends within the authority: what follows may belong to the host, but a port may not.
        None if whole || rest.contains(':') => rest,
        None => return Some((span, None)),
    };
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = match host.strip_prefix('[') {
        Some(inner) => inner.split(']').next().unwrap_or(inner),
        None => host.split(':').next().unwrap_or(host),
    };
    Some((span, Some(host.to_ascii_lowercase())))
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    let address: Option<std::net::IpAddr> = host.parse().ok();
    host == "localhost"
        || host.ends_with(".localhost")
        || address.is_some_and(|it| it.is_loopback() || it.is_unspecified())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{Hole, Origin};
    use crate::source::FileId;

    fn fixed(text: &str) -> Part {
        Part::Fixed { text: text.into(), span: Span::new(FileId(0), 0, 9) }
    }

    fn hole() -> Part {
        Part::Hole(Hole::new(Origin::Unknown, Span::new(FileId(0), 9, 12)).into())
    }

    /// The host, `?` for one that is not known, `-` where the URL is no plain `http://`.
    fn host(parts: Vec<Part>) -> String {
        plain_http(&Text { parts }).map_or("-".to_owned(), |(_, host)| host.unwrap_or("?".to_owned()))
    }

    #[test]
    fn hosts() {
        assert_eq!(host(vec![fixed("http://api.example.com/x")]), "api.example.com");
        assert_eq!(host(vec![fixed("HTTP://u:p@Api.example.com:80")]), "api.example.com");
        assert_eq!(host(vec![fixed("http://[::1]:3000/x")]), "::1");
        assert_eq!(host(vec![fixed("http://localhost:"), hole()]), "localhost");
        assert_eq!(host(vec![fixed("http://"), hole(), fixed("/x")]), "?");
        assert_eq!(host(vec![fixed("https://api.example.com")]), "-");
        assert_eq!(host(vec![hole(), fixed("http://x")]), "-");
    }

    #[test]
    fn loopback() {
        for host in ["localhost", "api.localhost", "127.0.0.1", "127.1.2.3", "::1", "0.0.0.0"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["api.example.com", "10.0.0.1", "localhost.example.com"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
