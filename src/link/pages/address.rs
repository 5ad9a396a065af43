//! What the addresses in pages stand for.

use crate::link::{Resolver, Target};
use crate::source::FileId;
use crate::source::walk::normalised;

/// Folders whose files servers offer at the top of a site.
const SERVED: [&str; 4] = ["", "static", "public", "wwwroot"];

/// How far above a page the top of its site may be.
const MAX_ABOVE: usize = 4;

/// The file that an address in a page stands for. Where a program fills in the page, the address is relative to
/// something above it.
pub fn script_at(resolver: &Resolver<'_>, page: FileId, address: &str) -> Option<FileId> {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    if address.is_empty() || address.contains([':', '{', '<']) || address.starts_with("//") {
        return None;
    }
    let rest = address.trim_start_matches('/');
    let exact = match resolver.resolve(page, address) {
        Target::Module(file) if rest.len() < address.len() => Some(file),
        _ if rest.len() == address.len() => module_at(resolver, page, address),
        _ => None,
    };
    let files = resolver.files();
    let location = normalised(&files.get(page)?.location);
    let above = || location.ancestors().skip(1).take(MAX_ABOVE);
    exact.or_else(|| {
        above().find_map(|top| SERVED.iter().find_map(|served| files.at(&normalised(&top.join(served).join(rest)))))
    })
}

/// The module at a path that is relative to a file.
pub fn module_at(resolver: &Resolver<'_>, from: FileId, path: &str) -> Option<FileId> {
    let path = path.trim_start_matches("./");
    let path = if path.starts_with("../") { path.to_owned() } else { format!("./{path}") };
    match resolver.resolve(from, &path) {
        Target::Module(file) => Some(file),
        Target::Package(_) | Target::Unknown => None,
    }
}
