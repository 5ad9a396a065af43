//! What a run has seen: requests, and beside them the variables of the environment that are read, the options that
//! packages are given, the keys that something is signed with, and the properties that components get.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clients::Sink;
use crate::interpreter::budget::{MAX_KEYS, MAX_NOTED, MAX_OPTIONS};
use crate::interpreter::domain::value::Value;
use crate::interpreter::mocks::AllMocks;
use crate::ir::FunctionId;
use crate::request::{Fields, Hole, Open, Request, SigningKey, Text, Url};
use crate::source::{FileId, Span};

/// An option that a function of a package was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageOption {
    /// The function, as an API-graph path: `npm:acme-sdk.Client`.
    pub to: Box<str>,
    /// The name of the option.
    pub name: Box<str>,
    /// Where the name is written.
    pub span: Span,
    /// The values it may have.
    pub values: Vec<Text>,
    /// The option of the SDK that was probably meant, where it has none of this name.
    pub meant: Option<Box<str>>,
}

/// A value that was written where others read it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Output {
    /// Where it ends up.
    pub to: Sink,
    /// What writes it, as it is called: `console.log()`.
    pub by: Box<str>,
    /// The argument that it is, or lies in.
    pub span: Span,
    /// What calls that hide it call what writes it by.
    pub sink: Option<Box<str>>,
    /// The members of the argument that lead to it.
    pub names: Vec<Box<str>>,
    /// The texts that it may be.
    pub values: Vec<Text>,
    /// What handed it to the function that writes it, if a caller did.
    pub handed: Option<Handed>,
    /// Where the component is declared that gets it, if one does.
    pub reader: Option<Span>,
}

/// Where a caller hands a value to a function that writes it: to a logger of the program's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Handed {
    /// The argument of the outermost caller that is known.
    pub span: Span,
    /// Where it is written the value goes by the name that it went by last: the function knows what it writes.
    pub is_named: bool,
}

/// A request, with the ways that led to it.
#[derive(Debug, Clone)]
pub(crate) struct Noted {
    pub request: Request,
    /// The functions that were run for themselves; `None` where the top level of a module led to it.
    pub entries: Vec<Option<FunctionId>>,
    /// The functions that were called on the way.
    pub through: Vec<FunctionId>,
    /// Whether only tests have led to it.
    pub is_of_test: bool,
    /// Where what objects and closures keep of it is used, each place once.
    pub used_at: Vec<Seen>,
}

/// Where a request may be pointed at, and the calls from there to the client's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub point: Span,
    pub via: Vec<Span>,
    /// There something is made that sends it, and nobody is seen to use that.
    pub is_made: bool,
}

impl Noted {
    /// Whether it may lead where another one leads: a way that is written out whole is another one than the next.
    fn may_be_at_url_of(&self, other: &Self) -> bool {
        let begins_so = |own: &str, begin: &str| own.starts_with(begin) || begin.starts_with(own);
        let is_here = |own: &Text, text: &Text| match text.fixed() {
            Some(text) => own.fixed().is_some_and(|own| own == text),
            None => begins_so(&own.prefix(), &text.prefix()),
        };
        let (own, urls) = (&self.request.urls, &other.request.urls);
        let is_possible = |url: &Url| match &own[..] {
            [] => url.text.fixed().is_none(),
            own => own.iter().any(|own| is_here(&own.text, &url.text)),
        };
        urls.is_empty() || urls.iter().any(is_possible)
    }

    /// Where the outermost call stands that led to it.
    pub fn outermost(&self) -> Span {
        self.request.views.last().map_or(self.request.site, |view| view.point)
    }

    /// Whether it says as much as a request that a function sends when it is run for itself.
    fn stands_for(&self, other: &Self, function: FunctionId, in_tests: &FxHashSet<Span>) -> bool {
        self.request.client == other.request.client
            && self.may_be_at_url_of(other)
            && (other.request.is_open_somewhere() || !self.request.is_open_somewhere())
            && !self.is_of_test
            && !in_tests.contains(&self.outermost())
            && self.entries.iter().any(|entry| *entry != Some(function))
    }
}

/// More requests before one are not compared with it.
const MAX_COMPARED: usize = 64;

/// More users of what one request keeps are not told apart.
const MAX_USERS: usize = 32;

/// Puts a request among others, and tells whether it was none of them.
pub(crate) fn note_among(requests: &mut Vec<Noted>, noted: Noted) -> bool {
    match requests.iter_mut().rev().take(MAX_COMPARED).find(|known| known.request == noted.request) {
        Some(known) => {
            known.entries.extend(noted.entries);
            known.through.extend(noted.through);
            known.is_of_test &= noted.is_of_test;
            let used_at = noted.used_at.into_iter().filter(|at| !known.used_at.contains(at)).collect::<Vec<_>>();
            known.used_at.extend(used_at);
            known.used_at.truncate(MAX_USERS);
            false
        }
        None => {
            requests.push(noted);
            true
        }
    }
}

/// How much was noted at some time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    requests: usize,
    held: usize,
    lost: Option<(Span, usize)>,
}

/// How many fields of requests are kept for others to share.
const MAX_SHARED: usize = 8;

/// What a run has seen so far.
#[derive(Debug, Default)]
pub(crate) struct Observations {
    /// The requests of what is running.
    pub requests: Vec<Noted>,
    /// How many pieces those have, and the ones of top levels.
    held: usize,
    /// How many of them each call sends.
    of_sites: FxHashMap<Span, usize>,
    /// Of requests that were too many to be noted, where the first one is sent and how many there are.
    pub lost: Option<(Span, usize)>,
    /// How often something was sent, in dry runs too.
    pub sendings: usize,
    /// How often a request was noted of which method and URL are seen.
    pub noted_somewhere: usize,
    /// While a module's top level runs, those of what it interrupted; otherwise those of top levels.
    pub top_requests: Vec<Noted>,
    pub environment: FxHashSet<(Box<str>, Span)>,
    pub options: Vec<PackageOption>,
    options_seen: FxHashSet<(Box<str>, Span)>,
    /// In the order in which they were met.
    pub keys: Vec<SigningKey>,
    keys_seen: FxHashSet<SigningKey>,
    /// In the order in which they were met.
    pub outputs: Vec<Output>,
    outputs_seen: FxHashSet<Output>,
    /// What tests put something of their own in the place of.
    pub mocks: AllMocks,
    /// The sinks that hide what they are given: texts as well, or members of objects alone.
    pub hiding: BTreeMap<Box<str>, bool>,
    /// Values of which a condition around what runs says that there is none.
    pub absent: Vec<Arc<Hole>>,
    /// Where clients are made that others may use.
    pub shared_clients: FxHashSet<FileId>,
    /// Where components of the program are given properties.
    pub properties_at: FxHashSet<Span>,
    /// Functions that components of the program are given to render a part of them.
    pub rendering: FxHashSet<FunctionId>,
    /// Fields of the last requests.
    fields: VecDeque<Arc<Fields>>,
    /// The properties that components are used with.
    properties: BTreeMap<(FunctionId, Span), Value>,
    /// Some component got properties that its own run has not seen.
    pub unseen: bool,
}

impl Observations {
    /// Fields, or the same ones of one of the last requests.
    pub fn shared(&mut self, fields: Fields) -> Arc<Fields> {
        if let Some(known) = self.fields.iter().find(|known| ***known == fields) {
            return known.clone();
        }
        let fields = Arc::new(fields);
        if self.fields.len() >= MAX_SHARED {
            self.fields.pop_front();
        }
        self.fields.push_back(fields.clone());
        fields
    }

    /// Notes a request, unless it is known. Of more than are kept it is told that they are there.
    pub fn note(&mut self, noted: Noted) {
        let request = &noted.request;
        let goes_somewhere = request.urls.iter().any(|url| !url.text.prefix().is_empty());
        self.noted_somewhere += usize::from(goes_somewhere && !request.methods.is_empty());
        let pieces = request.pieces();
        let site = request.site;
        if self.held + pieces > MAX_NOTED && self.of_sites.get(&site).is_some_and(|noted| *noted > 0) {
            let (_, lost) = self.lost.get_or_insert((site, 0));
            *lost += 1;
        } else if note_among(&mut self.requests, noted) {
            self.held += pieces;
            *self.of_sites.entry(site).or_default() += 1;
        }
    }

    /// What was noted so far.
    pub fn mark(&self) -> Mark {
        Mark { requests: self.requests.len(), held: self.held, lost: self.lost }
    }

    /// Forgets the requests that were noted since.
    pub fn cut(&mut self, mark: Mark) {
        for noted in self.requests.drain(mark.requests.min(self.requests.len())..) {
            if let Some(of_site) = self.of_sites.get_mut(&noted.request.site) {
                *of_site = of_site.saturating_sub(1);
            }
        }
        (self.held, self.lost) = (mark.held, mark.lost);
    }

    /// Takes the requests that were noted since for those that others stand for.
    pub fn replaced_since(&mut self, mark: Mark) {
        self.held = mark.held;
    }

    /// Makes one request of those that were noted since, one by each end, if they differ only in what they carry: what only
    /// some of them carry is possible.
    pub fn join_since(&mut self, first: usize, ends: &[usize]) {
        let is_one_each = ends.iter().enumerate().all(|(at, end)| *end == first + at + 1);
        let Some((one, others)) = self.requests.get(first..).and_then(<[Noted]>::split_first) else { return };
        if !is_one_each
            || others.is_empty()
            || !others.iter().all(|other| one.request.differs_in_fields(&other.request))
        {
            return;
        }
        let mut joined = self.requests.split_off(first).into_iter();
        let Some(mut whole) = joined.next() else { return };
        for other in joined {
            whole.request.join(other.request);
            whole.entries.extend(other.entries);
            whole.through.extend(other.through);
            whole.is_of_test &= other.is_of_test;
        }
        self.note(whole);
    }

    /// Opens the requests that were noted since.
    pub fn open_since(&mut self, first: usize, why: &Open) {
        for noted in self.requests.iter_mut().skip(first) {
            noted.request.open.push(why.clone());
        }
    }

    /// A function that others call is not judged by what it does when nobody who is known calls it, where it sends the
    /// same request for those others too, and no less is known of that. What it does for calls
    /// `in_tests` says nothing of others.
    pub fn keep_specialised(&mut self, in_tests: &FxHashSet<Span>) {
        let mut sent_for: FxHashMap<(Span, FunctionId), FxHashSet<usize>> = FxHashMap::default();
        let all: Vec<&Noted> = self.requests.iter().chain(&self.top_requests).collect();
        for (at, noted) in all.iter().enumerate() {
            for function in &noted.through {
                sent_for.entry((noted.request.site, *function)).or_default().insert(at);
            }
        }
        // What others stand for stays itself: functions may call one another.
        let mut left_out: FxHashSet<usize> = FxHashSet::default();
        for (at, noted) in all.iter().enumerate().take(self.requests.len()) {
            let is_covered = |entry: &Option<FunctionId>| {
                let Some(function) = entry else { return false };
                let others = sent_for.get(&(noted.request.site, *function)).into_iter().flatten();
                let mut others = others.filter(|other| **other != at && !left_out.contains(other));
                others.any(|other| all[*other].stands_for(noted, *function, in_tests))
            };
            if noted.entries.iter().all(is_covered) {
                left_out.insert(at);
            }
        }
        let mut at = 0..self.requests.len();
        self.requests.retain(|_| at.next().is_some_and(|at| !left_out.contains(&at)));
    }

    /// What a program sends as it begins tells less than what the same call sends later, once functions have run that change
    /// where it goes: both are possible then, and nothing tells which is first.
    pub fn keep_later(&mut self) {
        let mut later: FxHashMap<Span, Vec<&Request>> = FxHashMap::default();
        for Noted { request, .. } in &self.requests {
            later.entry(request.site).or_default().push(request);
        }
        self.top_requests.retain(|Noted { request, .. }| {
            !later.get(&request.site).is_some_and(|later| later.iter().any(|other| request.is_among(other)))
        });
    }

    /// Where the outermost calls stand that led to requests.
    pub fn outermost(&self) -> impl Iterator<Item = Span> {
        self.requests.iter().chain(&self.top_requests).map(Noted::outermost)
    }

    /// Changes between the requests of a module's top level and those of what it interrupts.
    pub fn swap_requests(&mut self) {
        std::mem::swap(&mut self.requests, &mut self.top_requests);
    }

    /// Whether an option that is given at a place is to be noted: it is not known yet, and there are not too many.
    pub fn is_new_option(&mut self, to: &str, span: Span) -> bool {
        self.options.len() < MAX_OPTIONS && self.options_seen.insert((to.into(), span))
    }

    /// Notes a key that something is signed with.
    pub fn sign(&mut self, key: SigningKey) {
        if self.keys.len() < MAX_KEYS && self.keys_seen.insert(key.clone()) {
            self.keys.push(key);
        }
    }

    /// Notes that sinks hide what they are given.
    pub fn hide(&mut self, sinks: &[Box<str>], texts: bool) {
        for sink in sinks {
            *self.hiding.entry(sink.clone()).or_default() |= texts;
        }
    }

    /// Notes a value that is written out.
    pub fn write(&mut self, output: Output) {
        if self.outputs_seen.insert(output.clone()) {
            self.outputs.push(output);
        }
    }

    /// Notes the properties that a component is used with at a place.
    pub fn use_component(&mut self, component: FunctionId, span: Span, properties: Value) {
        self.unseen |= self.properties.insert((component, span), properties).is_none();
    }

    /// All properties that components are used with.
    pub fn properties(&self) -> impl Iterator<Item = Value> {
        self.properties.values().cloned()
    }

    /// The components that are used somewhere, each once, in order.
    pub fn used_components(&self) -> Vec<FunctionId> {
        let mut all: Vec<FunctionId> = self.properties.keys().map(|(component, _)| *component).collect();
        all.dedup();
        all
    }

    /// The properties that a component is used with; `None` where nobody is seen to use it.
    pub fn properties_of(&self, component: FunctionId, span: Span) -> Option<Value> {
        let least = Span::new(FileId(0), 0, 0);
        let all = self.properties.range((component, least)..).take_while(|((of, _), _)| *of == component);
        let values: Vec<Value> = all.map(|(_, value)| value.clone()).collect();
        (!values.is_empty()).then(|| Value::choice(values, span))
    }
}
