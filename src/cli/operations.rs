//! `authlint operations`: what the tables say.

use std::io::Write as _;

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::options::{ListFormat, Tables};
use super::{Failure, OK, output};
use crate::api::{Api, Carrier, Kind, Operation, SchemeId, Server};
use crate::pipeline;
use crate::report::json;

/// The arguments of `operations`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only operations of this method
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    /// Only operations that this path or URL calls
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Format of the list
    #[arg(long, value_enum, default_value = "text")]
    format: ListFormat,
    #[command(flatten)]
    tables: Tables,
}

#[derive(Serialize)]
struct Document<'a> {
    operations: Vec<JsonOperation<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonOperation<'a> {
    api: &'a str,
    id: &'a str,
    method: &'a str,
    path: &'a str,
    tag: Option<&'a str>,
    summary: Option<&'a str>,
    alternatives: Vec<Vec<&'a str>>,
    accepted: String,
    backend_only: bool,
    public: bool,
    servers: Vec<String>,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let apis = pipeline::tables(&args.tables.options())?;
    let wanted = args.path.as_deref().map(segments);
    let method = args.method.as_deref().map(str::to_uppercase);
    let mut operations = Vec::new();
    for api in &apis.tables {
        for operation in &api.operations {
            let called = wanted.as_ref().is_none_or(|path| calls(path, &operation.path));
            if called && method.as_ref().is_none_or(|method| *method == operation.method) {
                operations.push(describe(api, operation));
            }
        }
    }
    operations.sort_by(|a, b| (a.api, a.path, a.method).cmp(&(b.api, b.path, b.method)));
    if wanted.is_some() {
        keep_most_literal(&mut operations);
    }
    let mut out = Vec::new();
    match args.format {
        ListFormat::Json => json::pretty(&Document { operations }, &mut out)?,
        ListFormat::Text if operations.is_empty() => writeln!(out, "no operation")?,
        ListFormat::Text => {
            for operation in operations {
                writeln!(out, "{} {}  ({}, {})", operation.method, operation.path, operation.id, operation.api)?;
                let note = if operation.backend_only { "  [backend only]" } else { "" };
                writeln!(out, "    accepts {}{note}", operation.accepted)?;
            }
        }
    }
    output::print(&out)?;
    Ok(OK)
}

fn describe<'a>(api: &'a Api, operation: &'a Operation) -> JsonOperation<'a> {
    let name = |id: &SchemeId| api.schemes.get(usize::from(id.0)).map_or("?", |scheme| &*scheme.name);
    let is_public = operation.alternatives.is_empty() || operation.alternatives.iter().any(Vec::is_empty);
    JsonOperation {
        api: &api.name,
        id: &operation.id,
        method: &operation.method,
        path: &operation.path,
        tag: operation.tag.as_deref(),
        summary: operation.summary.as_deref(),
        alternatives: operation.alternatives.iter().map(|schemes| schemes.iter().map(name).collect()).collect(),
        accepted: accepted(api, operation),
        backend_only: !is_public && operation.alternatives.iter().all(|schemes| needs_backend(api, schemes)),
        public: is_public,
        servers: operation.servers.iter().map(server).collect(),
    }
}

fn needs_backend(api: &Api, schemes: &[SchemeId]) -> bool {
    schemes.iter().any(|id| {
        let scheme = api.schemes.get(usize::from(id.0));
        let credential = scheme.and_then(|scheme| api.credentials.get(usize::from(scheme.credential.0)));
        credential.is_some_and(|credential| matches!(credential.kind, Kind::Secret | Kind::Machine | Kind::Signature))
    })
}

/// The alternatives in words: `tenant key (query apikey) and tenant secret (query apisecret), or ...`.
fn accepted(api: &Api, operation: &Operation) -> String {
    let scheme = |id: &SchemeId| {
        let Some(scheme) = api.schemes.get(usize::from(id.0)) else { return "?".to_owned() };
        let credential = api.credentials.get(usize::from(scheme.credential.0));
        let carrier = match &scheme.carrier {
            Carrier::Query(name) => format!("query {name}"),
            Carrier::Header(name) => format!("header {name}"),
            Carrier::Cookie(name) => format!("cookie {name}"),
            Carrier::Bearer => "bearer header".to_owned(),
            Carrier::Basic => "basic authorization".to_owned(),
            Carrier::Other(what) => what.clone(),
        };
        format!("{} ({carrier})", credential.map_or(scheme.name.as_str(), |credential| &credential.name))
    };
    let alternatives: Vec<String> = operation
        .alternatives
        .iter()
        .map(|schemes| match &schemes[..] {
            [] => "no credentials".to_owned(),
            schemes => schemes.iter().map(scheme).collect::<Vec<_>>().join(" and "),
        })
        .collect();
    if alternatives.is_empty() { "no credentials".to_owned() } else { alternatives.join(", or ") }
}

fn server(server: &Server) -> String {
    let host: Vec<&str> = server.host.iter().map(|label| label.as_deref().unwrap_or("*")).collect();
    let host = if host.is_empty() { "*".to_owned() } else { host.join(".") };
    match &server.scheme {
        Some(scheme) => format!("{scheme}://{host}{}", server.base_path),
        None => server.base_path.clone(),
    }
}

/// The path segments of whatever was pasted: a URL with or without scheme, a path, a template; query and fragment go.
fn segments(pasted: &str) -> Vec<String> {
    let text = pasted.trim().trim_matches(['"', '\'', '`']);
    // A template's hole may hold a `?` or `#` of its own; those of the URL come after a segment.
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        // `api.example.com/v2/x`, `${BASE}/v2/x`: what stands in front of the path is the base.
        None if !text.starts_with('/') => text
            .split_once('/')
            .map_or(text, |(first, path)| if first.contains(['.', '$', '{', ':']) { path } else { text }),
        None => text,
    };
    let decoded = |segment: &str| percent_decode_str(segment).decode_utf8_lossy().into_owned();
    path.split('/').filter(|segment| !segment.is_empty()).map(decoded).collect()
}

fn is_hole(segment: &str) -> bool {
    segment.contains('{') || segment.starts_with(':') || (segment.starts_with('<') && segment.ends_with('>'))
}

/// Whether a path calls the operation of a template.
fn calls(path: &[String], template: &str) -> bool {
    let template: Vec<&str> = template.split('/').filter(|segment| !segment.is_empty()).collect();
    template.len() == path.len()
        && template.iter().zip(path).all(|(wanted, given)| is_hole(wanted) || given.eq_ignore_ascii_case(wanted))
}

/// Literal segments win over templated ones, among operations of the same method.
fn keep_most_literal(operations: &mut Vec<JsonOperation<'_>>) {
    let literals =
        |operation: &JsonOperation<'_>| operation.path.split('/').filter(|segment| !is_hole(segment)).count();
    let best: Vec<bool> = operations
        .iter()
        .map(|one| !operations.iter().any(|other| other.method == one.method && literals(other) > literals(one)))
        .collect();
    let mut best = best.into_iter();
    operations.retain(|_| best.next().unwrap_or(true));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_pasted_url_will_do() {
        for pasted in [
            "https://api.example.com/v2/account/42?apikey=1",
            "api.example.com/v2/account/42/",
            "/v2/account/{uid}#top",
            "v2/account/:uid",
            "`${BASE}/v2/account/${uid}`",
            "\"https://{tenant}.example.com/V2/Account/%7B42%7D\"",
        ] {
            assert!(calls(&segments(pasted), "/v2/account/{uid}"), "{pasted}");
        }
        assert!(!calls(&segments("/v2/account"), "/v2/account/{uid}"));
        assert!(!calls(&segments("https://example.com"), "/v2"));
    }
}
