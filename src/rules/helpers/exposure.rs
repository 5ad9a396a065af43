//! What the rules about secrets in client code share: which credentials are secret, and where a secret joins the
//! request that carries it.

use super::bearer::Bearer;
use super::literals::is_something;
use super::presented::{Member, Place, kind};
use super::wording;
use crate::api::{Api, Carrier, CredentialId, Kind, Operation};
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
    /// The values it may have.
    pub values: &'a [Text],
}

/// The secrets that a call carries, each with where it joins.
pub fn carried<'a>(call: &'a Call) -> Vec<Carried<'a>> {
    let joins = |given: &[Span], name: Span| if given.is_empty() { vec![name] } else { given.to_vec() };
    // A token of which nobody knows whose it is may well be the user's.
    let known = call.sent.members.iter().filter(|member| member.bearer.is_none_or(Bearer::is_machine));
    let members = known.filter_map(|member| {
        let credential = secret_of(call.api, member, call.operation)?;
        Some(Carried {
            credential,
            name: &member.name,
            carrier: member.span,
            place: if member.place == Place::Query { "in the query" } else { "as a header" },
            joins: joins(&member.given, member.span),
            values: &member.values,
        })
    });
    let body = call.sent.body.iter().filter_map(|field| {
        let credential = field.credential.filter(|&id| is_hidden(call.api, id))?;
        let joins = joins(&field.given, field.span);
        let (name, carrier) = (&field.name, field.span);
        Some(Carried { credential, name, carrier, place: "in the body", joins, values: &field.values })
    });
    members.chain(body).filter(|one| one.values.iter().any(is_something)).collect()
}

/// Whether a credential must not leave the server.
pub fn is_hidden(api: &Api, id: CredentialId) -> bool {
    matches!(kind(api, id), Some(Kind::Secret | Kind::Machine))
}

/// The secret or machine credential of a member.
pub fn secret_of(api: &Api, member: &Member, operation: Option<&Operation>) -> Option<CredentialId> {
    if let Some(bearer) = member.bearer {
        let takes_machine = || {
            operation.is_some_and(|it| {
                it.alternatives.iter().flatten().any(|id| {
                    api.schemes.get(usize::from(id.0)).is_some_and(|scheme| {
                        scheme.carrier == Carrier::Bearer && kind(api, scheme.credential) == Some(Kind::Machine)
                    })
                })
            })
        };
        if bearer.is_user() || !(bearer.is_machine() || takes_machine()) {
            return None;
        }
    }
    member.credentials.iter().copied().find(|&id| is_hidden(api, id))
}

/// The environment variables that a value is read from.
pub fn environment(values: &[Text]) -> impl Iterator<Item = (&str, &Hole)> {
    values.iter().flat_map(|value| &value.parts).filter_map(|part| match part {
        Part::Hole(hole) => match &hole.origin {
            Origin::Env(name) => Some((&**name, hole)),
            _ => None,
        },
        Part::Fixed { .. } => None,
    })
}

/// The same, and what is read from elsewhere, as a path: bundlers put values there too.
pub fn named(values: &[Text]) -> impl Iterator<Item = (&str, &Hole)> {
    let globals = values.iter().flat_map(|value| &value.parts).filter_map(|part| match part {
        Part::Hole(hole) => match &hole.origin {
            Origin::Api(path) => {
                let name = path.strip_prefix("global:").or_else(|| path.strip_prefix("npm:"))?;
                (!name.ends_with(')')).then_some((name, hole))
            }
            _ => None,
        },
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
