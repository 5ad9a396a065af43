//! The JSON schema of configuration files, for editors.

use serde_json::{Map, Value, json};

use super::keys::{KEYS, Key, ValueKind, rule_names};

/// The schema.
pub fn schema() -> Value {
    let mut schema = object(KEYS);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("authlint.toml");
    schema
}

fn object(keys: &[Key]) -> Value {
    let property = |key: &Key| {
        let mut value = value(key.kind);
        value["description"] = json!(key.about);
        (key.name.to_owned(), value)
    };
    let properties: Map<String, Value> = keys.iter().map(property).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn value(kind: ValueKind) -> Value {
    let text = json!({ "type": "string", "pattern": "\\S" });
    match kind {
        ValueKind::Text => text,
        ValueKind::Texts | ValueKind::Patterns => json!({ "type": "array", "items": text }),
        ValueKind::UrlPaths => json!({ "type": "array", "items": { "type": "string", "pattern": "^/." } }),
        ValueKind::Rules => json!({ "type": "array", "items": { "enum": rule_names().collect::<Vec<_>>() } }),
        ValueKind::Word(words) => json!({ "enum": words }),
        ValueKind::Count => json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX }),
        ValueKind::Free => json!({}),
        ValueKind::Flag => json!({ "type": "boolean" }),
        ValueKind::Selectors => {
            let one = json!({ "type": "string", "pattern": "^(\\$[0-9]+(\\(\\))?(\\..+)?|'.*'|@name|@callee)$" });
            json!({ "anyOf": [one, { "type": "array", "items": one }] })
        }
        ValueKind::Levels(words) => {
            let level = |rule: &'static str| (rule.to_owned(), json!({ "enum": words }));
            let properties: Map<String, Value> = rule_names().map(level).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
        ValueKind::Table(keys) => object(keys),
        ValueKind::Tables(keys) => json!({ "type": "array", "items": object(keys) }),
    }
}
