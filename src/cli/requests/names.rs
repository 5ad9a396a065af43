//! The names of what a request carries.

use serde::Serialize;

use crate::report::redact;
use crate::request::{Fields, Request};

/// A name of a parameter or a header.
#[derive(Serialize)]
pub(super) struct JsonName {
    pub name: String,
    /// Whether it is there on every path.
    pub certain: bool,
}

/// The names of parameters and headers, where no API tells which of them are credentials.
pub(super) fn carried(query: &[JsonName], headers: &[JsonName]) -> Option<String> {
    let of = |names: &[JsonName], place: &str| -> Vec<String> {
        let paths = |one: &JsonName| if one.certain { "" } else { " on some paths" };
        names.iter().map(|one| format!("{} ({place}){}", one.name, paths(one))).collect()
    };
    let all = [of(query, "query"), of(headers, "header")].concat();
    (!all.is_empty()).then(|| format!("carries {}", all.join(", ")))
}

/// The query parameters of a request: those that it always has, and those that only some of its URLs have.
pub(super) fn query_names(request: &Request) -> Vec<JsonName> {
    let mut all = names(&request.query);
    let of_urls: Vec<Vec<JsonName>> = request.urls.iter().map(|url| names(&url.query)).collect();
    for (at, of_url) in of_urls.iter().enumerate() {
        for one in of_url {
            let same = |other: &JsonName| other.name.eq_ignore_ascii_case(&one.name);
            if !all.iter().any(same) {
                let elsewhere = |(other, names): (usize, &Vec<JsonName>)| {
                    other == at || names.iter().any(|other| other.certain && same(other))
                };
                let certain = one.certain && of_urls.iter().enumerate().all(elsewhere);
                all.push(JsonName { name: one.name.clone(), certain });
            }
        }
    }
    all
}

/// The names among fields, each once, whatever its case.
pub(super) fn names(fields: &Fields) -> Vec<JsonName> {
    let mut all: Vec<JsonName> = Vec::new();
    for field in &fields.entries {
        match all.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&field.name)) {
            Some(known) => known.certain |= field.certain,
            None => all.push(JsonName { name: redact::mask_line(&field.name), certain: field.certain }),
        }
    }
    all
}
