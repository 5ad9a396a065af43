//! Reads OpenAPI 3 and Swagger 2.0 documents: the operations, what credentials they demand, and where those travel. All
//! else in a document is left alone.

mod bodies;
mod description;
mod forms;
mod infer;
mod operations;
mod schemes;
mod servers;
mod shapes;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::document::{At, Bundle, Node};
use super::error::TableError;
use super::model::{Carrier, CredentialKind, SchemeId, Server};
pub(crate) use description::{Described, DescribedScheme, Description};
pub(crate) use infer::{body_names, is_of_api_alone, kind_of_name, names_credential};
pub(in crate::api) use operations::{METHODS, names_several};
pub(in crate::api) use servers::domain_len;
pub(crate) use servers::{is_host, servers};

/// Paths with more segments are refused: the matcher walks them recursively.
pub(super) const MAX_SEGMENTS: usize = 64;

/// Documents with more schemes are refused: ids of schemes and credentials are small.
pub(super) const MAX_SCHEMES: usize = 4096;

/// Documents with more operations are refused.
const MAX_OPERATIONS: usize = 1_000_000;

/// Reads a document. Of the fields of bodies, those of the names in `body` (lower case) are looked for.
pub(super) fn read(bundle: &Bundle<'_>, body: &[String]) -> Result<Description, TableError> {
    let version = version(bundle)?;
    let mut reader = Reader {
        bundle,
        version,
        body,
        schemes: Vec::new(),
        ids: FxHashMap::default(),
        undeclared: Vec::new(),
        unjudged: Vec::new(),
    };
    reader.read_schemes()?;
    reader.read()
}

/// Whether the root of a document says that it is an OpenAPI document, of whatever version.
pub(super) fn is_openapi(root: At<'_>) -> bool {
    root.get("openapi").is_some() || root.get("swagger").is_some()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    Swagger2,
    OpenApi3,
}

fn version(bundle: &Bundle<'_>) -> Result<Version, TableError> {
    let root = bundle.root();
    if let Some(version) = root.get("openapi") {
        // An unquoted `3.0` is a number in YAML.
        return match version.node.text() {
            Some(text) if !text.starts_with("3.") => {
                let reason = format!("OpenAPI {text} is not understood: 3.0, 3.1, 3.2 and Swagger 2.0 are");
                Err(bundle.error(&["openapi"], reason))
            }
            _ => Ok(Version::OpenApi3),
        };
    }
    match root.get("swagger") {
        Some(version) if version.node.text().is_none_or(|text| text.starts_with("2.")) => Ok(Version::Swagger2),
        Some(version) => {
            let text = version.node.text().unwrap_or_default();
            Err(bundle.error(&["swagger"], format!("Swagger {text} is not understood: 2.0 is")))
        }
        None => {
            Err(bundle.error(&[], "this is no OpenAPI document: there is neither an `openapi` nor a `swagger` key"))
        }
    }
}

struct Reader<'b, 't> {
    bundle: &'b Bundle<'t>,
    version: Version,
    body: &'b [String],
    schemes: Vec<DescribedScheme>,
    /// By name.
    ids: FxHashMap<String, SchemeId>,
    undeclared: Vec<(String, String)>,
    /// Schemes that nobody can judge: name, and what is wrong with it.
    unjudged: Vec<(String, String)>,
}

impl<'b> Reader<'b, '_> {
    fn read(mut self) -> Result<Description, TableError> {
        let root = self.bundle.root();
        let security = match root.get("security").filter(|it| !matches!(it.node, Node::Null)) {
            Some(security) => Some(self.security(security, "the document", &["security"])?),
            None => None,
        };
        let servers: Arc<[Server]> = match self.servers(root, &[])? {
            Some(servers) => servers,
            None => servers::servers("/", None).into(),
        };
        let urls = self.urls(root, &[])?;
        // Before OpenAPI 3 there was no way to declare them.
        let with_variables = urls.iter().filter(|_| self.version == Version::OpenApi3);
        let undeclared_variables = with_variables.flat_map(|(url, it)| servers::undeclared(url, *it)).collect();
        let carriers = self.carriers();
        let shared = operations::Shared { security, servers, carriers };
        let (mut operations, mut slashless) = (Vec::new(), Vec::new());
        for (path, item) in self.map(root.get("paths"), &["paths"])?.into_iter().flat_map(At::entries) {
            // Extensions (`x-…`) may stand between the paths.
            if path.starts_with('/') {
                self.path(path, item, &shared, &mut operations)?;
            } else if !path.starts_with("x-") && slashless.len() < MAX_OPERATIONS {
                slashless.push(path.to_owned());
            }
            if operations.len() > MAX_OPERATIONS {
                return Err(self.bundle.error(&["paths"], format!("there are more than {MAX_OPERATIONS} operations")));
            }
        }
        Ok(Description {
            file: self.bundle.file().to_owned(),
            title: root.get("info").and_then(|info| info.text_of("title")).map(str::to_owned),
            groups: groups(root),
            schemes: self.schemes,
            operations,
            servers: shared.servers,
            hostless: urls.iter().filter_map(|(url, it)| Some((url.clone(), servers::hostless(url, *it)?))).collect(),
            undeclared_variables,
            undeclared: self.undeclared,
            unjudged: self.unjudged,
            slashless,
        })
    }

    fn read_schemes(&mut self) -> Result<(), TableError> {
        let root = self.bundle.root();
        let (holder, keys) = match self.version {
            Version::OpenApi3 => {
                (self.map(root.get("components"), &["components"])?, &["components", "securitySchemes"][..])
            }
            Version::Swagger2 => (Some(root), &["securityDefinitions"][..]),
        };
        let key = keys.last().copied().unwrap_or_default();
        let schemes = self.map(holder.and_then(|holder| holder.get(key)), keys)?;
        for (name, scheme) in schemes.into_iter().flat_map(At::entries) {
            let place: Vec<&str> = keys.iter().copied().chain([name]).collect();
            let scheme = self
                .bundle
                .resolve(scheme)
                .map_err(|reason| self.bundle.error(&place, format!("scheme {name:?}: {reason}")))?;
            self.check_scheme(name, scheme, &place)?;
            self.push(schemes::scheme(name, scheme))?;
        }
        Ok(())
    }

    fn push(&mut self, scheme: DescribedScheme) -> Result<SchemeId, TableError> {
        let id = u16::try_from(self.schemes.len()).ok().filter(|id| usize::from(*id) < MAX_SCHEMES);
        let id = SchemeId(id.ok_or_else(|| {
            self.bundle.error(&["components"], format!("there are more than {MAX_SCHEMES} security schemes"))
        })?);
        self.ids.insert(scheme.name.clone(), id);
        self.schemes.push(scheme);
        Ok(id)
    }

    /// The alternatives of a `security` key. What is asked for by a name that is declared nowhere cannot be judged, so it
    /// becomes a scheme of its own.
    ///
    /// What is no list of requirements would else count as none: that is an error, but for names that stand in the list
    /// without their scopes.
    fn security(&mut self, security: At<'b>, of: &str, place: &[&str]) -> Result<operations::Security, TableError> {
        let mut read = operations::Security::default();
        if !matches!(security.node, Node::List(_)) {
            return Err(self.wrong(security, place, "a list of requirements, `[{ Scheme: [] }]`,"));
        }
        for (index, requirement) in security.items().enumerate() {
            let mut schemes = Vec::new();
            match requirement.node {
                Node::Map(_) => {}
                Node::Text(name) if self.ids.contains_key(&**name) => schemes.push(self.scheme(name, of)?),
                _ => {
                    let index = index.to_string();
                    return Err(self.wrong(
                        requirement,
                        &[place, &[&index]].concat(),
                        "a requirement, `{ Scheme: [] }`,",
                    ));
                }
            }
            for (name, scopes) in requirement.entries() {
                let scheme = self.scheme(name, of)?;
                if !schemes.contains(&scheme) {
                    schemes.push(scheme);
                }
                let scopes: Vec<String> =
                    scopes.items().filter_map(|scope| scope.node.text()).map(str::to_owned).collect();
                if !scopes.is_empty() {
                    read.scopes.push((scheme, scopes));
                }
            }
            read.alternatives.push(schemes);
        }
        Ok(read)
    }

    fn scheme(&mut self, name: &str, of: &str) -> Result<SchemeId, TableError> {
        if let Some(id) = self.ids.get(name) {
            return Ok(*id);
        }
        // From OpenAPI 3.2 on it may be the address of one.
        let last = name.rsplit('/').next().unwrap_or(name);
        if let Some(id) = self.ids.get(last).filter(|_| name.contains('#')) {
            return Ok(*id);
        }
        self.undeclared.push((name.to_owned(), of.to_owned()));
        self.push(DescribedScheme {
            name: name.to_owned(),
            carrier: Carrier::Other("a scheme that is declared nowhere".to_owned()),
            flows: Vec::new(),
            token_urls: Vec::new(),
            kind: CredentialKind::Unknown,
            reason: "it is declared nowhere".to_owned(),
        })
    }

    /// The servers of the document, of a path or of an operation; `None` where it says nothing of them.
    fn servers(&self, of: At<'b>, place: &[&str]) -> Result<Option<Arc<[Server]>>, TableError> {
        let mut read = Vec::new();
        for (url, variables) in self.urls(of, place)? {
            self.server(&url, variables, place, &mut read)?;
        }
        let mut known: FxHashSet<Server> = FxHashSet::default();
        read.retain(|server: &Server| known.insert(server.clone()));
        Ok((!read.is_empty()).then(|| read.into()))
    }

    /// The URLs of the servers, each with its variables.
    fn urls(&self, of: At<'b>, place: &[&str]) -> Result<Vec<(String, Option<At<'b>>)>, TableError> {
        let mut urls = Vec::new();
        if self.version == Version::OpenApi3 {
            let place = [place, &["servers"]].concat();
            for (index, entry) in self.list(of.get("servers"), &place)?.into_iter().flat_map(At::items).enumerate() {
                let index = index.to_string();
                let at = |key: &'static str| [&place[..], &[&index, key]].concat();
                let Some(entry) = self.map(Some(entry), &[&place[..], &[&index]].concat())? else { continue };
                let variables = self.map(entry.get("variables"), &at("variables"))?;
                if let Some(url) = self.text(entry.get("url"), &at("url"))? {
                    urls.push((url.to_owned(), variables));
                }
            }
            return Ok(urls);
        }
        let host = self.text(of.get("host"), &["host"])?.unwrap_or_default();
        let path = self.text(of.get("basePath"), &["basePath"])?.unwrap_or_default();
        let schemes = self.list(of.get("schemes"), &["schemes"])?;
        let schemes: Vec<&str> = schemes.into_iter().flat_map(At::items).filter_map(|it| it.node.text()).collect();
        let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
        match (host, path) {
            ("", "") => {}
            ("", path) => urls.push((format!("{slash}{path}"), None)),
            (host, path) => {
                let schemes = if schemes.is_empty() { &["https"][..] } else { &schemes };
                urls.extend(schemes.iter().map(|scheme| (format!("{scheme}://{host}{slash}{path}"), None)));
            }
        }
        Ok(urls)
    }

    fn server(
        &self,
        url: &str,
        variables: Option<At<'b>>,
        place: &[&str],
        into: &mut Vec<Server>,
    ) -> Result<(), TableError> {
        for server in servers::servers(url, variables) {
            if server.base_path.split('/').count() > MAX_SEGMENTS {
                return Err(self
                    .bundle
                    .error(place, format!("the server {url} has more than {MAX_SEGMENTS} segments")));
            }
            into.push(server);
        }
        Ok(())
    }

    /// The schemes by the parameters that they are: place and name in lower case.
    fn carriers(&self) -> FxHashMap<(&'static str, String), Vec<SchemeId>> {
        let mut carriers: FxHashMap<_, Vec<SchemeId>> = FxHashMap::default();
        for (id, scheme) in (0..).map(SchemeId).zip(&self.schemes) {
            let parameter = match &scheme.carrier {
                Carrier::Query(name) => ("query", name.to_ascii_lowercase()),
                Carrier::Header(name) => ("header", name.to_ascii_lowercase()),
                Carrier::Cookie(name) => ("cookie", name.clone()),
                _ => continue,
            };
            carriers.entry(parameter).or_default().push(id);
        }
        carriers
    }
}

fn groups(root: At<'_>) -> Vec<(String, Vec<String>)> {
    let group = |group: At<'_>| {
        let tags = group.items_of("tags").filter_map(|tag| tag.node.text()).map(str::to_owned).collect();
        Some((group.text_of("name")?.to_owned(), tags))
    };
    root.items_of("x-tagGroups").filter_map(group).collect()
}

/// `; did you mean "X"?` for the nearest of the names, or nothing where none is near.
pub(super) fn closest<'n>(wrong: &str, names: impl Iterator<Item = &'n str>) -> String {
    let lower = wrong.to_ascii_lowercase();
    let near = names.map(|name| (strsim::damerau_levenshtein(&lower, &name.to_ascii_lowercase()), name));
    match near.min_by_key(|(distance, _)| *distance) {
        Some((distance, name)) if distance <= 1 + wrong.len() / 4 => format!("; did you mean {name:?}?"),
        _ => String::new(),
    }
}
