//! Expressions to abstract values.

use std::rc::Rc;

use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::regex::Regexp;
use crate::interpreter::domain::text::{MAX_PIECES, Piece, TextValue, bounded, is_full};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, Entry, ExprId, ExprKind, Key, Operator, TemplatePart, Type};
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
            Value::of_origin(Origin::Computed, span)
        };
        self.budget.leave();
        value
    }

    fn eval_kind(&mut self, id: ExprId, span: Span) -> Value {
        match &self.expr(id).kind {
            ExprKind::Str(text) => Value::text(text, span),
            ExprKind::Num(text) => Value::number(&**text),
            ExprKind::Regex { source, flags } => Value::Regex(Rc::new(Regexp::new(source, flags))),
            ExprKind::Bool(known) => Value::Bool(Some(*known)),
            ExprKind::Null => Value::Null,
            ExprKind::Undefined => Value::Undefined,
            ExprKind::Template(parts) => self.template(parts, span),
            ExprKind::Name(binding) => {
                let value = self.name(*binding, span);
                self.as_told(id, value)
            }
            ExprKind::Global(path) => self.language.global(self, path, span),
            ExprKind::This => self.this(span),
            ExprKind::Caught(block) => self.caught(*block, span),
            ExprKind::Super | ExprKind::Unknown => Value::unknown(span),
            ExprKind::Member { object, key } => {
                let value = self.member_expr(*object, key, span);
                self.as_told(id, value)
            }
            ExprKind::Object { ty, entries } => self.object_expr(ty.as_deref(), entries, span),
            ExprKind::Array(elements) => self.array(elements),
            ExprKind::Call { callee, args, types } => self.call(*callee, args, types, span),
            ExprKind::New { callee, args } => self.new_value(*callee, args, span),
            ExprKind::Branch { subject, arms, exhaustive } => self.arms(*subject, arms, *exhaustive, span),
            ExprKind::Logic { op, left, right } => self.logic(*op, *left, *right, span),
            ExprKind::Function(function) => {
                let frame = self.activation.frame.clone();
                self.closure(*function, &frame)
            }
            ExprKind::Class(class) => self.class_expr(*class),
            ExprKind::Await(inner) => {
                let value = self.eval(*inner);
                self.awaited(value, span)
            }
            ExprKind::Try(inner) => self.tried(*inner),
            ExprKind::Failure(error) => {
                self.eval(*error);
                Value::Null
            }
            ExprKind::Lend(inner) | ExprKind::Show(inner) => self.eval(*inner),
            ExprKind::Decorate { decorator, class, member } => {
                self.decorate(*decorator, *class, member.as_deref(), span);
                Value::Undefined
            }
            ExprKind::Optional(chain) => self.optional_chain(*chain, span),
            ExprKind::Assign { target, op, value } => self.assignment(target, *op, *value, span),
            ExprKind::Delete(place) => {
                self.delete(*place);
                Value::Bool(Some(true))
            }
            ExprKind::Cast { value, ty } => {
                let value = self.eval(*value);
                self.typed(value, ty.as_deref())
            }
            ExprKind::Block(block) => self.block(block),
            ExprKind::Leaving(block) => self.leaving(block, span),
            ExprKind::Sequence { parts, last } => self.sequence(parts, *last, span),
            ExprKind::Arithmetic { first, rest } => self.arithmetic_expr(*first, rest, span),
            ExprKind::Range { start, end, closed } => self.range(*start, *end, *closed, span),
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

    fn class_expr(&mut self, class: ClassId) -> Value {
        let frame = self.activation.frame.clone();
        // Static fields are made with the class, on whatever path they are used later.
        if self.class(class).fields.iter().any(|field| field.is_static && field.value.is_some()) {
            self.statics_of(class, &frame);
        }
        Value::Class(class, frame)
    }

    /// A chain with `?.`, which may end in nothing.
    fn optional_chain(&mut self, chain: ExprId, span: Span) -> Value {
        let before = std::mem::take(&mut self.activation.left_out);
        let value = self.eval(chain);
        if std::mem::replace(&mut self.activation.left_out, before) {
            Value::choice([value, Value::Undefined], span)
        } else {
            value
        }
    }

    /// Expressions one after another. Where `last` does not hold their effects are all that counts.
    fn sequence(&mut self, parts: &[ExprId], last: bool, span: Span) -> Value {
        let mut value = Value::of_origin(Origin::Computed, span);
        for part in parts {
            let part = self.eval(*part);
            if last {
                value = part;
            }
        }
        value
    }

    fn arithmetic_expr(&mut self, first: ExprId, rest: &[(Operator, ExprId)], span: Span) -> Value {
        let first = self.eval(first);
        let rest: Vec<_> = rest.iter().map(|(operator, part)| (*operator, self.eval(*part))).collect();
        self.arithmetic(&first, &rest, span).unwrap_or_else(|| Value::of_origin(Origin::Computed, span))
    }

    fn member_expr(&mut self, object: ExprId, key: &'m Key, span: Span) -> Value {
        if matches!(self.expr(object).kind, ExprKind::Super) {
            return self.key(key).map_or(Value::unknown(span), |(name, _)| self.super_member(&name, span));
        }
        let of_this = matches!(self.expr(object).kind, ExprKind::This);
        let of = object;
        let object = self.eval(of);
        let value = self.member_by_key(&object, key, span);
        let value = self.of_type_param(of, value);
        match key {
            Key::Name(name, _) if of_this => self.injected(value, name),
            _ => value,
        }
    }

    /// `super.name`: a getter or a method of a class that the code's own extends, else what the instance has.
    fn super_member(&mut self, name: &str, span: Span) -> Value {
        let this = self.this(span);
        let frame = self.activation.frame.clone();
        let parent = self.current_class().and_then(|class| self.parent(class, &frame));
        if let (Value::Object(id, _), Some((parent, frame))) = (&this, parent) {
            let ancestry = self.ancestry(Some((parent, frame.clone())));
            let has_own = |class: ClassId| self.class(class).methods.iter().any(|method| method.key.is(name));
            if ancestry.iter().any(|(class, _)| has_own(*class))
                && let Some(value) = self.class_member(parent, &frame, *id, name, span)
            {
                return value;
            }
        }
        self.member(&this, name, span)
    }

    /// A literal of an object, or of a struct.
    fn object_expr(&mut self, ty: Option<&'m Type>, entries: &'m [Entry], span: Span) -> Value {
        let value = self.record(entries, ty.and_then(|ty| ty.class), span);
        if let (Some(class), Value::Object(id, _)) = (ty.and_then(|ty| ty.class), &value) {
            let frame = self.top_of(class.module);
            let variant = ty.map(|ty| &*ty.path).filter(|path| path.contains("::"));
            // As the arguments of a constructor are.
            self.mark_entries(&value);
            self.hand_over(*id);
            self.heap.update(*id, |object| {
                object.class = Some((class, frame));
                object.variant = variant.map(Into::into);
            });
            if let Some(ty) = ty {
                let types: Vec<_> = ty.args.iter().map(|arg| self.meant_type(arg)).collect();
                self.hold_types(&value, class, &types);
            }
        }
        if let Value::Object(id, _) = value {
            self.language.record_made(self, id, span);
        }
        value
    }

    /// What frameworks put into `this`: what the program has them carry for all code, `this.$api`, or what they have
    /// under a name that a client's data lists: `type this.$http`.
    fn injected(&self, value: Value, name: &str) -> Value {
        match &value {
            Value::Unknown(hole, via) if hole.ty.is_none() && hole.hole.origin == Origin::Unknown => {
                if let Some(carried) = self.carried_globally(name, hole.hole.span) {
                    return carried;
                }
                let path = format!("this.{name}");
                if self.clients.source(&format!("type {path}")).is_none() {
                    return value;
                }
                Value::Unknown(Rc::new(Unknown { ty: Some(path.into()), ..(**hole).clone() }), *via)
            }
            _ => value,
        }
    }

    /// What is called as a method of `this`, where frameworks carry it there and the object itself has none.
    pub(super) fn carried_in_this(&mut self, of: ExprId, this: &Value, name: &str, span: Span) -> Option<Value> {
        if !matches!(self.expr(of).kind, ExprKind::This) {
            return None;
        }
        let carried = self.carried_globally(name, span)?;
        matches!(self.member(this, name, span), Value::Unknown(..)).then_some(carried)
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
                Value::Library(path.into())
            }
            None => Value::unknown(span).named("this"),
        }
    }

    fn template(&mut self, parts: &'m [TemplatePart], span: Span) -> Value {
        let mut text: TextValue = Vec::with_capacity(parts.len());
        let mut values = Vec::new();
        let mut computed = self.language.joins_by_plus();
        for part in parts {
            // What comes behind an end that is unknown changes nothing.
            let is_full = is_full(&text);
            match part {
                TemplatePart::Text(fixed, at) => {
                    computed = false;
                    if !is_full {
                        text.push(Piece::Fixed((**fixed).into(), *at, LOCAL));
                    }
                }
                TemplatePart::Hole(expr) => {
                    let mut value = self.eval(*expr);
                    if let Some(shown) = self.language.displayed(self, &value, span) {
                        value = shown;
                    }
                    computed &= value.alternatives().iter().all(|part| matches!(part, Value::Num(..) | Value::Bool(_)));
                    if values.len() < MAX_PIECES {
                        values.push(value.clone());
                    }
                    if !is_full {
                        self.append_text(&mut text, &value, self.expr(*expr).span);
                    }
                }
            }
            if !is_full && text.len() > MAX_PIECES {
                text = bounded(text);
            }
        }
        if values.len() < MAX_PIECES
            && let Some(sum) = self.sum(parts, &values, span)
        {
            return sum;
        }
        if computed { Value::of_origin(Origin::Computed, span) } else { Value::of_pieces(text) }
    }
}
