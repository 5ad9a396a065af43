//! Expressions to abstract values.

use std::rc::Rc;

use crate::interpreter::activation::Left;
use crate::interpreter::budget::MAX_PIECES;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::regex::Regexp;
use crate::interpreter::domain::text::{Piece, TextV};
use crate::interpreter::domain::unknown::HoleV;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{Arm, ClassId, Element, Entry, ExprId, ExprKind, Key, LogicOp, Pattern, TemplatePart};
use crate::request::Origin;
use crate::source::Span;

impl<'m> Interpreter<'m> {
    /// The value of an expression, with its effects on the state.
    pub(crate) fn eval(&mut self, id: ExprId) -> Value {
        let span = self.expr(id).span;
        let value = if self.budget.enter() {
            self.step();
            self.eval_kind(id, span)
        } else {
            Value::hole(Origin::Computed, span)
        };
        self.budget.leave();
        value
    }

    fn eval_kind(&mut self, id: ExprId, span: Span) -> Value {
        match &self.expr(id).kind {
            ExprKind::Str(text) => Value::text(text, span),
            ExprKind::Num(text) => Value::Num((**text).into()),
            ExprKind::Regex { source, flags } => Value::Regex(Rc::new(Regexp::new(source, flags))),
            ExprKind::Bool(known) => Value::Bool(Some(*known)),
            ExprKind::Null => Value::Null,
            ExprKind::Undefined => Value::Undefined,
            ExprKind::Template(parts) => self.template(parts, span),
            ExprKind::Name(binding) => self.name(*binding, span),
            ExprKind::Global(path) => self.language.global(self, path, span),
            ExprKind::This => self.this(span),
            ExprKind::Super | ExprKind::Unknown => Value::unknown(span),
            ExprKind::Member { object, key } => {
                if matches!(self.expr(*object).kind, ExprKind::Super) {
                    let this = self.this(span);
                    return self.key(key).map_or(Value::unknown(span), |(name, _)| self.member(&this, &name, span));
                }
                let of_this = matches!(self.expr(*object).kind, ExprKind::This);
                let object = self.eval(*object);
                let value = self.member_by_key(&object, key, span);
                match key {
                    Key::Name(name, _) if of_this => self.injected(value, name),
                    _ => value,
                }
            }
            ExprKind::Object { ty, entries } => {
                let value = self.record(entries, ty.as_ref().and_then(|ty| ty.class), span);
                if let (Some(class), Value::Object(id, _)) = (ty.as_ref().and_then(|ty| ty.class), &value) {
                    let frame = self.top_of(class.module);
                    let variant = ty.as_ref().map(|ty| &*ty.path).filter(|path| path.contains("::"));
                    // As the arguments of a constructor are.
                    self.give_entries(&value);
                    self.heap.update(*id, |object| {
                        object.class = Some((class, frame));
                        object.variant = variant.map(Into::into);
                    });
                }
                value
            }
            ExprKind::Array(elements) => self.array(elements),
            ExprKind::Call { callee, args, types } => self.call(*callee, args, types, span),
            ExprKind::New { callee, args } => self.new_value(*callee, args, span),
            ExprKind::Branch { subject, arms, exhaustive } => self.arms(*subject, arms, *exhaustive, span),
            ExprKind::Logic { op, left, right } => self.logic(*op, *left, *right, span),
            ExprKind::Function(function) => {
                let frame = self.activation.frame.clone();
                self.closure(*function, &frame)
            }
            ExprKind::Class(class) => Value::Class(*class, self.activation.frame.clone()),
            ExprKind::Await(inner) => {
                let value = self.eval(*inner);
                self.awaited(value, span)
            }
            ExprKind::Try(inner) => self.eval(*inner),
            ExprKind::Assign { target, op, value } => self.assignment(target, *op, *value, span),
            ExprKind::Delete(place) => {
                self.delete(*place);
                Value::Bool(Some(true))
            }
            ExprKind::Cast { value, ty } => {
                let value = self.eval(*value);
                self.typed(value, ty.as_ref())
            }
            ExprKind::Block(block) => self.block(block),
            ExprKind::Sequence { parts, last } => {
                let mut value = Value::hole(Origin::Computed, span);
                for part in parts {
                    let part = self.eval(*part);
                    if *last {
                        value = part;
                    }
                }
                value
            }
            ExprKind::Not(value) => Self::negated(&self.eval(*value)),
            ExprKind::TypeOf(value) => {
                let value = self.eval(*value);
                self.type_of(&value, span)
            }
            ExprKind::Compare { op, left, right } => {
                let left = self.eval(*left);
                let right = self.eval(*right);
                Value::Bool(self.compared(*op, &left, &right))
            }
        }
    }

    /// What frameworks put into `this` under a name that a client's data lists: `type this.$http`.
    fn injected(&self, value: Value, name: &str) -> Value {
        match &value {
            Value::Hole(hole, via) if hole.ty.is_none() && hole.hole.origin == Origin::Unknown => {
                let path = format!("this.{name}");
                if self.clients.source(&format!("type {path}")).is_none() {
                    return value;
                }
                Value::Hole(Rc::new(HoleV { ty: Some(path.into()), ..(**hole).clone() }), *via)
            }
            _ => value,
        }
    }

    /// `this`, or an unknown instance of the class that the code stands in.
    fn this(&mut self, span: Span) -> Value {
        if let Some(this) = &self.activation.frame.this {
            return this.clone();
        }
        match self.current_class() {
            Some(class) => {
                let frame = self.top_of(class.module);
                self.instance(class, &frame)
            }
            None if self.activation.frame.function.is_top()
                && self.is_commonjs(self.activation.frame.function.module) =>
            {
                self.commonjs_object(self.activation.frame.function.module)
            }
            // Outside functions it is the global object of a script.
            None if self.activation.frame.function.is_top()
                && let Some(path) = self.language.global_this() =>
            {
                Value::Api(path.into())
            }
            None => Value::unknown(span).named("this"),
        }
    }

    fn template(&mut self, parts: &'m [TemplatePart], span: Span) -> Value {
        let mut text: TextV = Vec::with_capacity(parts.len());
        let mut computed = self.language.joins_by_plus();
        for part in parts {
            match part {
                TemplatePart::Text(fixed, at) => {
                    computed = false;
                    text.push(Piece::Fixed((**fixed).into(), *at, LOCAL));
                }
                TemplatePart::Hole(expr) => {
                    let mut value = self.eval(*expr);
                    if self.enum_of(&value).is_some() {
                        // A variant is written as its `Display` has it.
                        value = Value::hole(Origin::Computed, span);
                    }
                    computed &= matches!(value, Value::Num(_) | Value::Bool(_));
                    self.append_text(&mut text, &value, self.expr(*expr).span);
                }
            }
            if text.len() > MAX_PIECES {
                self.shorten(&mut text, span);
            }
        }
        self.shorten(&mut text, span);
        if computed { Value::hole(Origin::Computed, span) } else { Value::Text(Rc::new(text)) }
    }

    /// An object literal.
    fn record(&mut self, entries: &'m [Entry], class: Option<ClassId>, span: Span) -> Value {
        let id = self.heap.object(Object::new(Shape::Record));
        for entry in entries {
            match entry {
                Entry::Pair(key, value, _) => {
                    let name = self.key(key);
                    let field = name.as_ref().map(|(name, _)| &**name);
                    let value = self.entry_value(class.filter(|_| field.is_some()), field, *value, span);
                    match name {
                        Some((name, at)) => self.heap.update(id, |object| object.set(&name, at, value)),
                        None => self.heap.update(id, |object| object.open_by(span, "a computed key that is not known")),
                    }
                }
                Entry::Spread(value) => {
                    let at = self.expr(*value).span;
                    let value = self.entry_value(class, None, *value, at);
                    self.spread_into(id, &value, at);
                }
                Entry::Getter(key, function) => {
                    let frame = self.activation.frame.clone();
                    let Value::Function(closure) = self.closure(*function, &frame) else { continue };
                    let value = self.call_closure(&closure, Vec::new(), Some(Value::Object(id, LOCAL)), span);
                    if let Some((name, at)) = self.key(key) {
                        self.heap.update(id, |object| object.set(&name, at, value));
                    }
                }
            }
        }
        self.give_this(id);
        let language = self.language;
        language.record_made(self, id, span);
        Value::Object(id, LOCAL)
    }

    /// The value of an entry of an object literal, or of a struct, which knows the defaults of its fields.
    fn entry_value(&mut self, class: Option<ClassId>, field: Option<&str>, value: ExprId, span: Span) -> Value {
        let language = self.language;
        let default = class.and_then(|class| language.default_value(self, class, field, value, span));
        default.unwrap_or_else(|| self.eval(value))
    }

    /// Functions written into an object are its methods: whoever calls them later, `this` is the object.
    fn give_this(&mut self, id: ObjectId) {
        let object = self.heap.obj(id).clone();
        for entry in &object.entries {
            if let Value::Function(closure) = &entry.value
                && closure.this.is_none()
            {
                self.remember_this(closure, Value::Object(id, LOCAL));
            }
        }
    }

    /// Copies the entries of a value into an object, as `...value` does.
    pub(crate) fn spread_into(&mut self, target: ObjectId, value: &Value, span: Span) {
        match &self.listed(value, span) {
            Value::Object(source, via) => {
                let source = self.heap.obj(*source).clone();
                for entry in &source.entries {
                    let value = self.passed(&entry.value, *via);
                    if entry.certain {
                        self.heap.update(target, |object| object.set(&entry.name, entry.span, value));
                    } else {
                        // Either the spread has the key, or what was there stays.
                        let known = self.heap.obj(target).entry(&entry.name).cloned();
                        self.heap.update(target, |object| {
                            let certain = known.as_ref().is_some_and(|known| known.certain);
                            let joined = match known {
                                Some(known) => Value::choice([known.value, value], entry.span),
                                None => value,
                            };
                            object.remove(&entry.name);
                            object.add(&entry.name, entry.span, joined, certain);
                        });
                    }
                }
                for (at, item) in source.items.iter().enumerate() {
                    let item = self.passed(item, *via);
                    self.heap.update(target, |object| object.set(&at.to_string(), span, item));
                }
                if let Some((at, why)) = &source.open {
                    self.heap.update(target, |object| object.open_by(*at, why));
                }
            }
            Value::Choice(parts) => {
                let parts = parts.clone();
                self.branch(parts.len(), true, span, |this, at| {
                    this.spread_into(target, &parts[at], span);
                    Value::Undefined
                });
            }
            Value::Hole(..) | Value::Api(_) | Value::Facet(..) => {
                let why = format!("a spread of {} cannot be followed", self.describe(value));
                self.heap.update(target, |object| object.open_by(span, &why));
            }
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Num(_)
            | Value::Text(_)
            | Value::Regex(_)
            | Value::Function(_)
            | Value::Class(..) => {}
        }
    }

    fn array(&mut self, elements: &'m [Element]) -> Value {
        let (items, rest) = self.elements(elements);
        let value = self.list(items);
        if let (Some(rest), Value::Object(id, _)) = (rest, &value) {
            self.heap.update(*id, |object| object.open_by(rest, "a spread list that is not known"));
        }
        value
    }

    /// Elements of an array or argument list; the second part is the place of a spread that is not known.
    pub(crate) fn elements(&mut self, elements: &'m [Element]) -> (Vec<Value>, Option<Span>) {
        let mut items = Vec::with_capacity(elements.len());
        let mut rest = None;
        for element in elements {
            match element {
                Element::Item(expr) => items.push(self.eval(*expr)),
                Element::Spread(expr) => {
                    let value = self.eval(*expr);
                    match self.items_of(&value, false) {
                        Some(known) => items.extend(known),
                        None => rest = Some(self.expr(*expr).span),
                    }
                }
            }
        }
        (items, rest)
    }

    /// A new list.
    pub(crate) fn list(&mut self, items: Vec<Value>) -> Value {
        let mut object = Object::new(Shape::List);
        object.items = items;
        Value::Object(self.heap.object(object), LOCAL)
    }

    fn arms(&mut self, subject: Option<ExprId>, arms: &'m [Arm], exhaustive: bool, span: Span) -> Value {
        let subject = subject.map(|subject| self.eval(subject));
        // A guard that is known picks its arm; arms behind it never run.
        let mut live: Vec<&'m Arm> = Vec::new();
        let mut exhaustive = exhaustive;
        for arm in arms {
            let known = match (&arm.pattern, arm.guard, &subject) {
                (None, Some(guard), _) => {
                    let truth = self.eval(guard);
                    if self.is_tidying(guard, &arm.body) { Some(false) } else { truth.truthy() }
                }
                (Some(Pattern::Literal(literal)), None, Some(subject)) => {
                    let literal = self.eval(*literal);
                    match (literal.as_fixed(), subject.as_fixed()) {
                        (Some(a), Some(b)) => Some(a == b),
                        (Some(_), None) if self.variants_of(subject, || false).is_some() => Some(false),
                        _ => None,
                    }
                }
                (
                    Some(Pattern::Variant { path, .. } | Pattern::Object { path: Some(path), .. }),
                    guard,
                    Some(subject),
                ) => {
                    // Only texts depend on whether the variant is of an enum of the program.
                    let name = path.split("::").next();
                    let own = || self.here().classes.iter().any(|class| Some(&*class.name) == name);
                    self.variants_of(subject, own).and_then(|variants| {
                        let same = variants.iter().filter(|variant| ***variant == **path).count();
                        match guard {
                            _ if same == 0 => Some(false),
                            None if same == variants.len() => Some(true),
                            _ => None,
                        }
                    })
                }
                _ => None,
            };
            match known {
                Some(false) => {}
                Some(true) => {
                    live.push(arm);
                    exhaustive = true;
                    break;
                }
                None => live.push(arm),
            }
        }
        let is_switch = subject.is_some() && self.language.breaks_out_of_arms();
        let run = |this: &mut Self, arm: &'m Arm| {
            if is_switch {
                this.leaving(Left::Switch, |this| this.arm(arm, subject.as_ref()))
            } else {
                this.arm(arm, subject.as_ref())
            }
        };
        if let ([only], true) = (&live[..], exhaustive) {
            let value = run(self, only);
            // Whoever gave the value that picked the arm gave what is in the arm.
            return match &subject {
                Some(Value::Object(_, via)) if *via != LOCAL => self.passed(&value, *via),
                Some(Value::Text(text)) => match text.first() {
                    Some(Piece::Fixed(_, _, via)) if *via != LOCAL => self.passed(&value, *via),
                    _ => value,
                },
                _ => value,
            };
        }
        self.branch(live.len(), exhaustive, span, |this, at| run(this, live[at]))
    }

    /// The variants that a value may be, if it is known which; `own` tells whether an enum of the file is asked about.
    fn variants_of(&self, value: &Value, own: impl Fn() -> bool) -> Option<Vec<Rc<str>>> {
        let variant = |value: &Value| match value {
            Value::Object(id, _) => self.heap.obj(*id).variant.clone(),
            // Variants without data are texts.
            Value::Text(_) => value.as_fixed().filter(|_| own()),
            _ => None,
        };
        value.alternatives().iter().map(variant).collect()
    }

    fn arm(&mut self, arm: &'m Arm, subject: Option<&Value>) -> Value {
        if let (Some(pattern), Some(subject)) = (&arm.pattern, subject) {
            let fitting = match pattern {
                Pattern::Variant { path, .. } | Pattern::Object { path: Some(path), .. } => {
                    let is_other = |value: &&Value| match value {
                        Value::Object(id, _) => {
                            self.heap.obj(*id).variant.as_ref().is_some_and(|variant| **variant != **path)
                        }
                        _ => false,
                    };
                    let fitting: Vec<Value> =
                        subject.alternatives().iter().filter(|value| !is_other(value)).cloned().collect();
                    Value::choice(fitting, self.stack_span())
                }
                _ => subject.clone(),
            };
            self.bind(pattern, fitting);
            if let Some(guard) = arm.guard {
                self.eval(guard);
            }
        }
        self.block(&arm.body)
    }

    pub(crate) fn logic(&mut self, op: LogicOp, left: ExprId, right: ExprId, span: Span) -> Value {
        let left_value = self.eval(left);
        if op == LogicOp::And && self.takes_out_nothing(left, right) {
            return Value::Bool(None);
        }
        let takes_left = match op {
            LogicOp::Or => left_value.truthy(),
            LogicOp::And => left_value.truthy().map(|truth| !truth),
            LogicOp::Coalesce => left_value.nullish().map(|nullish| !nullish),
        };
        match takes_left {
            Some(true) => left_value,
            Some(false) => self.eval(right),
            None => {
                // What the branch gives has an `undefined` for "not evaluated".
                let mut evaluated = Value::Undefined;
                self.branch(1, false, span, |this, _| {
                    evaluated = this.eval(right);
                    Value::Undefined
                });
                let right = evaluated.alternatives().iter().cloned();
                let left = left_value.alternatives().iter().filter(|value| match op {
                    LogicOp::Or => value.truthy() != Some(false),
                    LogicOp::And => value.truthy() != Some(true),
                    LogicOp::Coalesce => value.nullish() != Some(true),
                });
                let left: Vec<Value> = match op {
                    // What is false of an unknown value carries nothing.
                    LogicOp::And => left
                        .map(|value| match value {
                            Value::Hole(..) | Value::Api(_) | Value::Text(_) => Value::Bool(Some(false)),
                            other => other.clone(),
                        })
                        .collect(),
                    _ => left.cloned().collect(),
                };
                Value::choice(left.into_iter().chain(right).collect::<Vec<_>>(), span)
            }
        }
    }
}
