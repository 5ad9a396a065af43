//! TOML.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config_files::{MAX_DEPTH, Outline};

pub(super) fn read(outline: &mut Outline) -> Result<(), String> {
    // The parser refuses deep nesting itself, but not long dotted names.
    let parsed = DeTable::parse(outline.text).map_err(|error| format!("not TOML: {}", error.message()))?;
    table(outline, parsed.get_ref(), 0);
    Ok(())
}

fn table(outline: &mut Outline, table: &DeTable, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    outline.open_table();
    for (name, found) in table {
        outline.enter(name.get_ref(), name.span());
        value(outline, found, false, depth);
        outline.leave();
    }
    outline.close_table();
}

fn value(outline: &mut Outline, found: &Spanned<DeValue>, in_list: bool, depth: usize) {
    match found.get_ref() {
        DeValue::String(text) if in_list => outline.item(text, found.span()),
        DeValue::String(text) => outline.value(text, found.span()),
        DeValue::Array(list) => {
            list.iter().filter(|_| depth <= MAX_DEPTH).for_each(|item| value(outline, item, true, depth + 1));
        }
        DeValue::Table(inner) => table(outline, inner, depth + 1),
        _ => {}
    }
}
