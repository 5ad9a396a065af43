//! `Cookie`: a header that carries many names.

use crate::request::{Field, Fields, Part, Text};

/// The cookies that a header of that name sends. It is open where one may be among them whose name is not known.
pub(super) fn cookies(field: &Field) -> Fields {
    let each = field.values.iter().map(|value| of_value(field, value));
    each.reduce(|one, other| one.or(&other)).unwrap_or_default()
}

fn of_value(field: &Field, value: &Text) -> Fields {
    let mut cookies = Fields::default();
    for pair in pairs(value) {
        match named(&pair) {
            Some((name, value)) => {
                cookies.entries.push(Field { name: name.into(), values: vec![value], ..field.clone() });
            }
            None => cookies.is_open |= pair.parts.iter().any(|part| matches!(part, Part::Hole(_))),
        }
    }
    cookies
}

/// What stands between semicolons.
fn pairs(value: &Text) -> Vec<Text> {
    let mut pairs = Vec::new();
    let mut pair = Text::default();
    for part in &value.parts {
        let Part::Fixed { text, span } = part else {
            pair.parts.push(part.clone());
            continue;
        };
        for (at, piece) in text.split(';').enumerate() {
            if at > 0 {
                pairs.push(std::mem::take(&mut pair));
            }
            if !piece.trim().is_empty() {
                pair.parts.push(Part::Fixed { text: piece.into(), span: *span });
            }
        }
    }
    pairs.push(pair);
    pairs
}

/// The name of a cookie, where it is known, and its value.
fn named(pair: &Text) -> Option<(&str, Text)> {
    let Some((Part::Fixed { text, span }, rest)) = pair.parts.split_first() else { return None };
    let (name, value) = text.split_once('=')?;
    let first = (!value.is_empty()).then(|| Part::Fixed { text: value.into(), span: *span });
    Some((name.trim(), Text { parts: first.into_iter().chain(rest.iter().cloned()).collect() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{Hole, Origin};
    use crate::source::{FileId, Span};

    #[test]
    fn cookies_have_names_and_values() {
        let span = Span::new(FileId(0), 0, 1);
        let text = |written: &str| {
            let parts = written.split_inclusive(['{', '}']).filter(|piece| *piece != "}").flat_map(|piece| {
                let fixed = piece.trim_end_matches('{');
                let hole = piece.ends_with('{').then(|| Part::Hole(Hole::new(Origin::Unknown, span).into()));
                let fixed = (!fixed.is_empty()).then(|| Part::Fixed { text: fixed.into(), span });
                fixed.into_iter().chain(hole)
            });
            Text { parts: parts.collect() }
        };
        let sent = |values: &[&str]| {
            let values = values.iter().map(|value| text(value)).collect();
            let field = Field { name: "Cookie".into(), name_span: span, values, certain: true, given: Vec::new() };
            let cookies = cookies(&field);
            let shown = cookies.entries.iter().map(|it| {
                let maybe = if it.certain { "" } else { "?" };
                format!("{}{maybe}={}", it.name, it.values.iter().map(Text::to_string).collect::<Vec<_>>().join("|"))
            });
            shown.chain(cookies.is_open.then(|| "..".to_owned())).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(sent(&["a=1; sid={}"]), "a=1 sid={?}");
        assert_eq!(sent(&["a=sid;  usid=1"]), "a=sid usid=1");
        assert_eq!(sent(&["{}"]), "..");
        assert_eq!(sent(&["sid=1; {}"]), "sid=1 ..");
        assert_eq!(sent(&["{}=1"]), "..");
        assert_eq!(sent(&["sid=1", "sid=2; a=3"]), "sid=1|2 a?=3");
        assert_eq!(sent(&["sid", ""]), "");
    }
}
