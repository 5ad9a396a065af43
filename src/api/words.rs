//! What rules ask a table, and how it puts an operation's demands into words.

use std::collections::BTreeSet;
use std::fmt;

use super::model::{
    Api, Carrier, Credential, CredentialId, CredentialKind, Form, Operation, OperationId, Provenance, Scheme, SchemeId,
};

impl Api {
    /// The scheme of this id, which must come from this table.
    pub fn scheme(&self, id: SchemeId) -> &Scheme {
        &self.schemes[usize::from(id.0)]
    }

    /// The credential of this id, which must come from this table.
    pub fn credential(&self, id: CredentialId) -> &Credential {
        &self.credentials[usize::from(id.0)]
    }

    /// The operation of this id, which must come from this table.
    pub fn operation(&self, id: OperationId) -> &Operation {
        &self.operations[id.0 as usize]
    }

    /// The credential that a scheme carries.
    pub fn credential_of(&self, id: SchemeId) -> &Credential {
        self.credential(self.scheme(id).credential)
    }

    /// The ids of all schemes with the schemes, in the document's order.
    pub fn scheme_ids(&self) -> impl Iterator<Item = (SchemeId, &Scheme)> {
        (0..).map(SchemeId).zip(&self.schemes)
    }

    /// The ids of all operations with the operations, in the document's order.
    pub fn operation_ids(&self) -> impl Iterator<Item = (OperationId, &Operation)> {
        (0..).map(OperationId).zip(&self.operations)
    }

    /// Whether none of its alternatives can be met without a secret, machine or signature credential. A public
    /// operation is not, nor is one whose credentials are optional.
    pub fn is_backend_only(&self, operation: &Operation) -> bool {
        let guarded = |scheme: &SchemeId| {
            matches!(
                self.credential_of(*scheme).kind,
                CredentialKind::Secret | CredentialKind::Machine | CredentialKind::Signature
            )
        };
        !operation.alternatives.is_empty() && operation.alternatives.iter().all(|schemes| schemes.iter().any(guarded))
    }

    /// By which carriers an operation takes its credentials, alternative by alternative: what other tables say of it can be
    /// held against that.
    pub fn demanded_carriers(&self, id: OperationId) -> BTreeSet<BTreeSet<String>> {
        let carriers =
            |schemes: &Vec<SchemeId>| schemes.iter().map(|id| self.scheme(*id).carrier.to_string()).collect();
        self.operation(id).alternatives.iter().map(carriers).collect()
    }

    /// Whether some alternative of the operation, or one of its plain parameters, takes this credential kind.
    pub fn accepts(&self, operation: &Operation, kind: CredentialKind) -> bool {
        let mut schemes = operation.alternatives.iter().flatten().chain(&operation.parameters);
        schemes.any(|scheme| self.credential_of(*scheme).kind == kind)
    }

    /// Whether a set of schemes that the operation does not list together is taken all the same: as the overlay says, or
    /// because each credential may use any of its carriers.
    pub fn is_tolerated(&self, operation: &Operation, sent: &[SchemeId]) -> bool {
        let credentials = |schemes: &[SchemeId]| {
            let mut ids: Vec<_> = schemes.iter().map(|scheme| self.scheme(*scheme).credential).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        self.overlay.tolerated.iter().any(|tolerated| {
            let wanted = credentials(tolerated);
            tolerated.iter().all(|scheme| sent.contains(scheme))
                && operation.alternatives.iter().any(|alternative| credentials(alternative) == wanted)
        })
    }

    /// Whether fields of the body are looked at to judge a request to this operation.
    pub fn takes_body(&self, operation: &Operation) -> bool {
        operation.alternatives.iter().flatten().any(|id| matches!(self.scheme(*id).carrier, Carrier::Body(_)))
    }

    /// Whether cookies are looked at to judge a request to this operation.
    pub fn takes_cookies(&self, operation: &Operation) -> bool {
        operation.alternatives.iter().flatten().any(|id| self.scheme(*id).carrier.is_cookie())
    }

    /// The schemes by which a credential may be presented to an operation: those of the table, but of those that only
    /// some operations take, its own alone.
    pub fn schemes_for<'a>(&'a self, operation: &'a Operation) -> impl Iterator<Item = (SchemeId, &'a Scheme)> {
        let own = |id: SchemeId| operation.alternatives.iter().flatten().any(|other| *other == id);
        self.scheme_ids().filter(move |(id, scheme)| !scheme.is_local || own(*id))
    }

    /// The kind of token that the operation answers with: [`CredentialKind::Machine`], [`CredentialKind::User`], or none that is known.
    pub fn issues(&self, operation: &Operation) -> Option<CredentialKind> {
        let overlay = &self.overlay;
        let tag = operation.tag.as_ref()?;
        if overlay.no_token_operations.contains(&operation.id) {
            None
        } else if overlay.machine_token_tags.contains(tag) {
            Some(CredentialKind::Machine)
        } else {
            overlay.user_token_tags.contains(tag).then_some(CredentialKind::User)
        }
    }

    /// Whether an identifier, a file name, a package or the like bears an alias of the API. A short alias counts as a
    /// whole word only (`lrBase`, `LR_KEY`), a long one anywhere (`myacmecorpurl`).
    pub fn named_in(&self, name: &str) -> bool {
        if self.overlay.aliases.is_empty() {
            return false;
        }
        let words = words(name);
        self.overlay.aliases.iter().any(|alias| {
            let anywhere = alias.len() >= 6 && words.concat().contains(&**alias);
            // `acmeCorp` is two words and may be one alias.
            anywhere || (0..words.len()).any(|start| is_run_of(alias, &words[start..]))
        })
    }

    /// The alternatives of an operation in words: `the tenant key with the tenant secret in the query (apikey,
    /// apisecret), or both in headers (…), or a machine token (Authorization: Bearer)`. `no credentials` where it is
    /// public.
    pub fn words_for_alternatives(&self, operation: &Operation) -> String {
        let mut said: Vec<String> = Vec::new();
        let mut last: Vec<CredentialId> = Vec::new();
        for schemes in &operation.alternatives {
            let mut credentials: Vec<_> = schemes.iter().map(|scheme| self.scheme(*scheme).credential).collect();
            credentials.sort_unstable_by_key(|credential| credential.0);
            credentials.dedup();
            let again = !said.is_empty() && credentials == last;
            let words = self.words_for_alternative(schemes, again.then_some(credentials.len()));
            if !said.contains(&words) {
                said.push(words);
            }
            last = credentials;
        }
        if operation.is_security_unknown {
            return "what is not known".to_owned();
        }
        if said.is_empty() { "no credentials".to_owned() } else { said.join(", or ") }
    }

    /// One alternative in words; `again`: the number of credentials, where they were named just before.
    fn words_for_alternative(&self, schemes: &[SchemeId], again: Option<usize>) -> String {
        if schemes.is_empty() {
            return "no credentials at all".to_owned();
        }
        let mut names: Vec<String> = Vec::new();
        for scheme in schemes {
            let name = with_article(self.credential_of(*scheme));
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let carriers: Vec<&Carrier> = schemes.iter().map(|scheme| &self.scheme(*scheme).carrier).collect();
        let list = |name: fn(&Carrier) -> String| carriers.iter().map(|c| name(c)).collect::<Vec<_>>().join(", ");
        let many = carriers.len() > 1;
        let place = if carriers.iter().all(|carrier| matches!(carrier, Carrier::Query(_))) {
            format!("in the query ({})", list(bare_name))
        } else if carriers.iter().all(|carrier| matches!(carrier, Carrier::Header(_))) {
            format!("in {} ({})", if many { "headers" } else { "a header" }, list(bare_name))
        } else if many && names.len() == carriers.len() {
            let each = names.iter().zip(&carriers).map(|(name, carrier)| format!("{name} ({carrier})"));
            return each.collect::<Vec<_>>().join(" with ");
        } else {
            format!("({})", list(Carrier::to_string))
        };
        match again {
            Some(1) => format!("the same {place}"),
            Some(2) => format!("both {place}"),
            Some(_) => format!("all {place}"),
            None => format!("{} {place}", names.join(" with ")),
        }
    }
}

impl Operation {
    /// Whether it takes no credentials at all. An operation whose credentials are optional is not public, nor is one of
    /// which nobody knows.
    pub fn is_public(&self) -> bool {
        self.alternatives.is_empty() && !self.is_security_unknown
    }

    /// Whether the overlay alone knows it: then each credential may use any of its carriers.
    pub fn is_added(&self) -> bool {
        matches!(self.provenance, Provenance::Added(_))
    }

    /// The scopes that a scheme must have been granted.
    pub fn scopes_of(&self, scheme: SchemeId) -> impl Iterator<Item = &str> {
        self.scopes.iter().filter(move |(id, _)| *id == scheme).flat_map(|(_, scopes)| scopes).map(String::as_str)
    }

    /// Whether one of its alternatives is empty: it may be called without credentials.
    pub fn is_optional(&self) -> bool {
        self.alternatives.iter().any(Vec::is_empty)
    }

    /// The path template without the path of its server's URL.
    pub fn template(&self) -> &str {
        let base = self.servers.first().map_or("", |server| &*server.base_path);
        self.path.strip_prefix(base).unwrap_or(&self.path)
    }
}

impl Carrier {
    /// The name of the query parameter, header or cookie; `Authorization` for what travels there.
    pub fn name(&self) -> &str {
        match self {
            Self::Query(name) | Self::Header(name) | Self::Cookie(name) | Self::Body(name) | Self::Other(name) => name,
            Self::Bearer | Self::Basic | Self::Authorization(_) => "Authorization",
        }
    }

    /// Whether it is a cookie, or all of them in one header.
    pub fn is_cookie(&self) -> bool {
        match self {
            Self::Cookie(_) => true,
            Self::Header(name) => name.eq_ignore_ascii_case("cookie"),
            _ => false,
        }
    }

    /// Whether it travels in `Authorization`, in whatever form.
    pub fn is_authorization(&self) -> bool {
        matches!(self, Self::Bearer | Self::Basic | Self::Authorization(_))
    }

    /// Whether it travels in `Authorization` in this form.
    pub fn takes(&self, form: &Form) -> bool {
        match self {
            Self::Bearer => *form == Form::Bearer,
            Self::Basic => *form == Form::Basic,
            Self::Authorization(forms) => forms.is_empty() || forms.iter().any(|own| own.is(form)),
            _ => false,
        }
    }
}

/// `query parameter apikey`, `header X-Api-Key`, `Authorization: Bearer`.
impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Query(name) => write!(f, "query parameter {name}"),
            Self::Header(name) => write!(f, "header {name}"),
            Self::Cookie(name) => write!(f, "cookie {name}"),
            Self::Body(name) => write!(f, "body field {name}"),
            Self::Authorization(forms) => {
                f.write_str("Authorization")?;
                for (index, form) in forms.iter().enumerate() {
                    write!(f, "{} {form}", if index == 0 { ":" } else { " or" })?;
                }
                Ok(())
            }
            Self::Bearer => f.write_str("Authorization: Bearer"),
            Self::Basic => f.write_str("Authorization: Basic"),
            Self::Other(what) => f.write_str(what),
        }
    }
}

impl Form {
    /// The form of a word in front of the value; of none, the value alone.
    pub fn of_prefix(word: &str) -> Self {
        let word = word.trim().trim_end_matches(':');
        match &*word.to_ascii_lowercase() {
            "" | "none" => Self::Bare,
            "bearer" => Self::Bearer,
            "basic" => Self::Basic,
            _ => Self::Prefix(word.to_owned()),
        }
    }

    /// Whether two forms are the same; words are compared without case.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Prefix(one), Self::Prefix(other)) => one.eq_ignore_ascii_case(other),
            _ => self == other,
        }
    }
}

/// `Bearer`, `Basic`, the word in front, `the value alone`.
impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bearer => "Bearer",
            Self::Basic => "Basic",
            Self::Prefix(word) => word,
            Self::Bare => "the value alone",
        })
    }
}

fn bare_name(carrier: &Carrier) -> String {
    carrier.name().to_owned()
}

/// There is one tenant secret, but many tokens.
fn with_article(credential: &Credential) -> String {
    let name = &credential.name;
    match credential.kind {
        CredentialKind::User | CredentialKind::Machine => {
            let vowel = name.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']);
            format!("{} {name}", if vowel { "an" } else { "a" })
        }
        CredentialKind::Public
        | CredentialKind::Secret
        | CredentialKind::Signature
        | CredentialKind::None
        | CredentialKind::Unknown => format!("the {name}"),
    }
}

/// The words of a name, lower case: `lrApiKey`, `LR_API_KEY` and `lr-api-key` are `lr`, `api`, `key`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (index, &char) in chars.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(index + 1);
        // `lrBase` breaks before B, `LRBase` too: an upper-case letter that starts a word.
        let starts = char.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase() || before.is_numeric())
                || (before.is_some_and(char::is_uppercase) && after.is_some_and(|after| after.is_lowercase())));
        if (starts || !char.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if char.is_alphanumeric() {
            word.extend(char.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Whether the first of the words make up the alias.
fn is_run_of(alias: &str, words: &[String]) -> bool {
    let mut rest = alias;
    for word in words {
        match rest.strip_prefix(&**word) {
            Some("") => return true,
            Some(more) => rest = more,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_fall_into_words() {
        for name in ["lrApiKey", "LR_API_KEY", "lr-api-key", "LRApiKey", "lr.apiKey"] {
            assert_eq!(words(name), ["lr", "api", "key"], "{name}");
        }
        assert_eq!(words("url"), ["url"]);
        assert_eq!(words("oauth2Token"), ["oauth2", "token"]);
        assert!(words("__").is_empty());
    }
}
