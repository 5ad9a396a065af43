//! A value that is sent where another credential of the same API belongs.

use super::credentials::case::Case;
use super::helpers::authorization::in_wrong_half;
use super::helpers::exposure::is_hidden;
use super::helpers::presented::{Member, Role, kind};
use super::helpers::spoken::{self, Spoken};
use super::helpers::wording;
use super::{Call, ids};
use crate::api::{CredentialId, CredentialKind, Form};
use crate::finding::{Confidence, Finding, Level, Rule};
use crate::request::{Part, Text};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::MISPLACED_CREDENTIAL,
    summary: "A value is sent where another credential of the same API belongs",
    level: Level::Warning,
    cwe: Some(522),
    severity: "6.5",
    docs: include_str!("../../rules/docs/misplaced-credential.md"),
};

/// The name, the credentials and the values of something that is sent.
struct Sent<'c> {
    name: &'c str,
    credentials: &'c [CredentialId],
    is_token: bool,
    values: &'c [Text],
    given: &'c [Span],
    span: Span,
}

/// The findings about values of a call that stand where another credential belongs.
pub fn judge(call: &Call) -> Vec<Finding> {
    // Where no token is taken at all, the verdict says so.
    let takes_token = call
        .operation
        .is_none_or(|operation| Case { api: call.api, operation, presented: call.sent }.takes_bearer(None));
    let members = call.sent.members.iter().filter(|member| member.role == Role::Carrier);
    let members = members.filter(|member| takes_token || member.bearer.is_none());
    let members = members.map(|member| Sent {
        name: &member.name,
        credentials: &member.credentials,
        is_token: member.bearer.is_some(),
        values: &member.values,
        given: &member.given,
        span: member.span,
    });
    let body = call.sent.body.iter().filter_map(|field| {
        let credentials = std::slice::from_ref(field.credential.as_ref()?);
        let (name, values, given, span) = (&*field.name, &*field.values, &*field.given, field.span);
        Some(Sent { name, credentials, is_token: false, values, given, span })
    });
    let pairs = call.sent.members.iter().filter_map(|member| of_pair(call, member));
    members.chain(body).flat_map(|sent| of_member(call, &sent)).chain(pairs).collect()
}

/// The finding about a basic pair whose wrong half is what has to be kept.
fn of_pair(call: &Call, member: &Member) -> Option<Finding> {
    let scheme = member.schemes.first().copied().filter(|_| member.form == Some(Form::Basic))?;
    let (value, (text, is_user)) =
        member.values.iter().find_map(|value| Some((value, in_wrong_half(call.api, scheme, value)?)))?;
    let what = wording::of_scheme(call.api, scheme);
    let (wrong, right) = if is_user { ("user's name", "password") } else { ("password", "user's name") };
    let title = wording::sentence(&format!("{what} is sent as the {wrong} of a basic pair"));
    let sent = Sent {
        name: &member.name,
        credentials: &[],
        is_token: false,
        values: &[],
        given: &member.given,
        span: member.span,
    };
    let span = place_of(call, &sent, &text).or_else(|| place_of(call, &sent, value))?;
    let finding = Finding::of(&RULE, span, title)
        .confidence(Confidence::Medium)
        .label(format!("named for {what}"))
        .help(format!("Send it as the {right}"))
        .operation(call.operation_ref());
    let is_here = call.request.point.contains(span);
    Some(if is_here { finding } else { finding.related(call.request.point, "the pair is sent here") })
}

fn of_member(call: &Call, sent: &Sent) -> Vec<Finding> {
    let finding = |value: &Text| {
        let spoken = spoken::of_value(call.api, value).filter(|spoken| is_other(call, sent, spoken))?;
        let what = spoken.words;
        let place = if sent.is_token {
            format!("as a token in `{}`", sent.name)
        } else {
            let belongs = wanted(call, sent)
                .map_or_else(String::new, |id| format!(", where {} belongs", wording::credential(call.api, id)));
            format!("as `{}`{belongs}", sent.name)
        };
        let span = place_of(call, sent, value)?;
        let title = wording::sentence(&format!("{what} is sent {place}"));
        let leak =
            if is_hidden(spoken.kind) { ". Rotate it if this was ever in use: others may have logged it" } else { "" };
        let right =
            wanted(call, sent).map_or_else(|| "the right value".to_owned(), |id| wording::credential(call.api, id));
        let finding = Finding::of(&RULE, span, title)
            .confidence(Confidence::Medium)
            .label(format!("named for {what}"))
            .help(format!("Send {right} there{leak}"))
            .operation(call.operation_ref());
        let elsewhere = !call.request.point.contains(span);
        Some(if elsewhere {
            finding.related(call.request.point, format!("sent as `{}` here", sent.name))
        } else {
            finding
        })
    };
    sent.values.iter().filter_map(finding).collect()
}

/// What belongs where something is sent: of several credentials the one that the operation takes.
fn wanted(call: &Call, sent: &Sent) -> Option<CredentialId> {
    let schemes = call.operation.into_iter().flat_map(|operation| operation.alternatives.iter().flatten());
    let mut taken = schemes.map(|scheme| call.api.scheme(*scheme).credential);
    taken.find(|id| sent.credentials.contains(id)).or_else(|| sent.credentials.first().copied())
}

/// Whether what a name speaks of does not belong where it is sent. Two that everybody may know, or two secrets, are often
/// the same value under two names, unless each is sent as the other.
fn is_other(call: &Call, sent: &Sent, spoken: &Spoken) -> bool {
    let taken: Vec<CredentialKind> = sent.credentials.iter().filter_map(|id| kind(call.api, *id)).collect();
    if spoken.ids.iter().any(|id| sent.credentials.contains(id))
        || taken.contains(&spoken.kind) && !is_exchanged(call, sent, spoken)
    {
        return false;
    }
    if sent.is_token || taken.iter().any(|kind| matches!(kind, CredentialKind::User | CredentialKind::Machine)) {
        // What is called a token may be any of several.
        return matches!(spoken.kind, CredentialKind::Public | CredentialKind::Secret);
    }
    !taken.is_empty()
        && taken.iter().all(|kind| matches!(kind, CredentialKind::Public | CredentialKind::Secret))
        && matches!(
            spoken.kind,
            CredentialKind::Public | CredentialKind::Secret | CredentialKind::User | CredentialKind::Machine
        )
}

/// Whether what belongs here is sent where that belongs which is sent here.
fn is_exchanged(call: &Call, sent: &Sent, spoken: &Spoken) -> bool {
    let belongs_here = |value: &Text| {
        let other = spoken::of_value(call.api, value);
        other.is_some_and(|other| other.ids.iter().any(|id| sent.credentials.contains(id)))
    };
    call.sent.members.iter().any(|member| {
        let is_there = member.role == Role::Carrier && member.credentials.iter().any(|id| spoken.ids.contains(id));
        is_there && member.values.iter().any(belongs_here)
    })
}

/// Where a value is sent: itself if it stands in the call, else what hands it over, or the name of its carrier.
fn place_of(call: &Call, sent: &Sent, value: &Text) -> Option<Span> {
    let hole = value.parts.iter().find_map(|part| match part {
        Part::Hole(hole) => Some(hole.span),
        Part::Fixed { .. } => None,
    })?;
    let is_near = call.request.point.contains(hole) || call.request.site.contains(hole);
    Some(if is_near { hole } else { sent.given.first().copied().unwrap_or(sent.span) })
}
