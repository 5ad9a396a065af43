//! Requests as short lines, and the clients that find them.

use std::sync::LazyLock;

use authlint::clients::Clients;
use authlint::request::{Fields, Request};

/// The clients and frameworks that are built in.
pub fn clients() -> &'static Clients {
    static READ: LazyLock<Clients> = LazyLock::new(|| Clients::built_in().unwrap_or_else(|error| panic!("{error}")));
    &READ
}

fn names(fields: &Fields) -> String {
    let names = fields.entries.iter().map(|f| format!("{}{}", f.name, if f.certain { "" } else { "?" }));
    names.collect::<Vec<_>>().join(",")
}

/// `GET https://host/path?name,name? q:name h:Header !open`; a `?` behind a name: on some path only.
pub fn line(request: &Request) -> String {
    let methods = if request.methods.is_empty() { "?".to_owned() } else { request.methods.join("|") };
    let urls: Vec<String> = request
        .urls
        .iter()
        .map(|url| {
            let query = names(&url.query);
            let open = if url.open.is_empty() { "" } else { "!" };
            if query.is_empty() { format!("{}{open}", url.text) } else { format!("{}?{query}{open}", url.text) }
        })
        .collect();
    let mut line = format!("{methods} {}", urls.join(" | "));
    for (label, fields) in [("q", &request.query), ("h", &request.headers)] {
        let names = names(fields);
        if !names.is_empty() {
            line.extend([" ", label, ":", &names]);
        }
    }
    if request.is_open() {
        line += " !open";
    }
    if request.is_mixed {
        line += " !mixed";
    }
    line
}

/// The same with the client before it, and the fields of the body, as far as they are known, behind it.
pub fn full_line(request: &Request) -> String {
    let body = names(&request.body);
    let body = if body.is_empty() { String::new() } else { format!(" b:{body}") };
    format!("{} {}{body}", request.client, line(request))
}
