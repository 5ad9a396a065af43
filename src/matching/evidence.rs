//! What speaks for a call being one to an API when its host does not.

use super::Signs;
use super::target::Destination;
use crate::api::{Api, Apis, Carrier};
use crate::request::{Field, Hole, Origin, Request, Url};

/// What the surroundings of a request say about where it goes. The default says nothing.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Indices of the tables whose SDK, or a module named for them, the file imports.
    pub imported: Vec<usize>,
    /// Hosts that are configured to be the API's: `auth.example.com`, `*.example.com`, with a port or without, with
    /// the path of a proxy behind (`gateway.example.com/identity-proxy`) or without. A `*` is one label.
    pub hosts: Vec<String>,
    /// Path prefixes that are configured to lead to the API, on the page's own origin or behind a base that is not
    /// known: `/identity-proxy`.
    pub prefixes: Vec<String>,
    /// The code reaches a browser or an app: relative URLs go to the page's own origin.
    pub client: bool,
    /// Indices of the request's URLs whose base, where it is not known, belongs to a test: as a rule that of a server
    /// which the test itself has started.
    pub tests: Vec<usize>,
}

impl Evidence {
    /// Notes the tables that the import specifiers of a file name: packages, crates, paths of modules.
    #[must_use]
    pub fn with_imports<'s>(mut self, apis: &Apis, specifiers: impl IntoIterator<Item = &'s str>) -> Self {
        for specifier in specifiers {
            for (index, api, _) in apis.iter() {
                if !self.imported.contains(&index) && api.named_in(specifier) {
                    self.imported.push(index);
                }
            }
        }
        self
    }

    /// What speaks for the API of index `index`.
    pub(super) fn judge(&self, index: usize, api: &Api, request: &Request, url: usize, target: &Destination) -> Signs {
        let in_test = self.tests.contains(&url);
        let Some(url) = request.urls.get(url) else { return Signs::default() };
        let own_carrier = has_own_carrier(api, request, url);
        let named = target.base_holes(&url.text).any(|hole| is_named_for(api, hole));
        Signs {
            evidence: named || !in_test && (own_carrier || self.imported.contains(&index)),
            own_carrier,
            credential: own_carrier || has_credential(api, request, url),
            in_test,
        }
    }
}

fn is_named_for(api: &Api, hole: &Hole) -> bool {
    let origin = match &hole.origin {
        Origin::Env(name) | Origin::Api(name) => Some(&**name),
        Origin::Response { .. }
        | Origin::Parameter
        | Origin::Signed(_)
        | Origin::Time(_)
        | Origin::Computed
        | Origin::Unknown => None,
    };
    hole.names.iter().map(|name| &**name).chain(origin).any(|name| api.named_in(name))
}

fn query<'r>(request: &'r Request, url: &'r Url) -> impl Iterator<Item = &'r Field> {
    request.query.entries.iter().chain(&url.query.entries)
}

/// Whether the request carries a header named for the API, or a query parameter of its own that is.
fn has_own_carrier(api: &Api, request: &Request, url: &Url) -> bool {
    let own = |name: &str| {
        api.schemes.iter().any(|scheme| match &scheme.carrier {
            Carrier::Query(carrier) => carrier.eq_ignore_ascii_case(name) && api.named_in(carrier),
            _ => false,
        })
    };
    request.headers.entries.iter().any(|field| api.named_in(&field.name))
        || query(request, url).any(|field| own(&field.name))
}

/// Whether the request carries what may be a credential of the API. Anybody's bearer token looks like the API's, so it
/// says nothing.
fn has_credential(api: &Api, request: &Request, url: &Url) -> bool {
    let carriers = || {
        let others = api.overlay.legacy.iter().chain(&api.overlay.translated).map(|other| &other.carrier);
        api.schemes.iter().map(|scheme| &scheme.carrier).chain(others)
    };
    let header = |field: &Field| {
        carriers().any(|carrier| matches!(carrier, Carrier::Header(name) if name.eq_ignore_ascii_case(&field.name)))
    };
    let parameter = |field: &Field| {
        carriers().any(|carrier| matches!(carrier, Carrier::Query(name) if name.eq_ignore_ascii_case(&field.name)))
    };
    request.headers.entries.iter().any(header) || query(request, url).any(parameter)
}
