//! What no analysis of a program can see: a crate that is not there.

use std::collections::HashMap;

pub fn flag() -> bool {
    std::env::var("FLAG_C").is_ok()
}

pub fn pairs() -> Vec<(String, String)> {
    vec![("outside".into(), "o".into()), ("apisecret".into(), "o".into())]
}

pub fn map() -> HashMap<String, String> {
    pairs().into_iter().collect()
}

pub fn name() -> String {
    "x-named-outside".into()
}

pub fn change(pairs: &mut Vec<(String, String)>) {
    pairs.push(("x-changed".into(), "c".into()));
}
