//! What code writes in front of the parenthesis of a call that sends a request: for a count by names alone.

use std::collections::BTreeSet;

use super::{CallDef, Clients, ObjectDef, ResultDef};
use crate::request::Sender;

/// What is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Callee {
    /// As it is written: `fetch`, `axios.get`, `reqwest::get`.
    pub name: String,
    /// The package or crate that a file has to name for that to be its; none of globals and of whole paths.
    pub package: Option<String>,
    /// `new` stands in front of it.
    pub is_new: bool,
    /// It is a path of Rust, and not a name of scripts.
    pub is_path: bool,
}

impl Clients {
    /// What is called to send requests, or to make what sends them by other calls. Sorted, each once.
    pub fn callees(&self) -> Vec<Callee> {
        let object = |index: usize| self.objects.get(index).is_some_and(is_called);
        let sends = |def: &CallDef| match def.result {
            ResultDef::Object(index) => object(index),
            _ => is_of_client(def),
        };
        let mut callees = BTreeSet::new();
        for (path, _) in self.functions.iter().filter(|(_, defs)| defs.iter().any(|def| sends(def))) {
            callees.extend(of(path));
        }
        for (path, index) in &self.sources {
            let Some(object) = self.objects.get(*index).filter(|object| is_called(object)) else { continue };
            if path.ends_with("()") || path.starts_with("new ") {
                callees.extend(of(path));
                continue;
            }
            let methods = object.calls.iter().filter(|(_, defs)| defs.iter().any(|def| sends(def)));
            callees.extend(methods.flat_map(|(method, _)| of(&format!("{path}{method}"))));
        }
        callees.into_iter().collect()
    }
}

/// Whether a call is one of a client: what leaves a page in another way, as by an image, is none.
fn is_of_client(def: &CallDef) -> bool {
    def.sends && def.sender != Sender::WayOut
}

/// Whether requests are sent by calls of an object, not by assigning to its members.
fn is_called(object: &ObjectDef) -> bool {
    let mut calls = object.calls.iter().filter(|(path, _)| path.ends_with("()"));
    object.awaited || calls.any(|(_, calls)| calls.iter().any(|call| is_of_client(call)))
}

/// How what has this path is written where it is called: by itself and, if a package exports it, behind the package's own
/// name.
fn of(path: &str) -> Vec<Callee> {
    let (is_new, path) = match path.strip_prefix("new ") {
        Some(path) => (true, path),
        None => (false, path),
    };
    let Some((origin, rest)) = path.split_once(':') else { return Vec::new() };
    let written = rest.strip_suffix("()").or(is_new.then_some(rest)).unwrap_or_default();
    if written.len() < 2 || written.contains(['*', '(', '=', ' ']) || origin.contains(' ') {
        return Vec::new();
    }
    let callee = |name: &str, package: Option<&str>| Callee {
        name: name.to_owned(),
        package: package.map(str::to_owned),
        is_new,
        is_path: origin == "crate",
    };
    match origin {
        "global" => vec![callee(written, None)],
        "crate" => {
            let Some((package, inside)) = written.split_once("::") else { return Vec::new() };
            // What is imported goes by its type and function; a function alone by its module.
            let typed = inside.rsplit("::").nth(1).map(|_| callee(inside, Some(package)));
            typed.into_iter().chain([callee(written, None)]).collect()
        }
        _ => {
            let scope = written.rfind('/').map_or(0, |at| at + 1);
            let own = &written[scope..];
            let package = written.split_at(own.find('.').map_or(written.len(), |at| scope + at)).0;
            let exported = own.split_once('.').map(|(_, exported)| callee(exported, Some(package)));
            exported.into_iter().chain([callee(own, Some(package))]).filter(|it| it.name.len() > 1).collect()
        }
    }
}
