//! Requests in one line each, as tests compare them.

use std::path::Path;

use authlint::flow::{
    clients::Clients,
    request::{Fields, Request},
    requests,
};
use authlint::source::{FileId, SourceKind};

/// All client files.
pub fn clients(root: &Path) -> Clients {
    let mut files: Vec<(String, String)> = std::fs::read_dir(root.join("rules/clients"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    Clients::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap_or_else(|e| panic!("{e}"))
}

/// The requests that code sends.
pub fn show(kind: SourceKind, code: &str, clients: &Clients) -> Vec<String> {
    let module = authlint::syntax::lower(FileId(0), kind, code);
    requests(&module, code, clients).iter().map(line).collect()
}

/// One line a request: `GET https://host/path ?name,name? h:Header !open`; a `?` behind a name: on some path only.
pub fn line(request: &Request) -> String {
    let names = |fields: &Fields| {
        let names: Vec<String> =
            fields.entries.iter().map(|f| format!("{}{}", f.name, if f.certain { "" } else { "?" })).collect();
        names.join(",")
    };
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
            line += &format!(" {label}:{names}");
        }
    }
    if !request.open.is_empty() {
        line += " !open";
    }
    line
}
