//! What the rules about secrets in client code share: which credentials are secret, and where a secret joins the
//! request that carries it.

use super::authorization::half_of;
use super::literals::is_something;
use super::names::words;
use super::presented::{Member, Place, credentials, kind};
use super::spoken::{self, Spoken};
use super::wording;
use crate::api::{Api, CredentialId, CredentialKind, Form, Operation, SchemeId, kind_of_name};
use crate::finding::{Finding, Reach};
use crate::request::{Hole, Origin, Part, Text};
use crate::rules::{Call, Scene};
use crate::runtime::{Context, Side};
use crate::source::Span;

/// A secret that a request carries.
#[derive(Debug)]
pub struct Carried<'a> {
    /// What it is.
    pub credential: CredentialId,
    /// The name of its carrier as written.
    pub name: &'a str,
    /// Where its carrier's name is written.
    pub carrier: Span,
    /// Where it is sent, in words: `in the query`.
    pub place: &'static str,
    /// The places where it joins the request: the carrier's name, or the arguments and options that are merely passed
    /// on there.
    pub joins: Vec<Span>,
    /// The values it may have, as far as they are secret.
    pub values: Vec<Text>,
    /// It stands in the body.
    pub is_in_body: bool,
    /// It is a token that is taken for a machine's only because the operation takes one: it may be a user's after all.
    pub is_guess: bool,
}

/// The secrets that a call carries, each with where it joins.
pub fn carried<'a>(call: &'a Call) -> Vec<Carried<'a>> {
    let joins = |given: &[Span], name: Span| if given.is_empty() { vec![name] } else { given.to_vec() };
    // What stands in the body is listed there, whether the operation takes it or not.
    let members = call.sent.members.iter().filter(|member| member.place != Place::Body);
    let members = members.filter_map(|member| {
        let (credential, values, is_guess) = secret_of(call.api, member, call.operation)?;
        let place = match member.place {
            Place::Query => "in the query",
            Place::Cookie => "as a cookie",
            Place::Header | Place::Body => "as a header",
        };
        let (name, carrier, joins) = (&member.name, member.span, joins(&member.given, member.span));
        Some(Carried { credential, name, carrier, place, joins, values, is_in_body: false, is_guess })
    });
    let body = call.sent.body.iter().filter_map(|field| {
        let (credential, values) = hidden(call.api, &[field.credential?], &field.values)?;
        let (name, carrier) = (&field.name, field.span);
        let joins = joins(&field.given, field.span);
        let place = "in the body";
        Some(Carried { credential, name, carrier, place, joins, values, is_in_body: true, is_guess: false })
    });
    members.chain(body).filter(|one| one.values.iter().any(is_something)).collect()
}

/// Whether a credential of this kind must not leave the server.
pub fn is_hidden(kind: CredentialKind) -> bool {
    matches!(kind, CredentialKind::Secret | CredentialKind::Machine)
}

/// The values of a member; of a pair the half that has to be kept.
pub fn kept_of(api: &Api, member: &Member) -> Vec<Text> {
    let half = || member.schemes.first().map(|id| api.scheme(*id).half.unwrap_or_default());
    match (&member.form, half()) {
        (Some(Form::Basic), Some(half)) => member.values.iter().map(|value| half_of(value, half)).collect(),
        _ => member.values.clone(),
    }
}

/// The secret or machine credential of a member, the values that are such, and whether that is a guess.
fn secret_of(api: &Api, member: &Member, operation: Option<&Operation>) -> Option<(CredentialId, Vec<Text>, bool)> {
    let Some(bearer) = member.bearer else {
        let (credential, values) = hidden(api, &member.credentials, &kept_of(api, member))?;
        return Some((credential, values, false));
    };
    if bearer.is_user() {
        return None;
    }
    // Of the tokens that it may be, it is one that the operation takes.
    let is_taken = |id: &&SchemeId| operation.is_some_and(|it| it.alternatives.iter().any(|one| one.contains(id)));
    let taken: Vec<SchemeId> = member.schemes.iter().filter(is_taken).copied().collect();
    let known = credentials(api, if taken.is_empty() { &member.schemes } else { &taken });
    let machine = known.iter().copied().find(|id| kind(api, *id) == Some(CredentialKind::Machine));
    if let Some(machine) = machine.filter(|_| bearer.is_machine() || !taken.is_empty()) {
        return Some((machine, member.values.clone(), !bearer.is_machine()));
    }
    let (credential, values) = hidden(api, &known, &member.values)?;
    (kind(api, credential) == Some(CredentialKind::Secret)).then_some((credential, values, false))
}

/// What must be kept of the values of a carrier that takes these credentials, and which of them it is.
fn hidden(api: &Api, credentials: &[CredentialId], values: &[Text]) -> Option<(CredentialId, Vec<Text>)> {
    let kind_of = |value: &&Text| is_hidden(kind_of_value(api, credentials, value));
    let values: Vec<Text> = values.iter().filter(kind_of).cloned().collect();
    let spoken =
        values.iter().filter_map(|value| spoken_for_other(api, credentials, value)).flat_map(|spoken| spoken.ids);
    let mut ids = credentials.iter().copied().chain(spoken);
    let credential = ids.find(|id| kind(api, *id).is_some_and(is_hidden)).or_else(|| credentials.first().copied())?;
    (!values.is_empty()).then_some((credential, values))
}

/// What a value is that may be one of these credentials: by its shape, by what it is called, or by what all of them are.
pub fn kind_of_value(api: &Api, credentials: &[CredentialId], value: &Text) -> CredentialKind {
    if let Some(text) = value.fixed() {
        return api.kind_of_value(credentials, &text);
    }
    match api.kind_of(credentials) {
        CredentialKind::Unknown => {
            let own = by_name(api, credentials, value).filter(|kind| *kind != CredentialKind::Unknown);
            own.or_else(|| by_words(value)).unwrap_or(CredentialKind::Unknown)
        }
        // It may be one of those that everybody may know: only its names could say that it is not.
        _ if takes_public(api, credentials) => by_words(value).unwrap_or(CredentialKind::Unknown),
        // What is sent in the place of another is what its name says.
        kind => spoken_for_other(api, credentials, value).map_or(kind, |spoken| spoken.kind),
    }
}

/// What the names of a value speak of, where that is neither one of these credentials nor what must be kept as these must be.
fn spoken_for_other(api: &Api, credentials: &[CredentialId], value: &Text) -> Option<Spoken> {
    let is_secret = |kind| match kind {
        CredentialKind::Secret => Some(true),
        CredentialKind::Public => Some(false),
        _ => None,
    };
    let own = is_secret(api.kind_of(credentials))?;
    spoken::of_value(api, value).filter(|spoken| is_secret(spoken.kind).is_some_and(|other| other != own))
}

/// Whether some values of these credentials may be known to everybody.
pub fn takes_public(api: &Api, credentials: &[CredentialId]) -> bool {
    let mut shapes = credentials.iter().flat_map(|id| &api.credential(*id).values);
    shapes.any(|shape| shape.kind == CredentialKind::Public)
}

/// The credentials that values may be, with the one first that the values themselves speak of.
pub fn told_first(api: &Api, mut credentials: Vec<CredentialId>, values: &[Text]) -> Vec<CredentialId> {
    let has_shape_of = |id: CredentialId, text: &str| {
        let text = text.trim();
        api.credential(id).values.iter().any(|shape| shape.pattern.is_match(text))
    };
    let told = |value: &Text| match value.fixed() {
        Some(text) => credentials.iter().copied().find(|id| has_shape_of(*id, &text)),
        None => named_by(api, &credentials, value),
    };
    if credentials.len() > 1
        && let Some(told) = values.iter().find_map(told)
    {
        credentials.sort_by_key(|id| *id != told);
    }
    credentials
}

/// The kind of the one credential that the names of a value speak of.
fn by_name(api: &Api, credentials: &[CredentialId], value: &Text) -> Option<CredentialKind> {
    named_by(api, credentials, value).and_then(|id| kind(api, id))
}

/// The one credential that the names of a value speak of: `SEARCH_KEY`, but not `KEY`.
fn named_by(api: &Api, credentials: &[CredentialId], value: &Text) -> Option<CredentialId> {
    let own = |id: CredentialId| {
        let credential = api.credential(id);
        words(&credential.id).into_iter().chain(words(&credential.name)).collect::<Vec<_>>()
    };
    let said: Vec<String> = names(value).flat_map(words).collect();
    let speaks = |id: &&CredentialId| {
        let others: Vec<String> =
            credentials.iter().filter(|other| other != id).flat_map(|other| own(*other)).collect();
        own(**id).iter().any(|word| !others.contains(word) && said.contains(word))
    };
    let mut spoken = credentials.iter().filter(speaks);
    let first = spoken.next()?;
    if spoken.next().is_some() { None } else { Some(*first) }
}

/// The kind that the names of a value speak of, whatever the API: `ADMIN_KEY`. Names that contradict each other say nothing.
fn by_words(value: &Text) -> Option<CredentialKind> {
    let mut said = names(value).filter_map(kind_of_name);
    let first = said.next()?;
    said.all(|kind| kind == first).then_some(first)
}

/// What a value is called, and the variables of the environment that it is read from.
fn names(value: &Text) -> impl Iterator<Item = &str> {
    let holes = value.parts.iter().filter_map(|part| match part {
        Part::Hole(hole) => Some(hole),
        Part::Fixed { .. } => None,
    });
    holes.flat_map(|hole| {
        let origin = match &hole.origin {
            Origin::Env(name) => Some(&**name),
            // What is read from elsewhere goes by the last name on the way.
            Origin::Api(path) if !path.ends_with(')') => path.rsplit(['.', ':']).next(),
            _ => None,
        };
        hole.names.iter().map(|name| &**name).chain(origin)
    })
}

/// The environment variables that a value is read from.
pub fn environment(values: &[Text]) -> impl Iterator<Item = (&str, &Hole)> {
    values.iter().flat_map(|value| &value.parts).filter_map(|part| match part {
        Part::Hole(hole) => match &hole.origin {
            Origin::Env(name) => Some((&**name, &**hole)),
            _ => None,
        },
        Part::Fixed { .. } => None,
    })
}

/// The same, and what is read from elsewhere, as a path: bundlers put values there too.
pub fn named(values: &[Text]) -> impl Iterator<Item = (&str, &Hole)> {
    let globals = values.iter().flat_map(|value| &value.parts).filter_map(|part| match part {
        Part::Hole(hole) => {
            let name = hole.origin.read_by_script()?;
            (!name.ends_with(')')).then_some((name, &**hole))
        }
        Part::Fixed { .. } => None,
    });
    environment(values).chain(globals)
}

/// The context of a place, where it is client code.
pub fn client(scene: &Scene, span: Span) -> Option<Context> {
    Some((scene.context)(span)).filter(|context| context.side == Side::Client)
}

/// A finding with why its place is client code.
pub fn explain(finding: Finding, context: &Context) -> Finding {
    let reach = Reach { why: context.why.clone(), chain: context.chain.clone() };
    finding.reach(reach, context.confidence)
}

/// `the tenant secret of Acme`
pub fn what(api: &Api, credential: CredentialId) -> String {
    format!("{} of {}", wording::credential(api, credential), api.name)
}
