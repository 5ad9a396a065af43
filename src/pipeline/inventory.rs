//! Which credentials a program has, where each comes from and goes to, and what is called.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Analysis;
use crate::api::{Api, CredentialId, CredentialKind, Operation, OperationId};
use crate::finding::{Confidence, Finding};
use crate::matching::Outcome;
use crate::report::inventory::{CallUse, CredentialUse, Inventory, OperationUse, Said, Way};
use crate::request::{Origin, Part, Text};
use crate::rules::MatchedCall;
use crate::rules::helpers::presented::Place;
use crate::source::{FileId, Span};

/// An operation of one of the tables.
type Called = (usize, OperationId);

/// What a run has seen.
pub fn inventory(analysis: &Analysis) -> Inventory {
    let mut operations: BTreeMap<Called, OperationUse> = BTreeMap::new();
    let mut credentials: BTreeMap<(usize, CredentialId), Vec<Way>> = BTreeMap::new();
    for call in &analysis.calls {
        for (index, matched) in call.matched.iter().enumerate() {
            let (Outcome::Operation { api, operation } | Outcome::OtherHost { api, operation, .. }) = &matched.outcome
            else {
                continue;
            };
            let Some((table, called)) = described(analysis, (*api, *operation)) else { continue };
            let ways = ways(call, index, *api, called);
            let mut presents: Vec<String> = ways.iter().map(|(id, _)| table.credential(*id).name.clone()).collect();
            presents.sort();
            presents.dedup();
            let entry = operations.entry((*api, *operation)).or_insert_with(|| OperationUse {
                api: table.name.clone(),
                name: format!("{} {}", called.method, called.path),
                accepts: table.words_for_alternatives(called),
                is_backend_only: table.is_backend_only(called),
                calls: Vec::new(),
            });
            let is_open = call.request.is_open() || call.unseen(&analysis.apis, Some(index)).next().is_some();
            let span = call.request.point;
            entry.calls.push(CallUse { span, presents, is_open, said: Vec::new() });
            for (id, way) in ways {
                credentials.entry((*api, id)).or_default().push(way);
            }
        }
    }
    let called: Vec<Called> = operations.keys().copied().collect();
    let mut operations: Vec<OperationUse> = operations.into_values().collect();
    operations.sort_by(|a, b| (&a.api, &a.name).cmp(&(&b.api, &b.name)));
    let mut found: FxHashMap<FileId, Vec<&Finding>> = FxHashMap::default();
    for finding in &analysis.findings {
        found.entry(finding.span.file).or_default().push(finding);
    }
    for operation in &mut operations {
        operation.calls.sort_by(|a, b| key(a).cmp(&key(b)));
        operation.calls.dedup_by(|a, b| key(a) == key(b));
        for call in &mut operation.calls {
            call.said = said(analysis, call.span, found.get(&call.span.file).map_or(&[], Vec::as_slice));
        }
    }
    let credentials = credentials.into_iter().filter_map(|(id, ways)| credential(analysis, id, ways, &called));
    Inventory { operations, credentials: credentials.collect() }
}

/// What tells calls apart, and their order.
fn key(call: &CallUse) -> (Span, &[String], bool) {
    (call.span, &call.presents, call.is_open)
}

/// What the rules say of a call: in the findings of its file that point at it or begin on its line. Whoever silences one
/// of them does not make the call right.
fn said(analysis: &Analysis, call: Span, found: &[&Finding]) -> Vec<Said> {
    let line = |span| analysis.files.start(span).map(|position| position.line);
    let own = line(call);
    let of_call = found.iter().filter(|finding| call.contains(finding.span) || line(finding.span) == own);
    let mut said: Vec<Said> = of_call
        .map(|finding| Said { rule: finding.rule, level: finding.level, is_low: finding.confidence == Confidence::Low })
        .collect();
    said.sort_by_key(|one| (one.rule.id, one.is_low));
    said.dedup_by_key(|one| one.rule.id);
    said
}

fn described(analysis: &Analysis, (api, operation): Called) -> Option<(&Api, &Operation)> {
    let table = analysis.apis.tables.get(api)?;
    Some((table, table.operations.get(operation.0 as usize)?))
}

/// The ways of the credentials that a call presents at one of its URLs.
fn ways(call: &MatchedCall, index: usize, api: usize, operation: &Operation) -> Vec<(CredentialId, Way)> {
    let mut ways = Vec::new();
    let sent = call.presented.iter().filter(|to| to.matched == index && to.api == api);
    for member in sent.clone().flat_map(|to| &to.sent.members) {
        let Some(id) = member.credentials.first() else { continue };
        let place = match member.place {
            Place::Query => "query",
            Place::Header => "header",
            Place::Body => "body",
            Place::Cookie => "cookie",
        };
        ways.extend(entrances(&member.values).map(|enters| (*id, way(call, enters, &member.name, place, operation))));
    }
    for field in sent.flat_map(|to| &to.sent.body) {
        let Some(id) = field.credential else { continue };
        ways.extend(entrances(&field.values).map(|enters| (id, way(call, enters, &field.name, "body", operation))));
    }
    ways
}

fn way(call: &MatchedCall, enters: Option<(Span, String)>, name: &str, place: &str, operation: &Operation) -> Way {
    Way {
        enters,
        carrier: format!("{name} ({place})"),
        call: call.request.point,
        operation: format!("{} {}", operation.method, operation.path),
    }
}

/// Where values come from; one unknown entrance where nothing tells.
fn entrances(values: &[Text]) -> impl Iterator<Item = Option<(Span, String)>> {
    let known: Vec<Option<(Span, String)>> = values
        .iter()
        .filter_map(|text| {
            text.parts.iter().find_map(|part| match part {
                Part::Hole(hole) => Some((hole.span, origin(&hole.origin, hole.names.first().map(AsRef::as_ref)))),
                Part::Fixed { text, span } if text.trim().len() >= 4 => Some((*span, "written in the code".to_owned())),
                Part::Fixed { .. } => None,
            })
        })
        .map(Some)
        .collect();
    if known.is_empty() { vec![None] } else { known }.into_iter()
}

fn origin(origin: &Origin, name: Option<&str>) -> String {
    let named = |what: &str| name.map_or_else(|| what.to_owned(), |name| format!("{what} {name}"));
    match origin {
        Origin::Env(variable) => format!("environment variable {variable}"),
        Origin::Parameter => named("parameter"),
        Origin::Api(path) => format!("from {}", path.split(':').next_back().unwrap_or(path)),
        Origin::Response { .. } => "the answer to a request".to_owned(),
        Origin::Signed(_) => "signed".to_owned(),
        Origin::Time(_) => "a time".to_owned(),
        Origin::Computed => named("computed"),
        Origin::Unknown => named("value"),
    }
}

fn credential(
    analysis: &Analysis,
    (api, id): (usize, CredentialId),
    mut ways: Vec<Way>,
    called: &[Called],
) -> Option<CredentialUse> {
    let table = analysis.apis.tables.get(api)?;
    let own = table.credential(id);
    ways.sort();
    ways.dedup();
    let is_mine = |operation: &Operation| {
        let schemes = operation.alternatives.iter().flatten();
        schemes.into_iter().any(|scheme| table.scheme(*scheme).credential == id)
    };
    let called: Vec<&Operation> =
        called.iter().filter(|(other, _)| *other == api).filter_map(|one| Some(described(analysis, *one)?.1)).collect();
    let sent_to: Vec<&&Operation> = called
        .iter()
        .filter(|it| ways.iter().any(|way| way.operation == format!("{} {}", it.method, it.path)))
        .collect();
    let needed_by = called.iter().filter(|operation| is_mine(operation)).count();
    Some(CredentialUse {
        api: table.name.clone(),
        name: own.name.clone(),
        kind: own.kind.as_str(),
        least: least(table, own.kind, &sent_to),
        ways,
        needed_by,
    })
}

/// How much harm comes of a credential that leaks.
fn weight(kind: CredentialKind) -> u8 {
    match kind {
        CredentialKind::None | CredentialKind::Public => 0,
        CredentialKind::Signature => 1,
        CredentialKind::User => 2,
        CredentialKind::Machine => 3,
        CredentialKind::Unknown => 4,
        CredentialKind::Secret => 5,
    }
}

/// The least that would do in place of a credential: the lightest kind of which each operation that it is sent to has an
/// alternative with nothing graver in it, and nothing else that is no public value.
fn least(table: &Api, kind: CredentialKind, operations: &[&&Operation]) -> String {
    if operations.iter().any(|operation| operation.alternatives.is_empty()) {
        return "not all that it is sent to asks for credentials".to_owned();
    }
    let is_public = |kind: CredentialKind| weight(kind) == 0;
    let does = |wanted: CredentialKind, operation: &Operation| {
        operation.alternatives.iter().any(|schemes| {
            let mut kinds = schemes.iter().map(|scheme| table.credential_of(*scheme).kind);
            kinds.all(|kind| is_public(kind) || kind == wanted)
        })
    };
    let candidates = [
        (CredentialKind::Public, "public credentials"),
        (CredentialKind::Signature, "a signature"),
        (CredentialKind::User, "a user's token"),
        (CredentialKind::Machine, "a machine's token"),
    ];
    let lighter = candidates.into_iter().filter(|(wanted, _)| weight(*wanted) < weight(kind));
    match lighter.into_iter().find(|(wanted, _)| operations.iter().all(|operation| does(*wanted, operation))) {
        Some((_, word)) => format!("{word} would do for all that it is sent to"),
        None => "nothing less would do for all that it is sent to".to_owned(),
    }
}
