//! What a definition of a client means by its arguments: which definition fits a call, and what its selectors pick.

use std::sync::Arc;

use crate::clients::{CallDef, Condition, Kind, Selector};
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::http::moments::moment_of;
use crate::interpreter::http::signing::signature_of;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// The definition among several that fits the arguments.
    pub(crate) fn choose<'d>(&mut self, defs: &'d [Arc<CallDef>], args: &Args) -> Option<&'d CallDef> {
        defs.iter()
            .map(AsRef::as_ref)
            .find(|def: &&CallDef| def.when.iter().all(|condition| self.holds(condition, args)))
    }

    pub(crate) fn holds(&mut self, condition: &Condition, args: &Args) -> bool {
        let span = match &condition.of {
            Selector::Argument(at, _) => args.spans.get(*at).copied(),
            _ => None,
        };
        let span = span.unwrap_or_else(|| self.function(self.activation.frame.function).span);
        let value = self.select(&condition.of, args, "", None, span);
        let is_object = value.alternatives().iter().any(|part| match part {
            Value::Object(id, _) => !matches!(self.heap.obj(*id).shape, Shape::Url | Shape::Client(_)),
            _ => false,
        });
        match &condition.is {
            Kind::Object => is_object,
            Kind::Text => !is_object && !matches!(value, Value::Undefined | Value::Function(_)),
            Kind::Url => value.alternatives().iter().any(|part| self.is_like_url(part)),
            Kind::Given => !matches!(value, Value::Undefined),
            Kind::Absent => matches!(value, Value::Undefined),
            // What a promise gives its maker, and `console.log`, are functions too.
            Kind::Function => match &value {
                Value::Function(_) => true,
                Value::Api(path) => path.starts_with("global:Promise.") || path.starts_with("global:console."),
                // A parameter that goes by the name of a callback is one.
                Value::Unknown(hole, _) => {
                    hole.hole.origin == Origin::Parameter
                        && hole.hole.names.last().is_some_and(|name| self.clients.frameworks.is_callback(name))
                }
                _ => false,
            },
            Kind::True => value.truthy() == Some(true),
            Kind::Signed => value.alternatives().iter().any(|part| signature_of(part).is_some()),
            Kind::Time => value.alternatives().iter().any(|part| moment_of(part).is_some()),
            Kind::Unknown => matches!(value, Value::Unknown(..) | Value::Api(_)),
            Kind::Equal(text) => value.as_fixed().is_some_and(|known| known.eq_ignore_ascii_case(text)),
        }
    }

    /// What a selector of a call's definition picks.
    pub(crate) fn selected(&mut self, selector: &Selector, call: &ClientCall) -> Value {
        self.select(selector, call.args, call.name, call.callee, call.site)
    }

    pub(crate) fn select(
        &mut self,
        selector: &Selector,
        args: &Args,
        name: &str,
        callee: Option<ObjectId>,
        span: Span,
    ) -> Value {
        match selector {
            Selector::Argument(at, members) => {
                let mut value = args.get(*at);
                for member in members {
                    value = match value {
                        Value::Undefined | Value::Null => Value::Undefined,
                        Value::Function(closure) if **member == *"()" => self.call_at_once(&closure, &[], span),
                        known if **member == *"()" => self.call_value(&known, &Args::default(), span),
                        known => self.member(&known, member, span),
                    };
                }
                // A member of a client object that is no slot carries nothing.
                match self.settled(value, span) {
                    Value::Facet(..) => Value::Undefined,
                    value => value,
                }
            }
            Selector::Name => {
                let name = name.trim_end_matches("()").rsplit(['.', ':']).next().unwrap_or_default();
                // `del` and `delete_` stand for a word that some languages reserve.
                let method = match name.trim_end_matches('_') {
                    "del" => "DELETE".into(),
                    other => other.to_ascii_uppercase(),
                };
                Value::text(&method, span)
            }
            Selector::Literal(text) => Value::text(text, span),
            Selector::Callee => callee.map_or(Value::Undefined, |id| Value::Object(id, LOCAL)),
        }
    }

    /// A part of a call, to be handed on as it is: a method of a client that is an argument stays one.
    pub(crate) fn part(
        &mut self,
        selector: &Selector,
        args: &Args,
        name: &str,
        callee: Option<ObjectId>,
        span: Span,
    ) -> Value {
        match selector {
            Selector::Argument(at, members) if members.is_empty() => args.get(*at),
            _ => self.select(selector, args, name, callee, span),
        }
    }
}
