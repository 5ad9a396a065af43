//! Builds the trie, in time linear in what the operations' templates hold.

use std::cmp::Reverse;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{End, Matcher, Node, Pattern, bare, segments, without_names};
use crate::api::model::{Api, Operation, OperationId, SchemeId, Server};
use crate::parallel::Lazy;

/// How many paths of servers one operation is looked for under; of more, only its own path is known.
const MAX_BASES: usize = 64;

/// A trie that grows.
pub(super) struct Builder<'a> {
    api: &'a Api,
    nodes: Vec<Growing>,
    bases: Numbered,
    templates: Numbered,
    hosts: FxHashSet<&'a [Option<String>]>,
    servers: FxHashSet<(&'a [Option<String>], &'a str)>,
    matcher: Matcher,
}

/// A node by whose segments its children are found.
#[derive(Default)]
struct Growing {
    literals: FxHashMap<String, usize>,
    choices: Vec<(String, usize)>,
    patterns: FxHashMap<Pattern, usize>,
    /// The patterns in the order in which they came.
    ordered: Vec<(Pattern, usize)>,
    any: Option<usize>,
    ends: Vec<End>,
}

/// Distinct texts, by number.
#[derive(Default)]
struct Numbered {
    texts: Vec<String>,
    numbers: FxHashMap<String, usize>,
}

impl Numbered {
    fn number(&mut self, text: &str) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), self.texts.len() - 1);
        self.texts.len() - 1
    }
}

impl<'a> Builder<'a> {
    /// All operations of a table.
    pub(super) fn of(api: &'a Api) -> Self {
        let matcher = Matcher {
            nodes: Vec::new(),
            bases: Vec::new(),
            methods: Vec::new(),
            hosts: Vec::new(),
            servers: Vec::new(),
            templates: Vec::new(),
            described: Lazy::default(),
        };
        let mut this = Self {
            api,
            nodes: vec![Growing::default()],
            bases: Numbered::default(),
            templates: Numbered::default(),
            hosts: FxHashSet::default(),
            servers: FxHashSet::default(),
            matcher,
        };
        this.bases.number("");
        this.take_hosts(&api.servers);
        let mut last: Option<&Arc<[Server]>> = None;
        for (id, operation) in api.operation_ids() {
            this.matcher.methods.push(operation.method.clone());
            this.insert_all(id, operation);
            // Most operations share their servers.
            if last.is_none_or(|last| !Arc::ptr_eq(last, &operation.servers)) {
                this.take_hosts(&operation.servers);
                last = Some(&operation.servers);
            }
        }
        this
    }

    fn insert_all(&mut self, id: OperationId, operation: &Operation) {
        // The bare template serves calls whose base is unknown: it may hold the server's path.
        self.insert(id, ("", &[]), operation.template());
        let mut done: FxHashSet<&str> = FxHashSet::from_iter([""]);
        for server in operation.servers.iter() {
            if done.len() <= MAX_BASES && done.insert(&server.base_path) {
                self.insert(id, (&server.base_path, &server.choices), operation.template());
            }
        }
    }

    fn take_hosts(&mut self, servers: &'a [Server]) {
        for server in servers.iter().filter(|server| !server.host.is_empty()) {
            if self.hosts.insert(&server.host) {
                self.matcher.hosts.push(server.host.clone());
            }
            if self.servers.insert((&server.host, &server.base_path)) {
                self.matcher.servers.push((server.host.clone(), server.base_path.clone()));
            }
        }
    }

    fn insert(&mut self, operation: OperationId, (base, choices): (&str, &[usize]), template: &str) {
        let path = bare(template);
        let mut node = 0;
        for (at, segment) in segments(base).enumerate() {
            let next = self.child(node, segment);
            let known = &mut self.nodes[node].choices;
            if choices.contains(&at) && known.iter().all(|(_, to)| *to != next) {
                known.push((segment.to_ascii_lowercase(), next));
            }
            node = next;
        }
        for segment in segments(path) {
            node = self.child(node, segment);
        }
        let end = End {
            operation,
            is_ambiguous: false,
            is_guess: false,
            base: self.bases.number(base),
            template: self.templates.number(path),
            is_qualified: path.len() < template.len(),
            spans: self.api.operation(operation).spans,
        };
        self.nodes[node].ends.push(end);
    }

    fn child(&mut self, node: usize, segment: &str) -> usize {
        let new = self.nodes.len();
        let parent = &mut self.nodes[node];
        let next = match Pattern::parse(segment) {
            Some(pattern) if pattern.is_any() => *parent.any.get_or_insert(new),
            Some(pattern) => {
                let next = *parent.patterns.entry(pattern.clone()).or_insert(new);
                if next == new {
                    parent.ordered.push((pattern, new));
                }
                next
            }
            None => *parent.literals.entry(segment.to_ascii_lowercase()).or_insert(new),
        };
        if next == new {
            self.nodes.push(Growing::default());
        }
        next
    }

    /// The matcher, with what is looked up in order.
    pub(super) fn finish(self) -> Matcher {
        let Self { api, nodes, bases, templates, mut matcher, .. } = self;
        matcher.nodes = nodes
            .into_iter()
            .map(|node| {
                let mut literals: Vec<_> = node.literals.into_iter().collect();
                literals.sort_unstable();
                let mut patterns = node.ordered;
                patterns.sort_by_key(|(pattern, _)| Reverse(pattern.text_len()));
                Node {
                    literals,
                    choices: node.choices,
                    patterns,
                    any: node.any,
                    ends: ends(api, node.ends, &templates.texts),
                }
            })
            .collect();
        matcher.bases = bases.texts;
        matcher.templates = templates.texts;
        matcher
    }
}

/// The ends of a node without those of templates that go on with a query or a fragment where there is one that does not.
/// Where several of them demand different things and differ in nothing that a path shows, it does not tell which is called.
fn ends(api: &Api, ends: Vec<End>, templates: &[String]) -> Vec<End> {
    if ends.len() < 2 {
        return ends;
    }
    let called = |end: &End| (&api.operation(end.operation).method, end.base);
    let plain: FxHashSet<_> = ends.iter().filter(|end| !end.is_qualified).map(called).collect();
    let kept = || ends.iter().filter(|end| !end.is_qualified || !plain.contains(&called(end)));
    let shown = |end: &End| (called(end), without_names(&templates[end.template]));
    let mut demands: FxHashMap<_, Option<&[Vec<SchemeId>]>> = FxHashMap::default();
    for end in kept() {
        let own = &api.operation(end.operation).alternatives[..];
        let demanded = demands.entry(shown(end)).or_insert(Some(own));
        if *demanded != Some(own) {
            *demanded = None;
        }
    }
    kept().map(|end| End { is_ambiguous: demands.get(&shown(end)).is_some_and(Option::is_none), ..*end }).collect()
}
