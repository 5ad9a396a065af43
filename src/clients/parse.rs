//! The small languages inside the tables: slots, selectors, conditions, results.

use std::str::FromStr;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as NotThere;

use crate::clients::{Builtin, Change, Condition, Handed, Kind, ResultDef, Selector, Slot};

/// The index of the object with an id.
pub(super) fn index_of(id: &str, ids: &FxHashMap<String, usize>) -> Result<usize, String> {
    ids.get(id).copied().ok_or_else(|| format!("no object has the id {id:?}"))
}

/// Whether paths are those of calls, or of members that are assigned.
pub(super) fn are_calls(paths: impl IntoIterator<Item = impl AsRef<str>>) -> Result<(), String> {
    let wrong = paths.into_iter().find(|path| !path.as_ref().ends_with("()") && !path.as_ref().ends_with('='));
    wrong.map_or(Ok(()), |path| Err(format!("{:?} is no call: write () behind it", path.as_ref())))
}

pub(super) fn slot_of(value: &toml::Value) -> Result<Slot, String> {
    value.as_str().map_or_else(|| Err("a slot is a string".to_owned()), Slot::named)
}

/// What a call gives, as its `result` says or, where it has none, by whether it sends and is a method of an object.
pub(super) fn result(
    text: Option<&str>,
    sends: bool,
    of_object: bool,
    ids: &FxHashMap<String, usize>,
) -> Result<ResultDef, String> {
    let Some(text) = text else {
        return Ok(if sends {
            ResultDef::Response
        } else if of_object {
            ResultDef::This
        } else {
            ResultDef::Nothing
        });
    };
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    Ok(match (word, rest) {
        ("nothing", "") => ResultDef::Nothing,
        ("self", "") => ResultDef::This,
        ("response", "") => ResultDef::Response,
        ("signed", "") => ResultDef::Signed(Change::Nothing),
        ("signed", "in-place") => ResultDef::Signed(Change::InPlace),
        ("time", "") => ResultDef::Time(Change::Nothing),
        ("time", "in-place") => ResultDef::Time(Change::InPlace),
        ("time", "fixed") => ResultDef::Time(Change::Fixed),
        ("slot", slot) => ResultDef::Slot(Slot::named(slot)?),
        ("typed", argument) => match selector(argument)? {
            Selector::Argument(at, members) if members.is_empty() => ResultDef::Typed(at),
            _ => return Err(format!("{text:?} names no argument")),
        },
        ("state", rest) => {
            let (member, of) = rest.split_once(' ').map_or((None, rest), |(name, of)| (Some(name), of));
            ResultDef::State(member.map(Into::into), selector(of)?)
        }
        _ if text.starts_with(['$', '@', '\'']) => ResultDef::Same(selector(text)?),
        _ if ids.contains_key(text) => ResultDef::Object(index_of(text, ids)?),
        _ => match operation(word) {
            Some(operation) => {
                let parts = rest.split_whitespace().map(selector).collect::<Result<Vec<_>, _>>()?;
                if !operation.parts().contains(&parts.len()) {
                    return Err(format!("{text:?} names {} parts of the call, which is not right", parts.len()));
                }
                ResultDef::Made(operation, parts)
            }
            None => ResultDef::Object(index_of(text, ids)?),
        },
    })
}

fn operation(word: &str) -> Option<Builtin> {
    Builtin::deserialize(IntoDeserializer::<NotThere>::into_deserializer(word)).ok()
}

/// What a function gets that a call runs: the `id` of an object, `slot header`, or a part of the call.
pub(super) fn handed(text: &str, ids: &FxHashMap<String, usize>) -> Result<Handed, String> {
    if let Some(slot) = text.strip_prefix("slot ") {
        return Ok(Handed::Slot(Slot::named(slot)?));
    }
    if let Some(list) = text.strip_prefix("items ") {
        return Ok(Handed::Items(selector(list)?));
    }
    if let Some(part) = text.strip_prefix("there ") {
        return Ok(Handed::There(selector(part)?));
    }
    ids.get(text).map_or_else(|| selector(text).map(Handed::Selected), |id| Ok(Handed::Object(*id)))
}

impl FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        selector(text)
    }
}

pub(super) fn selector(text: &str) -> Result<Selector, String> {
    if text == "@name" {
        return Ok(Selector::Name);
    }
    if text == "@callee" {
        return Ok(Selector::Callee);
    }
    if let Some(members) = text.strip_prefix("@route.") {
        return Ok(Selector::Route(members.split('.').map(Into::into).collect()));
    }
    if let Some(kind) = text.strip_prefix("@first ") {
        return kind_of(kind)
            .map(Selector::First)
            .ok_or_else(|| format!("{text:?} is no selector: {kind:?} is no kind"));
    }
    if let Some(literal) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Ok(Selector::Literal(literal.into()));
    }
    if let Some(path) = text.strip_prefix("@callee.") {
        return Ok(Selector::OfCallee(members_of(path.split('.'))));
    }
    let mut parts = text.strip_prefix('$').unwrap_or_default().split('.');
    let first = parts.next().unwrap_or_default();
    let called = first.ends_with("()");
    let index = first.trim_end_matches("()").parse().map_err(|_| {
        format!("{text:?} is no selector: write $0, $1.headers, @name, @callee or a text in single quotes")
    })?;
    let mut members: Vec<Box<str>> = Vec::new();
    members.extend(called.then(|| "()".into()));
    members.extend(members_of(parts));
    Ok(Selector::Argument(index, members))
}

/// Members, each followed by `()` where it is called.
fn members_of<'t>(parts: impl Iterator<Item = &'t str>) -> Vec<Box<str>> {
    let mut members: Vec<Box<str>> = Vec::new();
    for part in parts {
        let (name, called) = part.strip_suffix("()").map_or((part, false), |name| (name, true));
        members.push(name.into());
        members.extend(called.then(|| "()".into()));
    }
    members
}

pub(super) fn condition(text: &str) -> Result<Condition, String> {
    let wrong = || {
        format!(
            "{text:?} is no condition: write \"$0 is object\", text, url, capitals, given, absent, function, unknown, true, signed, time or a text in quotes"
        )
    };
    let (argument, kind) = text.split_once(" is ").ok_or_else(wrong)?;
    let of = selector(argument)?;
    if !matches!(of, Selector::Argument(..) | Selector::First(_)) {
        return Err(wrong());
    }
    Ok(Condition { of, is: kind_of(kind).ok_or_else(wrong)? })
}

impl TryFrom<String> for Selector {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        selector(&text)
    }
}

impl TryFrom<String> for Condition {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        condition(&text)
    }
}

/// What a condition asks for.
fn kind_of(text: &str) -> Option<Kind> {
    Some(match text {
        "object" => Kind::Object,
        "text" => Kind::Text,
        "url" => Kind::Url,
        "address" => Kind::Address,
        "capitals" => Kind::Capitals,
        "given" => Kind::Given,
        "absent" => Kind::Absent,
        "function" => Kind::Function,
        "unknown" => Kind::Unknown,
        "true" => Kind::True,
        "signed" => Kind::Signed,
        "time" => Kind::Time,
        _ => match selector(text) {
            Ok(Selector::Literal(text)) => Kind::Equal(text),
            _ => return None,
        },
    })
}
