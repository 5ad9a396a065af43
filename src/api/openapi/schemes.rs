//! Security schemes: where each travels, in which form, and what it seems to carry.

use super::description::DescribedScheme;
use super::{Reader, closest, forms, infer, shapes};
use crate::api::document::At;
use crate::api::error::TableError;
use crate::api::model::{Carrier, Form};

/// Schemes of `Authorization` whose values programs make from a challenge, or without code that could be seen.
const CHALLENGED: [&str; 9] =
    ["digest", "negotiate", "ntlm", "kerberos", "mutual", "hoba", "scram-sha-1", "scram-sha-256", "gnap"];

/// The keys of a scheme, or of its flows, that hold URLs of the authorization server.
const TOKEN_URLS: [&str; 5] =
    ["tokenUrl", "authorizationUrl", "refreshUrl", "deviceAuthorizationUrl", "openIdConnectUrl"];

/// The types of schemes; before OpenAPI 3 `basic` was one of them.
const TYPES: [&str; 6] = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS", "basic"];

/// Where a key may travel.
const PLACES: [&str; 3] = ["query", "header", "cookie"];

impl<'b> Reader<'b, '_> {
    /// Notes a scheme of which nobody knows where it travels. A key without a name would be asked for by an empty one.
    pub(super) fn check_scheme(&mut self, name: &str, it: At<'b>, keys: &[&str]) -> Result<(), TableError> {
        self.map(Some(it), keys)?;
        let at = |key: &'static str| [keys, &[key]].concat();
        let of_type = self.text(it.get("type"), &at("type"))?.unwrap_or_default();
        let place = self.text(it.get("in"), &at("in"))?.unwrap_or_default();
        let carried = self.text(it.get("name"), &at("name"))?.unwrap_or_default();
        let wrong = if !TYPES.contains(&of_type) {
            format!("OpenAPI has no type {of_type:?}{}", closest(of_type, TYPES.into_iter()))
        } else if of_type == "apiKey" && !PLACES.contains(&place) {
            format!("no key travels in {place:?}{}", closest(place, PLACES.into_iter()))
        } else if of_type == "apiKey" && carried.trim().is_empty() {
            let reason = format!("{} has no `name`: that of the parameter, header or cookie", shapes::pointer(keys));
            return Err(self.bundle.error(keys, reason));
        } else {
            return Ok(());
        };
        self.unjudged.push((name.to_owned(), wrong));
        Ok(())
    }
}

/// A scheme of OpenAPI 3 or Swagger 2.0.
pub(super) fn scheme(name: &str, it: At<'_>) -> DescribedScheme {
    let carrier = carrier(it);
    let flows = flows(it);
    let (kind, reason) = infer::kind(&infer::Facts {
        name,
        carrier: &carrier,
        of_type: it.text_of("type").unwrap_or_default(),
        flows: &flows,
        description: it.text_of("description").unwrap_or_default(),
    });
    DescribedScheme { name: name.to_owned(), carrier, flows, token_urls: token_urls(it), kind, reason }
}

fn carrier(it: At<'_>) -> Carrier {
    let name = || it.text_of("name").unwrap_or_default().trim().to_owned();
    let description = it.text_of("description").unwrap_or_default();
    match it.text_of("type").unwrap_or_default() {
        "apiKey" => match it.text_of("in").unwrap_or_default() {
            "query" => Carrier::Query(name()),
            "header" if name().eq_ignore_ascii_case("authorization") => forms::said(description).into(),
            "header" => Carrier::Header(name()),
            "cookie" => Carrier::Cookie(name()),
            place => Carrier::Other(format!("apiKey in {place}")),
        },
        "http" => match &*it.text_of("scheme").unwrap_or_default().trim().to_ascii_lowercase() {
            "bearer" => Carrier::Bearer,
            "basic" => Carrier::Basic,
            other if other.is_empty() || CHALLENGED.contains(&other) => Carrier::Other(format!("http {other}")),
            _ => vec![Form::Prefix(it.text_of("scheme").unwrap_or_default().trim().to_owned())].into(),
        },
        // Before OpenAPI 3 it was a type of its own.
        "basic" => Carrier::Basic,
        // Both end in a token that travels as a bearer token.
        "oauth2" | "openIdConnect" => Carrier::Bearer,
        other => Carrier::Other(other.to_owned()),
    }
}

/// The flows of an `OAuth` scheme, as OpenAPI 3 calls them.
fn flows(it: At<'_>) -> Vec<String> {
    let mut flows: Vec<String> = it.entries_of("flows").map(|(flow, _)| flow.to_owned()).collect();
    flows.retain(|flow| !flow.starts_with("x-"));
    if let Some(flow) = it.text_of("flow") {
        let today = match flow {
            "application" => "clientCredentials",
            "accessCode" => "authorizationCode",
            other => other,
        };
        flows.push(today.to_owned());
    }
    flows
}

/// The URLs by which tokens of a scheme are obtained.
fn token_urls(it: At<'_>) -> Vec<String> {
    // Swagger 2.0 has them beside its only flow.
    let holders = it.entries_of("flows").map(|(_, flow)| flow).chain([it]);
    let urls = holders.flat_map(|holder| TOKEN_URLS.iter().filter_map(move |key| holder.text_of(key)));
    urls.map(|url| url.trim().to_owned()).collect()
}

impl From<Vec<Form>> for Carrier {
    /// `Authorization` in one of these forms; in any, where there is none.
    fn from(forms: Vec<Form>) -> Self {
        match &forms[..] {
            [Form::Bearer] => Self::Bearer,
            [Form::Basic] => Self::Basic,
            _ => Self::Authorization(forms),
        }
    }
}
