//! The members of what a request presents: one name each that has to do with credentials.

use super::bearer::Bearer;
use crate::api::{Api, Carrier, CredentialId, CredentialKind, Form, SchemeId};
use crate::request::Text;
use crate::source::Span;

/// The parts of a request that carry credentials in plain sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The query of the URL.
    Query,
    /// The headers.
    Header,
    /// The top of a JSON or form body, where the operation takes credentials there.
    Body,
    /// The cookies of a `Cookie` header.
    Cookie,
}

/// How a name relates to the carriers of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is a carrier.
    Carrier,
    /// It is a carrier's name in the wrong place, or an `Authorization` of a form that no scheme takes.
    Misplaced,
    /// It is nearly a carrier's name, or that of an older version.
    NearMiss,
    /// The API does not know it at all, but by its value it is one of its secrets.
    Stray,
}

/// One name of the request that has to do with credentials.
#[derive(Debug, Clone)]
pub struct Member {
    /// Where it stands.
    pub place: Place,
    /// The name as written.
    pub name: String,
    /// Where the name is written.
    pub span: Span,
    /// Sent on every path.
    pub certain: bool,
    /// What the name is to the API.
    pub role: Role,
    /// The schemes that it meets, or may meet; of a near miss, those that may have been meant.
    pub schemes: Vec<SchemeId>,
    /// The credentials that it carries, or may carry.
    pub credentials: Vec<CredentialId>,
    /// A bearer token, and whose.
    pub bearer: Option<Bearer>,
    /// The form of an `Authorization`, where it is seen.
    pub form: Option<Form>,
    /// It is an `Authorization` whose form cannot be seen: each scheme that travels there in turn.
    pub is_any_form: bool,
    /// It is a basic pair in which the half that has to be kept is empty.
    pub lacks_half: bool,
    /// The values it may have, without the word in front.
    pub values: Vec<Text>,
    /// The arguments and options by which the values come in, where the name merely passes them on.
    pub given: Vec<Span>,
}

/// The kind of what a scheme carries.
pub fn kind_of(api: &Api, scheme: SchemeId) -> Option<CredentialKind> {
    let scheme = api.schemes.get(usize::from(scheme.0))?;
    kind(api, scheme.credential)
}

/// The kind of a credential.
pub fn kind(api: &Api, credential: CredentialId) -> Option<CredentialKind> {
    api.credentials.get(usize::from(credential.0)).map(|it| it.kind)
}

/// Where a carrier stands, and its name.
pub fn place_of(carrier: &Carrier) -> Option<(Place, &str)> {
    match carrier {
        Carrier::Query(name) => Some((Place::Query, name)),
        Carrier::Header(name) => Some((Place::Header, name)),
        Carrier::Body(name) => Some((Place::Body, name)),
        Carrier::Bearer | Carrier::Basic | Carrier::Authorization(_) => Some((Place::Header, "Authorization")),
        Carrier::Cookie(name) => Some((Place::Cookie, name)),
        Carrier::Other(_) => None,
    }
}

/// The credentials that schemes carry, each once.
pub fn credentials(api: &Api, schemes: &[SchemeId]) -> Vec<CredentialId> {
    let mut ids: Vec<CredentialId> =
        schemes.iter().filter_map(|id| api.schemes.get(usize::from(id.0))).map(|scheme| scheme.credential).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
