//! `authlint operations`: what the tables say, and what a pasted route wants.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use super::options::{ListFormat, Tables, here};
use super::{Failure, OK, output};
use crate::api::{Api, Apis, Operation, OperationId, Provenance, SchemeId, Server};
use crate::config::Config;
use crate::matching::{Distance, FoundOperation, lookup};
use crate::pipeline;
use crate::report::{json, redact};

/// The arguments of `operations`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A path or URL, with its method before it or without; the same as --path and --method
    #[arg(value_name = "ROUTE", num_args = 0..=2, conflicts_with = "path")]
    route: Vec<String>,
    /// Only operations of this method
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    /// Only operations that this path or URL calls; where there is none, the nearest is named
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Only operations of the API with this id
    #[arg(long, value_name = "ID")]
    api: Option<String>,
    /// Format of the list
    #[arg(long, value_enum, default_value = "text")]
    format: ListFormat,
    /// Configuration file [default: the nearest authlint.toml above the current directory]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
    #[command(flatten)]
    tables: Tables,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    operations: Vec<JsonOperation<'a>>,
    /// Names of the APIs that know the path as one of a retired version.
    retired: Vec<&'a str>,
    /// Where nothing was found: what was most likely meant.
    nearest: Option<Nearest<'a>>,
    /// The host that was asked for, if it is none of a known API.
    #[serde(skip_serializing_if = "Option::is_none")]
    foreign_host: Option<String>,
}

#[derive(Serialize)]
struct Nearest<'a> {
    /// `method`, `segment` or `far`: what is wrong, or how much.
    distance: &'static str,
    operation: JsonOperation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools)] // independent facts, each a field of the document
struct JsonOperation<'a> {
    api: &'a str,
    id: &'a str,
    method: &'a str,
    path: &'a str,
    tag: Option<&'a str>,
    summary: Option<&'a str>,
    alternatives: Vec<Vec<&'a str>>,
    /// The scopes that each of the schemes must have been granted, where the document names some.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    scopes: BTreeMap<&'a str, Vec<&'a str>>,
    /// Why the document is not followed, where an overlay says more or something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    accepted: String,
    /// Where people read of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    backend_only: bool,
    public: bool,
    /// It is public for the document says nothing of what it demands.
    #[serde(skip)]
    is_silent: bool,
    optional: bool,
    servers: Vec<String>,
    /// `false` where the URL that was asked for has another host of the API.
    on_host: bool,
}

/// Whether there is an operation or not, the question was answered: the exit code is 0.
pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let config = here(args.config.as_deref(), args.no_config)?;
    let mut apis = pipeline::tables(&args.tables.with(&config))?;
    if let Some(id) = &args.api {
        apis = apis.only(id).ok_or_else(|| {
            let known: Vec<&str> = apis.tables.iter().map(|api| &*api.id).collect();
            Failure::Message(format!("no API has the id {id:?}; those that are known: {}", known.join(", ")))
        })?;
    }
    let (method, path) = route(args)?;
    let document = match path {
        Some(path) => asked(&apis, &config, method.as_deref(), path),
        None => listed(apis.tables.iter(), method.as_deref()),
    };
    let mut out = Vec::new();
    match args.format {
        ListFormat::Json => json::pretty(&document, &mut out)?,
        ListFormat::Text => text(&document, method.as_deref(), path, &mut out)?,
    }
    output::print(&out)?;
    Ok(OK)
}

/// The method and the path that are asked for. `DELETE /v2/account/1` may be one argument or two.
fn route(args: &Args) -> Result<(Option<String>, Option<&str>), Failure> {
    let is_method = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let words: Vec<&str> = match args.route.as_slice() {
        [one] => {
            let both = one.trim().split_once(char::is_whitespace).filter(|(method, _)| is_method(method));
            both.map_or_else(|| vec![one.as_str()], |(method, path)| vec![method, path])
        }
        words => words.iter().map(String::as_str).collect(),
    };
    let (method, path) = match (words.as_slice(), args.method.as_deref()) {
        ([], method) => (method, args.path.as_deref()),
        ([path], method) => (method, Some(*path)),
        ([method, path], None) if is_method(method) => (Some(*method), Some(*path)),
        _ => {
            return Err(Failure::Message("name one route: a path or URL, with one method before it or without".into()));
        }
    };
    Ok((method.map(|method| method.trim().to_ascii_uppercase()), path))
}

/// All operations of these APIs that have the method, or all there are.
fn listed<'a>(apis: impl Iterator<Item = &'a Api>, method: Option<&str>) -> Document<'a> {
    let all = apis.flat_map(|api| api.operations.iter().map(move |operation| (api, operation)));
    let wanted = all.filter(|(_, operation)| method.is_none_or(|method| method == operation.method));
    let mut wanted: Vec<_> = wanted.collect();
    // Those of a project are what it asks about.
    wanted.sort_by_key(|(api, operation)| (api.is_built_in, &*api.name, &*operation.path, &*operation.method));
    let operations = wanted.into_iter().map(|(api, operation)| describe(api, operation, true)).collect();
    Document { operations, retired: Vec::new(), nearest: None, foreign_host: None }
}

/// The operations that a path calls, or what there is to say about it.
fn asked<'a>(apis: &'a Apis, config: &Config, method: Option<&str>, path: &str) -> Document<'a> {
    // Pasted from code, a URL brings its quotes.
    let path = path.trim().trim_matches(['"', '\'', '`']);
    let answer = lookup(apis, method, path);
    if answer.found.is_empty() && !answer.on_host.is_empty() {
        return listed(answer.on_host.iter().filter_map(|api| apis.tables.get(*api)), method);
    }
    let operation = |api: usize, id: OperationId, on_host| {
        let api = apis.tables.get(api)?;
        Some(describe(api, api.operations.get(id.0 as usize)?, on_host))
    };
    let found = |it: &FoundOperation| operation(it.api, it.operation, it.on_host);
    let nearest = answer.nearest.and_then(|(api, id, distance)| {
        let distance = match distance {
            Distance::Method => "method",
            Distance::Segment => "segment",
            Distance::Far => "far",
        };
        Some(Nearest { distance, operation: operation(api, id, true)? })
    });
    Document {
        operations: answer.found.iter().filter_map(found).collect(),
        retired: answer.retired.iter().filter_map(|&api| apis.tables.get(api)).map(|api| &*api.name).collect(),
        nearest,
        foreign_host: answer.foreign_host.filter(|host| !config.hosts.iter().any(|known| is_host(known, host))),
    }
}

/// Whether a host is one that the configuration names: itself, or by `*.` in front what is below it; maybe with a path.
fn is_host(known: &str, host: &str) -> bool {
    let known = known.split('/').next().unwrap_or(known);
    match known.strip_prefix("*.") {
        Some(domain) => host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.')),
        None => known.eq_ignore_ascii_case(host),
    }
}

/// What was pasted, fit to print: credentials stand before the host and in the query.
fn without_values(path: &str) -> String {
    let path = path.trim().trim_matches(['"', '\'', '`']);
    let path = path.split(['?', '#']).next().unwrap_or(path);
    match path.split_once("://") {
        Some((scheme, rest)) => {
            let authority = rest.find('/').unwrap_or(rest.len());
            let from = rest[..authority].rfind('@').map_or(0, |at| at + 1);
            format!("{scheme}://{}", &rest[from..])
        }
        None => path.to_owned(),
    }
}

fn describe<'a>(api: &'a Api, operation: &'a Operation, on_host: bool) -> JsonOperation<'a> {
    let name = |id: &SchemeId| &*api.scheme(*id).name;
    JsonOperation {
        api: &api.name,
        id: &operation.id,
        method: &operation.method,
        path: &operation.path,
        tag: operation.tag.as_deref(),
        summary: operation.summary.as_deref(),
        alternatives: operation.alternatives.iter().map(|schemes| schemes.iter().map(name).collect()).collect(),
        scopes: operation.scopes.iter().map(|(id, _)| (name(id), operation.scopes_of(*id).collect())).collect(),
        reason: match &operation.provenance {
            Provenance::Document => None,
            Provenance::Corrected(reason) | Provenance::Added(reason) => Some(reason),
        },
        accepted: api.words_for_alternatives(operation),
        page: api.page_of(operation),
        backend_only: api.is_backend_only(operation),
        public: operation.is_public(),
        is_silent: operation.is_public() && operation.is_silent,
        optional: operation.is_optional(),
        servers: operation.servers.iter().map(server).collect(),
        on_host,
    }
}

fn text(document: &Document, method: Option<&str>, path: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    for operation in &document.operations {
        entry(operation, out)?;
    }
    let foreign = document.foreign_host.as_ref().map(|host| redact::prose(host, &redact::Known::default()));
    if let Some(host) = foreign.as_ref().filter(|_| !document.operations.is_empty()) {
        writeln!(
            out,
            "    by the path alone: {host} is no host of a known API (\"hosts\" in authlint.toml names more)"
        )?;
    }
    if !document.operations.is_empty() {
        return Ok(());
    }
    let method = method.map(|method| format!(" {method}")).unwrap_or_default();
    let path = path.map(|path| format!(" {}", without_values(path))).unwrap_or_default();
    let known = redact::Known::default();
    writeln!(out, "{}", redact::prose(&format!("no operation{method}{path}"), &known))?;
    if let Some(host) = &foreign {
        writeln!(out, "{host} is no host of a known API (\"hosts\" in authlint.toml names more)")?;
    }
    for api in &document.retired {
        writeln!(out, "it is a path of a retired version of {}", redact::harmless(api))?;
    }
    if let Some(Nearest { distance, operation }) = &document.nearest {
        let what = match *distance {
            "method" => "the path is right, the method is not; there is:",
            "segment" => "did you mean:",
            _ => "the nearest, though far:",
        };
        writeln!(out, "{what}")?;
        entry(operation, out)?;
    }
    Ok(())
}

fn entry(operation: &JsonOperation, out: &mut dyn Write) -> io::Result<()> {
    let JsonOperation { api, id, method, path, .. } = operation;
    // A document without operation ids has its operations named by method and path.
    let name = if *id == format!("{method} {path}") { (*api).to_owned() } else { format!("{id}, {api}") };
    writeln!(out, "{}", redact::harmless(&format!("{method} {path}  ({name})")))?;
    let note = match operation {
        JsonOperation { backend_only: true, .. } => "  [backend only]",
        JsonOperation { is_silent: true, .. } => " (the document says nothing of any)",
        _ => "",
    };
    writeln!(out, "{}", redact::harmless(&format!("    accepts {}{note}", operation.accepted)))?;
    for (scheme, scopes) in &operation.scopes {
        writeln!(out, "{}", redact::harmless(&format!("    scopes of {scheme}: {}", scopes.join(", "))))?;
    }
    if let Some(reason) = operation.reason {
        writeln!(out, "{}", redact::harmless(&format!("    not as in the document: {reason}")))?;
    }
    if let Some(page) = &operation.page {
        writeln!(out, "{}", redact::harmless(&format!("    see {page}")))?;
    }
    if !operation.on_host {
        writeln!(out, "{}", redact::harmless(&format!("    on another host: {}", operation.servers.join(", "))))?;
    }
    Ok(())
}

/// A server as people write it; a `*` stands for a variable label.
pub(super) fn server(server: &Server) -> String {
    let host: Vec<&str> = server.host.iter().map(|label| label.as_deref().unwrap_or("*")).collect();
    let host = if host.is_empty() { "*".to_owned() } else { host.join(".") };
    match &server.scheme {
        Some(scheme) => format!("{scheme}://{host}{}", server.base_path),
        None => server.base_path.clone(),
    }
}
