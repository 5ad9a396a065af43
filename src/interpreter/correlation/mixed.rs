//! Requests whose parts depend on more conditions than are told apart are marked as such.

use crate::clients::Clients;
use crate::interpreter::observations::Noted;
use crate::request::{Open, OpenPart, Request, Url};

/// Methods, names that are certain or possible, and whether there may be others.
pub(super) type Sent<'r> = (&'r [Box<str>], Vec<(&'r str, bool)>, bool);

/// What a request sends, but for its URL up to the query: methods, names, and whether that is all.
pub(super) fn sent(request: &Request) -> Sent<'_> {
    let fields = [&*request.query, &*request.headers, &*request.body].into_iter();
    let all = fields.chain(request.urls.iter().map(|url| &url.query)).flat_map(|fields| &fields.entries);
    (&request.methods, all.map(|field| (&*field.name, field.certain)).collect(), request.is_open())
}

/// Opens a request with several methods and several paths: which go together is not known.
pub(crate) fn open_unmatched(request: &mut Request) {
    if has_several_paths(request) && request.methods.len() > 1 {
        let why = "it is not known which method goes with which path";
        request.open.push(Open::new(request.site, OpenPart::All, why));
    }
}

/// Marks requests of which more than one part depends on conditions: it is not known which go together.
/// What is possible counts as sent, so that it does not matter to which of several hosts; whether a header that says nothing
/// of who asks is sent is no such part.
pub(super) fn mark_mixed<'r>(clients: &Clients, requests: impl Iterator<Item = &'r mut Noted>) {
    for request in requests.map(|noted| &mut noted.request) {
        let (methods, names, _) = sent(request);
        let depends = |(name, certain): &(&str, bool)| !certain && !clients.frameworks.is_plain_header(name);
        let parts = [has_several_paths(request), methods.len() > 1, names.iter().any(depends)];
        request.is_mixed |= parts.iter().filter(|depends| **depends).count() > 1;
    }
}

fn has_several_paths(request: &Request) -> bool {
    let mut paths = request.urls.iter().map(Url::path);
    paths.next().is_some_and(|first| paths.any(|path| path != first))
}
