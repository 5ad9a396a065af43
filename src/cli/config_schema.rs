//! `authlint config-schema`: the JSON schema of configuration files.

use super::{Failure, OK, output};
use crate::config::schema::schema;
use crate::report::json;

pub(super) fn run() -> Result<u8, Failure> {
    let mut out = Vec::new();
    json::pretty(&schema(), &mut out)?;
    output::print(&out)?;
    Ok(OK)
}
