//! What is noted of values that are written where others read them.

use std::rc::Rc;

use crate::clients::{Assigned, Sink, SinkDef, last_name};
use crate::interpreter::arguments::Args;
use crate::interpreter::budget::{MAX_OPTION_NESTING, MAX_OUTPUTS};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Entry, Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::{FieldsValue, MAX_PIECES, Piece, TextValue};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::observations::Output;
use crate::interpreter::state::Interpreter;
use crate::interpreter::transfer::answers::imported;
use crate::interpreter::transfer::handed::Hand;
use crate::ir::{ClassId, ExprId, ExprKind, Key, Type};
use crate::request::Origin;
use crate::source::Span;

/// More members of what an element is given are not looked at.
const MAX_SHOWN: usize = 64;

/// What stands for the method where a function itself is called.
pub(super) const CALLED: &str = "()";

impl<'m> Interpreter<'m> {
    /// Notes the arguments of a function that writes them out; `called` is its path.
    pub(crate) fn note_output_of(&mut self, called: &str, args: &Args) {
        let clients = self.clients;
        if let Some(def) = clients.sinks.of_path(called) {
            self.note_output(def, called, args);
        }
    }

    /// The same of a method of something of which only the names are known.
    pub(crate) fn note_output_by_name(&mut self, receiver: &Unknown, method: &str, args: &Args) {
        let clients = self.clients;
        let mut defs = clients.sinks.of_names(&receiver.hole.names, method);
        if let Some(def) = defs.find(|def| self.counts_here(def)) {
            let own = receiver.hole.names.last().map_or("", |name| name);
            let called = if method == CALLED { format!("{own}()") } else { format!("{own}.{method}()") };
            self.note_output(def, &called, args);
        }
    }

    /// Whether what tells of a sink counts in the module that runs.
    fn counts_here(&self, def: &SinkDef) -> bool {
        let file = self.activation.frame.function.module;
        def.counts_in(self.program.path(file), imported(self.module_of(file)))
    }

    /// The same of an assignment of a member; `place` is what is assigned, `span` that of the value.
    pub(crate) fn note_output_by_assigning(&mut self, place: ExprId, value: &Value, span: Span) {
        let ExprKind::Member { object, key: Key::Name(name, _) } = &self.expr(place).kind else { return };
        let clients = self.clients;
        let of = match &self.expr(*object).kind {
            ExprKind::Member { key: Key::Name(own, _), .. } => Some(&**own),
            _ => None,
        };
        if !clients.sinks.may_assign((name, of)) || !self.is_plain_place(*object) {
            return;
        }
        let def = match self.eval(*object) {
            Value::Library(path) => clients.sinks.of_assignment(Assigned::Path(&path), (name, of)),
            Value::Unknown(hole, _) => match &hole.hole.origin {
                Origin::Api(path) => clients.sinks.of_assignment(Assigned::Path(path), (name, of)),
                _ => clients.sinks.of_assignment(Assigned::Named(&hole.hole.names), (name, of)),
            },
            _ => None,
        };
        let Some(def) = def.filter(|def| self.counts_here(def)) else { return };
        let by = match &self.expr(*object).kind {
            ExprKind::Name(binding) => format!("{}.{name}", self.binding(*binding).name),
            _ => (**name).to_owned(),
        };
        self.note_one(def, &by, value, span);
    }

    /// Whether looking into a place again does nothing: a name, or members of one.
    pub(crate) fn is_plain_place(&self, place: ExprId) -> bool {
        match &self.expr(place).kind {
            ExprKind::Name(_) | ExprKind::Global(_) | ExprKind::This => true,
            ExprKind::Member { object, key: Key::Name(..) } => self.is_plain_place(*object),
            _ => false,
        }
    }

    fn note_output(&mut self, def: &'m SinkDef, called: &str, args: &Args) {
        let called = called.split_once(':').map_or(called, |(_, name)| name);
        if def.unless.iter().any(|condition| self.holds(condition, args) != Some(false)) {
            return;
        }
        if def.returned {
            self.let_answer(def, called, &args.values);
            return;
        }
        for (at, value) in args.values.iter().enumerate().filter(|(at, _)| def.writes(*at)) {
            let Some(span) = args.spans.get(at).copied() else { continue };
            let others = args.values.get(at + 1..).unwrap_or_default();
            self.note_one(def, called, &without_all(value, others), span);
        }
    }

    /// Notes one value that is written.
    pub(crate) fn note_one(&mut self, def: &SinkDef, by: &str, value: &Value, span: Span) {
        if self.calls.is_dry_run() {
            return;
        }
        let (names, values) = (Vec::new(), Vec::new());
        let sink = def.id.clone();
        let output = Output { to: def.to, by: by.into(), span, sink, names, values, handed: None, reader: None };
        for part in value.alternatives() {
            match part {
                Value::Object(id, _) if def.texts && !self.heap.obj(*id).is_text => {}
                Value::Object(id, via) if self.heap.obj(*id).is_record() => {
                    let hand = self.hand_of(*via);
                    let entries = self.heap.obj(*id).entries.clone();
                    let unlisted = self.heap.obj(*id).unlisted.clone();
                    let is_shown = |entry: &&Entry| !unlisted.contains(&entry.name) && def.writes_member(&entry.name);
                    for entry in entries.iter().filter(is_shown) {
                        let hand = self.hand_of_entry(hand, entry.span);
                        let inner = Output { names: vec![(*entry.name).into()], ..output.clone() };
                        self.note_written(&inner, &entry.value, hand, MAX_OPTION_NESTING - 1);
                    }
                }
                part => self.note_written(&output, part, None, MAX_OPTION_NESTING),
            }
        }
    }

    /// Notes what of the environment an element shows, or a component is given that is declared at `reader`. Of nothing else
    /// it is known well enough what it is.
    pub(crate) fn note_element(&mut self, to: Sink, by: &str, reader: Option<Span>, args: &Args) {
        if self.calls.is_dry_run() {
            return;
        }
        let mut shown: Vec<Entry> = Vec::new();
        if let Value::Object(id, _) = args.get(1) {
            shown.extend(self.heap.obj(id).entries.iter().cloned());
        }
        let children = args.values.iter().zip(&args.spans).skip(2);
        shown.extend(children.map(|(value, span)| Entry {
            name: "children".into(),
            span: *span,
            value: value.clone(),
            certain: true,
        }));
        shown.retain(|entry| self.is_of_environment(&entry.value, MAX_OPTION_NESTING));
        for entry in shown {
            let names = if reader.is_some() { vec![(*entry.name).into()] } else { Vec::new() };
            let output = Output {
                to,
                by: by.into(),
                span: entry.span,
                sink: None,
                names,
                values: Vec::new(),
                handed: None,
                reader,
            };
            self.note_written(&output, &entry.value, None, MAX_OPTION_NESTING);
        }
    }

    /// Whether a value certainly holds a variable of the environment. Of what depends on one (`key && <Form />`) none is
    /// shown.
    fn is_of_environment(&self, value: &Value, depth: usize) -> bool {
        let is_nothing = |part: &Value| {
            matches!(part, Value::Undefined | Value::Null) || part.as_fixed().is_some_and(|text| text.is_empty())
        };
        match value {
            Value::Unknown(hole, _) => matches!(hole.hole.origin, Origin::Env(_)),
            Value::Text(text) => text
                .iter()
                .any(|piece| matches!(piece, Piece::Unknown(hole, _) if matches!(hole.hole.origin, Origin::Env(_)))),
            Value::Choice(parts) => {
                let mut known = parts.iter().filter(|part| !is_nothing(part)).peekable();
                known.peek().is_some() && known.all(|part| self.is_of_environment(part, depth))
            }
            Value::Object(id, _) if depth > 0 => {
                let object = self.heap.obj(*id);
                let values = object.entries.iter().map(|entry| &entry.value).chain(&object.items);
                values.take(MAX_SHOWN).any(|value| self.is_of_environment(value, depth - 1))
            }
            _ => false,
        }
    }

    /// Whether how an object is written is its own affair.
    fn writes_itself(&self, id: ObjectId, to: Sink) -> bool {
        self.heap.obj(id).class.as_ref().is_some_and(|(class, _)| self.are_written_their_way(*class, to))
    }

    /// Whether how the instances of a class are written is said by the class. A method under a computed key may be one that
    /// says so: `[util.inspect.custom]`.
    fn are_written_their_way(&self, class: ClassId, to: Sink) -> bool {
        let ways = &self.clients.sinks.ways;
        let is_way = |key: &Key| matches!(key, Key::Computed(_)) || ways.iter().any(|name| key.is(name));
        let class = self.class(class);
        to == Sink::Log && class.prints_itself || class.methods.iter().any(|method| is_way(&method.key))
    }

    /// A text without the values in it that are declared with such a class, for what is written in their place is not known,
    /// and without those of which a condition around says that there is none.
    fn shown(&self, text: &TextValue, to: Sink) -> TextValue {
        let is_shown = |piece: &&Piece| match piece {
            Piece::Unknown(hole, _) => {
                !hole.class.is_some_and(|class| self.are_written_their_way(class, to))
                    && !hole.ty.as_ref().is_some_and(|ty| self.clients.sinks.hides(last_name(ty)))
                    && !self.observations.absent.contains(&hole.hole)
            }
            _ => true,
        };
        text.iter().filter(is_shown).cloned().collect()
    }

    /// Whether a field is left out where its object is written: by its name, by its type, or by what serialises it.
    fn is_hidden(&self, object: &Object, name: &str, to: Sink) -> bool {
        if self.language.is_private(name) || object.unlisted.iter().any(|unlisted| **unlisted == *name) {
            return true;
        }
        object.class.as_ref().is_some_and(|(class, _)| self.is_field_hidden(*class, name, to))
    }

    fn is_field_hidden(&self, class: ClassId, name: &str, to: Sink) -> bool {
        let class = self.class(class);
        let is_left_out = || class.renames.iter().any(|(field, written)| **field == *name && written.is_empty());
        let hides = |ty: &Type| {
            self.clients.sinks.hides(last_name(&ty.path))
                || ty.class.is_some_and(|class| self.are_written_their_way(class, to))
        };
        to == Sink::Response && is_left_out()
            || class.fields.iter().any(|field| field.key.is(name) && field.ty.as_ref().is_some_and(hides))
    }

    /// What an object shows that is written out, without the names of the objects in it.
    pub(crate) fn shown_fields(&mut self, id: ObjectId, span: Span) -> FieldsValue {
        let mut fields = FieldsValue::default();
        let (mut left, mut values) = (MAX_SHOWN, vec![(Rc::from(""), span, Value::Object(id, LOCAL))]);
        while let Some((name, at, value)) = values.pop() {
            left -= 1;
            if left == 0 {
                break;
            }
            for part in value.alternatives() {
                match part {
                    Value::Text(_) | Value::Unknown(..) | Value::Library(_) => {
                        fields.push(&name, at, Rc::new(self.text_of(part, at)), true);
                    }
                    Value::Object(id, _) if !self.writes_itself(*id, Sink::Response) => {
                        let object = self.heap.obj(*id);
                        let shown =
                            object.entries.iter().filter(|entry| !self.is_hidden(object, &entry.name, Sink::Response));
                        values.extend(shown.map(|entry| (entry.name.clone(), entry.span, entry.value.clone())).rev());
                        values.extend(object.items.iter().map(|item| (name.clone(), at, item.clone())).rev());
                        values.truncate(MAX_SHOWN);
                    }
                    _ => {}
                }
            }
        }
        fields
    }

    /// Notes the parameters that stand in a text, each under its name.
    fn note_written_fields(&mut self, output: &Output, text: &[Piece], hand: Option<Hand>) {
        for piece in text {
            match piece {
                Piece::Fields(fields) => self.note_fields(output, fields, hand),
                Piece::Unknown(hole, _) => {
                    if let Some(fields) = &hole.shows {
                        self.note_fields(output, fields, hand);
                    }
                }
                Piece::Alt(alternatives) => {
                    alternatives.iter().for_each(|alternative| self.note_written_fields(output, alternative, hand));
                }
                Piece::Fixed(..) => {}
            }
        }
    }

    fn note_fields(&mut self, output: &Output, fields: &FieldsValue, hand: Option<Hand>) {
        for field in &fields.entries {
            let mut inner = output.clone();
            inner.names.push((*field.name).into());
            self.write_by_hands(&inner, &field.value, hand);
        }
    }

    /// Notes the fields of an instance of which only the class is known: what is derived for it shows all of them.
    fn note_declared(&mut self, output: &Output, value: &Value, hand: Option<Hand>, depth: usize) {
        let Value::Unknown(hole, _) = value else { return };
        let Some(class) = hole.class.filter(|_| self.language.trusts_types() && output.to == Sink::Log) else { return };
        if self.are_written_their_way(class, output.to) {
            return;
        }
        for field in self.class(class).fields.iter().filter(|field| !field.is_static).take(MAX_SHOWN) {
            if let Key::Name(name, at) = &field.key
                && !self.is_field_hidden(class, name, output.to)
            {
                let member = self.member(value, name, *at);
                let mut inner = output.clone();
                inner.names.push((**name).into());
                self.note_written(&inner, &member, hand, depth);
            }
        }
    }

    /// Notes a value that is written; `hand` handed over what it lies in.
    fn note_written(&mut self, output: &Output, value: &Value, hand: Option<Hand>, depth: usize) {
        if self.observations.outputs.len() >= MAX_OUTPUTS {
            return;
        }
        match value {
            Value::Text(text) if text.len() > MAX_PIECES => {}
            Value::Text(_) | Value::Unknown(..) | Value::Library(_) => {
                let text = self.text_of(value, output.span);
                self.write_by_hands(output, &self.shown(&text, output.to), hand);
                self.note_written_fields(output, &text, hand);
                if depth > 0 {
                    self.note_declared(output, value, hand, depth - 1);
                }
            }
            Value::Object(id, _) if self.heap.obj(*id).shape == Shape::Url => {
                let text = Value::of_pieces(self.url_text(*id, output.span));
                self.note_written(output, &text, hand, depth);
            }
            Value::Choice(parts) => parts.iter().for_each(|part| self.note_written(output, part, hand, depth)),
            Value::Object(id, via) if depth > 0 => {
                let hand = Hand::outer(hand, self.hand_of(*via));
                let object = self.heap.obj(*id).clone();
                if self.writes_itself(*id, output.to)
                    || !matches!(object.shape, Shape::Record | Shape::List | Shape::Params | Shape::Headers)
                {
                    return;
                }
                let is_shown = |entry: &&Entry| !self.is_hidden(&object, &entry.name, output.to);
                let shown: Vec<&Entry> = object.entries.iter().filter(is_shown).collect();
                for entry in shown {
                    let hand = self.hand_of_entry(hand, entry.span);
                    let mut inner = output.clone();
                    inner.names.push((*entry.name).into());
                    self.note_written(&inner, &entry.value, hand, depth - 1);
                }
                for item in &object.items {
                    self.note_written(output, item, hand, depth - 1);
                }
            }
            _ => {}
        }
    }
}

/// A text without the values that are written as arguments of their own beside it, which stand for them.
fn without_all(value: &Value, others: &[Value]) -> Value {
    let is_beside = |piece: &Piece| match piece {
        Piece::Unknown(hole, _) => {
            others.iter().any(|other| matches!(other, Value::Unknown(other, _) if other.hole == hole.hole))
        }
        // A constant stands where it is defined, in the text as beside it.
        Piece::Fixed(text, span, _) => others.iter().any(|other| {
            let Value::Text(other) = other else { return false };
            other.iter().any(|piece| matches!(piece, Piece::Fixed(other, at, _) if at == span && other == text))
        }),
        _ => false,
    };
    match value {
        Value::Text(text) if text.iter().any(is_beside) => {
            Value::of_pieces(text.iter().filter(|piece| !is_beside(piece)).cloned().collect())
        }
        other => other.clone(),
    }
}
