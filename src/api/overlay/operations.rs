//! Operations that the document lacks or gets wrong.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use toml::Spanned;

use super::OverlayFile;
use super::written::{Security, WrittenOperations};
use crate::api::error::TableError;
use crate::api::matcher;
use crate::api::model::{Api, Carrier, Operation, Provenance, Scheme, SchemeId, Server};
use crate::api::openapi::{MAX_SCHEMES, MAX_SEGMENTS, METHODS, names_several, servers};

/// Alternatives of one operation, at most; carriers that would make more are left out.
const MAX_ALTERNATIVES: usize = 256;

/// What one entry says, with names resolved.
struct Said {
    /// `None` where the document's security holds.
    alternatives: Option<Vec<Vec<SchemeId>>>,
    is_unknown: bool,
    carriers: Vec<(Vec<SchemeId>, SchemeId)>,
    servers: Vec<Server>,
}

impl OverlayFile {
    /// Adds and corrects operations; `servers` are those of operations that are added.
    pub(super) fn take_operations(&self, api: &mut Api, root: &Arc<[Server]>) -> Result<(), TableError> {
        if self.written.operations.is_empty() {
            return Ok(());
        }
        let shapes = api.operations.iter().enumerate();
        let known: FxHashMap<(String, String), usize> = shapes
            .map(|(index, operation)| ((operation.method.clone(), matcher::shape(&operation.path)), index))
            .collect();
        for written in &self.written.operations {
            let said = self.said(written, api)?;
            for call in &written.calls {
                let (method, path) = self.call(call)?;
                match known.get(&(method.clone(), matcher::shape(&path))) {
                    Some(index) => correct(api, *index, &said, written.reason.get_ref()),
                    None => self.add(api, (method, path), &said, written, call, root)?,
                }
            }
        }
        Ok(())
    }

    fn said(&self, written: &WrittenOperations, api: &mut Api) -> Result<Said, TableError> {
        let (alternatives, is_unknown) = match &written.security {
            None => (None, false),
            Some(security) => match security.get_ref() {
                Security::Unknown => (Some(Vec::new()), true),
                Security::Alternatives(_) => (Some(self.alternatives(security, api)?), false),
            },
        };
        let mut carriers = Vec::new();
        for (name, more) in &written.carriers {
            let scheme = self.scheme(name.get_ref(), name.span(), api)?;
            for carrier in more {
                let (place, carried) = carrier.get_ref().split_once(':').unwrap_or((carrier.get_ref(), ""));
                let carrier = self.carrier(place, carried, carrier.span())?;
                if api.scheme(scheme).carrier != carrier {
                    let local = local(api, scheme, carrier);
                    carriers.push((vec![scheme], local.ok_or_else(|| self.error(name.span(), too_many()))?));
                }
            }
        }
        self.check_hosts(&written.hosts)?;
        let urls = written.hosts.iter().map(|host| format!("https://{}", host.get_ref().trim()));
        let servers = urls.flat_map(|url| servers(&url, None)).collect();
        Ok(Said { alternatives, is_unknown, carriers, servers })
    }

    /// The alternatives that a `security` key of the overlay lists.
    pub(super) fn alternatives(
        &self,
        security: &Spanned<Security>,
        api: &Api,
    ) -> Result<Vec<Vec<SchemeId>>, TableError> {
        let Security::Alternatives(written) = security.get_ref() else { return Ok(Vec::new()) };
        let alternative = |names: &Vec<String>| {
            names.iter().map(|name| self.scheme(name, security.span(), api)).collect::<Result<Vec<_>, _>>()
        };
        written.iter().map(alternative).collect()
    }

    /// Method and path of `GET /things/{id}`.
    fn call(&self, call: &Spanned<String>) -> Result<(String, String), TableError> {
        let text = call.get_ref();
        let is_method = |method: &str| METHODS.iter().any(|known| known.eq_ignore_ascii_case(method));
        match text.split_once(' ').map(|(method, path)| (method, path.trim())) {
            Some((method, path)) if is_method(method) && path.starts_with('/') => {
                if path.split('/').count() > MAX_SEGMENTS {
                    return Err(self.error(call.span(), format!("the path has more than {MAX_SEGMENTS} segments")));
                }
                Ok((method.to_ascii_uppercase(), path.to_owned()))
            }
            _ => Err(self.error(call.span(), format!("{text:?} is no method with a path: `GET /things/{{id}}`"))),
        }
    }

    fn add(
        &self,
        api: &mut Api,
        (method, path): (String, String),
        said: &Said,
        written: &WrittenOperations,
        call: &Spanned<String>,
        root: &Arc<[Server]>,
    ) -> Result<(), TableError> {
        let Some(alternatives) = said.alternatives.clone() else {
            let reason = format!("{} is not in the document, so its `security` must be said", call.get_ref());
            return Err(self.error(call.span(), reason));
        };
        let mut operation = Operation {
            tag: written.tag.clone(),
            is_security_unknown: said.is_unknown,
            spans: names_several(&path),
            servers: if said.servers.is_empty() { bare(root) } else { said.servers.clone().into() },
            provenance: Provenance::Added(written.reason.get_ref().clone()),
            ..Operation::new(&method, &path, alternatives)
        };
        take_carriers(&mut operation, &said.carriers);
        api.operations.push(operation);
        Ok(())
    }
}

/// The servers of the document without the paths of their URLs: the overlay gives whole paths.
fn bare(root: &Arc<[Server]>) -> Arc<[Server]> {
    let mut servers: Vec<Server> = Vec::new();
    for server in root.iter() {
        let server = Server { base_path: String::new(), choices: Vec::new(), ..server.clone() };
        if !servers.contains(&server) {
            servers.push(server);
        }
    }
    servers.into()
}

fn correct(api: &mut Api, index: usize, said: &Said, reason: &str) {
    let Some(operation) = api.operations.get_mut(index) else { return };
    if let Some(alternatives) = &said.alternatives {
        operation.alternatives.clone_from(alternatives);
        operation.is_security_unknown = said.is_unknown;
        operation.is_silent = false;
    }
    take_carriers(operation, &said.carriers);
    // The paths of its calls are whole ones, on whatever host.
    let base = operation.servers.first().map_or("", |server| &*server.base_path);
    let server = |it: &Server| Server { base_path: format!("{}{base}", it.base_path), ..it.clone() };
    let more: Vec<Server> = said.servers.iter().map(server).filter(|it| !operation.servers.contains(it)).collect();
    if !more.is_empty() {
        operation.servers = operation.servers.iter().cloned().chain(more).collect();
    }
    operation.provenance = Provenance::Corrected(reason.to_owned());
}

/// Lets what each of the schemes carries travel by the other carrier too, which takes the place of them all.
pub(super) fn take_carriers(operation: &mut Operation, carriers: &[(Vec<SchemeId>, SchemeId)]) {
    for (replaced, other) in carriers {
        let is_replaced = |id: &SchemeId| replaced.contains(id);
        let with =
            operation.alternatives.iter().filter(|schemes| schemes.iter().any(is_replaced) && !schemes.contains(other));
        let replaced = |schemes: &Vec<SchemeId>| {
            let mut new: Vec<SchemeId> = Vec::new();
            for id in schemes.iter().map(|id| if is_replaced(id) { other } else { id }) {
                if !new.contains(id) {
                    new.push(*id);
                }
            }
            new
        };
        let more: Vec<_> = with.map(replaced).collect();
        for schemes in more {
            if operation.alternatives.len() < MAX_ALTERNATIVES && !operation.alternatives.contains(&schemes) {
                operation.alternatives.push(schemes);
            }
        }
    }
}

/// The scheme that carries what `like` carries by another carrier, for operations that say so; `None` where there are
/// too many schemes.
pub(super) fn local(api: &mut Api, like: SchemeId, carrier: Carrier) -> Option<SchemeId> {
    let credential = api.scheme(like).credential;
    let same = |scheme: &Scheme| scheme.credential == credential && scheme.carrier == carrier;
    if let Some((id, _)) = api.scheme_ids().find(|(_, scheme)| same(scheme)) {
        return Some(id);
    }
    let id = u16::try_from(api.schemes.len()).ok().filter(|id| usize::from(*id) < 2 * MAX_SCHEMES)?;
    let name = format!("{} ({carrier})", api.scheme(like).name);
    api.schemes.push(Scheme { is_local: true, ..Scheme::new(&name, carrier, credential) });
    Some(SchemeId(id))
}

fn too_many() -> String {
    "there are too many carriers".to_owned()
}
