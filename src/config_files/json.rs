//! JSON; comments and trailing commas are taken.

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::config_files::{MAX_DEPTH, Outline};

pub(super) fn read(outline: &mut Outline) -> Result<(), String> {
    let text = outline.text.strip_prefix('\u{feff}').unwrap_or(outline.text);
    let base = outline.text.len() - text.len();
    if crate::syntax::json::depth(text) > MAX_DEPTH {
        return Err("nested too deeply".to_owned());
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default())
        .map_err(|error| format!("not JSON: {}", error.kind()))?;
    if let Some(found) = parsed.value {
        value(outline, &found, base, false);
    }
    Ok(())
}

fn value(outline: &mut Outline, found: &Value, base: usize, in_list: bool) {
    let range = |found: &dyn Ranged| found.range().start + base..found.range().end + base;
    match found {
        Value::StringLit(text) if in_list => outline.item(&text.value, range(text)),
        Value::StringLit(text) => outline.value(&text.value, range(text)),
        Value::Array(list) => list.elements.iter().for_each(|item| value(outline, item, base, true)),
        Value::Object(object) => {
            outline.open_table();
            for property in &object.properties {
                match &property.name {
                    ObjectPropName::String(name) => outline.enter(&name.value, range(name)),
                    ObjectPropName::Word(name) => outline.enter(name.value, range(name)),
                }
                value(outline, &property.value, base, false);
                outline.leave();
            }
            outline.close_table();
        }
        Value::NumberLit(_) | Value::BooleanLit(_) | Value::NullKeyword(_) => {}
    }
}
