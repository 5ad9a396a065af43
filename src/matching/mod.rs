//! Which operations a request calls.
//!
//! Each URL and method that a request may have is judged one by one. What is not known is never taken for a match: an
//! unknown method matches nothing, an unknown host needs a path or other evidence that names the API.

mod evidence;
mod lookup;
mod nearest;
mod target;

use std::cmp::Ordering;
use std::ops::ControlFlow;

use crate::api::matcher::{End, Fit};
use crate::api::{Api, Apis, Matcher, OperationId, Segment, Server, is_of_api_alone};
use crate::request::Request;

pub use evidence::Evidence;
pub use lookup::{FoundOperation, Lookup, lookup};
use target::{Destination, Host, HostFit, Path};

/// What one URL and method of a request turned out to be.
#[derive(Debug, Clone)]
pub struct Matched {
    /// Index into the request's `urls`.
    pub url: usize,
    /// The method; `None` when it is unknown.
    pub method: Option<Box<str>>,
    /// The result.
    pub outcome: Outcome,
}

/// The result of looking a call up in the API tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It calls this operation.
    Operation {
        /// Index into the tables.
        api: usize,
        /// The operation.
        operation: OperationId,
    },
    /// It goes to the API, but to no operation of it.
    UnknownOperation {
        /// Index into the tables.
        api: usize,
        /// The operation that is nearest, if any is near.
        nearest: Option<(OperationId, Distance)>,
    },
    /// It calls an operation on a host of the API that the operation is not on.
    OtherHost {
        /// Index into the tables.
        api: usize,
        /// The operation.
        operation: OperationId,
        /// The host called.
        host: String,
    },
    /// A retired path of the API.
    Retired {
        /// Index into the tables.
        api: usize,
    },
    /// It goes to the API, but to which operation of it cannot be told.
    SomeOperation {
        /// Index into the tables.
        api: usize,
        /// Why not, as a phrase.
        why: String,
    },
    /// Certainly not a call of any known API.
    Elsewhere,
    /// It cannot be told; the reason as a phrase.
    Unmatched(String),
}

impl Outcome {
    /// The table and the operation, where it calls one.
    pub fn operation(&self) -> Option<(usize, OperationId)> {
        match self {
            Self::Operation { api, operation } => Some((*api, *operation)),
            _ => None,
        }
    }
}

/// How far a call is from an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// Another method has this path.
    Method,
    /// One segment differs, is missing or is too many.
    Segment,
    /// More than that.
    Far,
}

/// The operations that a request calls: one result for each of its URLs and methods, in their order; one for each URL
/// where the method is unknown.
pub fn operations(apis: &Apis, request: &Request, evidence: &Evidence) -> Vec<Matched> {
    let mut matched = Vec::new();
    for (url, alternative) in request.urls.iter().enumerate() {
        let target = Destination::of(&alternative.text, apis);
        let place = Configured::of(&target, apis, evidence);
        let methods: Vec<Option<&str>> =
            if request.methods.is_empty() { vec![None] } else { request.methods.iter().map(|m| Some(&**m)).collect() };
        for method in methods {
            let outcomes = apis.iter().map(|(index, api, matcher)| {
                let call =
                    Attempt { index, api, matcher, target: &target, place: &place, method, client: evidence.client };
                call.outcome(evidence.judge(index, api, request, url, &target))
            });
            // Of several tables the one with the most to say.
            let mut best: Vec<(Weight, Outcome)> = Vec::new();
            for next in outcomes {
                match best.first().map(|first| next.0.cmp(&first.0)) {
                    Some(Ordering::Less) => {}
                    Some(Ordering::Equal) => best.push(next),
                    Some(Ordering::Greater) | None => best = vec![next],
                }
            }
            let outcome = of_equals(apis, best.into_iter().map(|(_, outcome)| outcome), |index, api| {
                evidence.judge(index, api, request, url, &target).credential
            });
            matched.push(Matched { url, method: method.map(Into::into), outcome });
        }
    }
    matched
}

/// What several tables with equally much to say come to: the first of them, unless they have operations that demand
/// different things. Then a request that carries what only one of the APIs has calls that one.
fn of_equals(
    apis: &Apis,
    outcomes: impl Iterator<Item = Outcome>,
    carries_own: impl Fn(usize, &Api) -> bool,
) -> Outcome {
    let mut outcomes: Vec<Outcome> = outcomes.collect();
    if outcomes.len() < 2 {
        return outcomes.pop().unwrap_or(Outcome::Elsewhere);
    }
    let demands = |outcome: &Outcome| {
        let (index, operation) = outcome.operation()?;
        Some(apis.tables.get(index)?.demanded_carriers(operation))
    };
    let first = outcomes.first().and_then(demands);
    if first.is_some() && outcomes.iter().any(|outcome| demands(outcome) != first) {
        let is_own =
            |outcome: &Outcome| outcome.operation().is_some_and(|(index, _)| carries_own(index, &apis.tables[index]));
        outcomes.retain(is_own);
        if outcomes.len() != 1 {
            return Outcome::Unmatched("several APIs have this operation, and demand different things".to_owned());
        }
    }
    outcomes.into_iter().next().unwrap_or(Outcome::Elsewhere)
}

/// How much an outcome says; the greater wins over other tables' outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Elsewhere,
    Unmatched,
    SomeOperation,
    UnknownOperation,
    Retired,
    OtherHost,
    /// It may be one of those that the description leaves out.
    Undescribed,
    ByEvidence,
    ByHost,
}

/// What speaks for a request being one to an API, beside its host.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // answers to independent questions
struct Signs {
    /// A base named for the API, a carrier of its own, an import of its SDK.
    evidence: bool,
    /// The request carries a header or parameter that only this API has.
    own_carrier: bool,
    /// The request carries what may be a credential of the API, bearer tokens aside.
    credential: bool,
    /// Where its host is not known, it is one of a test: only a name given to the base speaks for the API.
    in_test: bool,
}

/// How many segments what is not known at the end of a path may turn out to be, beyond one.
const MAX_SPANNED: usize = 6;
/// Suffixes by which many APIs let callers choose a format, whether their descriptions have them or not.
const FORMATS: [&str; 1] = [".json"];

/// What is configured about where a URL leads.
struct Configured<'a> {
    /// Tables whose own hosts or prefixes stand in front, with the path behind them.
    owners: Vec<(usize, Path)>,
    /// The path behind a host or prefix that is not said to be one API's.
    anybodys: Option<Path>,
    /// Prefixes that may stand in front of the paths of an API, whichever it is.
    prefixes: &'a [String],
    /// There is more than one table that it may be.
    is_one_of_many: bool,
}

impl<'a> Configured<'a> {
    fn of(target: &Destination, apis: &Apis, evidence: &'a Evidence) -> Self {
        let owner = |(index, api, _): (usize, &Api, &Matcher)| {
            Some((index, target.behind(&api.overlay.hosts, &api.overlay.prefixes)?))
        };
        Self {
            owners: apis.iter().filter_map(owner).collect(),
            anybodys: target.behind(&evidence.hosts, &evidence.prefixes),
            prefixes: &evidence.prefixes,
            is_one_of_many: apis.tables.len() > 1,
        }
    }
}

/// What was found for a path.
enum Hit {
    Operation(OperationId),
    /// Several operations, between which the path does not decide.
    Several,
}

/// One URL with one method, against one table.
struct Attempt<'a> {
    index: usize,
    api: &'a Api,
    matcher: &'a Matcher,
    target: &'a Destination,
    place: &'a Configured<'a>,
    method: Option<&'a str>,
    /// The code runs in a browser or an app.
    client: bool,
}

impl Attempt<'_> {
    fn outcome(&self, signs: Signs) -> (Weight, Outcome) {
        let elsewhere = (Weight::Elsewhere, Outcome::Elsewhere);
        if let Some((_, path)) = self.place.owners.iter().find(|(owner, _)| *owner == self.index) {
            return self.on_known_host(HostFit::Any, path);
        }
        if let Some(path) = self.place.anybodys.as_ref().filter(|_| self.place.owners.is_empty()) {
            return match self.on_known_host(HostFit::Any, path) {
                (Weight::UnknownOperation | Weight::SomeOperation, _) if self.place.is_one_of_many => {
                    unmatched("the host is configured, but not for one API, and the path fits no operation")
                }
                told => told,
            };
        }
        match &self.target.host {
            Host::Named(_) => match (self.target.host.fit_of_any(self.matcher.hosts()), &self.target.path) {
                (HostFit::No, _) if self.place.owners.is_empty() => self.on_foreign_host(signs),
                (HostFit::No, _) => elsewhere,
                (HostFit::Sure | HostFit::Any, Err(reason)) => self.some_operation(reason),
                (_, Err(reason)) => unmatched(reason),
                (fit, Ok(path)) => self.on_known_host(fit, path),
            },
            Host::Unknown => {
                if signs.in_test && !signs.evidence {
                    return unmatched("a test sends it to a host that is not known");
                }
                self.by_evidence(signs.evidence, "neither the host nor the path tells which API is called")
            }
            Host::Relative => {
                if signs.credential && (signs.evidence || !signs.in_test && self.is_distinctive()) {
                    self.by_evidence(true, "")
                } else if self.client {
                    // It goes to the page's own origin.
                    elsewhere
                } else {
                    unmatched("the URL is relative")
                }
            }
            Host::Loopback => elsewhere,
        }
    }

    /// A host that belongs to the API, for certain or (with unknown labels) perhaps.
    fn on_known_host(&self, fit: HostFit, path: &Path) -> (Weight, Outcome) {
        let Some(method) = self.method else {
            return if fit == HostFit::Perhaps { unmatched(NO_METHOD) } else { self.some_operation(NO_METHOD) };
        };
        let on_host = |end: End| match fit {
            HostFit::Any => true,
            _ => self.servers(end).any(|server| self.target.host.fit(&server.host) >= HostFit::Perhaps),
        };
        let api = self.index;
        if let Some(hit) = self.find(method, path, on_host) {
            return self.told(&hit, Weight::ByHost);
        }
        // A proxy may stand in front of the API on its own host, too.
        let mut prefixes = self.api.overlay.prefixes.iter().chain(self.place.prefixes);
        let behind = prefixes.find_map(|prefix| path.without(prefix));
        if let Some(hit) = behind.and_then(|path| self.find(method, &path, on_host)) {
            return self.told(&hit, Weight::ByHost);
        }
        if fit == HostFit::Perhaps {
            return unmatched("the host is not known to the last label");
        }
        if self.api.overlay.is_partial {
            let why = "the description covers only a part of the API".to_owned();
            return (Weight::Undescribed, Outcome::SomeOperation { api, why });
        }
        match self.find(method, path, |end| self.servers(end).next().is_some()) {
            Some(Hit::Operation(operation)) => {
                let host = self.target.host.to_string();
                return (Weight::OtherHost, Outcome::OtherHost { api, operation, host });
            }
            Some(Hit::Several) => return unmatched(SEVERAL),
            None => {}
        }
        if path.begins_with_any(&self.api.overlay.token_paths) {
            return self.some_operation(ASKS_FOR_TOKENS);
        }
        let segments = path.segments();
        if path.begins_with_any(&self.api.overlay.retired) {
            return (Weight::Retired, Outcome::Retired { api });
        }
        // A segment that is not known may turn out to be the literal one of an operation.
        let mut longer = segments.clone();
        let mut may_match = path.has_holes() && self.may_be_operation(&longer, method);
        // The last one may turn out to be several.
        while !may_match && segments.last() == Some(&Segment::Hole) && longer.len() < segments.len() + MAX_SPANNED {
            longer.push(Segment::Hole);
            may_match = self.may_be_operation(&longer, method);
        }
        if may_match {
            return self.some_operation("a part of the path is not known");
        }
        if method == "OPTIONS" {
            return unmatched("OPTIONS asks what is allowed");
        }
        // A host may serve other things beside the API, unless the path of the server's URL was forgotten.
        if fit == HostFit::Sure && !self.is_for_api(path) && self.find(method, path, |_| true).is_none() {
            return (Weight::Elsewhere, Outcome::Elsewhere);
        }
        let nearest = nearest::nearest(self.api, self.matcher, method, &segments);
        (Weight::UnknownOperation, Outcome::UnknownOperation { api, nearest })
    }

    /// Whether a path on the host that is called is one of the API's: below that of the URL of a server, or whatever it is
    /// where the host serves nothing else.
    fn is_for_api(&self, path: &Path) -> bool {
        let mut called =
            self.matcher.servers().iter().filter(|(host, _)| self.target.host.fit(host) >= HostFit::Perhaps);
        called.any(|(host, base)| path.is_below(base) || is_of_api_alone(host))
    }

    /// Whether a path is that of an operation, if what is not known of it turns out so.
    fn may_be_operation(&self, segments: &[Segment<'_>], method: &str) -> bool {
        let is_hit =
            &mut |end| if self.hit(end, method).is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        self.matcher.walk(segments, false, Fit::Loose, is_hit).is_break()
    }

    /// A host that is none of the table's. It may be a customer's own name for the API where the table knows of such,
    /// but only the request itself can say so.
    fn on_foreign_host(&self, signs: Signs) -> (Weight, Outcome) {
        let elsewhere = (Weight::Elsewhere, Outcome::Elsewhere);
        if !(signs.own_carrier || signs.evidence && self.is_distinctive())
            || self.target.host.is_kin_of(self.matcher.hosts())
        {
            return elsewhere;
        }
        let (Ok(path), Some(method)) = (&self.target.path, self.method) else { return elsewhere };
        let anybodys = |end: End| self.servers(end).any(|server| server.scheme.is_some() && server.host.is_empty());
        match self.find(method, path, anybodys) {
            Some(hit) => self.told(&hit, Weight::ByEvidence),
            None => elsewhere,
        }
    }

    /// An unknown host: only an operation that is found counts.
    fn by_evidence(&self, evidence: bool, why_not: &str) -> (Weight, Outcome) {
        let path = match &self.target.path {
            Ok(path) => path,
            Err(reason) => return unmatched(reason),
        };
        if !evidence && !self.is_distinctive() {
            return unmatched(why_not);
        }
        let Some(method) = self.method else { return self.some_operation(NO_METHOD) };
        if let Some(hit) = self.find(method, path, |_| true) {
            return self.told(&hit, Weight::ByEvidence);
        }
        if path.begins_with_any(&self.api.overlay.retired) {
            return (Weight::Retired, Outcome::Retired { api: self.index });
        }
        unmatched("the host is not known, and the path fits no operation")
    }

    /// The best operation by path and method among those that `accept` allows. GET operations answer HEAD too; where
    /// nothing fits, a suffix that names a format does not count.
    fn find(&self, method: &str, path: &Path, accept: impl Fn(End) -> bool) -> Option<Hit> {
        let find = |method: &str, path: &Path| {
            let mut guessed = None;
            let found = self.matcher.walk(&path.segments(), path.ends_in_slash(), Fit::Strict, &mut |end| {
                if !accept(end) {
                    return ControlFlow::Continue(());
                }
                match self.hit(end, method) {
                    Some(hit) if !end.is_guess => return ControlFlow::Break(hit),
                    Some(hit) => {
                        guessed = Some(match guessed.take() {
                            None => hit,
                            Some(before) => self.either(before, &hit),
                        });
                    }
                    None => {}
                }
                ControlFlow::Continue(())
            });
            found.break_value().or(guessed)
        };
        let find = |path: &Path| find(method, path).or_else(|| if method == "HEAD" { find("GET", path) } else { None });
        let with_format = || FORMATS.iter().find_map(|format| find(&path.with_suffix(format)?));
        find(path).or_else(|| find(&path.without_suffix(&FORMATS)?)).or_else(with_format)
    }

    /// One of two operations, where they demand the same.
    fn either(&self, one: Hit, other: &Hit) -> Hit {
        match (&one, other) {
            (Hit::Operation(one_of), Hit::Operation(other))
                if self.api.operation(*one_of).alternatives == self.api.operation(*other).alternatives =>
            {
                one
            }
            _ => Hit::Several,
        }
    }

    /// What is found where a template ends, for a method.
    fn hit(&self, end: End, method: &str) -> Option<Hit> {
        let is_of_method = self.api.operation(end.operation).method == method;
        is_of_method.then_some(if end.is_ambiguous { Hit::Several } else { Hit::Operation(end.operation) })
    }

    fn some_operation(&self, why: &str) -> (Weight, Outcome) {
        (Weight::SomeOperation, Outcome::SomeOperation { api: self.index, why: why.to_owned() })
    }

    fn told(&self, hit: &Hit, weight: Weight) -> (Weight, Outcome) {
        match hit {
            Hit::Operation(operation) => (weight, Outcome::Operation { api: self.index, operation: *operation }),
            Hit::Several => unmatched(SEVERAL),
        }
    }

    /// The servers that an operation was found on, by the path of their URLs.
    fn servers(&self, end: End) -> impl Iterator<Item = &Server> {
        let base = self.matcher.base(end);
        self.api.operation(end.operation).servers.iter().filter(move |server| server.base_path == base)
    }

    /// Whether the path alone tells the API.
    fn is_distinctive(&self) -> bool {
        let Ok(path) = &self.target.path else { return false };
        path.begins_with_any(&self.api.overlay.distinctive_paths) || path.bears(|segment| self.api.named_in(segment))
    }
}

/// Why a call without a method calls no operation.
const NO_METHOD: &str = "the method is not known";

/// Why a call to an authorization server calls no operation.
const ASKS_FOR_TOKENS: &str = "the description names this URL as one where tokens are asked for";

/// Why a path that fits operations calls none.
const SEVERAL: &str = "the path fits several operations that demand different things";

fn unmatched(reason: &str) -> (Weight, Outcome) {
    (Weight::Unmatched, Outcome::Unmatched(reason.to_owned()))
}
