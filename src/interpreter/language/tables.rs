//! Calls of which the tables know what they give, whatever they are called on.

use std::sync::Arc;

use crate::clients::{CallDef, ResultDef, Selector};
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    /// What the first of some calls gives that fits the arguments; `None` where none does, or it must be followed.
    pub(crate) fn given_by(&mut self, defs: &[Arc<CallDef>], name: &str, args: &Args, span: Span) -> Option<Value> {
        self.given_on(defs, None, name, args, span)
    }

    fn given_on(
        &mut self,
        defs: &[Arc<CallDef>],
        receiver: Option<&Value>,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        let def = self.choose(defs, args)?;
        let callee = if let Some(Value::Object(id, _)) = receiver { Some(*id) } else { None };
        match &def.result {
            ResultDef::Nothing => Some(Value::Undefined),
            ResultDef::Same(part) => Some(self.part(part, args, name, None, span)),
            ResultDef::Made(operation, parts) => {
                let part = |part: &Selector| match (part, receiver) {
                    (Selector::Callee, Some(receiver)) => receiver.clone(),
                    (Selector::OfCallee(members), Some(receiver)) => self.selected_of(receiver, members, span),
                    (part, _) => self.part(part, args, name, callee, span),
                };
                let parts: Vec<Value> = parts.iter().map(part).collect();
                self.operate(*operation, &parts, args, span)
            }
            ResultDef::Signed(_) => {
                Some(self.sign_with(def, &ClientCall { callee: None, name, args, site: span }, None))
            }
            ResultDef::Time(_) => Some(self.time_with(def, &ClientCall { callee: None, name, args, site: span }, None)),
            _ => None,
        }
    }

    /// The same of a method that libraries have, whatever it is called on.
    pub(crate) fn given_by_method(
        &mut self,
        defs: &[Arc<CallDef>],
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        let def = self.choose(defs, args)?;
        if def.result == ResultDef::Same(Selector::Callee) {
            self.call_unknown(args, span);
            return Some(receiver.clone());
        }
        self.given_on(defs, Some(receiver), name, args, span)
    }
}
