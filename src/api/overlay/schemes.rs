//! Credentials, and the schemes that carry them.

use regex::Regex;
use toml::Spanned;

use super::written::{WrittenCredential, WrittenScheme};
use super::{OverlayFile, credential_id};
use crate::api::error::TableError;
use crate::api::model::{Carrier, Credential, CredentialId, CredentialKind, Form, Scheme, ValueShape};
use crate::api::openapi::{DescribedScheme, Description, MAX_SCHEMES, closest};

impl OverlayFile {
    /// The credentials, and the schemes with theirs.
    pub(super) fn schemes(&self, description: &Description) -> Result<(Vec<Credential>, Vec<Scheme>), TableError> {
        self.check_names(description)?;
        let mut credentials = self.credentials()?;
        let mut schemes = Vec::new();
        for described in &description.schemes {
            let written = self.written.schemes.iter().find(|(name, _)| *name.get_ref() == described.name);
            let scheme = match written {
                Some((_, written)) => self.written_scheme(written, described, &credentials)?,
                None if self.written.schemes.is_empty() => inferred(described, &schemes, &mut credentials),
                None => {
                    let name = &described.name;
                    let reason = format!("[schemes] does not say what the scheme {name:?} carries");
                    return Err(self.whole_error(reason));
                }
            };
            schemes.push(scheme);
        }
        let declared = |name: &str| description.schemes.iter().any(|scheme| scheme.name == name);
        for (name, written) in self.written.schemes.iter().filter(|(name, _)| !declared(name.get_ref())) {
            let described = DescribedScheme {
                name: name.get_ref().clone(),
                carrier: Carrier::Other("nowhere".to_owned()),
                flows: Vec::new(),
                token_urls: Vec::new(),
                kind: CredentialKind::Unknown,
                reason: String::new(),
            };
            schemes.push(self.written_scheme(written, &described, &credentials)?);
        }
        Ok((credentials, schemes))
    }

    /// A scheme that the document does not have must say where it travels.
    fn check_names(&self, description: &Description) -> Result<(), TableError> {
        for (name, scheme) in &self.written.schemes {
            let declared = description.schemes.iter().any(|other| other.name == *name.get_ref());
            if !declared && scheme.get_ref().place.is_none() {
                let near = closest(name.get_ref(), description.schemes.iter().map(|scheme| &*scheme.name));
                let (wrong, file) = (name.get_ref(), &description.file);
                return Err(self.error(name.span(), format!("unknown scheme {wrong:?}, {file} has none{near}")));
            }
        }
        if self.written.credential.len() > MAX_SCHEMES || self.written.schemes.len() > MAX_SCHEMES {
            return Err(self.whole_error(format!("there are more than {MAX_SCHEMES} credentials or schemes")));
        }
        Ok(())
    }

    fn credentials(&self) -> Result<Vec<Credential>, TableError> {
        let mut credentials: Vec<Credential> = Vec::new();
        for written in &self.written.credential {
            let id = written.id.get_ref();
            if credentials.iter().any(|other| other.id == *id) {
                return Err(self.error(written.id.span(), format!("the credential {id:?} is there twice")));
            }
            credentials.push(Credential {
                id: id.clone(),
                name: written.name.clone(),
                kind: written.kind,
                values: self.values(written)?,
                has_shape: written.pattern.is_some(),
            });
        }
        Ok(credentials)
    }

    fn values(&self, written: &WrittenCredential) -> Result<Vec<ValueShape>, TableError> {
        let public = written.public_pattern.iter().map(|pattern| (pattern, CredentialKind::Public, false));
        let own = written.pattern.iter().map(|pattern| (pattern, written.kind, false));
        let listed = written.values.iter().map(|value| (&value.pattern, value.kind, value.test));
        let shape = |(pattern, kind, is_test): (&Spanned<String>, CredentialKind, bool)| {
            let whole = format!("^(?:{})$", pattern.get_ref());
            let pattern = Regex::new(&whole)
                .map_err(|_| self.error(pattern.span(), format!("{:?} is no regular expression", pattern.get_ref())))?;
            Ok(ValueShape { pattern, kind, is_test })
        };
        listed.chain(public).chain(own).map(shape).collect()
    }

    fn written_scheme(
        &self,
        written: &Spanned<WrittenScheme>,
        described: &DescribedScheme,
        credentials: &[Credential],
    ) -> Result<Scheme, TableError> {
        let it = written.get_ref();
        let mut carrier = match &it.place {
            Some(place) => self.carrier(place, it.name.as_deref().unwrap_or_default(), written.span())?,
            None => described.carrier.clone(),
        };
        if !it.prefix.is_empty() {
            if !carrier.is_authorization() {
                let reason = "`prefix` is about `Authorization`, where this scheme does not travel";
                return Err(self.error(written.span(), reason));
            }
            carrier = it.prefix.iter().map(|prefix| Form::of_prefix(prefix)).collect::<Vec<_>>().into();
        }
        let credential = self.credential_at(&it.credential, written.span(), credentials)?;
        Ok(Scheme {
            flows: described.flows.clone(),
            half: it.half,
            ..Scheme::new(&described.name, carrier, credential)
        })
    }

    /// The carrier of a place and a name: `query`, `header`, `cookie`, `body`, `bearer` or `basic`.
    pub(super) fn carrier(&self, place: &str, name: &str, at: std::ops::Range<usize>) -> Result<Carrier, TableError> {
        let named = |carrier: fn(String) -> Carrier| {
            if name.is_empty() {
                return Err(self.error(at.clone(), format!("a carrier in the {place} needs a name")));
            }
            Ok(carrier(name.to_owned()))
        };
        match place {
            "query" => named(Carrier::Query),
            "header" if name.eq_ignore_ascii_case("authorization") => Ok(Carrier::Authorization(Vec::new())),
            "header" => named(Carrier::Header),
            "cookie" => named(Carrier::Cookie),
            "body" => named(Carrier::Body),
            "bearer" => Ok(Carrier::Bearer),
            "basic" => Ok(Carrier::Basic),
            other => {
                let reason = format!("unknown place {other:?}: it is query, header, cookie, body, bearer or basic");
                Err(self.error(at, reason))
            }
        }
    }
}

/// A scheme that no overlay names, with a credential of its own, or with that of a scheme whose carrier has the same
/// name elsewhere: `api_key` in the query and `X-Api-Key`.
fn inferred(described: &DescribedScheme, before: &[Scheme], credentials: &mut Vec<Credential>) -> Scheme {
    let same = |scheme: &&Scheme| {
        let name = core_name(&described.carrier);
        name.is_some()
            && core_name(&scheme.carrier) == name
            && scheme.carrier != described.carrier
            && credentials.get(usize::from(scheme.credential.0)).is_some_and(|it| it.kind == described.kind)
    };
    let credential = before.iter().find(same).map(|scheme| scheme.credential);
    let credential = credential.unwrap_or_else(|| own_credential(described, credentials));
    Scheme {
        flows: described.flows.clone(),
        reason: Some(described.reason.clone()),
        ..Scheme::new(&described.name, described.carrier.clone(), credential)
    }
}

fn own_credential(described: &DescribedScheme, credentials: &mut Vec<Credential>) -> CredentialId {
    let what = match (&described.carrier, described.kind) {
        (carrier, _) if carrier.is_cookie() => "cookie",
        (_, CredentialKind::User | CredentialKind::Machine) | (Carrier::Bearer, _) => "token",
        (Carrier::Basic, _) => "login",
        (
            Carrier::Query(_) | Carrier::Header(_) | Carrier::Authorization(_),
            CredentialKind::Secret | CredentialKind::Public,
        ) => "key",
        _ => "credential",
    };
    let name = format!("{what} of scheme {}", described.name);
    credentials.push(Credential::new(&described.name, &name, described.kind));
    credential_id(credentials.len() - 1)
}

/// The name of a query parameter or header without case, `-`, `_` and an `X` in front.
fn core_name(carrier: &Carrier) -> Option<String> {
    let (Carrier::Query(name) | Carrier::Header(name)) = carrier else { return None };
    let name: String = name.chars().filter(|char| char.is_alphanumeric()).collect();
    let name = name.to_lowercase();
    Some(name.strip_prefix('x').map(str::to_owned).unwrap_or(name))
}
