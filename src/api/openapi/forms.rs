//! The forms of `Authorization` that the description of a scheme asks for.

use std::sync::LazyLock;

use regex::Regex;

use crate::api::model::Form;

/// Longer descriptions are not read to the end.
const MAX_BYTES: usize = 64 << 10;

/// A header with a word and something behind: `Authorization: Bot abc`.
static WITH_WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)\bauthorization\b["'`*]{0,3}\s*[:=]\s*["'`]?\s*([a-z][\w-]{1,30})\s+["'`+\s]*[\[<{$\w]"#).ok()
});

/// A header with one thing that stands for the value: `Authorization: <api-key>`, `Authorization: YOUR_KEY`.
static ALONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let value = r"<[^>\n]+>|\{+[^}\n]+\}+|\[[^\]\n]+\]|[\w-]*(?:key|token)[\w-]*";
    Regex::new(&format!(
        r#"(?i)\bauthorization\b["'`*]{{0,3}}\s*[:=]\s*["'`]?\s*(?:{value})(?:["'`.,;]|\s*$|\s+[^\s<\[{{])"#
    ))
    .ok()
});

/// A word and a stand-in between quotes: `"Token <key>"`, `"Token token=<key>"`.
static QUOTED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"["'`]([A-Za-z][\w-]{1,30}) (?:\w{1,30}=)?["'`+ ]{0,5}[\[<{$]"#).ok());

/// A word between quotes of which is said that it stands in front: `The word "Basic" followed by`.
static FOLLOWED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)\b(?:word|string) ["'`]([a-z][\w-]{1,30})\s?["'`],? followed"#).ok());

/// The same, said of the value: `prefixed with "Token"`.
static PREFIXED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let said = "prefix|prefixed|prepended|preceded";
    Regex::new(&format!(
        r#"(?i)\b(?:{said})(?: (?:with|by|of|is|the|word|string)){{0,3}} ["'`]([a-z][\w-]{{1,30}})\s?["'`]"#
    ))
    .ok()
});

/// The word `Bearer` anywhere.
static BEARER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)\bbearer\b").ok());

/// The word `Bearer` where it may not be wanted: `without the Bearer prefix`.
static NO_BEARER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:without|no|not|never|don't|omit)\b[^.\n]{0,40}\bbearer\b").ok());

/// The word `Bearer` beside others that speak of a second form: `The Bearer prefix is optional`, `Bearer x or token x`.
static OTHERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let words = "either|both|optional|optionally|legacy|alternatively|directly|unlike";
    Regex::new(&format!(
        r"(?is)\b(?:{words})\b.*\bbearer\b|\bbearer\b.*\b(?:{words})\b|\bor\b[^.\n]{{0,60}}\bbearer\b|\bbearer\b[^.\n]{{0,60}}\bor\b"
    ))
    .ok()
});

/// Basic authentication, beside another form.
static BASIC: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:http\s+basic|basic(?:\s+http)?\s+auth)").ok());

/// Words that stand in front of a value without being part of it.
const NO_PREFIXES: [&str; 16] = [
    "a", "access", "an", "api", "enter", "header", "is", "must", "my", "request", "the", "use", "user", "using",
    "with", "your",
];

/// The forms that a description names; none where it says nothing of it.
pub(super) fn said(description: &str) -> Vec<Form> {
    let end = description.char_indices().map(|(at, _)| at).take_while(|at| *at <= MAX_BYTES).last().unwrap_or_default();
    let description = if description.len() > MAX_BYTES { &description[..end] } else { description };
    let mut forms = Vec::new();
    let take = |forms: &mut Vec<Form>, form: Form| {
        if !forms.contains(&form) {
            forms.push(form);
        }
    };
    for regex in [&WITH_WORD, &QUOTED, &FOLLOWED, &PREFIXED].into_iter().filter_map(|regex| regex.as_ref()) {
        let words = regex.captures_iter(description).filter_map(|found| found.get(1));
        words.filter_map(|word| form(word.as_str())).for_each(|form| take(&mut forms, form));
    }
    let says = |regex: &Option<Regex>| regex.as_ref().is_some_and(|regex| regex.is_match(description));
    // Whether it speaks for the word or against it is not read.
    if says(&NO_BEARER) {
        return Vec::new();
    }
    // Forms that are all written out are all there are; else one of several is not seen.
    if forms.len() < 2 && says(&OTHERS) {
        return Vec::new();
    }
    if says(&BEARER) {
        take(&mut forms, Form::Bearer);
        if says(&BASIC) {
            take(&mut forms, Form::Basic);
        }
    }
    if says(&ALONE) {
        take(&mut forms, Form::Bare);
    }
    forms
}

fn form(word: &str) -> Option<Form> {
    let small = word.to_ascii_lowercase();
    match &*small {
        "bearer" => Some(Form::Bearer),
        "basic" => Some(Form::Basic),
        _ if NO_PREFIXES.contains(&&*small) => None,
        _ => Some(Form::Prefix(word.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_descriptions() {
        let prefix = |word: &str| vec![Form::Prefix(word.to_owned())];
        for (text, forms) in [
            ("JWT header. Example: \"Authorization: Bearer {token}\"", vec![Form::Bearer]),
            ("Enter 'Bearer' [space] and then your token.", vec![Form::Bearer]),
            ("`Authorization: Bot MTk4`", prefix("Bot")),
            ("Prefix the key: \"SSWS {API Token}\"", prefix("SSWS")),
            ("Format: `Token <key>`.", prefix("Token")),
            ("The string \"OAuth\" followed by the token: OAuth ACCESS_TOKEN", prefix("OAuth")),
            ("The word \"Basic\" followed by a space and your key, encoded", vec![Form::Basic]),
            ("API tokens must be prepended with \"token\" followed by a space.", prefix("token")),
            ("Token-based authentication with required prefix \"Token\"", prefix("Token")),
            ("JWT token prefixed with \"Bearer \"", vec![Form::Bearer]),
            ("An access token in `Token token=<base64>` format.", prefix("Token")),
            ("Put the key into the header without the Bearer prefix.", Vec::new()),
            ("Basic Authorization header using the Bearer scheme.", vec![Form::Bearer, Form::Basic]),
            ("Authorization: YOUR_API_KEY", vec![Form::Bare]),
            ("Authorization: <your key>", vec![Form::Bare]),
            ("Authorization: your API key", Vec::new()),
            ("An API key from the dashboard.", Vec::new()),
            ("Personal access token, as `token x` or `Bearer x`", Vec::new()),
            ("Both `Bearer` and `Token` prefixes are accepted.", Vec::new()),
            ("The Bearer prefix is optional.", Vec::new()),
            ("either as 'Bearer <token>' or directly as '<token>'", Vec::new()),
            ("Bearer token, or the API key with the prefix ApiKey", Vec::new()),
            ("Legacy clients send SSWS tokens, new ones Bearer tokens", Vec::new()),
            ("`Authorization: <scheme> <token>` where scheme is Token", Vec::new()),
            ("Unlike OAuth bearer tokens this is sent as `Authorization: SSWS <token>`", Vec::new()),
            ("use `Bearer {t}` or `Token {t}`", vec![Form::Bearer, Form::Prefix("Token".to_owned())]),
            ("", Vec::new()),
        ] {
            assert_eq!(said(text), forms, "{text}");
        }
    }
}
