//! `Authorization`: the forms of its values, and whose a bearer token is.

use std::ops::Range;

use data_url::forgiving_base64;

use super::bearer::Bearer;
use super::lookup::Lookup;
use super::member::{Member, Place, Role, credentials};
use super::spoken;
use crate::api::{Api, CredentialKind, Form, Half, SchemeId};
use crate::request::{Field, Part, Text};

/// What is seen of one value.
enum Seen {
    /// Its form, and the value without the word in front.
    Form(Form, Text),
    /// Nothing tells its form.
    Unseen,
    /// It is empty, and an empty header is none.
    Nothing,
}

/// What the header presents: one member for each form that its values have.
pub(super) fn members(lookup: &Lookup, field: &Field) -> Vec<Member> {
    let mut groups: Vec<(Option<Form>, Vec<Text>)> = Vec::new();
    for value in &field.values {
        let (form, value) = match seen(value) {
            Seen::Nothing => continue,
            Seen::Unseen => (None, value.clone()),
            Seen::Form(Form::Basic, value) => (Some(Form::Basic), decoded(&value).unwrap_or(value)),
            Seen::Form(form, value) => (Some(form), value),
        };
        let is_same = |known: &Option<Form>| match (known, &form) {
            (Some(known), Some(form)) => known.is(form),
            (known, form) => known.is_none() && form.is_none(),
        };
        match groups.iter_mut().find(|(known, _)| is_same(known)) {
            Some((_, values)) => values.push(value),
            None => groups.push((form, vec![value])),
        }
    }
    groups.into_iter().map(|(form, values)| member(lookup, field, form, values)).collect()
}

fn member(lookup: &Lookup, field: &Field, form: Option<Form>, values: Vec<Text>) -> Member {
    let is_any_form = form.is_none();
    let is_bearer = is_any_form || form == Some(Form::Bearer);
    // What stands in for a token that is not there says nothing of whose it is.
    let is_empty = |value: &&Text| {
        value.parts.iter().all(|part| matches!(part, Part::Fixed { text, .. } if text.trim().is_empty()))
    };
    let tokens = || values.iter().filter(|value| !is_empty(value));
    let told = if tokens().next().is_some() { tokens().collect() } else { values.iter().collect::<Vec<_>>() };
    let bearer =
        if is_bearer { told.into_iter().map(|value| Bearer::of(lookup.api, value)).reduce(Bearer::or) } else { None };
    let takes = |id: SchemeId| {
        let carrier = &lookup.api.scheme(id).carrier;
        let takes = form.as_ref().map_or(carrier.is_authorization(), |form| carrier.takes(form));
        // A token that is known for one kind is not the other.
        takes
            && match (lookup.api.credential_of(id).kind, bearer) {
                (CredentialKind::User, Some(bearer)) => bearer.may_user,
                (CredentialKind::Machine, Some(bearer)) => bearer.may_machine,
                _ => true,
            }
    };
    let schemes: Vec<SchemeId> = lookup.schemes().map(|(id, _)| id).filter(|id| takes(*id)).collect();
    let is_known = is_bearer || !schemes.is_empty();
    let lacks_half = form == Some(Form::Basic)
        && !schemes.is_empty()
        && schemes.iter().all(|id| lacks_half(lookup.api, *id, &values));
    Member {
        place: Place::Header,
        name: field.name.to_string(),
        span: field.name_span,
        certain: field.certain && values.len() == field.values.len(),
        role: if is_known { Role::Carrier } else { Role::Misplaced },
        credentials: match is_known {
            // Half of a pair is no credential.
            true if lacks_half => Vec::new(),
            true => credentials(lookup.api, &schemes),
            false => lookup.secrets_in(&values),
        },
        schemes,
        bearer,
        form,
        is_any_form,
        lacks_half,
        values,
        given: field.given.clone(),
    }
}

fn seen(value: &Text) -> Seen {
    let start = value.prefix();
    let start = start.trim_start();
    if start.is_empty() {
        let is_empty = value.parts.iter().all(|part| matches!(part, Part::Fixed { .. }));
        return if is_empty { Seen::Nothing } else { Seen::Unseen };
    }
    for form in [Form::Bearer, Form::Basic] {
        let word = form.to_string();
        let is_word = start.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(&word));
        if is_word {
            let form = if ends_there(value, &start[word.len()..]) { form } else { glued(&start[word.len()..]) };
            return Seen::Form(form, without_start(value, word.len()));
        }
    }
    match start.split_once(char::is_whitespace) {
        Some((word, _)) => Seen::Form(Form::Prefix(word.to_owned()), without_start(value, word.len())),
        None => Seen::Form(Form::Bare, value.clone()),
    }
}

/// The form of a value that begins with a word which goes on without a blank: `rest` is the known text behind it.
fn glued(rest: &str) -> Form {
    match rest.split_once(char::is_whitespace) {
        Some((word, _)) => Form::Prefix(word.to_owned()),
        None => Form::Bare,
    }
}

/// Whether the word in front of a value ends where it should: `rest` is the known text behind it. Services take what
/// goes on without a blank for another word.
fn ends_there(value: &Text, rest: &str) -> bool {
    match rest.chars().next() {
        Some(next) => next.is_whitespace(),
        None => !value.parts.iter().any(|part| matches!(part, Part::Hole(_))),
    }
}

/// The pair that a literal is encoded from.
fn decoded(value: &Text) -> Option<Text> {
    let [Part::Fixed { text, span }] = &value.parts[..] else { return None };
    let pair = String::from_utf8(forgiving_base64::decode_to_vec(text.trim().as_bytes()).ok()?).ok()?;
    let is_pair = pair.contains(':') && !pair.contains(char::is_control);
    is_pair.then(|| Text { parts: vec![Part::Fixed { text: pair.into(), span: *span }] })
}

/// Whether the half of a pair that has to be kept, where the overlay says which one that is, is empty in all of these
/// values. What stands in the other half instead is another fault.
fn lacks_half(api: &Api, scheme: SchemeId, values: &[Text]) -> bool {
    let Some(half) = api.scheme(scheme).half else { return false };
    let is_empty = |text: &Text| text.parts.is_empty();
    values.iter().all(|value| {
        halves(value).is_some_and(|(user, password)| match half {
            Half::User => is_empty(&user) && !speaks_of(api, scheme, &password),
            Half::Password => is_empty(&password) && !speaks_of(api, scheme, &user),
            Half::Both => is_empty(&user) || is_empty(&password),
        })
    })
}

/// The half of a pair that holds the credential of a scheme by its name, and is not the one that should: what stands there,
/// and whether that is the user's name.
pub fn in_wrong_half(api: &Api, scheme: SchemeId, value: &Text) -> Option<(Text, bool)> {
    let half = api.scheme(scheme).half?;
    let (user, password) = halves(value)?;
    let (own, other, is_user) = match half {
        Half::User => (user, password, false),
        Half::Password => (password, user, true),
        Half::Both => return None,
    };
    (speaks_of(api, scheme, &other) && !speaks_of(api, scheme, &own)).then_some((other, is_user))
}

/// Whether a value is called as the credential of a scheme is.
fn speaks_of(api: &Api, scheme: SchemeId, value: &Text) -> bool {
    spoken::of_value(api, value).is_some_and(|spoken| spoken.ids.contains(&api.scheme(scheme).credential))
}

/// The half of a basic pair that has to be kept; the whole value where it cannot be taken apart.
pub(super) fn half_of(value: &Text, half: Half) -> Text {
    let Some((user, password)) = halves(value) else { return value.clone() };
    match half {
        Half::User => user,
        Half::Password => password,
        Half::Both => value.clone(),
    }
}

/// What stands in front of the first colon, and what behind.
fn halves(value: &Text) -> Option<(Text, Text)> {
    let (at, text, span, colon) = value.parts.iter().enumerate().find_map(|(at, part)| match part {
        Part::Fixed { text, span } => Some((at, text, *span, text.find(':')?)),
        Part::Hole(_) => None,
    })?;
    let piece = |range: Range<usize>| {
        let mut span = span;
        if let (true, Ok(start), Ok(end)) =
            (span.len() as usize == text.len(), u32::try_from(range.start), u32::try_from(range.end))
        {
            (span.start, span.end) = (span.start + start, span.start + end);
        }
        let part = Part::Fixed { text: text[range.clone()].into(), span };
        (!range.is_empty()).then_some(part)
    };
    let before = value.parts.iter().take(at).cloned().chain(piece(0..colon)).collect();
    let after = piece(colon + 1..text.len()).into_iter().chain(value.parts.iter().skip(at + 1).cloned()).collect();
    Some((Text { parts: before }, Text { parts: after }))
}

/// A value without its first `skip` characters and the blanks after them.
fn without_start(value: &Text, skip: usize) -> Text {
    let mut parts = Vec::new();
    let mut left = skip;
    let mut begun = false;
    for part in &value.parts {
        let (text, span) = match part {
            Part::Fixed { text, span } => (text, *span),
            Part::Hole(_) => {
                begun = true;
                parts.push(part.clone());
                continue;
            }
        };
        let mut rest: &str = text;
        if !begun {
            if left > 0 {
                rest = rest.trim_start();
                let cut = left.min(rest.len());
                left -= cut;
                rest = rest.get(cut..).unwrap_or_default();
            }
            if left == 0 {
                rest = rest.trim_start();
            }
        }
        if rest.is_empty() {
            continue;
        }
        begun = true;
        let mut span = span;
        if span.len() as usize == text.len() {
            #[allow(clippy::cast_possible_truncation)] // no longer than the span
            let cut = (text.len() - rest.len()) as u32;
            span.start += cut;
        }
        parts.push(Part::Fixed { text: rest.into(), span });
    }
    Text { parts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{Hole, Origin};
    use crate::source::{FileId, Span};

    #[test]
    fn a_pair_falls_into_its_halves() {
        let fixed = |text: &str| Part::Fixed { text: text.into(), span: Span::new(FileId(0), 10, 10 + 9) };
        let hole = Part::Hole(
            Hole { names: vec!["key".into()], ..Hole::new(Origin::Unknown, Span::new(FileId(0), 0, 1)) }.into(),
        );
        let shown = |parts: Vec<Part>| {
            let value = Text { parts };
            [Half::User, Half::Password, Half::Both].map(|half| half_of(&value, half).to_string())
        };
        assert_eq!(shown(vec![fixed("user:"), hole.clone()]), ["user", "{key}", "user:{key}"]);
        assert_eq!(shown(vec![hole.clone(), fixed(":"), hole]), ["{key}", "{key}", "{key}:{key}"]);
        assert_eq!(shown(vec![fixed("dXNlcjpw")]), ["dXNlcjpw", "dXNlcjpw", "dXNlcjpw"]);
        let (_, password) = halves(&Text { parts: vec![fixed("user:pass")] }).unwrap();
        assert!(matches!(password.parts[..], [Part::Fixed { span, .. }] if (span.start, span.end) == (15, 19)));
    }
}
