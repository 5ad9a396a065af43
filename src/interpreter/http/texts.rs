//! Values in the form that rules see: the texts, methods, URLs and fields that they may be.

use std::sync::Arc;

use crate::interpreter::budget::MAX_VALUES;
use crate::interpreter::domain::arguments::Arguments;
use crate::interpreter::domain::text::{FieldsValue, Piece, TextValue, first_span, unknown_piece};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::constants::constant_name;
use crate::interpreter::http::url::split_urls;
use crate::request;
use crate::request::{Hole, Open, OpenPart, Origin, Part, Text, Url};

/// The texts that a value may be, without alternatives inside.
pub(crate) fn texts(text: &[Piece]) -> Vec<Text> {
    let mut all: Vec<Vec<Part>> = vec![Vec::with_capacity(text.len())];
    expand(text, &mut all);
    all.into_iter().map(|parts| Text { parts }).collect()
}

pub(crate) fn expand(text: &[Piece], all: &mut Vec<Vec<Part>>) {
    for piece in text {
        match piece {
            Piece::Fixed(text, span, _) => {
                if !text.is_empty() {
                    for parts in all.iter_mut() {
                        parts.push(Part::Fixed { text: (**text).into(), span: *span });
                    }
                }
            }
            Piece::Unknown(hole, _) => all.iter_mut().for_each(|parts| parts.push(Part::Hole(hole.hole.clone()))),
            Piece::Fields(fields) => {
                if let Some(field) = fields.entries.first() {
                    let hole = Arc::new(Hole::new(Origin::Computed, field.name_span));
                    for parts in all.iter_mut() {
                        parts.push(Part::Hole(hole.clone()));
                    }
                }
            }
            Piece::Alt(alts) => {
                let mut grown = Vec::new();
                for alt in alts.iter() {
                    let mut branch = all.clone();
                    expand(alt, &mut branch);
                    grown.extend(branch);
                    if grown.len() > MAX_VALUES {
                        break;
                    }
                }
                // Too many to tell apart: any of them.
                if grown.len() > MAX_VALUES
                    && let Some(span) = alts.iter().find_map(|alt| first_span(alt))
                {
                    let hole = Arc::new(Hole::new(Origin::Computed, span));
                    for parts in all.iter_mut() {
                        parts.push(Part::Hole(hole.clone()));
                    }
                    continue;
                }
                *all = grown;
            }
        }
    }
}

/// Fields in the form that rules see.
pub(crate) fn to_request_fields(fields: &FieldsValue, arguments: &Arguments) -> request::Fields {
    let mut entries: Vec<request::Field> = Vec::with_capacity(fields.entries.len());
    for field in &fields.entries {
        let field = request::Field {
            name: (*field.name).into(),
            name_span: field.name_span,
            values: texts(&field.value),
            certain: field.certain,
            given: arguments.of(&field.value),
        };
        // What was made again in another run of the same code is there once.
        if field.certain || !entries.contains(&field) {
            entries.push(field);
        }
    }
    request::Fields { entries, is_open: !fields.open.is_empty() }
}

pub(crate) fn urls(url: &TextValue, arguments: &Arguments) -> Vec<Url> {
    let mut urls = Vec::new();
    for (href, query) in split_urls(&filled_in(url)) {
        let open: Vec<Open> =
            query.open.iter().map(|(at, why)| Open::new(*at, OpenPart::Query, format!("query: {why}"))).collect();
        let fields = to_request_fields(&query, arguments);
        for text in texts(&href) {
            urls.push(Url { text, query: fields.clone(), open: open.clone() });
        }
    }
    // Alternatives that were chosen apart may make no URL together: the empty text that a variable begins with, a base in
    // front of a URL that has one.
    if urls.iter().any(|url| !is_impossible(&url.text)) {
        urls.retain(|url| !is_impossible(&url.text));
    }
    urls
}

/// A URL in which a segment that is made of an empty text is not known: a variable that begins as one is filled in before
/// it is used, and without it the path would be that of another operation. What a call gives as empty is meant so.
fn filled_in(url: &TextValue) -> TextValue {
    let ends = |piece: Option<&Piece>, with: char| match piece {
        Some(Piece::Fixed(text, ..)) => text.ends_with(with),
        _ => false,
    };
    let begins = |piece: Option<&Piece>| match piece {
        Some(Piece::Fixed(text, ..)) => text.starts_with(['/', '?', '#']),
        Some(_) => false,
        None => true,
    };
    let filled = |(at, piece): (usize, &Piece)| match piece {
        Piece::Fixed(text, span, via)
            if text.is_empty()
                && via.argument == 0
                && at > 0
                && ends(url.get(at - 1), '/')
                && begins(url.get(at + 1)) =>
        {
            unknown_piece(Origin::Computed, *span)
        }
        other => other.clone(),
    };
    url.iter().enumerate().map(filled).collect()
}

/// Whether a text is no URL that anybody means: two schemes, or an empty segment.
fn is_impossible(text: &Text) -> bool {
    let known = |part: &Part| match part {
        Part::Fixed { text, .. } => text.to_string(),
        Part::Hole(_) => "?".to_owned(),
    };
    let text: String = text.parts.iter().map(known).collect();
    let behind = text.split_once("://").map_or(&*text, |(_, behind)| behind);
    behind.contains("//")
}

/// The methods that a value may stand for; none when one of them is not known.
pub(crate) fn methods(value: &Value) -> Vec<Box<str>> {
    let mut methods = Vec::new();
    for part in value.as_written().alternatives() {
        let known: Vec<Option<String>> = match part {
            Value::Library(path) => vec![constant_name(path)],
            Value::Text(text) => texts(text).iter().map(crate::request::Text::fixed).collect(),
            Value::Undefined | Value::Null => vec![Some("GET".into())],
            _ => vec![None],
        };
        for method in known {
            match method {
                Some(method) => methods.push(method.trim().to_ascii_uppercase().into_boxed_str()),
                None => return Vec::new(),
            }
        }
    }
    methods.sort();
    methods.dedup();
    methods
}
