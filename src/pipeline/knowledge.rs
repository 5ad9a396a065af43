//! What a run knows before it reads any code: APIs, clients, and what tells where code runs.

use super::Options;
use crate::api::{Apis, Carrier};
use crate::clients::Clients;
use crate::config;
use crate::error::Error;
use crate::parallel;
use crate::runtime::ContextData;
use crate::source::door;

/// Larger files with clients are none.
const MAX_TABLE: u64 = 4 * 1024 * 1024;

/// The API tables of a run: those built in and those of the options.
///
/// # Errors
/// A table that cannot be read.
pub fn tables(options: &Options) -> Result<Apis, Error> {
    let apis = Apis::builtin().and_then(|apis| apis.with(&options.apis, &options.configured));
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

/// The clients of a run and what tells where code runs. A run without code that may have to do with an API needs
/// neither, and without files of configuration not even the latter; but what is given by options must be readable.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn of_code(options: &Options, has_code: bool, has_config: bool) -> Result<(Clients, ContextData), Error> {
    let contexts = || ContextData::builtin().map_err(|error| Error::new(error.to_string()));
    if !has_code && options.clients.is_empty() {
        let contexts = if has_config { contexts()? } else { ContextData::default() };
        return Ok((Clients::default(), contexts));
    }
    let (clients, contexts) = parallel::both(|| clients(options), contexts);
    Ok((clients?, contexts?))
}

/// The clients of a run: those built in and those of the options.
fn clients(options: &Options) -> Result<Clients, Error> {
    let mut given = Vec::new();
    for path in &options.clients {
        let name = path.display().to_string();
        let text = door::text(path, MAX_TABLE).map_err(|unread| Error::of(&name, unread.reason()))?;
        given.push((name, text));
    }
    let clients = Clients::with(&given);
    Ok(clients.map_err(|error| Error::new(error.to_string()))?.with_wrappers(&options.wrappers))
}
