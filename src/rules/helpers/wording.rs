//! Credentials in words, all of them taken from the API table.

use super::member::{Member, Place, Role, credentials, kind_of, place_of};
use crate::api::{Api, Carrier, CredentialId, CredentialKind, Form, Half, Operation, Scheme, SchemeId};

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., end] => format!("{} {last} {end}", most.join(", ")),
    }
}

/// `the tenant secret`; there are many tokens, so `a user token`.
pub fn credential(api: &Api, id: CredentialId) -> String {
    let Some(it) = api.credentials.get(usize::from(id.0)) else { return "a credential".to_owned() };
    let vowel = it.name.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
    let article = match it.kind {
        CredentialKind::User | CredentialKind::Machine if vowel => "an",
        CredentialKind::User | CredentialKind::Machine => "a",
        CredentialKind::Public
        | CredentialKind::Secret
        | CredentialKind::Signature
        | CredentialKind::None
        | CredentialKind::Unknown => "the",
    };
    format!("{article} {}", it.name)
}

/// The credential of a scheme: `the tenant secret`.
pub fn of_scheme(api: &Api, id: SchemeId) -> String {
    api.schemes.get(usize::from(id.0)).map_or_else(|| "a credential".to_owned(), |it| credential(api, it.credential))
}

/// The name a scheme travels by: `` `apikey` ``.
pub fn name(api: &Api, id: SchemeId) -> String {
    let Some(scheme) = api.schemes.get(usize::from(id.0)) else { return "?".to_owned() };
    let what = api.credentials.get(usize::from(scheme.credential.0)).map_or("token", |it| it.name.as_str());
    match &scheme.carrier {
        Carrier::Bearer => in_authorization(scheme, &Form::Bearer, what),
        Carrier::Basic => in_authorization(scheme, &Form::Basic, what),
        Carrier::Authorization(forms) if forms.is_empty() => "`Authorization`".to_owned(),
        Carrier::Authorization(forms) => {
            let forms: Vec<String> = forms.iter().map(|form| in_authorization(scheme, form, what)).collect();
            list(&forms, "or")
        }
        Carrier::Query(name)
        | Carrier::Header(name)
        | Carrier::Cookie(name)
        | Carrier::Body(name)
        | Carrier::Other(name) => format!("`{name}`"),
    }
}

/// A form of `Authorization` with what stands in it: `` `Authorization: Bot <bot token>` ``.
fn in_authorization(scheme: &Scheme, form: &Form, what: &str) -> String {
    match (form, scheme.half) {
        (Form::Basic, Some(Half::User)) => format!("`Authorization: Basic <{what}:>`"),
        (Form::Basic, Some(Half::Password)) => format!("`Authorization: Basic <user:{what}>`"),
        (Form::Basic, _) => "`Authorization: Basic <user:password>`".to_owned(),
        (Form::Bare, _) => format!("`Authorization: <{what}>`"),
        (Form::Bearer | Form::Prefix(_), _) => format!("`Authorization: {form} <{what}>`"),
    }
}

/// A scheme where it belongs: `` `apikey` in the query ``.
pub fn carrier(api: &Api, id: SchemeId) -> String {
    let place = api.schemes.get(usize::from(id.0)).map(|it| &it.carrier);
    let named = name(api, id);
    match place {
        Some(Carrier::Query(_)) => format!("{named} in the query"),
        Some(Carrier::Header(_)) => format!("{named} as a header"),
        Some(Carrier::Cookie(_)) => format!("{named} as a cookie"),
        Some(Carrier::Body(_)) => format!("{named} in the body"),
        _ => named,
    }
}

/// An alternative: `` `apikey` and `apisecret` in the query ``.
pub fn alternative(api: &Api, schemes: &[SchemeId]) -> String {
    let of = |test: &dyn Fn(&Carrier) -> bool| -> Vec<String> {
        let fitting =
            schemes.iter().filter(|id| api.schemes.get(usize::from(id.0)).is_some_and(|it| test(&it.carrier)));
        fitting.map(|&id| name(api, id)).collect()
    };
    let query = of(&|it| matches!(it, Carrier::Query(_)));
    let headers = of(&|it| matches!(it, Carrier::Header(_)));
    let is_other = |id: &&SchemeId| !matches!(api.scheme(**id).carrier, Carrier::Query(_) | Carrier::Header(_));
    let other = schemes.iter().filter(is_other).map(|&id| carrier(api, id));
    let mut parts = Vec::new();
    if !query.is_empty() {
        parts.push(format!("{} in the query", list(&query, "and")));
    }
    if let [one] = &headers[..] {
        parts.push(format!("{one} as a header"));
    } else if !headers.is_empty() {
        parts.push(format!("{} as headers", list(&headers, "and")));
    }
    parts.extend(other);
    if parts.is_empty() {
        return "no credentials".to_owned();
    }
    list(&parts, "and")
}

/// All alternatives of an operation.
pub fn accepted(api: &Api, operation: &Operation) -> String {
    choices(api, operation, |_| true)
}

/// The alternatives that pass a test, as a choice.
pub fn choices(api: &Api, operation: &Operation, test: impl Fn(&[SchemeId]) -> bool) -> String {
    let all: Vec<String> = operation.alternatives.iter().filter(|it| test(it)).map(|it| alternative(api, it)).collect();
    match &all[..] {
        [] | [_] => list(&all, "or"),
        [most @ .., last] => format!("{}; or {last}", most.join("; ")),
    }
}

/// Whether all of an alternative travels in headers of its own.
pub fn is_in_headers(api: &Api, alternative: &[SchemeId]) -> bool {
    let header =
        |it: &SchemeId| api.schemes.get(usize::from(it.0)).is_some_and(|it| matches!(it.carrier, Carrier::Header(_)));
    alternative.iter().all(header)
}

/// What to send: of the alternatives one that keeps out of the URL, or else the first; and a machine's token.
pub fn advised(api: &Api, operation: &Operation) -> String {
    let kinds = |it: &[SchemeId], kind: CredentialKind| it.iter().any(|&id| kind_of(api, id) == Some(kind));
    let plain = || {
        operation
            .alternatives
            .iter()
            .filter(|it| !kinds(it, CredentialKind::Signature) && !kinds(it, CredentialKind::Machine))
    };
    let first = plain().find(|it| is_in_headers(api, it)).or_else(|| {
        // Of the same in a pair and as a token the token is what most send.
        let first = plain().next()?;
        let carried = credentials(api, first);
        let is_token = |it: &&Vec<SchemeId>| it.iter().all(|id| api.scheme(*id).carrier == Carrier::Bearer);
        Some(plain().find(|it| is_token(it) && credentials(api, it) == carried).unwrap_or(first))
    });
    let machine = operation.alternatives.iter().find(|it| kinds(it, CredentialKind::Machine));
    let words: Vec<String> = first.into_iter().chain(machine).map(|it| alternative(api, it)).collect();
    if words.is_empty() { accepted(api, operation) } else { words.join(", or ") }
}

/// What a member carries: `the tenant key`, `a bearer token`.
pub fn carried(api: &Api, member: &Member) -> String {
    if member.is_any_form {
        return "an `Authorization` whose form cannot be seen".to_owned();
    }
    if let Some(bearer) = member.bearer {
        return if bearer.is_user() {
            "a user's bearer token"
        } else if bearer.is_machine() {
            "a machine's bearer token"
        } else {
            "a bearer token"
        }
        .to_owned();
    }
    match (&member.credentials[..], &member.form) {
        (_, Some(_)) if member.lacks_half => {
            let half = member.schemes.first().and_then(|id| api.scheme(*id).half);
            match half {
                Some(Half::User) => "a basic pair whose user is empty",
                Some(Half::Both) => "a basic pair of which a half is empty",
                Some(Half::Password) | None => "a basic pair whose password is empty",
            }
            .to_owned()
        }
        (_, Some(form)) if member.schemes.is_empty() => match form {
            Form::Bare => "an `Authorization` header without a word in front".to_owned(),
            form => format!("an `Authorization: {form} …` header"),
        },
        ([], _) => "an `Authorization` header".to_owned(),
        ([id, ..], _) => credential(api, *id),
    }
}

/// A member with its place: `` the tenant key (`apikey`, query) ``.
pub fn member(api: &Api, member: &Member) -> String {
    let carried = carried(api, member);
    let maybe = if member.certain { "" } else { ", on some paths" };
    let place = place_word(member.place);
    match (member.role, member.bearer) {
        (Role::NearMiss | Role::Stray, _) => format!("`{}` ({place}{maybe})", member.name),
        (_, Some(_)) => format!("{carried}{}", if maybe.is_empty() { "" } else { " (on some paths)" }),
        _ if member.credentials.is_empty() || member.form.is_some() && member.schemes.is_empty() => carried,
        _ => format!("{carried} (`{}`, {place}{maybe})", member.name),
    }
}

fn place_word(place: Place) -> &'static str {
    match place {
        Place::Query => "query",
        Place::Header => "header",
        Place::Body => "body",
        Place::Cookie => "cookie",
    }
}

/// Everything presented; what is sent under several names is said once.
pub fn presented<'a>(api: &Api, members: impl Iterator<Item = &'a Member>) -> String {
    let members: Vec<&Member> = members.collect();
    let mut items: Vec<String> = Vec::new();
    let mut said: Vec<usize> = Vec::new();
    for (at, it) in members.iter().enumerate() {
        if said.contains(&at) {
            continue;
        }
        let alike = |other: &Member| {
            let plain = |it: &Member| {
                it.certain
                    && !matches!(it.role, Role::NearMiss | Role::Stray)
                    && it.bearer.is_none()
                    && !it.credentials.is_empty()
            };
            plain(it) && plain(other) && it.credentials.first() == other.credentials.first()
        };
        let others: Vec<usize> = (at + 1..members.len()).filter(|&other| alike(members[other])).collect();
        if others.is_empty() {
            items.push(member(api, it));
            continue;
        }
        let all: Vec<&Member> = std::iter::once(*it).chain(others.iter().map(|&other| members[other])).collect();
        let names: Vec<String> = all.iter().map(|it| format!("`{}`", it.name)).collect();
        let places = if all.iter().all(|other| other.place == it.place) {
            let place = if it.place == Place::Header { "headers" } else { place_word(it.place) };
            format!("{}, {place}", list(&names, "and"))
        } else {
            let each: Vec<String> = all.iter().map(|it| format!("`{}`, {}", it.name, place_word(it.place))).collect();
            each.join("; ")
        };
        items.push(format!("{} ({places})", carried(api, it)));
        said.extend(others);
    }
    if items.is_empty() { "no credentials".to_owned() } else { list(&items, "and") }
}

/// What is presented, without places and each thing once: `the tenant key and the tenant secret`.
pub fn things<'a>(api: &Api, members: impl Iterator<Item = &'a Member>) -> String {
    let mut items: Vec<String> = Vec::new();
    for member in members {
        let item = carried(api, member);
        if !items.contains(&item) {
            items.push(item);
        }
    }
    list(&items, "and")
}

/// Where the credentials of a member would be taken by an operation, if anywhere.
pub fn right_places(api: &Api, operation: &Operation, member: &Member) -> Vec<SchemeId> {
    let mut ids: Vec<SchemeId> = operation
        .alternatives
        .iter()
        .flatten()
        .copied()
        .filter(|id| {
            let scheme = api.schemes.get(usize::from(id.0));
            scheme.is_some_and(|it| member.credentials.contains(&it.credential) && place_of(&it.carrier).is_some())
        })
        .filter(|id| !member.schemes.contains(id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// A sentence that begins with a capital letter.
pub fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
