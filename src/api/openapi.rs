//! Reads OpenAPI 3.0 and 3.1 documents: the operations, what credentials they demand, and where those travel. All else
//! in a document is left alone.

use super::document::Node;
use super::error::TableError;
use super::model::{Carrier, SchemeId, Server};

/// The keys of a path item that are operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Paths with more segments are refused: the matcher walks them recursively.
pub(super) const MAX_SEGMENTS: usize = 64;

/// Documents with more schemes are refused: ids of schemes and credentials are small.
pub(super) const MAX_SCHEMES: usize = 4096;

/// What a document says.
#[derive(Debug, Default)]
pub(super) struct Description {
    pub(super) file: String,
    pub(super) title: Option<String>,
    pub(super) schemes: Vec<(String, Carrier)>,
    pub(super) operations: Vec<Described>,
    /// Groups of tags: name, tags.
    pub(super) groups: Vec<(String, Vec<String>)>,
}

/// An operation as the document describes it.
#[derive(Debug)]
pub(super) struct Described {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) tag: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) alternatives: Vec<Vec<SchemeId>>,
    pub(super) parameters: Vec<SchemeId>,
    pub(super) servers: Vec<Server>,
}

/// Reads a document that is already a tree.
pub(super) fn read(file: &str, root: &Node) -> Result<Description, TableError> {
    Reader { file, root, schemes: Vec::new() }.read()
}

struct Reader<'a> {
    file: &'a str,
    root: &'a Node,
    schemes: Vec<(String, Carrier)>,
}

impl Reader<'_> {
    fn read(mut self) -> Result<Description, TableError> {
        self.check_version()?;
        self.schemes = self.read_schemes()?;
        let root = self.root;
        let security = match root.get("security") {
            Some(security) => self.security(security, "the document")?,
            None => Vec::new(),
        };
        let servers = self.servers(root)?.unwrap_or_else(|| vec![server("/", &Node::Null)]);
        let mut operations = Vec::new();
        for (path, item) in root.get("paths").map(Node::entries).unwrap_or_default() {
            // Extensions (`x-…`) may stand between the paths.
            if !path.starts_with('/') {
                continue;
            }
            if path.split('/').count() > MAX_SEGMENTS {
                return Err(self.error(format!("the path {path} has more than {MAX_SEGMENTS} segments")));
            }
            let resolved = root.resolve(item).map_err(|reason| self.error(format!("{path}: {reason}")))?;
            let own_servers = self.servers(resolved)?;
            let servers = own_servers.as_ref().unwrap_or(&servers);
            for (method, operation) in resolved.entries() {
                if METHODS.contains(&&**method) {
                    operations.push(self.operation(path, method, resolved, operation, &security, servers)?);
                }
            }
        }
        Ok(Description {
            file: self.file.to_owned(),
            title: root.get("info").and_then(|info| info.text_of("title")).map(str::to_owned),
            groups: groups(root),
            schemes: self.schemes,
            operations,
        })
    }

    fn error(&self, reason: impl Into<String>) -> TableError {
        TableError::new(self.file, None, reason)
    }

    fn check_version(&self) -> Result<(), TableError> {
        if let Some(version) = self.root.text_of("openapi") {
            if version.starts_with("3.") {
                return Ok(());
            }
            return Err(self.error(format!("OpenAPI {version} is not understood: 3.0 and 3.1 are")));
        }
        let swagger = self.root.get("swagger").is_some();
        let what =
            if swagger { "this is Swagger 2.0" } else { "this is no OpenAPI document (there is no `openapi` key)" };
        Err(self.error(format!("{what}: OpenAPI 3.0 or 3.1 is needed")))
    }

    fn read_schemes(&self) -> Result<Vec<(String, Carrier)>, TableError> {
        let schemes = self.root.get("components").and_then(|components| components.get("securitySchemes"));
        let mut read: Vec<(String, Carrier)> = Vec::new();
        for (name, scheme) in schemes.map(Node::entries).unwrap_or_default() {
            let scheme =
                self.root.resolve(scheme).map_err(|reason| self.error(format!("scheme {name:?}: {reason}")))?;
            if read.iter().all(|(other, _)| other != name) {
                read.push((name.clone(), carrier(scheme)));
            }
        }
        if read.len() > MAX_SCHEMES {
            return Err(self.error(format!("there are more than {MAX_SCHEMES} security schemes")));
        }
        Ok(read)
    }

    /// The alternatives of a `security` key.
    fn security(&self, security: &Node, of: &str) -> Result<Vec<Vec<SchemeId>>, TableError> {
        let alternative = |requirement: &Node| {
            let mut schemes = Vec::new();
            for (name, _) in requirement.entries() {
                let scheme = self.scheme(name).ok_or_else(|| {
                    let near = closest(name, self.schemes.iter().map(|(name, _)| &**name));
                    self.error(format!("{of} asks for the unknown scheme {name:?}{near}"))
                })?;
                if !schemes.contains(&scheme) {
                    schemes.push(scheme);
                }
            }
            Ok(schemes)
        };
        security.items().iter().map(alternative).collect()
    }

    fn scheme(&self, name: &str) -> Option<SchemeId> {
        let index = self.schemes.iter().position(|(other, _)| other == name)?;
        u16::try_from(index).ok().map(SchemeId)
    }

    fn servers(&self, of: &Node) -> Result<Option<Vec<Server>>, TableError> {
        let servers = of.get("servers").map(Node::items).unwrap_or_default();
        let mut read = Vec::new();
        for entry in servers {
            let Some(url) = entry.text_of("url") else { continue };
            let server = server(url, entry.get("variables").unwrap_or(&Node::Null));
            if server.base_path.split('/').count() > MAX_SEGMENTS {
                return Err(self.error(format!("the server {url} has more than {MAX_SEGMENTS} segments")));
            }
            if !read.contains(&server) {
                read.push(server);
            }
        }
        Ok((!read.is_empty()).then_some(read))
    }

    fn operation(
        &self,
        path: &str,
        method: &str,
        item: &Node,
        operation: &Node,
        security: &[Vec<SchemeId>],
        servers: &[Server],
    ) -> Result<Described, TableError> {
        let method = method.to_ascii_uppercase();
        let named = format!("{method} {path}");
        let alternatives = match operation.get("security") {
            Some(own) => self.security(own, &named)?,
            None => security.to_vec(),
        };
        let tags = operation.get("tags").map(Node::items).unwrap_or_default();
        Ok(Described {
            id: operation.text_of("operationId").map_or(named, str::to_owned),
            method,
            path: path.to_owned(),
            tag: tags.first().and_then(Node::text).map(str::to_owned),
            summary: operation.text_of("summary").map(|summary| one_line(summary).to_owned()),
            alternatives,
            parameters: self.parameters(item, operation),
            servers: self.servers(operation)?.unwrap_or_else(|| servers.to_vec()),
        })
    }

    /// The schemes whose carrier is also a plain parameter of the operation or of its path.
    fn parameters(&self, item: &Node, operation: &Node) -> Vec<SchemeId> {
        let own = operation.get("parameters").map(Node::items).unwrap_or_default();
        let shared = item.get("parameters").map(Node::items).unwrap_or_default();
        let mut schemes = Vec::new();
        // Few parameters carry credentials: one that cannot be resolved is taken for one that does not.
        for parameter in own.iter().chain(shared).filter_map(|parameter| self.root.resolve(parameter).ok()) {
            let (Some(place), Some(name)) = (parameter.text_of("in"), parameter.text_of("name")) else { continue };
            for (index, (_, carrier)) in self.schemes.iter().enumerate() {
                let carried = match carrier {
                    Carrier::Query(own) => place == "query" && own.eq_ignore_ascii_case(name),
                    Carrier::Header(own) => place == "header" && own.eq_ignore_ascii_case(name),
                    Carrier::Cookie(own) => place == "cookie" && own == name,
                    Carrier::Bearer | Carrier::Basic | Carrier::Other(_) => false,
                };
                let Ok(index) = u16::try_from(index) else { continue };
                if carried && !schemes.contains(&SchemeId(index)) {
                    schemes.push(SchemeId(index));
                }
            }
        }
        schemes
    }
}

fn carrier(scheme: &Node) -> Carrier {
    let name = || scheme.text_of("name").unwrap_or_default().to_owned();
    match scheme.text_of("type").unwrap_or_default() {
        "apiKey" => match scheme.text_of("in").unwrap_or_default() {
            "query" => Carrier::Query(name()),
            "header" => Carrier::Header(name()),
            "cookie" => Carrier::Cookie(name()),
            place => Carrier::Other(format!("apiKey in {place}")),
        },
        "http" => match &*scheme.text_of("scheme").unwrap_or_default().to_ascii_lowercase() {
            "bearer" => Carrier::Bearer,
            "basic" => Carrier::Basic,
            other => Carrier::Other(format!("http {other}")),
        },
        // Both end in a token that travels as a bearer token.
        "oauth2" | "openIdConnect" => Carrier::Bearer,
        other => Carrier::Other(other.to_owned()),
    }
}

fn groups(root: &Node) -> Vec<(String, Vec<String>)> {
    let group = |group: &Node| {
        let tags = group.get("tags").map(Node::items).unwrap_or_default();
        let tags = tags.iter().filter_map(Node::text).map(str::to_owned).collect();
        Some((group.text_of("name")?.to_owned(), tags))
    };
    root.get("x-tagGroups").map(Node::items).unwrap_or_default().iter().filter_map(group).collect()
}

fn one_line(text: &str) -> &str {
    text.trim().lines().next().unwrap_or_default().trim_end()
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

/// A server URL as a template.
fn server(url: &str, variables: &Node) -> Server {
    let url = url.trim().split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => {
            let scheme = (!scheme.contains('{')).then(|| scheme.to_ascii_lowercase());
            (Some(scheme), rest)
        }
        None => match url.strip_prefix("//") {
            Some(rest) => (Some(None), rest),
            // `{origin}/v1`: scheme and host in one variable; anything else is relative.
            None if url.starts_with('{') => (Some(None), url),
            None => (None, url),
        },
    };
    let (authority, path) = match scheme {
        Some(_) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = path.trim_end_matches('/');
    let path = if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    Server { scheme: scheme.flatten(), host: host(authority), base_path: with_single_values(&path, variables) }
}

/// The labels of a host template; none where variables leave nothing to recognise it by.
fn host(authority: &str) -> Vec<Option<String>> {
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.rfind(':') {
        // The colon of an IPv6 address is no port.
        Some(colon) if !host[colon..].contains(']') => &host[..colon],
        _ => host,
    };
    if host.is_empty() {
        return Vec::new();
    }
    if host.starts_with('[') {
        return vec![Some(host.to_ascii_lowercase())];
    }
    let label = |label: &str| (!label.contains(['{', '}'])).then(|| label.to_ascii_lowercase());
    let labels: Vec<_> = host.trim_end_matches('.').split('.').map(label).collect();
    // `https://{host}`, `https://{name}.com`: anybody's.
    let fixed = labels.iter().flatten().count();
    if fixed < labels.len() && fixed < 2 { Vec::new() } else { labels }
}

/// Puts in the values of variables that can have one value only; the others stay templates.
fn with_single_values(path: &str, variables: &Node) -> String {
    let mut path = path.to_owned();
    for (name, variable) in variables.entries() {
        if let [Node::Text(only)] = variable.get("enum").map(Node::items).unwrap_or_default() {
            path = path.replace(&format!("{{{name}}}"), only);
        }
    }
    path
}
