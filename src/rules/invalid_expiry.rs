//! The expiry of a signature that cannot be right.

use super::helpers::placeholders::is_placeholder;
use super::helpers::signatures::{holes, member, moment};
use super::{Call, ids};
use crate::api::{ExpiryForm, SigningRule};
use crate::finding::{Finding, Level, Rule};
use crate::request::{Moment, MomentForm, Part, Text, Zone};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::INVALID_EXPIRY,
    summary: "The expiry of a signature is constant, too far ahead or of a wrong form",
    level: Level::Error,
    cwe: Some(613),
    severity: "5.3",
    docs: include_str!("../../rules/docs/invalid-expiry.md"),
};

/// What is wrong with a time that is written in the code.
const CONSTANT: &str = "is a constant: it has expired one day, or never does";

/// Milliseconds of a minute.
const MINUTE: i64 = 60_000;

/// The findings about the expiry of a call's signature.
pub fn judge(call: &Call) -> Vec<Finding> {
    let signing = call.api.overlay.signature.as_ref();
    let Some((signing, scheme)) = signing.and_then(|it| Some((it, it.expiry?))) else { return Vec::new() };
    let Some(member) = member(call, scheme) else { return Vec::new() };
    let limit = (call.scene.max_expiry)(call.request.point).unwrap_or(signing.max_expiry);
    let finding = |value: &Text| {
        let Fault { span, made, what } = fault(signing, limit, value)?;
        let title = format!("The expiry of the signature, `{}`, {what}", member.name);
        let finding = Finding::of(&RULE, span, title)
            .label("no valid expiry")
            .help(help(signing, limit))
            .operation(call.operation_ref());
        let finding = match made.filter(|made| *made != span) {
            Some(made) => finding.related(made, "the expiry is made here"),
            None => finding,
        };
        let elsewhere = !call.request.point.contains(span);
        Some(if elsewhere { finding.related(call.request.point, "the request is sent here") } else { finding })
    };
    member.values.iter().filter_map(finding).collect()
}

fn help(signing: &SigningRule, limit: u32) -> String {
    match signing.expiry_form {
        ExpiryForm::Text => {
            let formats: Vec<String> = signing.formats.iter().map(|format| format!("`{format}`")).collect();
            let formats = super::helpers::wording::list(&formats, "or");
            format!("Send date and time in UTC ({formats}), at most {limit} minutes ahead of now")
        }
        ExpiryForm::Seconds => format!("Send the seconds since the epoch, at most {limit} minutes ahead of now"),
        ExpiryForm::Milliseconds => {
            format!("Send the milliseconds since the epoch, at most {limit} minutes ahead of now")
        }
    }
}

/// What is wrong with a value.
struct Fault {
    /// Where that is written.
    span: Span,
    /// Where the value is made, if it is made of that elsewhere.
    made: Option<Span>,
    /// A predicate.
    what: String,
}

impl Fault {
    fn at(span: Span, what: impl Into<String>) -> Self {
        Self { span, made: None, what: what.into() }
    }
}

/// What is wrong with a value that cannot be right.
fn fault(signing: &SigningRule, limit: u32, value: &Text) -> Option<Fault> {
    if let Some(text) = value.fixed() {
        let span = value.parts.iter().find_map(|part| match part {
            Part::Fixed { span, .. } => Some(*span),
            Part::Hole(_) => None,
        })?;
        let is_known = !text.trim().is_empty() && !is_placeholder(&text);
        return is_known.then(|| Fault::at(span, CONSTANT));
    }
    let moments: Option<Vec<(Span, &Moment)>> = holes(value).map(|hole| Some((hole.span, moment(hole)?))).collect();
    let moments = moments?;
    let (span, first) = *moments.first()?;
    if moments.iter().all(|(_, moment)| moment.clock.is_none()) {
        return Some(Fault::at(span, CONSTANT));
    }
    if let Some(wrong) = wrong_form(signing.expiry_form, first, value.hole().is_some()) {
        return Some(Fault::at(span, wrong));
    }
    let is_written =
        |moment: &Moment| matches!(moment.form, MomentForm::Text | MomentForm::Instant | MomentForm::Part(_));
    let is_local = |(_, moment): &&(Span, &Moment)| moment.zone == Zone::Local && is_written(moment);
    if signing.expiry_form == ExpiryForm::Text
        && let Some((span, _)) = moments.iter().find(is_local)
    {
        return Some(Fault::at(*span, "is written in the machine's own time zone, not in UTC"));
    }
    let ahead: Option<Vec<i64>> = moments.iter().map(|(_, moment)| moment.ahead).collect();
    let minutes = ahead?.into_iter().min()? / MINUTE;
    let is_too_far = minutes > i64::from(limit);
    let given = moments.iter().find_map(|(_, moment)| moment.given);
    is_too_far.then(|| Fault {
        // Who says how long is to blame, and not who adds it.
        span: given.unwrap_or(span),
        made: given.and(Some(span)),
        what: format!("lies {minutes} minutes ahead, more than the {limit} that are allowed"),
    })
}

/// What is wrong with the form of a time that is the whole of a value, if anything is.
fn wrong_form(wanted: ExpiryForm, moment: &Moment, is_whole: bool) -> Option<String> {
    let is_number =
        is_whole && matches!(moment.form, MomentForm::Milliseconds | MomentForm::Seconds | MomentForm::Number);
    let is_text = matches!(moment.form, MomentForm::Text | MomentForm::Part(_));
    match wanted {
        ExpiryForm::Text if is_number => Some("is a number since the epoch, where date and time are wanted".to_owned()),
        ExpiryForm::Seconds if is_whole && moment.form == MomentForm::Milliseconds => {
            Some("counts milliseconds, where seconds are wanted".to_owned())
        }
        ExpiryForm::Milliseconds if is_whole && moment.form == MomentForm::Seconds => {
            Some("counts seconds, where milliseconds are wanted".to_owned())
        }
        ExpiryForm::Seconds | ExpiryForm::Milliseconds if is_text => {
            Some("is a date, where a number since the epoch is wanted".to_owned())
        }
        _ => None,
    }
}
