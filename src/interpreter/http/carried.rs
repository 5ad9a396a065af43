//! What servers and requests carry from where a program sets it up to the handlers that use it: `req.api = axios.create()`
//! in one function, `req.api.get(path)` in another.

use std::rc::Rc;

use crate::clients::CarriedDef;
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

/// More values are not told apart under one name, nor names in all.
const MAX_CARRIED: usize = 4;
const MAX_NAMES: usize = 256;

/// How deep what sends requests lies in objects that are carried.
const MAX_NESTED: usize = 2;

impl<'m> Interpreter<'m> {
    /// Notes what is put under a name of something that carries it, where that sends requests.
    pub(crate) fn carry(&mut self, carrier: &Value, name: &str, value: &Value, span: Span) {
        if self.carrier(carrier).is_some() {
            self.note_carried(name, value, span);
        }
    }

    fn note_carried(&mut self, name: &str, value: &Value, span: Span) {
        if self.program.is_test(span.file) || !self.is_sender(value, MAX_NESTED) {
            return;
        }
        let carried = &mut self.http.carried;
        if carried.len() >= MAX_NAMES && !carried.contains_key(name) {
            return;
        }
        let known = carried.entry(name.into()).or_default();
        if known.len() <= MAX_CARRIED && !known.iter().any(|other| other.same(value)) {
            known.push(value.clone());
        }
    }

    /// Notes all that a record has, each under its name behind a prefix. Whether any of it sends requests.
    pub(crate) fn carry_all(&mut self, record: &Value, prefix: &str, span: Span) -> bool {
        let Value::Object(id, _) = record else { return false };
        let entries: Vec<(Rc<str>, Value)> =
            self.heap.obj(*id).entries.iter().map(|entry| (entry.name.clone(), entry.value.clone())).collect();
        let mut any = false;
        for (name, value) in entries {
            any |= self.is_sender(&value, MAX_NESTED);
            self.note_carried(&format!("{prefix}{name}"), &value, span);
        }
        any
    }

    /// The same for what a method puts there: `app.decorate('api', client)`, `container.register({ api })`. `false` for any
    /// other method.
    pub(crate) fn carry_by(&mut self, carrier: &Value, method: &str, args: &Args, span: Span) -> bool {
        let Some(def) = self.carrier(carrier).filter(|def| def.put.iter().any(|put| **put == *method)) else {
            return false;
        };
        match (args.get(0), args.get(1)) {
            (record @ Value::Object(id, _), Value::Undefined) if self.heap.obj(id).is_record() => {
                self.carry_all(&record, &def.prefix, span)
            }
            (name, value) if self.is_sender(&value, MAX_NESTED) => match name.as_fixed() {
                Some(name) => {
                    self.note_carried(&format!("{}{name}", def.prefix), &value, span);
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    /// What is carried under a name; `None` where that is not known.
    pub(crate) fn carried(&mut self, carrier: &Value, name: &str, span: Span) -> Option<Value> {
        let known = self.http.carried.get(name)?;
        if known.len() > MAX_CARRIED || self.carrier(carrier).is_none() {
            return None;
        }
        let taken: Vec<Value> = known.clone().into_iter().map(|value| self.handed_out(value, span)).collect();
        let taken = Value::choice(taken, span);
        self.is_sender(&taken, MAX_NESTED).then_some(taken)
    }

    /// The same for a name that nothing declares.
    pub(crate) fn carried_globally(&self, name: &str, span: Span) -> Option<Value> {
        let known = self.http.carried.get(name).filter(|known| known.len() <= MAX_CARRIED)?;
        let defs = &self.clients.frameworks.carried;
        let is_known = defs.iter().any(|def| def.is_global && name.starts_with(&*def.prefix));
        is_known.then(|| Value::choice(known.clone(), span))
    }

    /// The same for what a method gets from there: `c.get('api')`.
    pub(crate) fn carried_by(&mut self, carrier: &Value, method: &str, args: &Args, span: Span) -> Option<Value> {
        if self.http.carried.is_empty() {
            return None;
        }
        if self.clients.frameworks.carried.iter().any(|def| def.get.iter().any(|get| **get == *method))
            && let ([_], Some(name)) = (&args.values[..], args.get(0).as_fixed())
        {
            return self.carried(carrier, &name, span);
        }
        match self.carried(carrier, method, span)? {
            callee @ (Value::Function(_) | Value::Object(..) | Value::Facet(..)) => {
                Some(self.call_value(&callee, args, span))
            }
            _ => None,
        }
    }

    /// As what a value carries what others put there: it is called as a request or a server is, it is one, or it is what a
    /// parameter takes apart.
    fn carrier(&self, value: &Value) -> Option<&'m CarriedDef> {
        let clients = self.clients;
        let mut known = clients.frameworks.carried.iter();
        match value {
            Value::Unknown(hole, _) => known.find(|def| match &hole.hole.origin {
                Origin::Parameter => hole.hole.names.last().is_none_or(|name| def.names.contains(name)),
                Origin::Api(path) => def.from.iter().any(|from| path.starts_with(&**from)),
                _ => false,
            }),
            Value::Library(path) => known.find(|def| def.from.iter().any(|from| path.starts_with(&**from))),
            Value::Object(id, _) | Value::Facet(id, _) => match self.heap.obj(*id).shape {
                Shape::Client(def) => {
                    let object = clients.objects.get(def)?;
                    known.find(|def| def.clients.contains(&object.client))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a value is, or has in it, what sends requests, or is a function or an instance that may.
    fn is_sender(&self, value: &Value, depth: usize) -> bool {
        value.alternatives().iter().any(|part| match part {
            Value::Facet(..) | Value::Function(_) => true,
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                matches!(object.shape, Shape::Client(_))
                    || object.class.is_some()
                    || depth > 0 && object.entries.iter().any(|entry| self.is_sender(&entry.value, depth - 1))
            }
            _ => false,
        })
    }
}
