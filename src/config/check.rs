//! Whether a file says only what can be said, before anything is made of it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::{KEYS, Key, ValueKind, rule_names};
use super::patterns;
use crate::clients::Selector;
use crate::near::nearest;

/// What is wrong, and where.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) span: Option<Range<usize>>,
    pub(super) message: String,
}

type Checked = Result<(), Problem>;

fn problem(span: Range<usize>, message: String) -> Checked {
    Err(Problem { span: Some(span), message })
}

/// Finds the first thing that is wrong.
pub(super) fn check(text: &str) -> Checked {
    let root = DeTable::parse(text)
        .map_err(|error| Problem { span: error.span(), message: error.message().replace('\n', " ") })?;
    table(root.get_ref(), KEYS, root.span())
}

fn table(found: &DeTable<'_>, keys: &[Key], span: Range<usize>) -> Checked {
    for (name, value) in found {
        let Some(key) = keys.iter().find(|key| key.name == name.get_ref()) else {
            let hint = match nearest(name.get_ref(), keys.iter().map(|key| key.name)) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("the keys here are {}", listed(keys.iter().map(|key| key.name), "and")),
            };
            return problem(name.span(), format!("unknown key \"{}\"; {hint}", name.get_ref()));
        };
        check_value(key, value)?;
    }
    match keys.iter().find(|key| key.required && !found.contains_key(key.name)) {
        Some(key) => problem(span, format!("the key \"{}\" is missing here", key.name)),
        None => Ok(()),
    }
}

fn check_value(key: &Key, value: &Spanned<DeValue<'_>>) -> Checked {
    match key.kind {
        ValueKind::Text => text(key.name, value, |_| None),
        ValueKind::Texts => texts(key.name, value, |_| None),
        ValueKind::Patterns => texts(key.name, value, patterns::unread),
        ValueKind::UrlPaths => texts(key.name, value, |path| {
            (!path.starts_with('/') || path.len() == 1)
                .then(|| format!("a path begins with a slash and names something, such as \"/proxy\": not \"{path}\""))
        }),
        ValueKind::Rules => texts(key.name, value, unknown_rule),
        ValueKind::Word(words) => text(key.name, value, |word| unknown_word(word, words)),
        ValueKind::Count => {
            let number = value.get_ref().as_integer().and_then(|it| u32::from_str_radix(it.as_str(), it.radix()).ok());
            match number {
                Some(1..) => Ok(()),
                _ => wrong(key.name, "a whole number from 1 up", value),
            }
        }
        ValueKind::Free => Ok(()),
        ValueKind::Flag => match value.get_ref().as_bool() {
            Some(_) => Ok(()),
            None => wrong(key.name, "true or false", value),
        },
        ValueKind::Selectors if value.get_ref().as_str().is_some() => text(key.name, value, unread_selector),
        ValueKind::Selectors => texts(key.name, value, unread_selector),
        ValueKind::Levels(words) => {
            let Some(levels) = value.get_ref().as_table() else {
                return wrong(key.name, "a table from rules to levels", value);
            };
            for (name, level) in levels {
                if let Some(message) = unknown_rule(name.get_ref()) {
                    return problem(name.span(), message);
                }
                text(name.get_ref(), level, |word| unknown_word(word, words))?;
            }
            Ok(())
        }
        ValueKind::Table(keys) => match value.get_ref().as_table() {
            Some(found) => table(found, keys, value.span()),
            None => wrong(key.name, "a table", value),
        },
        ValueKind::Tables(keys) => {
            let Some(items) = value.get_ref().as_array() else {
                return wrong(key.name, &format!("an array of tables, written [[{}]]", key.name), value);
            };
            for item in items {
                match item.get_ref().as_table() {
                    Some(found) => table(found, keys, item.span())?,
                    None => return wrong(key.name, "an array of tables", item),
                }
            }
            Ok(())
        }
    }
}

fn wrong(name: &str, wanted: &str, value: &Spanned<DeValue<'_>>) -> Checked {
    let kind = match value.get_ref().type_str() {
        // It is a number already, but not one that will do.
        "integer" if wanted.contains("number") => String::new(),
        "integer" | "float" => ", not a number".to_owned(),
        "array" => ", not a list".to_owned(),
        kind => format!(", not a {kind}"),
    };
    problem(value.span(), format!("\"{name}\" is {wanted}{kind}"))
}

fn text(name: &str, value: &Spanned<DeValue<'_>>, check: impl Fn(&str) -> Option<String>) -> Checked {
    let Some(text) = value.get_ref().as_str() else { return wrong(name, "a string", value) };
    let message = if text.trim().is_empty() { Some(format!("\"{name}\" is empty")) } else { check(text) };
    message.map_or(Ok(()), |message| problem(value.span(), message))
}

fn texts(name: &str, value: &Spanned<DeValue<'_>>, check: impl Fn(&str) -> Option<String>) -> Checked {
    let Some(items) = value.get_ref().as_array() else { return wrong(name, "a list of strings", value) };
    items.iter().try_for_each(|item| match item.get_ref().as_str() {
        Some(_) => text(name, item, &check),
        None => wrong(name, "a list of strings", item),
    })
}

fn unread_selector(text: &str) -> Option<String> {
    text.parse::<Selector>().err()
}

fn unknown_rule(name: &str) -> Option<String> {
    if rule_names().any(|known| known == name) {
        return None;
    }
    let hint = match nearest(name, rule_names()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => "`authlint rules` lists them".to_owned(),
    };
    Some(format!("unknown rule \"{name}\"; {hint}"))
}

fn unknown_word(word: &str, words: &[&str]) -> Option<String> {
    if words.contains(&word) {
        return None;
    }
    let hint = match nearest(word, words.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("it is {}", listed(words.iter().copied(), "or")),
    };
    Some(format!("unknown value \"{word}\"; {hint}"))
}

/// `a, b or c`
fn listed<'n>(names: impl Iterator<Item = &'n str>, last: &str) -> String {
    let names: Vec<&str> = names.collect();
    match names.split_last() {
        Some((end, [])) => (*end).to_owned(),
        Some((end, others)) => format!("{} {last} {end}", others.join(", ")),
        None => String::new(),
    }
}
