//! The table: what the document and the overlay say together.

use std::sync::Arc;

use toml::Spanned;

use super::OverlayFile;
use super::operations::{local, take_carriers};
use super::written::{CarrierPlace, Security, Table, WrittenError, WrittenLegacy, WrittenSignature};
use crate::api::error::TableError;
use crate::api::model::{
    Api, Carrier, CredentialId, CredentialKind, ErrorCode, Misspelling, Operation, OtherCarrier, Overlay, Provenance,
    SchemeId, Server, SigningRule,
};
use crate::api::openapi::{Described, DescribedScheme, Description, closest};
use crate::parallel::Lazy;

impl OverlayFile {
    /// The table: what the document and the overlay say together.
    pub(in crate::api) fn join(self, mut description: Description) -> Result<Api, TableError> {
        let (credentials, schemes) = self.schemes(&description)?;
        let id = self.id().unwrap_or(&self.stem).to_owned();
        let described = std::mem::take(&mut description.operations);
        let mut api = Api {
            name: self.written.name.clone().or(description.title).unwrap_or_else(|| id.clone()),
            id,
            operations: Vec::new(),
            servers: description.servers.clone(),
            schemes,
            credentials,
            overlay: Overlay {
                names_id: self.written.id.is_some(),
                source: self.written.source.clone(),
                date: self.written.date.as_ref().map(|date| date.get_ref().clone()).unwrap_or_default(),
                ..Overlay::default()
            },
            is_built_in: false,
            secret_names: Lazy::default(),
        };
        // Where the document does not tell what a body holds, the overlay does.
        let told = self.body_names();
        let is_told = |it: &Described| self.written.described_bodies || !it.has_untold_body;
        let body = |it: &Described| if is_told(it) { it.body.clone() } else { told.clone() };
        let bodies: Vec<Vec<String>> = described.iter().map(body).collect();
        self.describe(&mut api, described, &description.groups)?;
        self.apply(&mut api, &description.servers)?;
        api.overlay.token_paths = token_paths(&description.schemes, &description.servers);
        take_bodies(&mut api, &bodies);
        api.drop_what_is_no_credential();
        Ok(api)
    }

    /// Says more of a table that is there already.
    pub(in crate::api) fn extend(&self, api: &mut Api) -> Result<(), TableError> {
        let id = &api.id;
        if !self.written.schemes.is_empty() || !self.written.credential.is_empty() || self.written.security.is_some() {
            let reason =
                format!("the table {id:?} has its own credentials; with a `document` this one would be another");
            return Err(self.whole_error(reason));
        }
        let servers: Arc<[Server]> = api.operations.first().map(|it| it.servers.clone()).unwrap_or_default();
        self.apply(api, &servers)?;
        if let Some(name) = &self.written.name {
            api.name.clone_from(name);
        }
        api.drop_what_is_no_credential();
        Ok(())
    }

    /// The operations of the document.
    fn describe(
        &self,
        api: &mut Api,
        described: Vec<Described>,
        groups: &[(String, Vec<String>)],
    ) -> Result<(), TableError> {
        let group_of = |tag: &str| {
            let mut own = self.written.groups.iter();
            let said = own.find(|(_, tags)| tags.iter().any(|other| other.get_ref() == tag)).map(|(name, _)| name);
            let described =
                || groups.iter().find(|(_, tags)| tags.iter().any(|other| other == tag)).map(|(name, _)| name);
            said.or_else(described).cloned()
        };
        let unsaid = match &self.written.security {
            Some(security) => Some((self.alternatives(security, api)?, *security.get_ref() == Security::Unknown)),
            None => None,
        };
        for it in described {
            let is_silent = unsaid.is_none() && !it.states_security;
            let (alternatives, is_security_unknown) = match &unsaid {
                Some(unsaid) if !it.states_security => unsaid.clone(),
                _ => (it.alternatives, false),
            };
            api.operations.push(Operation {
                group: it.tag.as_deref().and_then(group_of),
                id: it.id,
                method: it.method,
                path: match it.servers.first() {
                    Some(server) => format!("{}{}", server.base_path, it.path),
                    None => it.path,
                },
                tag: it.tag,
                summary: it.summary,
                alternatives,
                is_security_unknown,
                is_silent,
                scopes: it.scopes,
                parameters: it.parameters,
                spans: it.spans,
                servers: it.servers,
                provenance: Provenance::Document,
            });
        }
        Ok(())
    }

    /// All that does not depend on whether the table is new.
    fn apply(&self, api: &mut Api, servers: &Arc<[Server]>) -> Result<(), TableError> {
        self.check_sense()?;
        let written = &self.written;
        let legacy = written.legacy.iter().map(|legacy| self.legacy(legacy, api)).collect::<Result<Vec<_>, _>>()?;
        let misspellings = self.pairs(&written.misspellings, api)?;
        let body = self.pairs(&written.body, api)?;
        let tolerated = |names: &Spanned<Vec<String>>| {
            names.get_ref().iter().map(|name| self.scheme(name, names.span(), api)).collect::<Result<Vec<_>, _>>()
        };
        let tolerated = written.tolerated.iter().map(tolerated).collect::<Result<Vec<_>, _>>()?;
        let machine = self.tags(&written.machine_token_tags, api)?;
        let user = self.tags(&written.user_token_tags, api)?;
        for tags in written.groups.values() {
            self.tags(tags, api)?;
        }
        let none = self.known(&written.no_token_operations, "operation", || api.operations.iter().map(|it| &*it.id))?;
        let overlay = &mut api.overlay;
        for alias in written.aliases.iter().map(Spanned::get_ref) {
            let words: Vec<String> = alias.split(|char: char| !char.is_alphanumeric()).map(str::to_lowercase).collect();
            if words.len() > 1 {
                overlay.spelt_aliases.extend(["-", "_"].map(|between| words.join(between)));
            }
            overlay.aliases.push(words.concat());
        }
        overlay.aliases.retain(|alias| !alias.is_empty());
        overlay.distinctive_paths.extend(self.prefixes(&written.distinctive_paths)?);
        overlay.retired.extend(self.prefixes(&written.retired)?);
        overlay.prefixes.extend(self.prefixes(&written.prefixes)?);
        overlay.hosts.extend(written.hosts.iter().map(|host| host.get_ref().trim().to_owned()));
        // Of several that fit, the one that leads deepest is meant.
        overlay.hosts.sort_by_key(|host| std::cmp::Reverse(host.matches('/').count()));
        overlay.legacy.extend(legacy);
        overlay
            .misspellings
            .extend(misspellings.into_iter().map(|(wrong, credential)| Misspelling { wrong, credential }));
        overlay.body.extend(body);
        overlay.tolerated.extend(tolerated);
        overlay.is_partial |= written.partial;
        overlay.machine_token_tags.extend(machine);
        overlay.user_token_tags.extend(user);
        overlay.no_token_operations.extend(none);
        if let Some(page) = &written.page {
            overlay.page = Some(page.get_ref().clone());
        }
        for error in &written.errors {
            let credential =
                |id: &Option<Spanned<String>>| id.as_ref().map(|id| self.credential(id, &api.credentials)).transpose();
            let (lacks, sends) = (credential(&error.lacks)?, credential(&error.sends)?);
            let WrittenError { code, meaning, status, rules, .. } = error.clone();
            api.overlay.errors.push(ErrorCode { code, meaning, status, rules, lacks, sends });
        }
        if let Some(signature) = &written.signature {
            api.overlay.signature = Some(self.signature(signature, api)?);
        }
        self.take_operations(api, servers)
    }

    fn signature(&self, written: &WrittenSignature, api: &Api) -> Result<SigningRule, TableError> {
        let scheme = |name: &Spanned<String>| self.scheme(name.get_ref(), name.span(), api);
        Ok(SigningRule {
            digest: scheme(&written.digest)?,
            expiry: written.expiry.as_ref().map(scheme).transpose()?,
            key: self.credential(&written.key, &api.credentials)?,
            algorithm: self.algorithm(&written.algorithm)?,
            encoding: self.encoding(&written.encoding)?,
            prefix: written.prefix.clone(),
            text: written.text.clone(),
            expiry_form: written.expiry_form,
            formats: written.formats.clone(),
            max_expiry: written.max_expiry,
        })
    }

    fn legacy(&self, legacy: &WrittenLegacy, api: &Api) -> Result<OtherCarrier, TableError> {
        let name = legacy.name.clone();
        let carrier = match legacy.place {
            CarrierPlace::Query => Carrier::Query(name),
            CarrierPlace::Header => Carrier::Header(name),
        };
        Ok(OtherCarrier { carrier, credential: self.credential(&legacy.credential, &api.credentials)? })
    }

    /// Names in lower case with the credentials that they stand for.
    fn pairs(&self, table: &Table, api: &Api) -> Result<Vec<(String, CredentialId)>, TableError> {
        let pair = |(name, credential): (&Spanned<String>, &Spanned<String>)| {
            Ok((name.get_ref().to_ascii_lowercase(), self.credential(credential, &api.credentials)?))
        };
        table.iter().map(pair).collect()
    }

    /// Path prefixes, without a trailing slash.
    fn prefixes(&self, paths: &[Spanned<String>]) -> Result<Vec<String>, TableError> {
        let prefix = |path: &Spanned<String>| {
            let prefix = path.get_ref().trim_end_matches('/');
            match path.get_ref().as_str() {
                _ if prefix.starts_with('/') => Ok(prefix.to_owned()),
                text if text.starts_with('/') => Err(self.error(path.span(), format!("{text:?} is every path"))),
                text => Err(self.error(path.span(), format!("the path {text:?} does not begin with a slash"))),
            }
        };
        paths.iter().map(prefix).collect()
    }

    fn tags(&self, tags: &[Spanned<String>], api: &Api) -> Result<Vec<String>, TableError> {
        self.known(tags, "tag", || api.operations.iter().filter_map(|operation| operation.tag.as_deref()))
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
}

/// The paths of the URLs by which tokens are obtained, whatever host they are on; relative ones behind the servers' paths too.
fn token_paths(schemes: &[DescribedScheme], servers: &[Server]) -> Vec<String> {
    let mut paths = Vec::new();
    for url in schemes.iter().flat_map(|scheme| &scheme.token_urls) {
        let url = url.split(['?', '#']).next().unwrap_or_default();
        let path = match url.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("", |slash| &rest[slash..]),
            None => url,
        };
        let path = path.trim_matches('/');
        if path.is_empty() {
            continue;
        }
        let bases = servers.iter().map(|server| &*server.base_path).filter(|_| !url.contains("://"));
        paths.extend(bases.chain([""]).map(|base| format!("{base}/{path}")));
    }
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// Where the body of an operation has a field for a credential that it asks for, the field is one more carrier.
fn take_bodies(api: &mut Api, bodies: &[Vec<String>]) {
    for (index, fields) in bodies.iter().enumerate().filter(|(_, fields)| !fields.is_empty()) {
        let Some(operation) = api.operations.get(index) else { continue };
        let mut wanted: Vec<_> = operation.alternatives.iter().flatten().copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        // A field carries a credential in place of all the schemes that do.
        let mut carriers: Vec<(Vec<SchemeId>, SchemeId)> = Vec::new();
        let named = api.overlay.body.iter().filter(|(name, _)| fields.contains(name)).cloned().collect::<Vec<_>>();
        for (name, credential) in named {
            let all: Vec<_> = wanted.iter().copied().filter(|id| api.scheme(*id).credential == credential).collect();
            let local = all.first().and_then(|like| local(api, *like, Carrier::Body(name)));
            carriers.extend(local.map(|local| (all, local)));
        }
        if let Some(operation) = api.operations.get_mut(index) {
            take_carriers(operation, &carriers);
        }
    }
}

impl Api {
    /// A version header that is declared as a scheme is nothing that a request can lack.
    fn drop_what_is_no_credential(&mut self) {
        let is_none = |scheme: &crate::api::model::Scheme| {
            self.credentials.get(usize::from(scheme.credential.0)).is_some_and(|it| it.kind == CredentialKind::None)
        };
        let none: Vec<bool> = self.schemes.iter().map(is_none).collect();
        if !none.contains(&true) {
            return;
        }
        for operation in &mut self.operations {
            let before = operation.alternatives.len();
            for schemes in &mut operation.alternatives {
                schemes.retain(|id| !none.get(usize::from(id.0)).copied().unwrap_or(false));
            }
            // Nothing but a version is demanded: then nothing is.
            if before > 0 && operation.alternatives.iter().all(Vec::is_empty) {
                operation.alternatives.clear();
            }
        }
    }
}
