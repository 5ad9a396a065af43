//! What a run knows before it reads any code: APIs, clients, and what tells where code runs.

use std::sync::{Arc, LazyLock};

use super::Options;
use crate::api::{Api, Apis, Carrier, Operation};
use crate::clients::{Callee, Clients, SdkOperation};
use crate::config;
use crate::error::Error;
use crate::parallel;
use crate::runtime::ContextData;
use crate::source::door;

/// Larger files with clients are none.
const MAX_TABLE: u64 = 4 * 1024 * 1024;

// What is built in is read once, however many runs a process makes.
static APIS: LazyLock<Result<Apis, Error>> =
    LazyLock::new(|| Apis::builtin().map_err(|error| Error::new(error.to_string())));
static CLIENTS: LazyLock<Result<Arc<Clients>, Error>> = LazyLock::new(|| {
    let operations = sdk_operations(APIS.as_ref().map_err(Clone::clone)?);
    let clients = Clients::built_in().map_err(|error| Error::new(error.to_string()))?;
    Ok(Arc::new(clients.with_operations(&operations)))
});
static CONTEXTS: LazyLock<Result<Arc<ContextData>, Error>> =
    LazyLock::new(|| ContextData::builtin().map(Arc::new).map_err(|error| Error::new(error.to_string())));

/// The API tables of a run: those built in and those of the options.
///
/// # Errors
/// A table that cannot be read.
pub fn tables(options: &Options) -> Result<Apis, Error> {
    let apis = APIS.clone()?.with(&options.apis, &options.configured);
    let mut apis = apis.map_err(|error| Error::new(error.to_string()))?;
    for config::Carrier { name, place, credential, origin } in &options.carriers {
        let carrier = match place {
            config::Place::Query => Carrier::Query(name.clone()),
            config::Place::Header => Carrier::Header(name.clone()),
        };
        apis.translate(&carrier, credential).map_err(|reason| Error::of(&origin.file, reason).at_line(origin.line))?;
    }
    Ok(apis)
}

/// The clients of a run and what tells where code runs.
type Known = (Arc<Clients>, Arc<ContextData>);

/// The clients of a run and what tells where code runs. A run without code that may have to do with an API needs
/// neither, and without files of configuration not even the latter; but what is given by options must be readable.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn of_code(options: &Options, apis: &Apis, has_code: bool, has_config: bool) -> Result<Known, Error> {
    if !has_code && options.clients.is_empty() {
        let contexts = if has_config { CONTEXTS.clone()? } else { Arc::default() };
        return Ok((Arc::default(), contexts));
    }
    let (clients, contexts) = parallel::both(|| clients(options, apis), || CONTEXTS.clone());
    Ok((clients?, contexts?))
}

/// What code calls to send requests by the clients that are built in; nothing where those cannot be read.
pub(super) fn callees() -> Vec<Callee> {
    CLIENTS.as_ref().map(|clients| clients.callees()).unwrap_or_default()
}

/// Whether one of the packages for which this `holds` makes names known that code does not import; so it is where that
/// cannot be told.
pub(super) fn gives_names(holds: impl Fn(&str) -> bool) -> bool {
    CLIENTS.as_ref().map_or(true, |clients| {
        clients.frameworks.auto_imports.iter().flat_map(|given| &given.packages).any(|package| holds(package))
    })
}

/// The clients of a run: those built in and those of the options.
fn clients(options: &Options, apis: &Apis) -> Result<Arc<Clients>, Error> {
    if options.clients.is_empty() && options.wrappers.is_empty() {
        return CLIENTS.clone();
    }
    let mut given = Vec::new();
    for path in &options.clients {
        let name = path.display().to_string();
        let text = door::text(path, MAX_TABLE).map_err(|unread| Error::of(&name, unread.reason()))?;
        given.push((name, text));
    }
    let clients = Clients::with(&given).map_err(|error| Error::new(error.to_string()))?;
    Ok(Arc::new(clients.with_wrappers(&options.wrappers).with_operations(&sdk_operations(apis))))
}

/// The operations of the APIs, as SDKs call them.
fn sdk_operations(apis: &Apis) -> Vec<SdkOperation> {
    let of = |api: &Api, operation: &Operation| {
        let host = operation.servers.iter().find(|server| !server.host.is_empty())?;
        let labels: Vec<&str> = host.host.iter().map(|label| label.as_deref().unwrap_or("tenant")).collect();
        Some(SdkOperation {
            api: api.id.clone(),
            tag: operation.tag.clone()?,
            id: operation.id.clone(),
            method: operation.method.clone(),
            url: format!("https://{}{}", labels.join("."), operation.path),
        })
    };
    apis.tables.iter().flat_map(|api| api.operations.iter().filter_map(move |operation| of(api, operation))).collect()
}
