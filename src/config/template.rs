//! The configuration file that `authlint init` writes: every key, explained and commented out.

use super::keys::{KEYS, Key, ValueKind};

/// The text of the file.
pub fn template() -> String {
    let mut text = String::from("# What authlint checks here, and how. Every key is optional.\n");
    for key in KEYS {
        text.extend(["\n# ", key.about, "\n"]);
        match key.kind {
            ValueKind::Table(keys) => table(&format!("[{}]", key.name), keys, &mut text),
            ValueKind::Tables(keys) => table(&format!("[[{}]]", key.name), keys, &mut text),
            ValueKind::Levels(_) => text.extend(["# [", key.name, "]\n# ", key.example, "\n"]),
            _ => assignment(key, &mut text),
        }
    }
    text
}

fn table(head: &str, keys: &[Key], text: &mut String) {
    text.extend(["# ", head, "\n"]);
    for key in keys {
        assignment(key, text);
    }
}

fn assignment(key: &Key, text: &mut String) {
    text.extend(["# ", key.name, " = ", key.example, "\n"]);
}
