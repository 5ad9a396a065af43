//! From requests to the operations that they call.

use rustc_hash::FxHashMap;

use super::code::Code;
use super::place::Places;
use crate::api::{Apis, OperationId};
use crate::config::Configs;
use crate::ir::{BindingKind, Module};
use crate::matching::{self, Evidence, Matched, Outcome};
use crate::request::{Open, OpenPart, Part, Request, Url, View};
use crate::rules::MatchedCall;
use crate::runtime::Side;
use crate::source::FileId;

/// What requests are matched with.
pub(super) struct Matcher<'m, 'f> {
    pub apis: &'m Apis,
    pub configs: &'m Configs,
    pub code: &'m Code<'f>,
    pub places: &'m Places<'m, 'f>,
}

/// What is known of the files that requests stand in.
pub(super) type Evidences = FxHashMap<FileId, Evidence>;

/// The file of the outermost function that is seen to lead to a request.
pub(super) fn outermost(request: &Request) -> FileId {
    request.views.last().map_or(request.site, |view| view.point).file
}

impl Matcher<'_, '_> {
    /// Matches a request; what is found out about files is kept in `known`.
    pub fn call(&self, request: Request, known: &mut Evidences) -> MatchedCall {
        let evidence = self.evidence(&request, known);
        self.call_by(request, &evidence)
    }

    /// Matches a request, and points it at the innermost function that knows what it calls.
    pub fn call_by(&self, mut request: Request, evidence: &Evidence) -> MatchedCall {
        let matched = matching::operations(self.apis, &request, evidence);
        if self.gets_cookies(&request, &matched) {
            let why = "a browser adds the cookies that it has";
            request.open.push(Open::new(request.site, OpenPart::Cookies, why));
        }
        let mut views = std::mem::take(&mut request.views);
        // The last view is what has been matched; inner ones exist only where something came through arguments.
        if let Some(whole) = views.pop() {
            let view = if identified(&matched).is_empty() {
                views.push(whole);
                views.into_iter().find(|view| looks_like(view, &request))
            } else {
                Some(self.innermost(&request, &matched, views, evidence).unwrap_or(whole))
            };
            if let Some(View { point, via, .. }) = view {
                (request.point, request.via) = (point, via);
            }
        }
        MatchedCall::new(self.apis, request, matched)
    }

    /// Whether a browser may add cookies to a request of which an operation takes some. Code that sets them itself runs in
    /// none: browsers do not let it.
    fn gets_cookies(&self, request: &Request, matched: &[Matched]) -> bool {
        let takes_some = |one: &Matched| {
            let Some((api, operation)) = one.outcome.operation() else { return false };
            self.apis.tables.get(api).is_some_and(|api| api.takes_cookies(api.operation(operation)))
        };
        let sets_some = || request.headers.entries.iter().any(|field| field.name.eq_ignore_ascii_case("cookie"));
        matched.iter().any(takes_some) && !sets_some() && self.places.at(request.site).side != Side::Server
    }

    /// The first of the views that shows the same calls as the whole request.
    fn innermost(&self, whole: &Request, matched: &[Matched], views: Vec<View>, evidence: &Evidence) -> Option<View> {
        let called = identified(matched);
        let mut seen: Option<Request> = None;
        let mut is_last_right = false;
        for view in views {
            let is_right = if view.methods == whole.methods && view.urls == whole.urls {
                true
            } else if seen.as_ref().is_some_and(|seen| seen.methods == view.methods && seen.urls == view.urls) {
                is_last_right
            } else {
                let seen = seen.get_or_insert_with(|| whole.clone());
                seen.methods.clone_from(&view.methods);
                seen.urls.clone_from(&view.urls);
                identified(&matching::operations(self.apis, seen, evidence)) == called
            };
            if is_right {
                return Some(view);
            }
            is_last_right = is_right;
        }
        None
    }

    /// What speaks for a request being one to an API: what is imported where the call stands, and where it was filled
    /// in.
    fn evidence(&self, request: &Request, known: &mut Evidences) -> Evidence {
        let mut evidence = Evidence::default();
        for file in [request.site.file, outermost(request)] {
            let more = known.entry(file).or_insert_with(|| self.evidence_in(file));
            add(&mut evidence.imported, &more.imported);
            add(&mut evidence.hosts, &more.hosts);
            add(&mut evidence.prefixes, &more.prefixes);
        }
        // What has no host goes to the page's own origin, where there is a page.
        let is_relative = |url: &Url| url.text.prefix().starts_with('/');
        evidence.tests = self.in_tests(request);
        evidence.client = request.urls.iter().any(is_relative) && self.places.at(request.site).side == Side::Client;
        evidence
    }

    /// The URLs of a request whose base belongs to a test: the request, or what their first unknown piece stands for.
    fn in_tests(&self, request: &Request) -> Vec<usize> {
        let workspace = &self.code.workspace;
        let is_sent_there = workspace.is_in_test(request.site);
        let begins_there = |url: &Url| {
            let mut holes = url.text.parts.iter().filter_map(|part| match part {
                Part::Hole(hole) => Some(hole.span),
                Part::Fixed { .. } => None,
            });
            holes.next().is_some_and(|span| workspace.is_in_test(span))
        };
        let urls = request.urls.iter().enumerate();
        urls.filter(|(_, url)| is_sent_there || begins_there(url)).map(|(at, _)| at).collect()
    }

    /// What a file and its configuration say about where requests go.
    fn evidence_in(&self, file: FileId) -> Evidence {
        let workspace = &self.code.workspace;
        // A configuration that could not be read has ended the run before.
        let config = workspace.files.get(file).and_then(|file| self.configs.of(&file.location).ok());
        let config = config.unwrap_or_default();
        let evidence = workspace.module(file).map(|module| self.imported(module, file)).unwrap_or_default();
        Evidence { hosts: config.hosts.clone(), prefixes: config.prefixes.clone(), ..evidence }
    }

    /// What a file of a module imports speaks for an API.
    pub fn imported(&self, module: &Module, file: FileId) -> Evidence {
        let bindings = module.bindings.iter().filter(|binding| binding.span.file == file);
        let imports = bindings.filter_map(|binding| match &binding.kind {
            BindingKind::Import { from, .. } => Some(&**from),
            _ => None,
        });
        Evidence::default().with_imports(self.apis, imports)
    }
}

/// Whether a function sees all that is known of where a request goes, of which no API is known to be called. Of what is
/// not known at all there is nothing to see.
fn looks_like(view: &View, whole: &Request) -> bool {
    let same = |(seen, whole): (&Url, &Url)| fixed(seen).eq(fixed(whole));
    view.methods == whole.methods && view.urls.len() == whole.urls.len() && view.urls.iter().zip(&whole.urls).all(same)
}

/// The pieces of a URL that are known.
fn fixed(url: &Url) -> impl Iterator<Item = &str> {
    url.text.parts.iter().filter_map(|part| if let Part::Fixed { text, .. } = part { Some(&**text) } else { None })
}

/// Adds what is not there yet.
fn add<T: Clone + PartialEq>(all: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
}

/// What a request calls, as far as that can be told: the table, and the operation unless it calls none of them.
fn identified(matched: &[Matched]) -> Vec<(usize, Option<OperationId>)> {
    let known = matched.iter().filter_map(|one| match &one.outcome {
        Outcome::Operation { api, operation } | Outcome::OtherHost { api, operation, .. } => {
            Some((*api, Some(*operation)))
        }
        Outcome::UnknownOperation { api, .. } | Outcome::Retired { api } => Some((*api, None)),
        Outcome::Elsewhere | Outcome::SomeOperation { .. } | Outcome::Unmatched(_) => None,
    });
    known.collect()
}
