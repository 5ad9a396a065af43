//! Texts that stand for a value that somebody has still to fill in, as `rules/placeholders.toml` has them.

use std::sync::LazyLock;

use serde::Deserialize;

use super::names::{is_guid, words};

/// The data file; see its comments.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Placeholders {
    between: Vec<(String, String)>,
    marks: Vec<String>,
    words: Vec<String>,
    weak_words: Vec<String>,
    kept_elsewhere: Vec<String>,
    name_ends: Vec<String>,
}

/// The text is part of the program, and a test reads it.
static PLACEHOLDERS: LazyLock<Placeholders> =
    LazyLock::new(|| toml::from_str(include_str!("../../../rules/placeholders.toml")).unwrap_or_default());

/// Whether a literal stands for a value that somebody has still to fill in.
pub fn is_placeholder(text: &str) -> bool {
    let known = &*PLACEHOLDERS;
    let text = text.trim();
    if text.is_empty() {
        return true;
    }
    let between = |(open, close): &(String, String)| {
        text.find(open.as_str()).is_some_and(|at| text[at + open.len()..].contains(close.as_str()))
    };
    if known.between.iter().any(between) || known.marks.iter().any(|mark| text.contains(mark.as_str())) {
        return true;
    }
    let small = text.to_lowercase();
    let has = |words: &[String]| words.iter().any(|word| small.contains(word.as_str()));
    if has(&known.words) {
        return true;
    }
    if is_guid(text) {
        // 00000000-0000-…: nobody was ever given this one.
        let mut digits = small.bytes().filter(|&b| b != b'-');
        let first = digits.next();
        return digits.all(|b| Some(b) == first);
    }
    has(&known.weak_words)
        || is_variable_name(text)
        || known.kept_elsewhere.iter().any(|start| text.starts_with(start.as_str()))
        || is_reference(text)
        || is_path_of_secret(text)
}

/// `$API_SECRET`, `@api-secret`, `op://vault/item`: a variable, a name in a store, or an address in one.
fn is_reference(text: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let scheme = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_lowercase())
            && scheme.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+-.".contains(&byte))
    };
    text.strip_prefix('$').is_some_and(is_name)
        || text.strip_prefix('@').is_some_and(is_variable_name)
        || text.split_once("://").is_some_and(|(start, _)| scheme(start))
}

/// `acme/prod/client-secret`, `/run/secrets/api_secret`, `projects/1/secrets/lr`: where a secret is kept, by names of words.
fn is_path_of_secret(text: &str) -> bool {
    let segments = || text.strip_prefix('/').unwrap_or(text).split('/');
    // Secrets that hold slashes are no words: `v1` and `kv2` are.
    let is_word = |word: &String| {
        let letters = word.trim_end_matches(|char: char| char.is_ascii_digit());
        word.len() - letters.len() <= 2 && letters.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let is_name = |segment: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'#' | b':');
        !segment.is_empty() && segment.bytes().all(is_plain) && words(segment).iter().all(is_word)
    };
    let ends =
        |word: &String| PLACEHOLDERS.name_ends.iter().any(|end| word.trim_end_matches('s').ends_with(end.as_str()));
    segments().count() > 1
        && segments().all(is_name)
        && (segments().next_back().is_some_and(|last| words(last).iter().any(ends))
            || segments().any(|segment| matches!(segment, "secret" | "secrets")))
}

/// `ACME_API_SECRET`, `apiSecret`, `api-secret`: the name of a value in place of the value.
fn is_variable_name(text: &str) -> bool {
    if !text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.')) {
        return false;
    }
    let shouted = text.contains('_') && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
    let ends = |word: &String| PLACEHOLDERS.name_ends.iter().any(|end| word.ends_with(end.as_str()));
    shouted || words(text).iter().any(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        for text in [
            "",
            "<your secret>",
            "{{SECRET}}",
            "${SECRET}",
            "%SECRET%",
            "****",
            "YOUR_API_SECRET",
            "changeme",
            "test",
            "fake-secret",
            "ACME_API_SECRET",
            "apiSecret",
            "00000000-0000-0000-0000-000000000000",
            "example-1",
            "acme/prod/client-secret",
            "/run/secrets/acme_api_secret",
            "kv2/data/acme#apiSecret",
            "vault:secret/data/acme#apiSecret",
            "ENC[AES256_GCM,data:abcd,iv:xyz,tag:zz,type:str]",
            "$LR_API_SECRET",
            "$(lrApiSecret)",
            "$[variables.lr]",
            "#{LrApiSecret}#",
            "@lr-secret",
            "encrypted:BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3dAt",
            "gcp-sm://lr",
            "arn:aws:ssm:eu:1:parameter/lr",
            "projects/1/secrets/lr/versions/1",
            "••••••••",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "7e1b7a52-5c0e-4b53-9c39-0f0d4a8f6be1",
            "9f3k2lq8w7v1",
            "correct horse",
            "q8/w7v1kd/9f3k2lsecret",
            "$9f3k2lq8w7v1",
            "@9f3k2lq8w7v1",
            "Xy12/secrets+8w7v1",
            "aGVsbG8/d29ybGQ=/secret",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
