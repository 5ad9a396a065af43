//! The JSON schema of configuration files, for editors.

use serde_json::{Map, Value, json};

use super::keys::{KEYS, Key, Kind, rule_names};

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

fn value(kind: Kind) -> Value {
    let text = json!({ "type": "string", "pattern": "\\S" });
    match kind {
        Kind::Text => text,
        Kind::Texts | Kind::Patterns => json!({ "type": "array", "items": text }),
        Kind::UrlPaths => json!({ "type": "array", "items": { "type": "string", "pattern": "^/." } }),
        Kind::Rules => json!({ "type": "array", "items": { "enum": rule_names().collect::<Vec<_>>() } }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Count => json!({ "type": "integer", "minimum": 1, "maximum": u32::MAX }),
        Kind::Free => json!({}),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Selectors => {
            let one = json!({ "type": "string", "pattern": "^(\\$[0-9]+(\\(\\))?(\\..+)?|'.*'|@name|@callee)$" });
            json!({ "anyOf": [one, { "type": "array", "items": one }] })
        }
        Kind::Levels(words) => {
            let level = |rule: &'static str| (rule.to_owned(), json!({ "enum": words }));
            let properties: Map<String, Value> = rule_names().map(level).collect();
            json!({ "type": "object", "additionalProperties": false, "properties": properties })
        }
        Kind::Table(keys) => object(keys),
        Kind::Tables(keys) => json!({ "type": "array", "items": object(keys) }),
    }
}
