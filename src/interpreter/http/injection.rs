//! What programs provide to a framework for what is asked for by a token, and who asks.

use std::rc::Rc;

use crate::clients::{ResultDef, Way};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, ExprId, ExprKind, Param};
use crate::request::Origin;
use crate::source::Span;

/// More things are not kept for one token, nor tokens in all.
const MAX_PROVIDED: usize = 8;
const MAX_TOKENS: usize = 1024;

/// How deep what is provided is made of other things that are.
const MAX_NESTED: usize = 8;

/// What a token is known by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Token {
    /// A text.
    Text(Rc<str>),
    /// Something that was made at a place: a symbol, a token of a framework.
    Made(Span),
    /// A class.
    Class(ClassId),
}

impl Token {
    /// What a value is known by, if it can be a token at all.
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Text(_) => value.as_fixed().filter(|text| !text.is_empty()).map(Self::Text),
            Value::Class(class, _) => Some(Self::Class(*class)),
            Value::Unknown(hole, _) if matches!(hole.hole.origin, Origin::Computed | Origin::Api(_)) => {
                Some(Self::Made(hole.hole.span))
            }
            _ => None,
        }
    }
}

/// What is provided for a token.
#[derive(Debug, Clone)]
pub(crate) struct Provided {
    /// A class, a factory, another token, or the thing itself, as `way` says.
    value: Value,
    way: Way,
    /// The tokens of what a factory is given, one by one.
    arguments: Vec<Value>,
}

impl Provided {
    /// A thing that is provided as it is.
    pub(crate) fn itself(value: Value) -> Self {
        Self { value, way: Way::Value, arguments: Vec::new() }
    }

    /// All that holds what is provided.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Value> {
        std::iter::once(&self.value).chain(&self.arguments)
    }
}

impl<'m> Interpreter<'m> {
    /// Notes what is provided for a token, unless a test provides it.
    pub(crate) fn provide(&mut self, token: &Value, provided: Provided, span: Span) {
        let Some(token) = Token::of(token).filter(|_| !self.program.is_test(span.file)) else { return };
        if self.http.provided.len() >= MAX_TOKENS && !self.http.provided.contains_key(&token) {
            return;
        }
        let known = self.http.provided.entry(token).or_default();
        if known.len() < MAX_PROVIDED && !known.iter().any(|other| other.value.same(&provided.value)) {
            known.push(provided);
        }
    }

    /// Notes what an entry of a list of providers says of a token: `{ useValue: 1 }`.
    pub(crate) fn provide_entry(&mut self, token: &Value, entry: &Value, span: Span) {
        let Value::Object(id, _) = entry else { return };
        for provided in self.provided_by(*id) {
            self.provide(token, provided, span);
        }
    }

    /// What an entry of a list of providers says is provided, whatever the token.
    fn provided_by(&mut self, entry: ObjectId) -> Vec<Provided> {
        let clients = self.clients;
        let entries = self.heap.obj(entry).entries.clone();
        let mut all = Vec::new();
        for form in &clients.frameworks.injections {
            let listed = entries.iter().find(|entry| form.arguments.contains(&(&*entry.name).into()));
            let arguments = listed.and_then(|entry| self.items_of(&entry.value, false)).unwrap_or_default();
            let ways = entries.iter().filter_map(|entry| Some((entry.value.clone(), form.way(&entry.name)?)));
            all.extend(ways.map(|(value, way)| Provided { value, way, arguments: arguments.clone() }));
        }
        all
    }

    /// Puts a member into an object that is made step by step and is an entry of a list of providers. Once it has a token
    /// and something to provide, that is provided.
    pub(crate) fn fill_provider(&mut self, id: ObjectId, name: &Value, value: Option<&Value>, span: Span) {
        let (Some(name), Some(value)) = (name.as_fixed(), value) else { return };
        self.heap.update(id, |object| object.set(&name, span, value.clone()));
        let clients = self.clients;
        for form in &clients.frameworks.injections {
            if let Some(token) = self.heap.obj(id).entry(&form.token).map(|entry| entry.value.clone()) {
                self.provide_entry(&token, &Value::Object(id, LOCAL), span);
            }
        }
    }

    /// What is in the place of an entry of a list of providers where it is asked for; any other value is itself.
    pub(crate) fn handed_out(&mut self, value: Value, span: Span) -> Value {
        let Value::Object(id, _) = value else { return value };
        match self.provided_by(id) {
            all if all.is_empty() => value,
            all => self.given(all, span).unwrap_or_else(|| Value::unknown(span)),
        }
    }

    /// A token that a framework makes, with the factory of what stands for it where nobody provides anything else.
    pub(crate) fn new_token(&mut self, factory: &Value, span: Span) -> Value {
        let token = Value::of_origin(Origin::Computed, span);
        if matches!(factory, Value::Function(_)) {
            let provided = Provided { value: factory.clone(), way: Way::Factory, arguments: Vec::new() };
            self.provide(&token, provided, span);
        }
        token
    }

    /// What is given to those who ask by a token; `None` where no provider is seen.
    pub(crate) fn provided(&mut self, token: &Value, span: Span) -> Option<Value> {
        let known = self.http.provided.get(&Token::of(token)?)?.clone();
        self.given(known, span)
    }

    /// One of several things that are provided; `None` where they are made of one another without end.
    fn given(&mut self, known: Vec<Provided>, span: Span) -> Option<Value> {
        if self.http.providing >= MAX_NESTED {
            return None;
        }
        self.http.providing += 1;
        let given: Vec<Value> = known.into_iter().map(|provided| self.given_as(provided, span)).collect();
        self.http.providing -= 1;
        Some(Value::choice(given, span))
    }

    fn given_as(&mut self, provided: Provided, span: Span) -> Value {
        let Provided { value, way, arguments } = provided;
        match (value, way) {
            (Value::Class(class, frame), Way::Class | Way::Existing) => self.instance(class, &frame),
            (Value::Function(factory), Way::Factory) => {
                let function = self.function(factory.function);
                let top = self.top_of(factory.function.module);
                self.within(&top, |this| {
                    let mut args = this.unknown_arguments(function);
                    for (arg, token) in args.iter_mut().zip(&arguments) {
                        if let Some(asked) = this.provided(token, span) {
                            *arg = asked;
                        }
                    }
                    this.call_closure(&factory, args, factory.this.clone(), span)
                })
            }
            (token, Way::Existing) => self.provided(&token, span).unwrap_or_else(|| Value::unknown(span)),
            (value, Way::Value) => value,
            _ => Value::unknown(span),
        }
    }

    /// The value of a parameter that no caller fills, but what it asks for by a decorator.
    pub(crate) fn unknown_argument(&mut self, param: &'m Param) -> Value {
        let injected = param.injected.and_then(|decorator| self.asked_for(decorator));
        injected.unwrap_or_else(|| self.parameter(&param.pattern, param.ty.as_deref()))
    }

    /// What is provided for the token in a decorator: `@Inject(TOKEN)`.
    pub(crate) fn asked_for(&mut self, decorator: ExprId) -> Option<Value> {
        let ExprKind::Call { callee, args, .. } = &self.expr(decorator).kind else { return None };
        let top = self.top_of(decorator.module);
        self.within(&top, |this| {
            let Value::Library(path) = this.eval(*callee) else { return None };
            let clients = this.clients;
            let defs = clients.function(&format!("{path}()"))?;
            let args = this.args(args);
            let def = this.choose(defs, &args)?;
            let ResultDef::Typed(at) = def.result else { return None };
            let span = this.expr(decorator).span;
            this.provided(&args.get(at), span)
        })
    }
}
