//! What is put around what sends: the layers of a service, which see each request before it does.

use crate::clients::Slot;
use crate::interpreter::arguments::Args;
use crate::interpreter::budget::MAX_ESCAPE_DEPTH;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

/// Why requests are open that go through a layer that is not in sight.
const UNSEEN: &str = "it passes through something that cannot be read";

impl Interpreter<'_> {
    /// Gives a builder one more layer, within those that it has.
    pub(super) fn add_layer(&mut self, id: ObjectId, layer: &Value, span: Span) {
        let known = self.slot_value(id, Slot::Layer, span);
        let mut layers = self.items_of(&known, false).unwrap_or_default();
        layers.push(layer.clone());
        let layers = self.list(layers);
        self.heap.update(id, |object| object.set(Slot::Layer.part(), span, layers));
    }

    /// What the layers of a builder make of what they are put around, by their method of a name: each gets what those
    /// within have made. Requests that go through one that is not in sight are open.
    pub(crate) fn layered(&mut self, inner: Value, builder: &Value, method: &str, span: Span) -> Option<Value> {
        let Value::Object(builder, _) = builder else { return None };
        let known = self.heap.obj(*builder).entry(Slot::Layer.part()).map(|entry| entry.value.clone());
        let layers = known.and_then(|known| self.items_of(&known, false)).unwrap_or_default();
        let mut made = self.sender(inner, *builder);
        for layer in layers.iter().rev().filter(|layer| !matches!(layer, Value::Undefined | Value::Null)) {
            if self.is_harmless(layer) {
                continue;
            }
            let args = Args { values: vec![made.clone()], spans: vec![span], ..Args::default() };
            made = match layer {
                Value::Function(_) => self.call_value(layer, &args, span),
                Value::Object(..) if matches!(self.member(layer, method, span), Value::Function(_)) => {
                    self.method(layer, method, &args, span, span)
                }
                _ => self.through_unseen(made, MAX_ESCAPE_DEPTH, span),
            };
        }
        let is_open = self.heap.obj(*builder).open.is_some();
        Some(if is_open { self.through_unseen(made, MAX_ESCAPE_DEPTH, span) } else { made })
    }

    /// What layers are put around: of what nothing is known the builder itself sends in the place.
    fn sender(&mut self, inner: Value, builder: ObjectId) -> Value {
        let Value::Unknown(hole, _) = &inner else { return inner };
        let sender = match self.client_of_unknown(hole) {
            Some(client) => client,
            None if hole.class.is_some() => return inner,
            None => builder,
        };
        Value::Object(sender, LOCAL)
    }

    /// The same with something around it that may put more into each request: what sends in it is open.
    fn through_unseen(&mut self, made: Value, depth: usize, span: Span) -> Value {
        match made {
            Value::Choice(parts) => {
                let parts: Vec<Value> =
                    parts.iter().map(|part| self.through_unseen(part.clone(), depth, span)).collect();
                Value::choice(parts, span)
            }
            Value::Object(id, via) => {
                if let Shape::Client(def) = self.heap.obj(id).shape {
                    let copy = self.copy_client(id, def);
                    self.heap.update(copy, |object| object.open_by(span, UNSEEN));
                    return Value::Object(copy, via);
                }
                if depth == 0 {
                    return Value::Object(id, via);
                }
                let mut copy = (**self.heap.obj(id)).clone();
                for entry in &mut copy.entries {
                    entry.value = self.through_unseen(entry.value.clone(), depth - 1, span);
                }
                Value::Object(self.heap.object(copy), via)
            }
            Value::Unknown(ref hole, _) if depth > 0 => match (self.client_of_unknown(hole), hole.class) {
                (Some(client), _) => self.through_unseen(Value::Object(client, LOCAL), depth, span),
                (None, Some(class)) => {
                    let frame = self.top_of(class.module);
                    let instance = self.instance(class, &frame);
                    self.through_unseen(instance, depth - 1, span)
                }
                (None, None) => made,
            },
            other => other,
        }
    }
}
