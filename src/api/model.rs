//! What a table holds: operations, the security each one demands, schemes, credentials, and what the overlay adds.

use std::sync::Arc;

use regex::Regex;
use serde::Deserialize;

use crate::parallel::Lazy;

/// One API: everything the rules know about it.
#[derive(Debug, Clone)]
pub struct Api {
    /// Short id, as in the file name: `acme`.
    pub id: String,
    /// Name for people: `Acme`.
    pub name: String,
    /// All operations, in the document's order.
    pub operations: Vec<Operation>,
    /// The servers of the document as a whole, whether an operation is on them or not.
    pub servers: Arc<[Server]>,
    /// All security schemes, in the document's order.
    pub schemes: Vec<Scheme>,
    /// The credentials that schemes carry.
    pub credentials: Vec<Credential>,
    /// What the overlay says about recognising the API.
    pub overlay: Overlay,
    /// It is part of the program, and not brought by a project.
    pub is_built_in: bool,
    /// Names by which its secrets go, kept for those who ask again.
    pub secret_names: Lazy<Vec<String>>,
}

/// Index into [`Api::operations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OperationId(pub u32);

/// Index into [`Api::schemes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemeId(pub u16);

/// Index into [`Api::credentials`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CredentialId(pub u16);

/// Method and path template, with the security demanded.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId`, or `METHOD /path` where the document gives none.
    pub id: String,
    /// Upper case.
    pub method: String,
    /// Path template as written, with the path of the server URL in front where that has one.
    pub path: String,
    /// The first tag.
    pub tag: Option<String>,
    /// The tag group (`x-tagGroups`, or the overlay's) of the first tag.
    pub group: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// Alternatives, of which one is enough; each a set of schemes that are all needed. Empty: public. An empty
    /// alternative: credentials are optional.
    pub alternatives: Vec<Vec<SchemeId>>,
    /// Whether the security is not known at all, which is not the same as none: no verdict is given.
    pub is_security_unknown: bool,
    /// Whether the document says nothing of what is demanded, neither here nor at its root: that means nothing is, and
    /// may have been forgotten.
    pub is_silent: bool,
    /// The scopes that a scheme must have been granted, where the document names some.
    pub scopes: Vec<(SchemeId, Vec<String>)>,
    /// Schemes whose carrier the operation also lists as a plain parameter (`access_token`).
    pub parameters: Vec<SchemeId>,
    /// The last segment of its path stands for one or more.
    pub spans: bool,
    /// The servers it is on, by the nearest of operation, path and root.
    pub servers: Arc<[Server]>,
    /// Who says so.
    pub provenance: Provenance,
}

/// Who describes an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provenance {
    /// The document.
    Document,
    /// The overlay, where the document is known to be wrong; with the reason.
    Corrected(String),
    /// The overlay alone: the API has it, the document leaves it out; with the reason. Each credential may use any of
    /// its carriers.
    Added(String),
}

/// A server of an API.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Server {
    /// `http` or `https`; `None` for a relative server URL.
    pub scheme: Option<String>,
    /// Host labels; `None` stands for a `{variable}` label. Empty where the whole host is a variable.
    pub host: Vec<Option<String>>,
    /// Path in front of the operation's own, without a trailing slash.
    pub base_path: String,
    /// Segments of that path, by number, which are one of several values that a variable is limited to.
    pub choices: Vec<usize>,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// Where it travels.
    pub carrier: Carrier,
    /// What it carries.
    pub credential: CredentialId,
    /// The flows by which a token is obtained, as the document calls them: `clientCredentials`. Empty but for `OAuth`.
    pub flows: Vec<String>,
    /// Which half of `Authorization: Basic` is the credential, where the overlay says it.
    pub half: Option<Half>,
    /// Only operations that list it take this carrier: it was added for them by the overlay, or by their bodies.
    pub is_local: bool,
    /// Why the kind of its credential was taken for what it is, where no overlay says it.
    pub reason: Option<String>,
}

/// The half of a basic pair that has to be kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Half {
    /// The name in front of the colon.
    User,
    /// What stands behind the colon.
    #[default]
    Password,
    /// Each of the two.
    Both,
}

/// How a value stands in `Authorization`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// `Bearer x`
    Bearer,
    /// `Basic x`
    Basic,
    /// Another word in front, which is compared without case: `Bot x`.
    Prefix(String),
    /// The value alone.
    Bare,
}

/// Where a scheme travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carrier {
    /// A query parameter of this name.
    Query(String),
    /// A header of this name.
    Header(String),
    /// A cookie of this name: what browsers and jars add is not seen in code.
    Cookie(String),
    /// A field of this name at the top of a JSON or form body.
    Body(String),
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// `Authorization` in one of these forms; in any, where none is named.
    Authorization(Vec<Form>),
    /// Something that cannot be judged from a request (mutual TLS, other HTTP schemes).
    Other(String),
}

/// What a scheme carries, whatever the carrier.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Id in the overlay: `tenant-secret`.
    pub id: String,
    /// In words, without an article: `tenant secret`.
    pub name: String,
    /// What it is.
    pub kind: CredentialKind,
    /// Shapes of its values that say more than the kind does; the first that fits counts.
    pub values: Vec<ValueShape>,
    /// Each of its values has one of these shapes.
    pub has_shape: bool,
}

/// What the shape of a value says.
#[derive(Debug, Clone)]
pub struct ValueShape {
    /// Matches whole values.
    pub pattern: Regex,
    /// The kind of such a value.
    pub kind: CredentialKind,
    /// It opens nothing but a sandbox.
    pub is_test: bool,
}

/// The kind of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CredentialKind {
    /// May be known to everybody: a tenant key, a client id.
    Public,
    /// Must stay on servers.
    Secret,
    /// A user's token.
    User,
    /// A machine's token.
    Machine,
    /// A half of a signature.
    Signature,
    /// No credential, though the document declares it as a scheme: a version header.
    None,
    /// Nobody says: rules about what must be kept are silent.
    Unknown,
}

impl CredentialKind {
    /// The word used in overlays and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Secret => "secret",
            Self::User => "user",
            Self::Machine => "machine",
            Self::Signature => "signature",
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }
}

/// What the overlay says beside the document.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    /// It says the id, which is otherwise that of the file.
    pub names_id: bool,
    /// Words that name the API in identifiers, file and package names, lower case: `acme`.
    pub aliases: Vec<String>,
    /// Those of several words as text has them, with something between the words: `acme-corp`, `acme_corp`.
    pub spelt_aliases: Vec<String>,
    /// Literal path beginnings that no other API shares, without a trailing slash; besides paths that bear an alias.
    pub distinctive_paths: Vec<String>,
    /// Path prefixes of retired versions: calls to them are never `unknown-operation`.
    pub retired: Vec<String>,
    /// Paths of the document's authorization server, where tokens are asked for: no operations, and known all the same.
    pub token_paths: Vec<String>,
    /// Carriers of older versions: they count for exposure and hygiene and are near misses in the verdict.
    pub legacy: Vec<OtherCarrier>,
    /// Carriers that something between the code and the API translates: as good as those of the schemes.
    pub translated: Vec<OtherCarrier>,
    /// Well-known wrong spellings of carriers.
    pub misspellings: Vec<Misspelling>,
    /// Fields of JSON or form bodies that carry a credential: name (lower case) and credential.
    pub body: Vec<(String, CredentialId)>,
    /// Sets of schemes that no operation lists together, but that are taken where the same credentials are wanted.
    pub tolerated: Vec<Vec<SchemeId>>,
    /// More hosts of this API, with a path of a proxy behind or without; a `*` is one label. The deepest come first.
    pub hosts: Vec<String>,
    /// Path prefixes that lead to this API on hosts that are not known.
    pub prefixes: Vec<String>,
    /// The document covers only a part of the API: what it lacks is not unknown.
    pub is_partial: bool,
    /// Tags whose operations answer with a machine token.
    pub machine_token_tags: Vec<String>,
    /// Tags whose operations answer with a user's token.
    pub user_token_tags: Vec<String>,
    /// `operationId`s under those tags that answer with no token after all.
    pub no_token_operations: Vec<String>,
    /// How requests are signed.
    pub signature: Option<SigningRule>,
    /// The codes by which the API says that something is wrong with credentials.
    pub errors: Vec<ErrorCode>,
    /// The address of an operation's page, with `{tag}`, `{operationId}`, `{method}` and `{path}` in it.
    pub page: Option<String>,
    /// Where the document is from.
    pub source: String,
    /// When it was taken, `YYYY-MM-DD`.
    pub date: String,
}

/// How requests to an API are signed.
#[derive(Debug, Clone)]
pub struct SigningRule {
    /// The scheme that carries the signature.
    pub digest: SchemeId,
    /// The scheme that carries the time at which it expires, if there is one.
    pub expiry: Option<SchemeId>,
    /// The credential that is the key.
    pub key: CredentialId,
    /// The algorithm of the HMAC in small letters and digits: `sha256`.
    pub algorithm: String,
    /// What the bytes are written as: `base64`, `hex`, `base64url`.
    pub encoding: String,
    /// What stands in front of that.
    pub prefix: String,
    /// What is signed, in words of the API's documentation: `{expiry}:{url}`.
    pub text: String,
    /// What the expiry is written as.
    pub expiry_form: ExpiryForm,
    /// The formats of texts, in words of the API's documentation.
    pub formats: Vec<String>,
    /// How many minutes ahead a signature may expire.
    pub max_expiry: u32,
}

/// What the expiry of a signature is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExpiryForm {
    /// Date and time in UTC.
    Text,
    /// Seconds since the epoch.
    Seconds,
    /// Milliseconds since the epoch.
    Milliseconds,
}

/// A code by which an API says that something is wrong with credentials.
#[derive(Debug, Clone)]
pub struct ErrorCode {
    /// The code.
    pub code: String,
    /// What it means: a phrase.
    pub meaning: String,
    /// The HTTP status of the answer, where it is known.
    pub status: Option<u16>,
    /// The ids of the rules that find what leads to it.
    pub rules: Vec<String>,
    /// The credential whose absence it tells of, if it does.
    pub lacks: Option<CredentialId>,
    /// The credential that is there and wrong, if it tells of one.
    pub sends: Option<CredentialId>,
}

/// A carrier that the document does not name.
#[derive(Debug, Clone)]
pub struct OtherCarrier {
    /// Where it travels.
    pub carrier: Carrier,
    /// What it carries.
    pub credential: CredentialId,
}

/// A wrong name that people write for a carrier.
#[derive(Debug, Clone)]
pub struct Misspelling {
    /// The wrong name, lower case.
    pub wrong: String,
    /// What was meant.
    pub credential: CredentialId,
}

impl Api {
    /// Why no call is known as one to this API; `None` where calls are.
    pub fn out_of_sight(&self) -> Option<&'static str> {
        let Overlay { hosts, prefixes, distinctive_paths, .. } = &self.overlay;
        let mut servers = self.operations.iter().flat_map(|operation| operation.servers.iter());
        if self.operations.is_empty() {
            Some("it has no operations")
        } else if [hosts, prefixes, distinctive_paths].iter().all(|known| known.is_empty())
            && servers.all(|server| server.host.is_empty())
        {
            Some("no server names a host: calls are seen once \"hosts\" of the [[api]] in authlint.toml does")
        } else {
            None
        }
    }
}

impl Scheme {
    /// A scheme of which no more is known than this.
    pub fn new(name: &str, carrier: Carrier, credential: CredentialId) -> Self {
        let name = name.to_owned();
        Self { name, carrier, credential, flows: Vec::new(), half: None, is_local: false, reason: None }
    }
}

impl Credential {
    /// A credential whose values have no shape of their own.
    pub fn new(id: &str, name: &str, kind: CredentialKind) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), kind, values: Vec::new(), has_shape: false }
    }
}

impl Operation {
    /// An operation that is wherever the API is, and goes by its method and path.
    pub fn new(method: &str, path: &str, alternatives: Vec<Vec<SchemeId>>) -> Self {
        Self {
            id: format!("{method} {path}"),
            method: method.to_owned(),
            path: path.to_owned(),
            tag: None,
            group: None,
            summary: None,
            alternatives,
            is_security_unknown: false,
            is_silent: false,
            scopes: Vec::new(),
            parameters: Vec::new(),
            spans: false,
            servers: Arc::default(),
            provenance: Provenance::Document,
        }
    }
}
