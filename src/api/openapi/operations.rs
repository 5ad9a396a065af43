//! Paths and operations of a document.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::description::Described;
use super::{MAX_SEGMENTS, Reader, bodies};
use crate::api::document::{At, Node};
use crate::api::error::TableError;
use crate::api::model::{SchemeId, Server};

/// Methods of HTTP: the keys of a path item that are operations.
pub(in crate::api) const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// What a `security` key says.
#[derive(Debug, Clone, Default)]
pub(super) struct Security {
    pub(super) alternatives: Vec<Vec<SchemeId>>,
    pub(super) scopes: Vec<(SchemeId, Vec<String>)>,
}

/// What holds for all operations that say nothing else.
pub(super) struct Shared {
    pub(super) security: Option<Security>,
    pub(super) servers: Arc<[Server]>,
    /// The schemes by the parameters that they are: place and name.
    pub(super) carriers: FxHashMap<(&'static str, String), Vec<SchemeId>>,
}

/// A path item with what its operations share.
struct Item<'i, 'b> {
    path: &'i str,
    it: At<'b>,
    servers: Arc<[Server]>,
    shared: &'i Shared,
}

impl<'b> Reader<'b, '_> {
    /// Adds the operations of a path.
    pub(super) fn path(
        &mut self,
        path: &'b str,
        item: At<'b>,
        shared: &Shared,
        into: &mut Vec<Described>,
    ) -> Result<(), TableError> {
        let place = ["paths", path];
        if path.split('/').count() > MAX_SEGMENTS {
            return Err(self.bundle.error(&place, format!("the path {path} has more than {MAX_SEGMENTS} segments")));
        }
        let it = self.bundle.resolve(item).map_err(|reason| self.bundle.error(&place, format!("{path}: {reason}")))?;
        self.map(Some(it), &place)?;
        let servers = self.servers_of(it, &place)?.unwrap_or_else(|| shared.servers.clone());
        let item = Item { path, it, servers, shared };
        let more = self.map(it.get("additionalOperations"), &[&place[..], &["additionalOperations"]].concat())?;
        let more = more.into_iter().flat_map(At::entries);
        for (method, operation) in it.entries().filter(|(method, _)| METHODS.contains(method)).chain(more) {
            let place = ["paths", path, method];
            let operation = self
                .bundle
                .resolve(operation)
                .map_err(|reason| self.bundle.error(&place, format!("{method} {path}: {reason}")))?;
            self.map(Some(operation), &place)?;
            into.push(self.operation(&item, method, operation)?);
        }
        Ok(())
    }

    /// In Swagger 2.0 only the document itself has servers.
    fn servers_of(&self, it: At<'b>, place: &[&str]) -> Result<Option<Arc<[Server]>>, TableError> {
        if self.version == super::Version::Swagger2 { Ok(None) } else { self.servers(it, place) }
    }

    fn operation(&mut self, item: &Item<'_, 'b>, method: &str, it: At<'b>) -> Result<Described, TableError> {
        let Item { path, shared, .. } = item;
        let servers = self.servers_of(it, &["paths", path, method])?.unwrap_or_else(|| item.servers.clone());
        let method = method.to_ascii_uppercase();
        let named = format!("{method} {path}");
        let own = match it.get("security").filter(|it| !matches!(it.node, Node::Null)) {
            Some(own) => {
                let place = ["paths", path, &*method.to_ascii_lowercase(), "security"];
                Some(self.security(own, &named, &place)?)
            }
            None => None,
        };
        let states_own_security = own.is_some();
        let states_security = states_own_security || shared.security.is_some();
        let Security { alternatives, scopes } = own.or_else(|| shared.security.clone()).unwrap_or_default();
        let parameters = self.parameters(item, &method, it)?;
        let (carried, plain) = carried(&parameters, shared);
        let spans = spans(path, &parameters);
        let body = bodies::body(self.bundle, (&method, it), &parameters, self.body);
        Ok(Described {
            id: it.text_of("operationId").map_or(named, str::to_owned),
            method,
            path: (*path).to_owned(),
            tag: it.items_of("tags").next().and_then(|tag| tag.node.text()).map(str::to_owned),
            summary: it.text_of("summary").map(|summary| one_line(summary).to_owned()),
            alternatives,
            states_security,
            states_own_security,
            scopes,
            parameters: carried,
            spans,
            plain,
            body: body.fields,
            has_untold_body: body.is_untold,
            servers,
        })
    }

    /// The parameters of an operation and of its path. Few carry credentials: one that cannot be resolved is taken for
    /// one that does not.
    fn parameters(&self, item: &Item<'_, 'b>, method: &str, it: At<'b>) -> Result<Vec<At<'b>>, TableError> {
        let method = method.to_ascii_lowercase();
        let own = self.list(it.get("parameters"), &["paths", item.path, &method, "parameters"])?;
        let shared = self.list(item.it.get("parameters"), &["paths", item.path, "parameters"])?;
        let all = own.into_iter().chain(shared).flat_map(At::items);
        Ok(all.filter_map(|parameter| self.bundle.resolve(parameter).ok()).collect())
    }
}

/// Whether the last parameter of a path may be several segments, which OpenAPI had no word for: gateways write `{proxy+}`,
/// others `{path*}` or an extension.
fn spans(path: &str, parameters: &[At<'_>]) -> bool {
    let last = path.rsplit('/').next().and_then(|last| last.strip_prefix('{')?.strip_suffix('}'));
    names_several(path)
        || last.is_some_and(|name| {
            let is_true = |it: &At<'_>, key| it.get(key).is_some_and(|it| matches!(it.node, Node::Bool(true)));
            let is_last = |it: &&At<'_>| it.text_of("in") == Some("path") && it.text_of("name") == Some(name);
            let mut own = parameters.iter().filter(is_last);
            own.any(|it| is_true(it, "x-multi-segment") || is_true(it, "allowReserved"))
        })
}

/// Whether the last parameter of a path says by its own name that it may be several segments.
pub(in crate::api) fn names_several(path: &str) -> bool {
    let last = path.rsplit('/').next().and_then(|last| last.strip_prefix('{')?.strip_suffix('}'));
    last.is_some_and(|name| name.ends_with(['+', '*']) || name.starts_with(['+', '*']))
}

/// The schemes whose carrier is also a plain parameter, and the names of the other parameters.
fn carried(parameters: &[At<'_>], shared: &Shared) -> (Vec<SchemeId>, Vec<String>) {
    let mut schemes = Vec::new();
    let mut plain = Vec::new();
    for parameter in parameters {
        let (Some(place), Some(name)) = (parameter.text_of("in"), parameter.text_of("name")) else { continue };
        let place = match place {
            "query" => "query",
            "header" => "header",
            "cookie" => "cookie",
            _ => continue,
        };
        let key = if place == "cookie" { name.to_owned() } else { name.to_ascii_lowercase() };
        match shared.carriers.get(&(place, key)) {
            Some(ids) => schemes.extend(ids.iter().filter(|id| !schemes.contains(*id)).copied().collect::<Vec<_>>()),
            None if place != "cookie" => plain.push(name.to_owned()),
            None => {}
        }
    }
    (schemes, plain)
}

fn one_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default().trim_end()
}
