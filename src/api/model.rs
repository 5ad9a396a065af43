//! What a table holds: operations, the security each one demands, schemes, credentials, and what the overlay adds.

/// One API: everything the rules know about it.
#[derive(Debug)]
pub struct Api {
    /// Short id, as in the file name: `acme`.
    pub id: String,
    /// Name for people: `Acme`.
    pub name: String,
    /// All operations, in the document's order.
    pub operations: Vec<Operation>,
    /// All security schemes, in the document's order.
    pub schemes: Vec<Scheme>,
    /// The credentials that schemes carry.
    pub credentials: Vec<Credential>,
    /// What the overlay says about recognising the API.
    pub overlay: Overlay,
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
#[derive(Debug)]
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
    /// Schemes whose carrier the operation also lists as a plain parameter (`access_token`).
    pub parameters: Vec<SchemeId>,
    /// The servers it is on, by the nearest of operation, path and root.
    pub servers: Vec<Server>,
}

/// A server of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// `http` or `https`; `None` for a relative server URL.
    pub scheme: Option<String>,
    /// Host labels; `None` stands for a `{variable}` label. Empty where the whole host is a variable.
    pub host: Vec<Option<String>>,
    /// Path in front of the operation's own, without a trailing slash.
    pub base_path: String,
}

/// A security scheme.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// Where it travels.
    pub carrier: Carrier,
    /// What it carries.
    pub credential: CredentialId,
}

/// Where a scheme travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carrier {
    /// A query parameter of this name.
    Query(String),
    /// A header of this name.
    Header(String),
    /// A cookie of this name: never seen in code.
    Cookie(String),
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// Something that cannot be judged from a request (mutual TLS, other HTTP schemes).
    Other(String),
}

/// What a scheme carries, whatever the carrier.
#[derive(Debug)]
pub struct Credential {
    /// Id in the overlay: `tenant-secret`.
    pub id: String,
    /// In words, without an article: `tenant secret`.
    pub name: String,
    /// What it is.
    pub kind: Kind,
}

/// The kind of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
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
}

/// What the overlay says beside the document.
#[derive(Debug, Default)]
pub struct Overlay {
    /// Words that name the API in identifiers, file and package names, lower case: `acme`.
    pub aliases: Vec<String>,
    /// Literal path beginnings that no other API shares, without a trailing slash; besides paths that bear an alias.
    pub distinctive_paths: Vec<String>,
    /// Path prefixes of retired versions: calls to them are never `unknown-operation`.
    pub retired: Vec<String>,
    /// Carriers of older versions: they count for exposure and hygiene and are near misses in the verdict.
    pub legacy: Vec<OtherCarrier>,
    /// Carriers that something between the code and the API translates: as good as those of the schemes.
    pub translated: Vec<OtherCarrier>,
    /// Well-known wrong spellings of carriers.
    pub misspellings: Vec<Misspelling>,
    /// Fields of JSON or form bodies that carry a credential: name (lower case) and credential.
    pub body: Vec<(String, CredentialId)>,
    /// Tags whose operations answer with a machine token.
    pub machine_token_tags: Vec<String>,
    /// Tags whose operations answer with a user's token.
    pub user_token_tags: Vec<String>,
    /// `operationId`s under those tags that answer with no token after all.
    pub no_token_operations: Vec<String>,
    /// Where the document is from.
    pub source: String,
    /// When it was taken, `YYYY-MM-DD`.
    pub date: String,
}

/// A carrier that the document does not name.
#[derive(Debug)]
pub struct OtherCarrier {
    /// Where it travels.
    pub carrier: Carrier,
    /// What it carries.
    pub credential: CredentialId,
}

/// A wrong name that people write for a carrier.
#[derive(Debug)]
pub struct Misspelling {
    /// The wrong name, lower case.
    pub wrong: String,
    /// What was meant.
    pub credential: CredentialId,
}
