//! Whose token a bearer token is.

use super::names::{has_run, words};
use super::naming::{Naming, Tokens, has};
use crate::api::{Api, CredentialKind, Operation};
use crate::request::{Hole, Origin, Part, Text};

/// What is known of the owner of a bearer token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    /// It may be a user's.
    pub may_user: bool,
    /// It may be a machine's.
    pub may_machine: bool,
    /// What is known is known from a name alone.
    pub by_name: bool,
}

impl Bearer {
    /// A token of which nothing is known.
    pub const UNKNOWN: Self = Self { may_user: true, may_machine: true, by_name: false };
    /// A user's token.
    pub const USER: Self = Self { may_user: true, may_machine: false, by_name: false };
    /// A machine's token.
    pub const MACHINE: Self = Self { may_user: false, may_machine: true, by_name: false };

    /// Certainly a user's.
    pub fn is_user(self) -> bool {
        self.may_user && !self.may_machine
    }

    /// Certainly a machine's.
    pub fn is_machine(self) -> bool {
        self.may_machine && !self.may_user
    }

    /// Either of two tokens.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            may_user: self.may_user || other.may_user,
            may_machine: self.may_machine || other.may_machine,
            by_name: self.by_name || other.by_name,
        }
    }

    /// The owner of a token by all that its holes tell. Evidence for both is evidence for neither.
    pub fn of(api: &Api, token: &Text) -> Self {
        let mut known: Option<Self> = None;
        for part in &token.parts {
            let Part::Hole(hole) = part else { continue };
            for evidence in [of_origin(api, &hole.origin), of_names(hole)].into_iter().flatten() {
                known = Some(match known {
                    None => evidence,
                    Some(before) if before.may_user == evidence.may_user => {
                        Self { by_name: before.by_name && evidence.by_name, ..before }
                    }
                    Some(_) => return Self::UNKNOWN,
                });
            }
        }
        known.unwrap_or(Self::UNKNOWN)
    }
}

fn of_origin(api: &Api, origin: &Origin) -> Option<Bearer> {
    match origin {
        Origin::Env(name) => of_name(name),
        Origin::Api(path) => of_path(path),
        Origin::Response { grant: Some(grant), .. } if &**grant == "client_credentials" => Some(Bearer::MACHINE),
        Origin::Response { url, .. } => of_url(api, url),
        Origin::Parameter | Origin::Signed(_) | Origin::Time(_) | Origin::Computed | Origin::Unknown => None,
    }
}

fn of_names(hole: &Hole) -> Option<Bearer> {
    let small: Vec<String> = hole.names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let is = |sought: &[String]| small.iter().any(|name| has(sought, name));
    let storage = &Naming::get().user_storage;
    // `req.headers.authorization`, `req.cookies.token`, `req.session.user.token`.
    if is(&storage.header_names) && small.contains(&storage.header) || is(&storage.names) {
        return Some(Bearer::USER);
    }
    let mut said = hole.names.iter().filter_map(|name| of_name(name));
    let first = said.next()?;
    said.all(|other| other == first).then_some(first)
}

/// What an identifier says; `accessToken`, `access_token` and `token` say nothing.
fn of_name(name: &str) -> Option<Bearer> {
    let words = words(name);
    let says = |tokens: &Tokens| {
        words.iter().any(|word| has(&tokens.words, word)) || tokens.runs.iter().any(|run| has_run(&words, run))
    };
    let Naming { machine_token, user_token, .. } = Naming::get();
    let machine = says(machine_token);
    let user =
        words.last().is_some_and(|last| last == "token") && says(user_token) || has(&user_token.whole, &words.concat());
    match (machine, user) {
        (true, false) => Some(Bearer { by_name: true, ..Bearer::MACHINE }),
        (false, true) => Some(Bearer { by_name: true, ..Bearer::USER }),
        _ => None,
    }
}

/// What a path into a library or the platform says: storage, cookies, sessions and the caller's own header.
fn of_path(path: &str) -> Option<Bearer> {
    let words = words(path);
    let storage = &Naming::get().user_storage;
    let is = |sought: &[String]| words.iter().any(|word| has(sought, word));
    let user = storage.runs.iter().any(|run| has_run(&words, run))
        || is(&storage.words)
        || is(&storage.header_words) && words.contains(&storage.header);
    if user { Some(Bearer::USER) } else { of_name(path) }
}

/// What the operation that answered with the token says.
fn of_url(api: &Api, url: &str) -> Option<Bearer> {
    let operations = operations_of(api, url);
    let issues =
        |kind: CredentialKind| !operations.is_empty() && operations.iter().all(|it| api.issues(it) == Some(kind));
    if issues(CredentialKind::Machine) {
        Some(Bearer::MACHINE)
    } else if issues(CredentialKind::User) {
        Some(Bearer::USER)
    } else {
        None
    }
}

/// Whether a value is a token that an operation of the API gives to machines, or gives for their credentials.
pub fn is_machine_token(api: &Api, origin: &Origin) -> bool {
    let Origin::Response { path, url, grant, .. } = origin else { return false };
    let member = path.rsplit('.').next().unwrap_or_default();
    if words(member).last().is_none_or(|last| last != "token") || operations_of(api, url).is_empty() {
        return false;
    }
    match grant {
        Some(grant) => **grant == *"client_credentials",
        None => of_url(api, url) == Some(Bearer::MACHINE),
    }
}

/// The operations of the description, of any method, whose template matches a URL best. Holes are written `{}`. What is
/// only added to it has no group that tells what it answers.
fn operations_of<'a>(api: &'a Api, url: &str) -> Vec<&'a Operation> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path.strip_prefix("{}").unwrap_or(path),
    };
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let mut best = 0;
    let mut found = Vec::new();
    for operation in api.operations.iter().filter(|it| !it.is_added()) {
        let template: Vec<&str> = operation.path.split('/').filter(|it| !it.is_empty()).collect();
        let fits = template.len() == segments.len()
            && template
                .iter()
                .zip(&segments)
                .all(|(wanted, is)| wanted.contains('{') || wanted.eq_ignore_ascii_case(is));
        let literal = template.iter().filter(|it| !it.contains('{')).count();
        if !fits || literal == 0 || literal < best {
            continue;
        }
        if literal > best {
            found.clear();
            best = literal;
        }
        found.push(operation);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_say() {
        assert!(of_name("M2M_TOKEN").is_some_and(Bearer::is_machine));
        assert!(of_name("machineToken").is_some_and(Bearer::is_machine));
        assert!(of_name("serviceToken").is_some_and(Bearer::is_machine));
        assert!(of_name("clientCredentialsToken").is_some_and(Bearer::is_machine));
        assert!(of_name("userToken").is_some_and(Bearer::is_user));
        assert!(of_name("ID_TOKEN").is_some_and(Bearer::is_user));
        assert!(of_name("user_access_token").is_some_and(Bearer::is_user));
        for name in ["token", "accessToken", "access_token", "bearer", "user", "jwt"] {
            assert!(of_name(name).is_none(), "{name}");
        }
    }

    #[test]
    fn places_say_what_they_say() {
        for path in [
            "global:localStorage.getItem()",
            "global:sessionStorage.token",
            "npm:js-cookie.get().cookies",
            "global:req.headers.authorization",
        ] {
            assert!(of_path(path).is_some_and(Bearer::is_user), "{path}");
        }
        assert!(of_path("npm:vault.read()").is_none());
    }
}
