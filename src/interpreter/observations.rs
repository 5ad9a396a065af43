//! What a run notes beside the requests: variables of the environment that are read, options that packages are given,
//! and the properties that components get.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::builder::Args;
use crate::interpreter::http::encode::texts;
use crate::interpreter::state::Interpreter;
use crate::ir::FunctionId;
use crate::request::{Origin, Text};
use crate::source::{FileId, Span};

/// How many options are noted.
const MAX_OPTIONS: usize = 4_000;

/// How deep options may lie in options.
const MAX_DEPTH: usize = 3;

/// An option that a function of a package was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The function, as an API-graph path: `npm:acme-sdk.Client`.
    pub to: Box<str>,
    /// The name of the option.
    pub name: Box<str>,
    /// Where the name is written.
    pub span: Span,
    /// The values it may have.
    pub values: Vec<Text>,
}

/// What a run has noted so far.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    pub environment: FxHashSet<(Box<str>, Span)>,
    pub options: Vec<Given>,
    seen: FxHashSet<(Box<str>, Span)>,
    /// Where components of the program are given properties.
    pub properties_at: FxHashSet<Span>,
    /// The properties that components are used with.
    properties: BTreeMap<(FunctionId, Span), Value>,
    /// Some component got properties that its own run has not seen.
    pub unseen: bool,
}

impl Interpreter<'_> {
    /// The value of a variable of the environment.
    pub(crate) fn environment(&mut self, name: &str, span: Span) -> Value {
        self.noted.environment.insert((name.into(), span));
        Value::hole(Origin::Env(name.into()), span)
    }

    /// Notes the options among the arguments of a function of a package.
    pub(crate) fn note_options(&mut self, to: &str, args: &Args) {
        if to.starts_with("npm:") {
            for value in &args.values {
                self.note_entries(to, value, MAX_DEPTH);
            }
        }
    }

    fn note_entries(&mut self, to: &str, value: &Value, depth: usize) {
        let Value::Object(id, _) = value else { return };
        let object = self.heap.obj(*id).clone();
        if object.shape != Shape::Record || depth == 0 {
            return;
        }
        for entry in &object.entries {
            match &entry.value {
                Value::Text(_) | Value::Hole(..) | Value::Choice(_) => {
                    let key = (Box::from(to), entry.span);
                    if self.noted.options.len() < MAX_OPTIONS && self.noted.seen.insert(key) {
                        let values = texts(&self.text_of(&entry.value, entry.span));
                        let (name, span) = ((*entry.name).into(), entry.span);
                        self.noted.options.push(Given { to: to.into(), name, span, values });
                    }
                }
                Value::Object(..) => self.note_entries(to, &entry.value, depth - 1),
                _ => {}
            }
        }
    }

    /// `<Component … />`: a component of a package is given options, one of the program's own gets its properties.
    pub(crate) fn element(&mut self, args: &Args, span: Span) {
        match args.get(0) {
            Value::Api(path) => {
                let rest = args.behind_first();
                self.note_options(&path, &rest);
            }
            Value::Function(closure) => {
                let Value::Object(id, via) = args.get(1) else { return };
                // As it is now: others may change the object later.
                let copy = (**self.heap.obj(id)).clone();
                self.noted.properties_at.extend(copy.entries.iter().map(|entry| entry.span));
                let properties = Value::Object(self.heap.object(copy), via);
                self.use_component(closure.function, span, properties);
            }
            Value::Object(id, _) => self.provide_context(id, &args.get(1), span),
            _ => {}
        }
    }

    /// Notes the properties that a component is used with at a place.
    pub(crate) fn use_component(&mut self, component: FunctionId, span: Span, properties: Value) {
        self.noted.unseen |= self.noted.properties.insert((component, span), properties).is_none();
    }

    /// The properties that a component is used with; `None` where nobody is seen to use it.
    pub(crate) fn properties_of(&self, component: FunctionId, span: Span) -> Option<Value> {
        let least = Span::new(FileId(0), 0, 0);
        let all = self.noted.properties.range((component, least)..).take_while(|((of, _), _)| *of == component);
        let values: Vec<Value> = all.map(|(_, value)| value.clone()).collect();
        (!values.is_empty()).then(|| Value::choice(values, span))
    }
}
