//! `Authorization`: the forms of its values, and whose a bearer token is.

use super::bearer::Bearer;
use super::lookup::Lookup;
use super::presented::{Member, Place, Role, credentials};
use crate::api::{Form, Kind, SchemeId};
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
    let bearer =
        if is_bearer { values.iter().map(|value| Bearer::of(lookup.api, value)).reduce(Bearer::or) } else { None };
    let takes = |id: SchemeId| {
        let carrier = &lookup.api.scheme(id).carrier;
        let takes = form.as_ref().map_or(carrier.is_authorization(), |form| carrier.takes(form));
        // A token that is known for one kind is not the other.
        takes
            && match (lookup.api.credential_of(id).kind, bearer) {
                (Kind::User, Some(bearer)) => bearer.may_user,
                (Kind::Machine, Some(bearer)) => bearer.may_machine,
                _ => true,
            }
    };
    let schemes: Vec<SchemeId> = lookup.schemes().map(|(id, _)| id).filter(|id| takes(*id)).collect();
    let is_known = is_bearer || !schemes.is_empty();
    Member {
        place: Place::Header,
        name: field.name.to_string(),
        span: field.name_span,
        certain: field.certain && values.len() == field.values.len(),
        role: if is_known { Role::Carrier } else { Role::Misplaced },
        credentials: credentials(lookup.api, &schemes),
        schemes,
        bearer,
        form,
        is_any_form,
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
        // Nobody means anything else, whether the blank behind it is there or not.
        let word = form.to_string();
        if start.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(&word)) {
            return Seen::Form(form, without_start(value, word.len()));
        }
    }
    match start.split_once(char::is_whitespace) {
        Some((word, _)) => Seen::Form(Form::Prefix(word.to_owned()), without_start(value, word.len())),
        None => Seen::Form(Form::Bare, value.clone()),
    }
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
