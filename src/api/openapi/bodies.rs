//! The fields of request bodies that may carry credentials.

use crate::api::document::{At, Bundle};

/// Schemas that are made of schemas, at most.
const MAX_DEPTH: usize = 6;

/// Methods whose requests may have a body, whether a document says so or not.
const WITH_BODY: [&str; 4] = ["POST", "PUT", "PATCH", "DELETE"];

/// What is known of an operation's body.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// Of the wanted names, those that are fields at its top.
    pub(super) fields: Vec<String>,
    /// There is one, and the document names no field of it.
    pub(super) is_untold: bool,
}

/// What the document says of an operation's body: which of the `wanted` names (lower case) are fields at its top.
pub(super) fn body(
    bundle: &Bundle<'_>,
    (method, operation): (&str, At<'_>),
    parameters: &[At<'_>],
    wanted: &[String],
) -> Body {
    let mut found = Vec::new();
    if wanted.is_empty() {
        return Body::default();
    }
    let mut is_told = false;
    let mut take = |name: &str| {
        is_told = true;
        let name = name.to_ascii_lowercase();
        if wanted.contains(&name) && !found.contains(&name) {
            found.push(name);
        }
    };
    let body = operation.get("requestBody").and_then(|body| bundle.resolve(body).ok());
    let media = body.into_iter().flat_map(|body| body.entries_of("content")).map(|(_, media)| media);
    // Before OpenAPI 3 a body was a parameter, and a form several.
    let old = parameters.iter().copied().filter(|it| it.text_of("in") == Some("body"));
    for holder in media.chain(old) {
        if let Some(schema) = holder.get("schema") {
            properties(bundle, schema, MAX_DEPTH, &mut take);
        }
    }
    let form = parameters.iter().filter(|it| it.text_of("in") == Some("formData"));
    form.filter_map(|it| it.text_of("name")).for_each(take);
    Body { fields: found, is_untold: !is_told && WITH_BODY.contains(&method) }
}

fn properties(bundle: &Bundle<'_>, schema: At<'_>, depth: usize, take: &mut impl FnMut(&str)) {
    let Ok(schema) = bundle.resolve(schema) else { return };
    schema.entries_of("properties").for_each(|(name, _)| take(name));
    if depth > 0 {
        let parts = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|key| schema.items_of(key));
        parts.for_each(|part| properties(bundle, part, depth - 1, take));
    }
}
