//! A signature that cannot verify.

use super::helpers::signatures::{holes, member, moment};
use super::helpers::{spoken, wording};
use super::{Call, ids};
use crate::api::SigningRule;
use crate::finding::{Finding, Level, Rule};
use crate::request::{Hole, Origin, Part, Signature, Text};
use crate::source::Span;

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::INVALID_DIGEST,
    summary: "A signature is made in a way that cannot verify",
    level: Level::Error,
    cwe: Some(347),
    severity: "6.5",
    docs: include_str!("../../rules/docs/invalid-digest.md"),
};

/// Bytes that are written as nothing yet.
const BYTES: &str = "bytes";

/// Where in what is signed the expiry stands.
const EXPIRY: &str = "{expiry}";

/// The findings about the signature of a call.
pub fn judge(call: &Call) -> Vec<Finding> {
    let Some(signing) = &call.api.overlay.signature else { return Vec::new() };
    let Some(member) = member(call, signing.digest) else { return Vec::new() };
    member.values.iter().flat_map(|value| of_value(call, signing, value)).collect()
}

fn of_value(call: &Call, signing: &SigningRule, value: &Text) -> Vec<Finding> {
    let mut made = holes(value);
    let Some(hole) = made.next().filter(|hole| !hole.is_part) else { return Vec::new() };
    let Origin::Signed(signature) = &hole.origin else { return Vec::new() };
    if made.next().is_some() {
        return Vec::new();
    }
    let (mut faults, key) =
        (faults(call, signing, signature, &before(value, hole)), wrong_key(call, signing, signature));
    // Who hands over a wrong key is to blame for it, and not who signs with what it is given.
    let mut findings = Vec::new();
    match (key, signature.key.as_ref().map_or(&[][..], |key| &key.given)) {
        (Some(fault), []) => faults.insert(0, fault),
        (Some(fault), given) => {
            let all = given.iter().map(|at| told(call, signing, *at, std::slice::from_ref(&fault)));
            findings.extend(all.map(|finding| finding.related(hole.span, "it is signed here")));
        }
        (None, _) => {}
    }
    if !faults.is_empty() {
        findings.push(told(call, signing, hole.span, &faults));
    }
    findings
}

fn told(call: &Call, signing: &SigningRule, span: Span, faults: &[String]) -> Finding {
    let title = format!("The signature of {} cannot verify: {}", called(call), wording::list(faults, "and"));
    let key = wording::credential(call.api, signing.key);
    let help = format!(
        "Send `{}` and the {} of the HMAC ({}) of the text `{}`, with {key} as the key",
        signing.prefix, signing.encoding, signing.algorithm, signing.text
    );
    let finding = Finding::of(&RULE, span, title).label("cannot verify").help(help).operation(call.operation_ref());
    let elsewhere = !call.request.point.contains(span);
    if elsewhere { finding.related(call.request.point, "the request is sent here") } else { finding }
}

/// The key of a signature, if it is known to be another than the right one, as a phrase.
fn wrong_key(call: &Call, signing: &SigningRule, signature: &Signature) -> Option<String> {
    if is_exchanged(signing, signature) {
        return Some("its key is the text that is to be signed".to_owned());
    }
    let mut others =
        signature.key.iter().flat_map(|key| &key.values).filter_map(|value| spoken::of_value(call.api, value));
    let other = others.find(|other| !other.ids.contains(&signing.key))?;
    Some(format!("its key is {} and not {}", other.words, wording::credential(call.api, signing.key)))
}

/// Whether the key is what is to be signed: it begins with a time, and more stands behind it.
fn is_exchanged(signing: &SigningRule, signature: &Signature) -> bool {
    let begins_with_time =
        |text: &Text| matches!(&text.parts[..], [Part::Hole(first), _, ..] if moment(first).is_some());
    let values = signature.key.as_ref().map_or(&[][..], |key| &key.values);
    signing.text.starts_with(EXPIRY) && !values.is_empty() && values.iter().all(begins_with_time)
}

/// All that is wrong with a signature but its key, as phrases.
fn faults(call: &Call, signing: &SigningRule, signature: &Signature, before: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if signature.key.is_none() {
        faults.push("it is a plain hash, which anybody can make".to_owned());
    }
    if let Some(algorithm) = signature.algorithm.as_deref().filter(|own| *own != signing.algorithm) {
        faults.push(format!("it is made by {algorithm} and not by {}", signing.algorithm));
    }
    if let Some(encoding) = signature.encoding.as_deref().filter(|own| *own != signing.encoding && *own != BYTES) {
        faults.push(format!("it is written as {encoding} and not as {}", signing.encoding));
    }
    // What a function that is not known made of it may have the prefix by then.
    if signature.encoding.is_some() && !before.trim().eq_ignore_ascii_case(signing.prefix.trim()) {
        faults.push(format!("`{}` does not stand in front of it", signing.prefix));
    }
    faults.extend(other_text(call, signing, signature));
    faults
}

/// What is signed must begin with the expiry that is sent.
fn other_text(call: &Call, signing: &SigningRule, signature: &Signature) -> Option<String> {
    let expiry = member(call, signing.expiry.filter(|_| signing.text.starts_with(EXPIRY))?)?;
    let sent: Vec<&Hole> = expiry.values.iter().filter_map(Text::hole).collect();
    if signature.begins.is_empty() || sent.len() != expiry.values.len() || sent.is_empty() {
        return None;
    }
    let differs = |text: &Text| match text.parts.first() {
        Some(Part::Fixed { text, .. }) => !text.trim().is_empty(),
        Some(Part::Hole(first)) => moment(first).is_some_and(|signed| {
            sent.iter()
                .all(|sent| moment(sent).is_some_and(|sent| sent.clock != signed.clock || sent.form != signed.form))
        }),
        None => false,
    };
    signature.begins.iter().all(differs).then(|| {
        let is_other_clock = signature.begins.iter().all(|text| matches!(text.parts.first(), Some(Part::Hole(_))));
        if is_other_clock {
            "the expiry that is signed is another one than that which is sent".to_owned()
        } else {
            "what is signed does not begin with the expiry that is sent".to_owned()
        }
    })
}

/// The fixed text in front of a piece.
fn before(value: &Text, hole: &Hole) -> String {
    let parts = value.parts.iter().take_while(|part| !matches!(part, Part::Hole(own) if **own == *hole));
    let texts = parts.filter_map(|part| match part {
        Part::Fixed { text, .. } => Some(&**text),
        Part::Hole(_) => None,
    });
    texts.collect()
}

/// The operation as the message names it.
fn called(call: &Call) -> String {
    call.operation.map_or_else(|| "the request".to_owned(), |it| format!("{} {}", it.method, it.path))
}
