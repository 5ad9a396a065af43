//! What a run has seen: requests, and beside them the variables of the environment that are read, the options that
//! packages are given, the keys that something is signed with, and the properties that components get.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::clients::Sink;
use crate::interpreter::budget::{MAX_KEYS, MAX_OPTIONS};
use crate::interpreter::domain::value::Value;
use crate::ir::FunctionId;
use crate::request::{Request, SigningKey, Text};
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
    /// The members of the argument that lead to it.
    pub names: Vec<Box<str>>,
    /// The texts that it may be.
    pub values: Vec<Text>,
}

/// What a run has seen so far.
#[derive(Debug, Default)]
pub(crate) struct Observations {
    /// The requests of what is running.
    pub requests: Vec<Request>,
    /// While a module's top level runs, those of what it interrupted; otherwise those of top levels.
    pub top_requests: Vec<Request>,
    pub environment: FxHashSet<(Box<str>, Span)>,
    pub options: Vec<PackageOption>,
    options_seen: FxHashSet<(Box<str>, Span)>,
    /// In the order in which they were met.
    pub keys: Vec<SigningKey>,
    keys_seen: FxHashSet<SigningKey>,
    /// In the order in which they were met.
    pub outputs: Vec<Output>,
    outputs_seen: FxHashSet<Output>,
    /// Where clients are made that others may use.
    pub shared_clients: FxHashSet<FileId>,
    /// Where components of the program are given properties.
    pub properties_at: FxHashSet<Span>,
    /// Functions that components of the program are given to render a part of them.
    pub rendering: FxHashSet<FunctionId>,
    /// The properties that components are used with.
    properties: BTreeMap<(FunctionId, Span), Value>,
    /// Some component got properties that its own run has not seen.
    pub unseen: bool,
}

impl Observations {
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
