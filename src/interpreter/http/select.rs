//! What a definition of a client means by its arguments: which definition fits a call, and what its selectors pick.

use std::sync::Arc;

use crate::clients::{CallDef, Condition, Kind, ResultDef, Selector, Slot};
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
    /// The definition among several that fits the arguments: the first whose conditions certainly hold.
    pub(crate) fn choose<'d>(&mut self, defs: &'d [Arc<CallDef>], args: &Args) -> Option<&'d CallDef> {
        defs.iter().map(AsRef::as_ref).find(|def| self.fits(def, args) == Some(true))
    }

    /// Whether all conditions of a definition hold.
    fn fits(&mut self, def: &CallDef, args: &Args) -> Option<bool> {
        let mut all = Some(true);
        for condition in &def.when {
            match self.holds(condition, args) {
                Some(false) => return Some(false),
                None => all = None,
                Some(true) => {}
            }
        }
        all
    }

    /// Does what the one among several definitions says that fits the arguments of a call of a client; `None` where none
    /// does. Which one it is may not be known: then what each would do is possible, and what one of them fills and
    /// another does not is open.
    pub(crate) fn apply_fitting<'d>(&mut self, defs: &'d [Arc<CallDef>], call: &ClientCall) -> Option<Value> {
        let mut possible: Vec<&'d CallDef> = Vec::new();
        let mut certain = false;
        for def in defs {
            match self.fits(def, call.args) {
                Some(true) => {
                    possible.push(def);
                    certain = true;
                    break;
                }
                None => possible.push(def),
                Some(false) => {}
            }
        }
        let ClientCall { callee, name, args, site } = *call;
        match (&possible[..], certain) {
            ([], _) => return None,
            ([only], true) => return Some(self.apply(only, callee, name, args, site)),
            _ => {}
        }
        if let Some(ways) = self.ways_of_arguments(&possible, args) {
            return Some(self.branch(ways.len(), true, site, |this, at| {
                let call = ClientCall { callee, name, args: &ways[at], site };
                this.apply_fitting(defs, &call).unwrap_or_else(|| Value::unknown(site))
            }));
        }
        // Of what is no request the tables say what it is for certain, or nothing.
        let is_request = |def: &&CallDef| def.sends || matches!(def.result, ResultDef::Object(_));
        if callee.is_none() && !possible.iter().any(is_request) {
            return self.choose(defs, args).map(|def| self.apply(def, None, name, args, site));
        }
        let unsure = Unsure::of(&possible);
        Some(self.branch(possible.len(), certain, site, |this, at| {
            this.http.unsure = unsure;
            let value = this.apply(possible[at], callee, name, args, site);
            this.http.unsure = None;
            value
        }))
    }

    /// The arguments with one of them split into the objects and the others that it may be, where a condition of a
    /// definition asks for that.
    fn ways_of_arguments(&mut self, defs: &[&CallDef], args: &Args) -> Option<Vec<Args>> {
        for condition in defs.iter().flat_map(|def| &def.when) {
            let Selector::Argument(at, members) = &condition.of else { continue };
            if !members.is_empty() || self.holds(condition, args).is_some() {
                continue;
            }
            let value = args.get(*at);
            let (objects, others): (Vec<Value>, Vec<Value>) =
                value.alternatives().iter().cloned().partition(|part| self.has_members(part));
            if objects.is_empty() || others.is_empty() {
                continue;
            }
            let span = args.spans.get(*at).copied().unwrap_or_else(|| self.stack_span());
            let with = |parts: Vec<Value>| {
                let mut args = args.clone();
                if let Some(value) = args.values.get_mut(*at) {
                    *value = Value::choice(parts, span);
                }
                args
            };
            return Some(vec![with(objects), with(others)]);
        }
        None
    }

    fn has_members(&self, value: &Value) -> bool {
        match value {
            Value::Object(id, _) => !matches!(self.heap.obj(*id).shape, Shape::Url | Shape::Client(_)),
            _ => false,
        }
    }

    /// Whether a condition holds; `None` where that is not known.
    pub(crate) fn holds(&mut self, condition: &Condition, args: &Args) -> Option<bool> {
        let span = match &condition.of {
            Selector::Argument(at, _) => args.spans.get(*at).copied(),
            _ => None,
        };
        let span = span.unwrap_or_else(|| self.function(self.activation.frame.function).span);
        // A text has none of the members that options have, and what the environment holds is text.
        let is_text = |part: &Value| match part {
            Value::Text(_) | Value::Num(..) => true,
            Value::Unknown(hole, _) => matches!(hole.hole.origin, Origin::Env(_)),
            _ => false,
        };
        let value = match &condition.of {
            Selector::Argument(at, members)
                if !members.is_empty() && args.get(*at).alternatives().iter().all(is_text) =>
            {
                Value::Undefined
            }
            of => self.select(of, args, "", None, span),
        };
        let is_object = value.alternatives().iter().any(|part| self.has_members(part));
        // What is a text on one path and an object on another is neither for certain.
        let is_text = |part: &Value| matches!(part, Value::Text(_)) || self.is_like_url(part);
        if is_object && matches!(condition.is, Kind::Object | Kind::Text) && value.alternatives().iter().any(is_text) {
            return None;
        }
        Some(match &condition.is {
            Kind::Object => is_object,
            Kind::Text => !is_object && !matches!(value, Value::Undefined | Value::Function(_)),
            Kind::Address => value.alternatives().iter().any(|part| self.is_address(part)),
            Kind::Url => value.alternatives().iter().any(|part| self.is_like_url(part)),
            Kind::Capitals => match value.as_fixed() {
                Some(text) => text.contains(char::is_alphabetic) && !text.contains(char::is_lowercase),
                None if matches!(value, Value::Text(_) | Value::Unknown(..) | Value::Choice(_)) => return None,
                None => false,
            },
            Kind::Given => !matches!(value, Value::Undefined),
            Kind::Absent => matches!(value, Value::Undefined),
            // What a promise gives its maker, and `console.log`, are functions too.
            Kind::Function => match &value {
                Value::Function(_) => true,
                Value::Library(path) => path.starts_with("global:Promise.") || path.starts_with("global:console."),
                // A parameter that goes by the name of a callback is one.
                Value::Unknown(hole, _) => {
                    hole.hole.origin == Origin::Parameter
                        && hole.hole.names.last().is_some_and(|name| self.clients.frameworks.is_callback(name))
                }
                _ => false,
            },
            Kind::True => return truth(value.alternatives().iter().map(Value::truthy)),
            Kind::Signed => value.alternatives().iter().any(|part| signature_of(part).is_some()),
            Kind::Time => value.alternatives().iter().any(|part| moment_of(part).is_some()),
            Kind::Unknown => matches!(value, Value::Unknown(..) | Value::Library(_)),
            Kind::Equal(text) => {
                let is_equal = |part: &Value| match part {
                    Value::Unknown(..) | Value::Library(_) => None,
                    // A text of which a part is not known may be any.
                    Value::Text(_) => part.as_fixed().map(|known| known.eq_ignore_ascii_case(text)),
                    part => Some(part.as_fixed().is_some_and(|known| known.eq_ignore_ascii_case(text))),
                };
                return truth(value.alternatives().iter().map(is_equal));
            }
        })
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
                        Value::Undefined | Value::Null | Value::Bool(_) | Value::Num(..) => Value::Undefined,
                        Value::Text(_) if value.as_fixed().is_some() && **member != *"()" => Value::Undefined,
                        // A list has items, and none of what options are called.
                        Value::Object(id, _)
                            if self.heap.obj(id).shape == Shape::List
                                && **member != *"length"
                                && !member.starts_with(|c: char| c.is_ascii_digit()) =>
                        {
                            Value::Undefined
                        }
                        Value::Function(ref closure)
                            if **member != *"()" && self.known_members_of(closure.function).is_none() =>
                        {
                            Value::Undefined
                        }
                        Value::Function(closure) if **member == *"()" => self.call_at_once(&closure, &[], span),
                        known if **member == *"()" => self.call_value(&known, &Args::default(), span),
                        known => self.member_of_options(&known, member, span),
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
            Selector::First(kind) => {
                let conditions = (0..args.values.len())
                    .map(|at| (at, Condition { of: Selector::Argument(at, Vec::new()), is: kind.clone() }));
                let first = conditions.into_iter().find(|(_, condition)| self.holds(condition, args) == Some(true));
                first.map_or(Value::Undefined, |(at, _)| args.get(at))
            }
            Selector::Route(members) => {
                let route = callee.and_then(|id| self.route(id, name)).unwrap_or(Value::Undefined);
                members.iter().fold(route, |value, member| self.member_of_options(&value, member, span))
            }
            Selector::Callee => callee.map_or(Value::Undefined, |id| Value::Object(id, LOCAL)),
            Selector::OfCallee(members) => {
                callee.map_or(Value::Undefined, |id| self.selected_of(&Value::Object(id, LOCAL), members, span))
            }
        }
    }

    /// What members of a value lead to.
    pub(crate) fn selected_of(&mut self, of: &Value, members: &[Box<str>], span: Span) -> Value {
        let args = Args { values: vec![of.clone()], spans: vec![span], ..Args::default() };
        self.select(&Selector::Argument(0, members.to_vec()), &args, "", None, span)
    }

    /// A member of what a library gets as options: what may be no options at all has none.
    pub(super) fn member_of_options(&mut self, of: &Value, name: &str, span: Span) -> Value {
        let is_nothing = |part: &Value| matches!(part, Value::Undefined | Value::Null | Value::Bool(Some(false)));
        let Value::Choice(parts) = of else { return self.member(of, name, span) };
        let (nothing, some): (Vec<Value>, Vec<Value>) = parts.iter().cloned().partition(is_nothing);
        if nothing.is_empty() || some.is_empty() {
            return self.member(of, name, span);
        }
        let member = self.member(&Value::choice(some, span), name, span);
        Value::choice([member, Value::Undefined], span)
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

/// Whether all of several possibilities come to the same.
fn truth(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.collect();
    let first = (*parts.first()?)?;
    parts.iter().all(|part| *part == Some(first)).then_some(first)
}

/// What a call fills where it is not known which of several definitions it follows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unsure {
    /// Headers alone.
    Headers,
    /// The query alone.
    Query,
    /// More than that.
    All,
}

impl Unsure {
    /// `None` where all of them fill the same under the same name.
    fn of(defs: &[&CallDef]) -> Option<Self> {
        let fill = |slots: &[Slot]| defs.iter().flat_map(|def| &def.slots).all(|(slot, _)| slots.contains(slot));
        if fill(&[Slot::Bearer, Slot::Basic]) {
            None
        } else if fill(&[Slot::Header, Slot::HeaderPair, Slot::Bearer, Slot::Basic]) {
            Some(Self::Headers)
        } else if fill(&[Slot::Query, Slot::QueryReplace, Slot::QueryPair, Slot::QueryOverride]) {
            Some(Self::Query)
        } else {
            Some(Self::All)
        }
    }
}
