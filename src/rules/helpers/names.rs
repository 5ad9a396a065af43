//! What a name says: words of identifiers, names of secrets.

use super::naming::{Naming, has};
use crate::api::{Api, Carrier, CredentialKind, Scheme};

/// The words of an identifier, header name or file name, lower case: `M2MBearerToken` is `m2m bearer token`.
pub fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() {
            if !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            continue;
        }
        let before = at.checked_sub(1).map(|i| chars[i]);
        let after_small = before.is_some_and(char::is_lowercase);
        let after_digit = before.is_some_and(|b| b.is_ascii_digit());
        let before_small = chars.get(at + 1).is_some_and(|n| n.is_lowercase());
        let ends_capitals = before.is_some_and(char::is_uppercase) || after_digit;
        if c.is_uppercase() && !word.is_empty() && (after_small || (ends_capitals && before_small)) {
            words.push(std::mem::take(&mut word));
        }
        word.extend(c.to_lowercase());
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// A carrier's name without case, `-` and `_`: what two spellings of it share.
pub fn squeezed(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Whether a name is this when it is squeezed.
pub fn is_squeezed(name: &str, squeezed: &str) -> bool {
    let bytes = name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
    bytes.eq(squeezed.bytes())
}

/// Whether neighbouring words, written together, are `sought`.
pub fn has_run(words: &[String], sought: &str) -> bool {
    (0..words.len()).any(|from| {
        let mut joined = String::new();
        words[from..].iter().any(|word| {
            joined.push_str(word);
            joined == sought
        })
    })
}

/// Whether the words of a name end in those of a secret of this API. One common word alone (`secret`, `key`) says
/// nothing.
pub fn is_secret_name(api: &Api, name: &str) -> bool {
    let naming = Naming::get();
    let words = words(name);
    let Some(last) = words.last() else { return false };
    if words.len() >= 2 && has(&naming.secret_ends, last) {
        return true;
    }
    let known = known_names(api);
    // `ACME_KEY` is the one of Acme's credentials that is called so.
    let before = &words[..words.len() - 1];
    if has(&naming.common, last) && known.contains(last) && ends_in_alias(api, before) {
        return true;
    }
    (1..=words.len().min(4)).any(|count| {
        let (rest, end) = words.split_at(words.len() - count);
        let end = end.concat();
        known.contains(&end) && !has(&naming.common, &end) && !says_otherwise(rest)
    })
}

/// Whether words end in what the API is called.
pub fn ends_in_alias(api: &Api, words: &[String]) -> bool {
    (0..words.len()).any(|from| api.overlay.aliases.contains(&words[from..].concat()))
}

/// Whether a name says whose something is: of this API, `Some(true)`, or of another vendor or another part of a program,
/// `Some(false)`.
pub fn belongs(api: &Api, name: &str) -> Option<bool> {
    if api.named_in(name) {
        return Some(true);
    }
    let words = words(name);
    Naming::get().others.iter().any(|other| has_run(&words, other)).then_some(false)
}

/// Whether the words before the name of a secret make it something else: `publishable`, `storage`, `cache`.
fn says_otherwise(before: &[String]) -> bool {
    let naming = Naming::get();
    let is_prefix = || naming.public_prefixes.contains(&before.concat());
    before.last().is_some_and(|word| has(&naming.not_secret, word)) && !is_prefix()
}

/// Whether a name is that of a key that something is signed with: `signingKey`, `HMAC_KEY`.
pub fn is_signing_name(name: &str) -> bool {
    let keys = &Naming::get().signing_key;
    match &words(name)[..] {
        [.., what, key] if key == "key" => has(&keys.before, what),
        [.., last] => has(&keys.ends, last),
        [] => false,
    }
}

/// Whether a name is that of a secret of this API and nothing else: `API_SECRET`, but not `OTHER_API_SECRET`.
pub fn is_plain_secret_name(api: &Api, name: &str) -> bool {
    let name = squeezed(name);
    !has(&Naming::get().common, &name) && known_names(api).contains(&name)
}

/// The same as [`secret_names`], found once for an API.
fn known_names(api: &Api) -> &[String] {
    api.secret_names.get_or_fill(|| secret_names(api).collect())
}

/// The squeezed names by which secrets of an API go: their carriers, body fields and the credentials' own.
fn secret_names(api: &Api) -> impl Iterator<Item = String> + '_ {
    let hidden = move |id: crate::api::CredentialId| {
        api.credentials
            .get(usize::from(id.0))
            .is_some_and(|it| matches!(it.kind, CredentialKind::Secret | CredentialKind::Machine))
    };
    let of_carrier = |carrier: &Carrier| match carrier {
        Carrier::Query(name) | Carrier::Header(name) => Some(squeezed(name)),
        _ => None,
    };
    // A carrier that takes a public credential as well names neither.
    let is_shared = move |scheme: &Scheme| {
        api.schemes.iter().any(|other| other.carrier == scheme.carrier && !hidden(other.credential))
    };
    let schemes = api.schemes.iter().filter(move |scheme| hidden(scheme.credential) && !is_shared(scheme));
    let schemes = schemes.filter_map(move |scheme| of_carrier(&scheme.carrier));
    let others = api.overlay.legacy.iter().chain(&api.overlay.translated);
    let others = others.filter(move |it| hidden(it.credential)).filter_map(move |it| of_carrier(&it.carrier));
    let body = api.overlay.body.iter().filter(move |(_, id)| hidden(*id)).map(|(name, _)| squeezed(name));
    let own = api
        .credentials
        .iter()
        .filter(|it| matches!(it.kind, CredentialKind::Secret | CredentialKind::Machine))
        .flat_map(|it| [squeezed(&it.name), squeezed(&it.id)]);
    let takes_machines = api.credentials.iter().any(|it| it.kind == CredentialKind::Machine);
    let machine = Naming::get().machine_credentials.iter().filter(move |_| takes_machines).cloned();
    schemes.chain(others).chain(body).chain(own).chain(machine)
}

/// Whether a text has the shape of a GUID, with or without its dashes.
pub fn is_guid(text: &str) -> bool {
    let text = text.trim();
    let hex = |part: &str| part.bytes().all(|b| b.is_ascii_hexdigit());
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    (lengths == [8, 4, 4, 4, 12] || lengths == [32]) && text.split('-').all(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_identifiers() {
        let cases = [
            ("apiSecret", "api secret"),
            ("APISecret", "api secret"),
            ("M2MBearerToken", "m2m bearer token"),
            ("m2mToken", "m2m token"),
            ("X-AcmeCorp-ApiKey", "x acme corp api key"),
            ("LR_API_SECRET", "lr api secret"),
            ("apisecret", "apisecret"),
            ("userToken2", "user token2"),
            ("", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn runs_are_whole_words() {
        assert!(has_run(&words("X-AcmeCorp-ApiKey"), "acmecorp"));
        assert!(has_run(&words("lrSecret"), "lr"));
        assert!(!has_run(&words("colorSecret"), "lr"));
    }

    #[test]
    fn guids() {
        assert!(is_guid("7e1b7a52-5c0e-4b53-9c39-0f0d4a8f6be1"));
        assert!(is_guid("7e1b7a525c0e4b539c390f0d4a8f6be1"));
        assert!(!is_guid("7e1b7a52-5c0e-4b53-9c39"));
        assert!(!is_guid("7e1b7a52-5c0e-4b53-9c39-0f0d4a8f6bez"));
    }

    #[test]
    fn names_of_secrets() {
        let document = r#"{"openapi": "3.1.0", "info": {"title": "Parcels", "version": "1"}, "paths": {}, "components":
            {"securitySchemes": {"K": {"type": "apiKey", "in": "header", "name": "X-Parcels-Key"}}}}"#;
        let overlay = r#"document = "p.json"
            aliases = ["parcels"]
            schemes = { K = "key" }
            credential = [{ id = "key", name = "account key", kind = "secret" }]"#;
        let api = Api::read(("p.json", document), Some(("p.toml", overlay))).unwrap();
        for name in
            ["PARCELS_KEY", "accountKey", "VITE_ACCOUNT_KEY", "NEXT_PUBLIC_ACCOUNT_KEY", "xParcelsKey", "apiSecret"]
        {
            assert!(is_secret_name(&api, name), "{name}");
        }
        for name in [
            "key",
            "cacheKey",
            "PARCELS_STORAGE_KEY",
            "publicAccountKey2",
            "storageAccountKey",
            "accountKeyName",
            "secret",
        ] {
            assert!(!is_secret_name(&api, name), "{name}");
        }
    }
}
