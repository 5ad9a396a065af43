//! The fields of request bodies that may carry credentials.

use crate::api::document::{At, Bundle};

/// Schemas that are made of schemas, at most.
const MAX_DEPTH: usize = 6;

/// Of the `wanted` names (lower case), those that are fields at the top of an operation's body.
pub(super) fn fields(bundle: &Bundle<'_>, operation: At<'_>, parameters: &[At<'_>], wanted: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    if wanted.is_empty() {
        return found;
    }
    let mut take = |name: &str| {
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
    found
}

fn properties(bundle: &Bundle<'_>, schema: At<'_>, depth: usize, take: &mut impl FnMut(&str)) {
    let Ok(schema) = bundle.resolve(schema) else { return };
    schema.entries_of("properties").for_each(|(name, _)| take(name));
    if depth > 0 {
        let parts = ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|key| schema.items_of(key));
        parts.for_each(|part| properties(bundle, part, depth - 1, take));
    }
}
