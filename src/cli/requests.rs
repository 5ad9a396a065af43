//! `authlint requests`: what was seen, and what was made of it.

use std::collections::BTreeMap;
use std::io::Write as _;

use serde::Serialize;

mod names;
mod proof;

use names::{JsonName, carried, names, query_names};

use super::options::{Input, ListFormat};
use super::{Failure, OK, output};
use crate::api::{Api, CredentialId, OperationId};
use crate::finding::OperationRef;
use crate::matching::{Matched, Outcome};
use crate::pipeline::Analysis;
use crate::report::{Report, counted, json, redact};
use crate::request::OpenPart;
use crate::rules::MatchedCall;
use crate::rules::helpers::presented::Place as Carrier;
use crate::runtime::Context;
use crate::source::{FileId, Span};

/// The arguments of `requests`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: Input,
    /// Format of the list
    #[arg(long, value_enum, default_value = "text")]
    format: ListFormat,
    /// Only calls that may carry more than is seen
    #[arg(long)]
    open: bool,
    /// Only calls of which it is not known what they call
    #[arg(long)]
    unmatched: bool,
    /// Only calls of this operation: its id, or its method and path
    #[arg(long, value_name = "OPERATION")]
    operation: Option<String>,
    /// Only calls in code that runs there
    #[arg(long, value_enum)]
    side: Option<Side>,
    /// Say of each slot of a closed request's client how it was seen
    #[arg(short, long)]
    verbose: bool,
}

/// Where code runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Side {
    Client,
    Server,
    Unknown,
}

impl Side {
    fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Unknown => "unknown",
        }
    }
}

impl Args {
    /// Whether a way to a call is one that was asked for.
    fn wants(&self, request: &JsonRequest) -> bool {
        let is_named = |operation: &JsonOperation| {
            let JsonOperation { id, method, path, .. } = operation;
            let wanted = self.operation.as_deref().unwrap_or_default().trim();
            wanted.eq_ignore_ascii_case(id)
                || wanted.eq_ignore_ascii_case(&format!("{method} {path}"))
                || wanted == path
        };
        (!self.open || request.open)
            && (!self.unmatched || request.operation.is_none())
            && (self.operation.is_none()
                || request.calls.iter().filter_map(|call| call.operation.as_ref()).any(is_named))
            && self.side.is_none_or(|side| side.word() == request.context.side)
    }
}

#[derive(Serialize)]
struct Document {
    requests: Vec<JsonRequest>,
}

/// Names of credentials, never values: what is fixed text of a URL is masked like source code.
#[derive(Serialize)]
struct JsonRequest {
    /// The innermost call that knows what is called.
    place: CallPlace,
    /// The client's own call.
    site: CallPlace,
    /// The calls on the way from `place` to `site`, outermost first, where they are not the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    via: Vec<CallPlace>,
    client: String,
    methods: Vec<String>,
    urls: Vec<String>,
    /// The names of all query parameters that are seen, those of the URLs too.
    query: Vec<JsonName>,
    /// The names of all headers that are seen.
    headers: Vec<JsonName>,
    presented: Vec<JsonPresented>,
    /// Whether it may carry more than is seen.
    open: bool,
    /// Whether it is not known which of what it carries on some paths goes with which URL or method.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    mixed: bool,
    /// Why it is open: phrases.
    because: Vec<String>,
    /// How each slot of its client was seen, if it is closed and that was asked for: phrases.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    proof: Vec<String>,
    /// The operation called, if there is one.
    operation: Option<JsonOperation>,
    /// Why there is none.
    why: Option<String>,
    /// The same for each URL and method.
    calls: Vec<CallSite>,
    /// It goes to no API that is known, so that nothing is known of what it presents.
    #[serde(skip)]
    elsewhere: bool,
    /// Where the code runs.
    context: JsonContext,
}

#[derive(Serialize)]
struct JsonContext {
    /// `client`, `server` or `unknown`.
    side: &'static str,
    /// A phrase about the first file of the chain.
    why: String,
    /// From the file that tells to the one of the request.
    chain: Vec<String>,
}

#[derive(Serialize)]
struct CallPlace {
    path: String,
    line: usize,
    column: usize,
}

#[derive(Serialize, PartialEq)]
struct JsonPresented {
    name: String,
    credential: String,
    carrier: &'static str,
    certain: bool,
}

#[derive(Serialize, Clone, PartialEq)]
struct JsonOperation {
    api: String,
    id: String,
    method: String,
    path: String,
}

#[derive(Serialize, PartialEq)]
struct CallSite {
    method: Option<String>,
    url: Option<String>,
    operation: Option<JsonOperation>,
    why: Option<String>,
}

pub(super) fn run(args: &Args) -> Result<u8, Failure> {
    let config = args.input.run_config()?;
    let mut options = args.input.options(&config, args.input.buffers()?);
    options.contexts = true;
    let analysis = crate::analyse(&options, &args.input.paths()?)?;
    for diagnostic in &analysis.diagnostics {
        output::report(diagnostic, false, false);
    }
    let report = analysis.report([]);
    let mut calls: Vec<&MatchedCall> = analysis.calls.iter().collect();
    calls.sort_by_key(|call| (call.request.point, call.request.site));
    let mut requests: Vec<JsonRequest> = calls.into_iter().map(|call| describe(&analysis, &report, call)).collect();
    if !args.verbose {
        for request in &mut requests {
            request.proof.clear();
        }
    }
    requests.retain(|request| args.wants(request));
    let mut out = Vec::new();
    match args.format {
        ListFormat::Json => json::pretty(&Document { requests }, &mut out)?,
        ListFormat::Text => {
            let calls = by_site(&requests);
            for ways in &calls {
                rows(ways, &mut out)?;
            }
            let (seen, read) = (counted(calls.len(), "request"), counted(analysis.stats.files, "file"));
            writeln!(out, "{seen} seen; {read} read")?;
        }
    }
    output::print(&out)?;
    Ok(OK)
}

/// The ways to each call, in the order of the first ones.
fn by_site(requests: &[JsonRequest]) -> Vec<Vec<&JsonRequest>> {
    let mut calls: Vec<Vec<&JsonRequest>> = Vec::new();
    let mut known: BTreeMap<(&str, usize, usize), usize> = BTreeMap::new();
    for request in requests {
        let CallPlace { path, line, column } = &request.site;
        let at = *known.entry((path, *line, *column)).or_insert(calls.len());
        match calls.get_mut(at) {
            Some(ways) => ways.push(request),
            None => calls.push(vec![request]),
        }
    }
    calls
}

/// One call: the first way to it, and of the others what differs.
fn rows(ways: &[&JsonRequest], out: &mut Vec<u8>) -> Result<(), Failure> {
    let Some((first, others)) = ways.split_first() else { return Ok(()) };
    writeln!(out, "{}: {} {}", shown_place(&first.place), first.client, what(first))?;
    let said = facts(first);
    for fact in &said {
        writeln!(out, "    {fact}")?;
    }
    let mut told = vec![(shown_place(&first.place), what(first), Vec::new())];
    for other in others {
        let mut differing = facts(other);
        differing.retain(|fact| !said.contains(fact));
        let way = (shown_place(&other.place), what(other), differing);
        if told.contains(&way) {
            continue;
        }
        let (place, what, differing) = &way;
        writeln!(out, "  from {place}: {what}")?;
        for fact in differing {
            writeln!(out, "    {fact}")?;
        }
        told.push(way);
    }
    Ok(())
}

fn shown_place(place: &CallPlace) -> String {
    let CallPlace { path, line, column } = place;
    format!("{path}:{line}:{column}")
}

/// `GET https://api.example.com/things`
fn what(request: &JsonRequest) -> String {
    let methods = if request.methods.is_empty() { "?".to_owned() } else { request.methods.join("|") };
    format!("{methods} {}", request.urls.join(" | "))
}

/// All that is told of a way to a call.
fn facts(request: &JsonRequest) -> Vec<String> {
    let mut facts = Vec::new();
    let presented: Vec<String> = request
        .presented
        .iter()
        .map(|one| {
            format!(
                "{} ({} {}){}",
                one.credential,
                one.carrier,
                one.name,
                if one.certain { "" } else { " on some paths" }
            )
        })
        .collect();
    match presented.is_empty() {
        true if request.elsewhere => facts.extend(carried(&request.query, &request.headers)),
        true => facts.push("presents nothing".to_owned()),
        false => facts.push(format!("presents {}", presented.join(", "))),
    }
    let JsonContext { side, why, chain } = &request.context;
    match (*side, chain.as_slice()) {
        ("unknown", _) => {}
        (side, [] | [_]) => facts.push(format!("{side} code: {why}")),
        (side, chain) => facts.push(format!("{side} code: {}: {why}", chain.join(" -> "))),
    }
    if request.mixed {
        facts.push("mixed: what is sent on some paths goes with some of these, and not known is which".to_owned());
    }
    facts.extend(request.because.iter().map(|why| format!("open: {why}")));
    facts.extend(request.proof.iter().map(|how| format!("closed: {how}")));
    for call in &request.calls {
        facts.push(match (&call.operation, &call.why) {
            (Some(operation), why) => {
                let JsonOperation { api, id, method, path } = operation;
                let why = why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
                format!("calls {method} {path} ({id}, {api}){why}")
            }
            (None, why) => format!("no operation: {}", why.as_deref().unwrap_or("unknown")),
        });
    }
    facts
}

fn describe(analysis: &Analysis, report: &Report<'_>, matched: &MatchedCall) -> JsonRequest {
    let request = &matched.request;
    let shown = |text: &str| report.prose(&redact::mask_line(text));
    let mut urls: Vec<String> =
        request.urls.iter().map(|url| report.prose(&redact::mask_url(&url.text.to_string()))).collect();
    let mut calls: Vec<CallSite> = matched
        .matched
        .iter()
        .map(|matched| {
            let (operation, why) = outcome(analysis, matched);
            CallSite {
                method: matched.method.as_deref().map(str::to_owned),
                url: urls.get(matched.url).cloned(),
                operation,
                why: why.map(|why| report.prose(&why)),
            }
        })
        .collect();
    once(&mut calls);
    once(&mut urls);
    let operation = calls.iter().find_map(|call| call.operation.clone());
    let why = if operation.is_some() { None } else { calls.iter().find_map(|call| call.why.clone()) };
    let mut because: Vec<String> = Vec::new();
    let whole = request.open.iter().filter(|open| open.part != OpenPart::Cookies);
    let of_urls = request.urls.iter().flat_map(|url| &url.open);
    for open in whole.chain(of_urls).chain(matched.unseen(&analysis.apis, None)) {
        let why = format!("{}{}", report.prose(&open.why), at(analysis, open.span));
        if !because.contains(&why) {
            because.push(why);
        }
    }
    let proof = if because.is_empty() { proof::of(request).iter().map(|how| shown(how)).collect() } else { Vec::new() };
    JsonRequest {
        place: place(analysis, request.point),
        site: place(analysis, request.site),
        via: request.via.iter().map(|span| place(analysis, *span)).collect(),
        query: query_names(request),
        headers: names(&request.headers),
        client: request.client.to_string(),
        methods: request.methods.iter().map(ToString::to_string).collect(),
        presented: presented(analysis, matched).map(|one| JsonPresented { name: shown(&one.name), ..one }).collect(),
        open: !because.is_empty(),
        mixed: request.is_mixed,
        because,
        proof,
        operation,
        why,
        elsewhere: matched.matched.iter().all(|one| matches!(one.outcome, Outcome::Elsewhere)),
        calls,
        urls,
        context: context(analysis, request.point),
    }
}

/// Keeps the first of things that are told alike.
fn once<T: PartialEq>(all: &mut Vec<T>) {
    let mut kept: Vec<T> = Vec::new();
    for one in all.drain(..) {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    *all = kept;
}

fn place(analysis: &Analysis, span: Span) -> CallPlace {
    let start = analysis.files.start(span);
    CallPlace {
        path: redact::harmless(analysis.files.path(span.file)),
        line: start.map_or(1, |start| start.line),
        column: start.map_or(1, |start| start.utf16),
    }
}

/// The credentials that a request presents, by name only, each once.
fn presented(analysis: &Analysis, call: &MatchedCall) -> impl Iterator<Item = JsonPresented> {
    let mut all: Vec<JsonPresented> = Vec::new();
    for to in &call.presented {
        let Some(api) = analysis.apis.tables.get(to.api) else { continue };
        let word = |id: Option<&CredentialId>| {
            id.map_or_else(|| "credential".to_owned(), |id| api.credential(*id).name.clone())
        };
        let members = to.sent.members.iter().map(|member| JsonPresented {
            name: member.name.clone(),
            credential: word(member.credentials.first()),
            carrier: match member.place {
                Carrier::Query => "query",
                Carrier::Header => "header",
                Carrier::Body => "body",
                Carrier::Cookie => "cookie",
            },
            certain: member.certain,
        });
        let body = to.sent.body.iter().map(|field| JsonPresented {
            name: field.name.clone(),
            credential: word(field.credential.as_ref()),
            carrier: "body",
            certain: true,
        });
        for one in members.chain(body) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all.into_iter()
}

fn context(analysis: &Analysis, point: Span) -> JsonContext {
    let path = |file: &FileId| redact::harmless(analysis.files.path(*file));
    let known = analysis.contexts.get(&point).cloned();
    let Context { side, why, chain, .. } = known.unwrap_or_else(|| Context::unknown(point.file));
    JsonContext { side: side.word(), why: redact::harmless(&why), chain: chain.iter().map(path).collect() }
}

/// ` (src/a.js:3:4)`
fn at(analysis: &Analysis, span: Span) -> String {
    analysis.files.start(span).map_or_else(String::new, |place| {
        let path = redact::harmless(analysis.files.path(span.file));
        format!(" ({path}:{}:{})", place.line, place.utf16)
    })
}

fn outcome(analysis: &Analysis, matched: &Matched) -> (Option<JsonOperation>, Option<String>) {
    let api = |index: usize| analysis.apis.tables.get(index);
    let name = |index: usize| api(index).map_or("an API", |api| &*api.name);
    let named = |index: usize, id: OperationId| api(index).and_then(|api| reference(api, id));
    match &matched.outcome {
        Outcome::Operation { api, operation } => (named(*api, *operation).map(json_operation), None),
        Outcome::OtherHost { api, operation, host } => {
            (named(*api, *operation).map(json_operation), Some(format!("the operation is not on {host}")))
        }
        Outcome::UnknownOperation { api, nearest } => {
            let nearest = nearest.and_then(|(id, _)| named(*api, id));
            let nearest = nearest.map(|operation| format!("; the nearest is {operation}")).unwrap_or_default();
            (None, Some(format!("{} has no such operation{nearest}", name(*api))))
        }
        Outcome::Retired { api } => (None, Some(format!("a retired path of {}", name(*api)))),
        Outcome::Elsewhere => (None, Some("not a call of a known API".to_owned())),
        Outcome::SomeOperation { why, .. } | Outcome::Unmatched(why) => (None, Some(why.clone())),
    }
}

fn reference(api: &Api, id: OperationId) -> Option<OperationRef> {
    let operation = api.operations.get(id.0 as usize)?;
    Some(OperationRef {
        api: api.name.clone(),
        id: operation.id.clone(),
        method: operation.method.clone(),
        path: operation.path.clone(),
    })
}

fn json_operation(operation: OperationRef) -> JsonOperation {
    let OperationRef { api, id, method, path } = operation;
    JsonOperation { api, id, method, path }
}
