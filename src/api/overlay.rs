//! Reads overlays (TOML) and joins them with their documents.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::error::TableError;
use super::model::{
    Api, Carrier, Credential, CredentialId, Kind, Misspelling, Operation, OtherCarrier, Overlay, Scheme,
};
use super::openapi::{Described, Description, MAX_SCHEMES, closest};

/// An overlay as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    id: Option<String>,
    name: Option<String>,
    document: Spanned<String>,
    #[serde(default)]
    source: String,
    #[serde(default)]
    date: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    distinctive_paths: Vec<Spanned<String>>,
    #[serde(default)]
    retired: Vec<Spanned<String>>,
    #[serde(default)]
    machine_token_tags: Vec<Spanned<String>>,
    #[serde(default)]
    user_token_tags: Vec<Spanned<String>>,
    #[serde(default)]
    no_token_operations: Vec<Spanned<String>>,
    #[serde(default)]
    credential: Vec<WrittenCredential>,
    #[serde(default)]
    schemes: Table,
    #[serde(default)]
    groups: std::collections::BTreeMap<String, Vec<String>>,
    #[serde(default)]
    body: Table,
    #[serde(default)]
    legacy: Vec<WrittenLegacy>,
    #[serde(default)]
    misspellings: Table,
}

/// Names with credential ids, sorted by name.
type Table = std::collections::BTreeMap<Spanned<String>, Spanned<String>>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCredential {
    id: Spanned<String>,
    name: String,
    kind: WrittenKind,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenKind {
    Public,
    Secret,
    User,
    Machine,
    Signature,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenLegacy {
    #[serde(rename = "in")]
    place: Place,
    name: String,
    credential: Spanned<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Query,
    Header,
}

/// An overlay, read but not yet joined with its document.
#[derive(Debug)]
pub(super) struct OverlayFile {
    file: String,
    text: String,
    written: Written,
}

impl OverlayFile {
    /// Reads an overlay.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, TableError> {
        let written = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| line_at(text, span.start));
            TableError::new(file, line, error.message().replace('\n', " "))
        })?;
        Ok(Self { file: file.to_owned(), text: text.to_owned(), written })
    }

    /// What holds for a document without an overlay.
    pub(super) fn default_for(document: &str) -> Self {
        let document = Spanned::new(0..0, document.to_owned());
        let written = Written {
            id: None,
            name: None,
            document,
            source: String::new(),
            date: String::new(),
            aliases: Vec::new(),
            distinctive_paths: Vec::new(),
            retired: Vec::new(),
            machine_token_tags: Vec::new(),
            user_token_tags: Vec::new(),
            no_token_operations: Vec::new(),
            credential: Vec::new(),
            schemes: Table::new(),
            groups: std::collections::BTreeMap::new(),
            body: Table::new(),
            legacy: Vec::new(),
            misspellings: Table::new(),
        };
        Self { file: written.document.get_ref().clone(), text: String::new(), written }
    }

    /// The document's file name, beside the overlay.
    pub(super) fn document(&self) -> &str {
        self.written.document.get_ref()
    }

    /// The line that names the document.
    pub(super) fn document_line(&self) -> u32 {
        line_at(&self.text, self.written.document.span().start)
    }

    /// The table: what the document and the overlay say together.
    pub(super) fn join(self, description: Description) -> Result<Api, TableError> {
        let (credentials, schemes) = self.schemes(&description)?;
        let written = &self.written;
        let paths = |paths: &[Spanned<String>]| paths.iter().map(|path| self.prefix(path)).collect::<Result<_, _>>();
        let pairs = |table: &Table| {
            let pair = |(name, credential): (&Spanned<String>, &Spanned<String>)| {
                Ok((name.get_ref().to_ascii_lowercase(), self.credential(credential, &credentials)?))
            };
            table.iter().map(pair).collect::<Result<Vec<_>, TableError>>()
        };
        let legacy = |legacy: &WrittenLegacy| {
            let name = legacy.name.clone();
            let carrier = match legacy.place {
                Place::Query => Carrier::Query(name),
                Place::Header => Carrier::Header(name),
            };
            Ok(OtherCarrier { carrier, credential: self.credential(&legacy.credential, &credentials)? })
        };
        let misspelling = |(wrong, credential)| Misspelling { wrong, credential };
        let overlay = Overlay {
            aliases: written.aliases.iter().map(|alias| alias.to_ascii_lowercase()).collect(),
            distinctive_paths: paths(&written.distinctive_paths)?,
            retired: paths(&written.retired)?,
            legacy: written.legacy.iter().map(legacy).collect::<Result<_, TableError>>()?,
            translated: Vec::new(),
            misspellings: pairs(&written.misspellings)?.into_iter().map(misspelling).collect(),
            body: pairs(&written.body)?,
            machine_token_tags: self.tags(&written.machine_token_tags, &description)?,
            user_token_tags: self.tags(&written.user_token_tags, &description)?,
            no_token_operations: self.operations(&written.no_token_operations, &description)?,
            source: written.source.clone(),
            date: written.date.clone(),
        };
        let groups: Vec<_> = written.groups.clone().into_iter().chain(description.groups).collect();
        let group_of = |tag: &str| {
            let group = groups.iter().find(|(_, tags)| tags.iter().any(|other| other == tag));
            group.map(|(name, _)| name.clone())
        };
        let operation = |described: Described| Operation {
            group: described.tag.as_deref().and_then(group_of),
            id: described.id,
            method: described.method,
            path: match described.servers.first() {
                Some(server) => format!("{}{}", server.base_path, described.path),
                None => described.path,
            },
            tag: described.tag,
            summary: described.summary,
            alternatives: described.alternatives,
            parameters: described.parameters,
            servers: described.servers,
        };
        let id = written.id.clone().unwrap_or_else(|| stem(&self.file));
        Ok(Api {
            name: written.name.clone().or(description.title).unwrap_or_else(|| id.clone()),
            id,
            operations: description.operations.into_iter().map(operation).collect(),
            schemes,
            credentials,
            overlay,
        })
    }

    /// The credentials, and the schemes with theirs.
    fn schemes(&self, description: &Description) -> Result<(Vec<Credential>, Vec<Scheme>), TableError> {
        let written = &self.written;
        for name in written.schemes.keys() {
            if description.schemes.iter().all(|(other, _)| other != name.get_ref()) {
                let near = closest(name.get_ref(), description.schemes.iter().map(|(name, _)| &**name));
                let (wrong, file) = (name.get_ref(), &description.file);
                return Err(self.error(name.span(), format!("unknown scheme {wrong:?}, {file} has none{near}")));
            }
        }
        let mut credentials: Vec<Credential> = Vec::new();
        if written.credential.len() > MAX_SCHEMES {
            return Err(TableError::new(&self.file, None, format!("there are more than {MAX_SCHEMES} credentials")));
        }
        for credential in &written.credential {
            if credentials.iter().any(|other| other.id == *credential.id.get_ref()) {
                let reason = format!("the credential {:?} is there twice", credential.id.get_ref());
                return Err(self.error(credential.id.span(), reason));
            }
            credentials.push(Credential {
                id: credential.id.get_ref().clone(),
                name: credential.name.clone(),
                kind: credential.kind.into(),
            });
        }
        let mut schemes = Vec::new();
        for (name, carrier) in &description.schemes {
            let named = written.schemes.iter().find(|(other, _)| other.get_ref() == name);
            let credential = match named {
                Some((_, credential)) => self.credential(credential, &credentials)?,
                None if written.schemes.is_empty() => {
                    credentials.push(Credential { id: name.clone(), name: name.clone(), kind: guess(carrier) });
                    credential_id(credentials.len() - 1)
                }
                None => {
                    let reason = format!("[schemes] does not say what the scheme {name:?} carries");
                    return Err(TableError::new(&self.file, None, reason));
                }
            };
            schemes.push(Scheme { name: name.clone(), carrier: carrier.clone(), credential });
        }
        Ok((credentials, schemes))
    }

    fn credential(&self, id: &Spanned<String>, all: &[Credential]) -> Result<CredentialId, TableError> {
        let index = all.iter().position(|credential| credential.id == *id.get_ref()).ok_or_else(|| {
            let near = closest(id.get_ref(), all.iter().map(|credential| &*credential.id));
            self.error(id.span(), format!("unknown credential {:?}{near}", id.get_ref()))
        })?;
        Ok(credential_id(index))
    }

    /// A path prefix, without a trailing slash.
    fn prefix(&self, path: &Spanned<String>) -> Result<String, TableError> {
        let prefix = path.get_ref().trim_end_matches('/');
        if prefix.starts_with('/') {
            Ok(prefix.to_owned())
        } else {
            Err(self.error(path.span(), format!("the path {:?} does not begin with a slash", path.get_ref())))
        }
    }

    fn tags(&self, tags: &[Spanned<String>], description: &Description) -> Result<Vec<String>, TableError> {
        let known = || description.operations.iter().filter_map(|operation| operation.tag.as_deref());
        self.known(tags, "tag", known)
    }

    fn operations(&self, ids: &[Spanned<String>], description: &Description) -> Result<Vec<String>, TableError> {
        self.known(ids, "operation", || description.operations.iter().map(|operation| &*operation.id))
    }

    fn known<'d, I: Iterator<Item = &'d str>>(
        &self,
        names: &[Spanned<String>],
        what: &str,
        known: impl Fn() -> I,
    ) -> Result<Vec<String>, TableError> {
        let check = |name: &Spanned<String>| {
            if known().any(|other| other == name.get_ref()) {
                return Ok(name.get_ref().clone());
            }
            let near = closest(name.get_ref(), known());
            Err(self.error(name.span(), format!("unknown {what} {:?}{near}", name.get_ref())))
        };
        names.iter().map(check).collect()
    }

    fn error(&self, span: Range<usize>, reason: impl Into<String>) -> TableError {
        TableError::new(&self.file, Some(line_at(&self.text, span.start)), reason)
    }
}

impl From<WrittenKind> for Kind {
    fn from(kind: WrittenKind) -> Self {
        match kind {
            WrittenKind::Public => Self::Public,
            WrittenKind::Secret => Self::Secret,
            WrittenKind::User => Self::User,
            WrittenKind::Machine => Self::Machine,
            WrittenKind::Signature => Self::Signature,
        }
    }
}

/// The kind of a credential that no overlay describes. A bearer token counts as a user's, so that no operation is held
/// for backend-only because of it; what cannot be seen in a request is not held for a secret either.
fn guess(carrier: &Carrier) -> Kind {
    match carrier {
        Carrier::Query(_) | Carrier::Header(_) | Carrier::Basic => Kind::Secret,
        Carrier::Bearer | Carrier::Cookie(_) | Carrier::Other(_) => Kind::User,
    }
}

/// Both lists are bounded by [`MAX_SCHEMES`]: saturation is out of reach.
fn credential_id(index: usize) -> CredentialId {
    CredentialId(u16::try_from(index).unwrap_or(u16::MAX))
}

/// `acme` of `rules/apis/acme.openapi.json`.
fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_ascii_lowercase()
}

/// The line, from 1, of a byte offset.
fn line_at(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count();
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}
