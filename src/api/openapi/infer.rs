//! What a scheme seems to carry, by its type, flows, names and description: `rules/inference.toml`. What is not clear is
//! unknown.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::api::model::{Carrier, CredentialKind};
use crate::api::words::words;

/// What the document says of a scheme.
pub(super) struct Facts<'d> {
    pub(super) name: &'d str,
    pub(super) carrier: &'d Carrier,
    pub(super) of_type: &'d str,
    pub(super) flows: &'d [String],
    pub(super) description: &'d str,
}

/// The words by which kinds are told.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(default)]
    name: Vec<Named>,
    #[serde(default)]
    description: Vec<Said>,
    /// What descriptions of tokens say that somebody signs.
    #[serde(default)]
    signed: Vec<String>,
    /// Ends of names that ordinary parameters should not have.
    #[serde(default)]
    parameters: Vec<String>,
    /// Fields of bodies that carry credentials.
    #[serde(default)]
    body: Vec<String>,
    /// Words in the names of hosts that serve an API and nothing else.
    #[serde(default)]
    hosts: Vec<String>,
}

/// A kind by the end of a name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    kind: CredentialKind,
    ends: Vec<String>,
}

/// A kind by what a description says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    kind: CredentialKind,
    says: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("../../../rules/inference.toml")).unwrap_or_default());

/// Flows that a user takes part in.
const OF_USERS: [&str; 4] = ["authorizationCode", "implicit", "password", "deviceAuthorization"];

/// Shorter ends of names count as whole words only.
const MIN_GLUED: usize = 6;

/// Whether a parameter of this name carries a credential.
pub(crate) fn names_credential(name: &str) -> bool {
    let secret = WORDS.name.iter().filter(|rule| matches!(rule.kind, CredentialKind::Secret | CredentialKind::User));
    let name = Name::of(name);
    secret.flat_map(|rule| &rule.ends).chain(&WORDS.parameters).any(|end| name.ends_in(end))
}

/// Whether a name says of a value that it has to be kept, or that it is for everybody.
pub(crate) fn kind_of_name(name: &str) -> Option<CredentialKind> {
    let mut rules =
        WORDS.name.iter().filter(|rule| matches!(rule.kind, CredentialKind::Secret | CredentialKind::Public));
    let name = Name::of(name);
    rules.find(|rule| rule.ends.iter().any(|end| name.ends_in(end))).map(|rule| rule.kind)
}

/// Whether a host seems to serve an API and nothing else, by its name: `api.acme.com`, `eu-api2.acme.com`.
pub(crate) fn is_of_api_alone(host: &[Option<String>]) -> bool {
    let is_told =
        |word: &str| WORDS.hosts.iter().any(|known| known == word.trim_end_matches(|it: char| it.is_ascii_digit()));
    host.iter().flatten().any(|label| words(label).iter().any(|word| is_told(word)))
}

/// The names of body fields that carry credentials, lower case.
pub(crate) fn body_names() -> &'static [String] {
    &WORDS.body
}

/// The kind of what a scheme carries, and why it is taken for that: a phrase.
pub(super) fn kind(facts: &Facts<'_>) -> (CredentialKind, String) {
    match facts.of_type {
        "oauth2" => return by_flows(facts.flows),
        "openIdConnect" => return (CredentialKind::User, "tokens of OpenID Connect are users'".to_owned()),
        _ => {}
    }
    // A pair that answers a challenge is of a kind of its own, whatever it is called.
    if let Carrier::Other(challenged) = facts.carrier
        && let Some(scheme) = challenged.strip_prefix("http ").filter(|scheme| !scheme.is_empty())
    {
        return (
            CredentialKind::Unknown,
            format!("the document does not say who has the pair of {scheme} authentication"),
        );
    }
    let own = match facts.carrier {
        Carrier::Query(name) | Carrier::Header(name) | Carrier::Cookie(name) => Some(&**name),
        _ => None,
    };
    for name in own.into_iter().chain([facts.name]) {
        let words = Name::of(name);
        for rule in &WORDS.name {
            // A pair is no token of a user's, whatever it is called.
            if rule.kind == CredentialKind::User && *facts.carrier == Carrier::Basic {
                continue;
            }
            if let Some(end) = rule.ends.iter().find(|end| words.ends_in(end)) {
                return (rule.kind, format!("the name {name} ends in \"{end}\""));
            }
        }
    }
    if let Some(answer) = by_description(facts.description) {
        return answer;
    }
    if facts.carrier.is_cookie() {
        return (CredentialKind::User, "browsers send cookies for their users".to_owned());
    }
    (CredentialKind::Unknown, "the document does not say what it is".to_owned())
}

fn by_flows(flows: &[String]) -> (CredentialKind, String) {
    let machine = flows.iter().any(|flow| flow == "clientCredentials");
    match flows.iter().find(|flow| OF_USERS.contains(&&***flow)) {
        Some(_) if machine => (CredentialKind::Unknown, "its flows give tokens to users and to machines".to_owned()),
        Some(flow) => (CredentialKind::User, format!("the flow {flow} gives tokens to users")),
        None if machine => (CredentialKind::Machine, "the flow clientCredentials gives tokens to machines".to_owned()),
        None => (CredentialKind::Unknown, "it names no flow that is known".to_owned()),
    }
}

/// What the description says, unless it speaks of more than one kind.
fn by_description(description: &str) -> Option<(CredentialKind, String)> {
    let text = description.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let mut found: Option<(CredentialKind, &str)> = None;
    for rule in &WORDS.description {
        let Some(phrase) = rule.says.iter().find(|phrase| text.contains(&***phrase)) else { continue };
        match found {
            Some((kind, _)) if kind != rule.kind => {
                return Some((CredentialKind::Unknown, "its description speaks of more than one kind".to_owned()));
            }
            _ => found = Some((rule.kind, phrase)),
        }
    }
    let is_signed = WORDS.signed.iter().any(|phrase| text.contains(&**phrase));
    found.map(|(kind, phrase)| {
        if kind == CredentialKind::Secret && is_signed {
            (CredentialKind::Unknown, "its description speaks of a token and of what it is signed with".to_owned())
        } else {
            (kind, format!("its description says \"{phrase}\""))
        }
    })
}

/// A name without what stands between its words, in lower case.
struct Name {
    glued: String,
    /// Where its words begin.
    starts: Vec<usize>,
}

impl Name {
    fn of(name: &str) -> Self {
        let mut this = Self { glued: String::new(), starts: Vec::new() };
        for word in words(name) {
            this.starts.push(this.glued.len());
            this.glued.push_str(&word);
        }
        this
    }

    /// Whether its words end in these: `X-Client-Secret` and `clientsecret` in `client secret`.
    fn ends_in(&self, end: &str) -> bool {
        let end = end.replace(' ', "");
        let Some(before) = self.glued.strip_suffix(&*end) else { return false };
        end.len() >= MIN_GLUED || self.starts.contains(&before.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_can_be_read() {
        let words: Words = toml::from_str(include_str!("../../../rules/inference.toml")).unwrap();
        assert!(!words.name.is_empty() && !words.description.is_empty());
    }
}
