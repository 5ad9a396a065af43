//! The page on which people read of an operation.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::api::{Api, Operation};

/// What stands in an address as it is; a path keeps its slashes.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// What of an operation an address may have in it, between braces.
pub(super) const PARTS: [&str; 4] = ["tag", "operationId", "method", "path"];

impl Api {
    /// The address of an operation's page, where the overlay has a pattern for it.
    pub fn page_of(&self, operation: &Operation) -> Option<String> {
        let pattern = self.overlay.page.as_ref()?;
        let tag = operation.tag.as_deref().unwrap_or_default();
        let values = [tag, &*operation.id, &*operation.method, &*operation.path];
        let filled = |page: String, (name, value): (&str, &str)| {
            page.replace(&format!("{{{name}}}"), &utf8_percent_encode(value, ENCODED).to_string())
        };
        Some(PARTS.into_iter().zip(values).fold(pattern.clone(), filled))
    }
}
