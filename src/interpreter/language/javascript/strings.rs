//! The methods of JavaScript's strings.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::regex::Regexp;
use crate::interpreter::domain::string::{Skeleton, expanded, groups, recased};
use crate::interpreter::domain::text::{MAX_PIECES, Piece, TextValue};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::signing::signature_of;
use crate::interpreter::state::Interpreter;
use crate::request::{Hole, Origin};
use crate::source::Span;

impl Interpreter<'_> {
    pub(crate) fn string_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        if let Value::Choice(parts) = receiver {
            let results: Option<Vec<Value>> =
                parts.iter().map(|part| self.string_method(part, name, args, span)).collect();
            return results.map(|results| Value::choice(results, span));
        }
        match name {
            "toString" | "valueOf" | "normalize" => return Some(receiver.clone()),
            "match" | "search" => {
                let pattern = args.get(0);
                let Value::Regex(pattern) = &pattern else { return Some(unknown(receiver, span)) };
                let text = self.text_of(receiver, span);
                let found = Skeleton::of(&text).and_then(|skeleton| match (skeleton.matches(pattern), name) {
                    (Some(false), "match") => Some(Value::Null),
                    (Some(false), _) => Some(Value::number("-1")),
                    (Some(true), "match") => Some(self.found_list(receiver, span)),
                    (_, "search") => Some(Value::of_count(skeleton.place_of_match(pattern), span)),
                    _ => None,
                });
                return Some(found.unwrap_or_else(|| unknown(receiver, span)));
            }
            "padStart" | "padEnd" if signature_of(receiver).is_some() => return Some(receiver.clone()),
            "padStart" | "padEnd" | "repeat" => {
                let made = Self::still_made(std::slice::from_ref(receiver));
                return Some(made.unwrap_or_else(|| Value::of_origin(Origin::Computed, span)));
            }
            _ => {}
        }
        if matches!(receiver, Value::Unknown(..)) {
            return unknown_method(receiver, name);
        }
        let text = self.text_of(receiver, span);
        let Some(skeleton) = Skeleton::of(&text) else { return Some(unknown(receiver, span)) };
        let whole = |text: TextValue| Value::of_pieces(text);
        let fixed = args.get(0).as_fixed();
        Some(match name {
            "trim" | "trimEnd" | "trimStart" => whole(skeleton.trimmed(name != "trimEnd", name != "trimStart")),
            "concat" => {
                let mut text = text.clone();
                for value in &args.values {
                    self.append_text(&mut text, value, span);
                }
                whole(text)
            }
            "replace" | "replaceAll" => self.replace(&text, &skeleton, name == "replaceAll", args, span),
            "toLowerCase" | "toLocaleLowerCase" => whole(recased(&text, str::to_lowercase)),
            "toUpperCase" | "toLocaleUpperCase" => whole(recased(&text, str::to_uppercase)),
            "split" => match fixed.filter(|separator| !separator.is_empty()).and_then(|it| skeleton.split(&it)) {
                Some(parts) => self.list(parts.into_iter().map(whole).collect()),
                None => Value::of_origin(Origin::Computed, span),
            },
            "slice" | "substring" | "substr" | "charAt" | "at" => match range(&skeleton, name, args) {
                Some((start, end)) => whole(skeleton.cut(start..end.max(start))),
                None => Self::still_made(std::slice::from_ref(receiver))
                    .or_else(|| beginning(&skeleton, name, args, span))
                    .unwrap_or_else(|| Value::of_origin(Origin::Computed, span)),
            },
            "startsWith" | "endsWith" | "includes" => Value::Bool(match (name, &fixed, args.get(1)) {
                ("startsWith", Some(part), Value::Undefined) => skeleton.starts_with(part),
                ("endsWith", Some(part), Value::Undefined) => skeleton.ends_with(part),
                ("includes", Some(part), Value::Undefined) => skeleton.contains(part),
                _ => None,
            }),
            "indexOf" => match fixed.filter(|_| matches!(args.get(1), Value::Undefined)) {
                Some(part) => match skeleton.index_of(&part) {
                    Some(index) => Value::number(index.to_string()),
                    None => Value::of_count(skeleton.place_of(&part), span),
                },
                None => Value::of_origin(Origin::Computed, span),
            },
            _ => return None,
        })
    }

    /// What a pattern that certainly matches finds in a text, of which nothing else is known.
    fn found_list(&mut self, receiver: &Value, span: Span) -> Value {
        let found = self.list(vec![unknown(receiver, span).part()]);
        self.open_object(&found, span, "what a pattern finds");
        found
    }

    /// A member of a text: how long it is, or one of its characters.
    pub(crate) fn member_of_text(&mut self, text: &Value, name: &str, span: Span) -> Option<Value> {
        let Value::Text(pieces) = text else { return None };
        if name == "length" {
            return Some(match text.as_fixed() {
                Some(fixed) => Value::number(fixed.encode_utf16().count().to_string()),
                None => Value::of_count(Skeleton::of(pieces)?.length(), span),
            });
        }
        let at = Value::number(name.parse::<u32>().ok()?.to_string());
        let args = Args { values: vec![at], spans: vec![span], ..Args::default() };
        let char = self.string_method(text, "charAt", &args, span)?;
        Some(if char.as_fixed().is_some_and(|char| char.is_empty()) { Value::Undefined } else { char })
    }

    fn replace(&mut self, text: &TextValue, skeleton: &Skeleton, all: bool, args: &Args, span: Span) -> Value {
        let by = args.get(1);
        let result = match (args.get(0), &by) {
            (Value::Regex(pattern), Value::Function(_)) => skeleton.replaced(&pattern, |skeleton, captures| {
                let group = |group: Option<TextValue>| group.map_or(Value::Undefined, Value::of_pieces);
                let values: Vec<Value> = groups(skeleton, captures).into_iter().map(group).collect();
                let args = Args { spans: vec![span; values.len()], values, ..Args::default() };
                let new = self.call_value(&by, &args, span);
                self.text_of(&new, span)
            }),
            (Value::Regex(pattern), _) => {
                let by = self.text_of(&by, span);
                skeleton.replaced(&pattern, |skeleton, captures| expanded(&by, skeleton, captures))
            }
            (wanted, _) => wanted.as_fixed().map(|wanted| {
                let by = match by {
                    Value::Function(_) => {
                        let args =
                            Args { values: vec![Value::text(&wanted, span)], spans: vec![span], ..Args::default() };
                        self.call_value(&by, &args, span)
                    }
                    by => by,
                };
                replaced(text, &wanted, &self.text_of(&by, span), all)
            }),
        };
        result.map_or_else(|| Value::of_origin(Origin::Computed, span), Value::of_pieces)
    }

    /// What `RegExp(source, flags)` makes.
    pub(crate) fn pattern(args: &Args, span: Span) -> Value {
        let flags = match args.get(1) {
            Value::Undefined => Some("".into()),
            flags => flags.as_fixed(),
        };
        let pattern = match (args.get(0), flags) {
            (Value::Regex(pattern), _) if args.values.len() == 1 => return Value::Regex(pattern),
            (source, Some(flags)) => source.as_fixed().map(|source| Regexp::new(&source, &flags)),
            _ => None,
        };
        pattern.map_or_else(|| Value::of_origin(Origin::Computed, span), |pattern| Value::Regex(Rc::new(pattern)))
    }
}

/// A part of an unknown value still comes from where that came from: `header.split(' ')[1]`. What is commonly cut off
/// are slashes and words.
fn unknown_method(receiver: &Value, name: &str) -> Option<Value> {
    match name {
        "trim" | "trimEnd" | "trimStart" | "toLowerCase" | "toUpperCase" | "toLocaleLowerCase"
        | "toLocaleUpperCase" => Some(receiver.clone()),
        "replace" | "replaceAll" | "split" | "slice" | "substring" | "substr" => Some(receiver.clone().part()),
        "startsWith" | "endsWith" | "includes" | "indexOf" | "test" => Some(Value::Bool(None)),
        _ => None,
    }
}

/// What a cutting method takes that ends in what is not known: what is known before that, and a rest.
fn beginning(skeleton: &Skeleton, name: &str, args: &Args, span: Span) -> Option<Value> {
    let (start, end) = bounds(name, args)?;
    let start = skeleton.place(start)?;
    let behind = start + skeleton.known_from(start);
    if behind == start || end.is_none_or(|end| end < 0) {
        return None;
    }
    let mut text = skeleton.cut(start..behind);
    text.push(Piece::Unknown(Rc::new(Unknown::of(Hole::new(Origin::Computed, span))), LOCAL));
    Some(Value::of_pieces(text))
}

fn unknown(receiver: &Value, span: Span) -> Value {
    match receiver {
        Value::Unknown(..) => receiver.clone(),
        _ => Value::of_origin(Origin::Computed, span),
    }
}

/// What a cutting method takes.
fn range(skeleton: &Skeleton, name: &str, args: &Args) -> Option<(usize, usize)> {
    let (first, second) = bounds(name, args)?;
    let end = match second {
        Some(second) => skeleton.place(second)?,
        None => skeleton.string.len(),
    };
    Some((skeleton.place(first)?, end))
}

/// The characters that a cutting method begins with and ends before, counted from the end where they are negative.
fn bounds(name: &str, args: &Args) -> Option<(i64, Option<i64>)> {
    let index = |value: Value| match value {
        Value::Undefined => Some(None),
        Value::Num(number, _) => number.parse::<i64>().ok().map(Some),
        _ => None,
    };
    let first = index(args.get(0))?.unwrap_or(0);
    let second = index(args.get(1))?;
    Some(match name {
        "charAt" | "at" if first == -1 => (first, None),
        "charAt" | "at" => (first, Some(first + 1)),
        "substr" if first < 0 => return None,
        "substr" => (first, second.map(|length| first + length.max(0))),
        "substring" => match (first.max(0), second.map(|second| second.max(0))) {
            (first, Some(second)) => (first.min(second), Some(first.max(second))),
            open => open,
        },
        _ => (first, second),
    })
}

/// A text with the first, or every, occurrence of a pattern in its fixed parts replaced.
fn replaced(text: &[Piece], pattern: &str, by: &[Piece], all: bool) -> TextValue {
    let mut result = TextValue::new();
    let mut done = pattern.is_empty();
    for piece in text {
        match piece {
            Piece::Fixed(fixed, span, via) if !done => {
                let mut rest = &**fixed;
                while let Some(at) = rest.find(pattern).filter(|_| !done && result.len() <= MAX_PIECES) {
                    if at > 0 {
                        result.push(Piece::Fixed(rest[..at].into(), *span, *via));
                    }
                    result.extend(by.iter().cloned());
                    rest = &rest[at + pattern.len()..];
                    done = !all;
                }
                if !rest.is_empty() {
                    result.push(Piece::Fixed(rest.into(), *span, *via));
                }
            }
            Piece::Alt(alts) if !done => {
                result.push(Piece::Alt(alts.iter().map(|alt| replaced(alt, pattern, by, all)).collect()));
            }
            other => result.push(other.clone()),
        }
    }
    result
}
