//! The standard library of Rust, and the `url` and `http` crates that its clients share.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::constants::constant_name;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// A method of a standard type of Rust; `None` where it is not modelled.
    pub(crate) fn rust_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        if let Some(defs) = self.clients.methods_of_crates(name) {
            return self.given_by_method(defs, receiver, name, args, span);
        }
        if Self::is_rust_conversion(name) {
            return self.rust_conversion(receiver, name, args, span);
        }
        // The entries of a map are gone through as a list of pairs.
        if let ("map" | "filter" | "filter_map" | "for_each" | "chain" | "fold" | "flat_map", Value::Object(id, _)) =
            (name, receiver)
            && self.heap.obj(*id).shape.is_multi()
        {
            let Some(items) = self.items_of(receiver, false) else {
                if name == "fold" {
                    return Some(self.folded_unseen(&args.get(0), &args.get(1), receiver, span));
                }
                self.call_unknown(args, span);
                return Some(Value::unknown(span));
            };
            let pairs = self.list(items);
            return self.rust_method(&pairs, name, args, span);
        }
        if let Some(value) = self.rust_option_method(receiver, name, args, span) {
            return Some(value);
        }
        match receiver {
            Value::Text(_) | Value::Num(..) | Value::Choice(_) => self.rust_text_method(receiver, name, args, span),
            Value::Object(id, _) => match self.heap.obj(*id).shape.clone() {
                Shape::List => self.rust_list_method(*id, receiver, name, args, span),
                Shape::Params | Shape::Headers | Shape::Record if self.heap.obj(*id).class.is_none() => {
                    self.rust_map_method(*id, receiver, name, args, span)
                }
                Shape::Url => self.rust_url_method(*id, receiver, name, args, span),
                _ => None,
            },
            Value::Unknown(hole, _) => match name {
                "join" if hole.ty.as_deref().is_some_and(|ty| ty.ends_with("::Url")) => {
                    let text = self.resolve_url(&args.get(0), Some(receiver), span);
                    Some(self.url_object(&text, span))
                }
                "fold" if args.values.len() == 2 => {
                    Some(self.folded_unseen(&args.get(0), &args.get(1), receiver, span))
                }
                // What holds instances gives one.
                "first" | "last" | "get" | "get_mut" | "values" | "values_mut" | "into_values" | "next" | "nth"
                | "pop" | "pop_front" | "peek" | "remove" | "choose" | "upgrade" | "load" | "load_full" | "wait"
                | "iter"
                    if hole.class.is_some_and(|class| !self.class(class).is_implementable) =>
                {
                    Some(receiver.clone())
                }
                "for_each" | "try_for_each" | "filter_map" | "flat_map" | "find_map" if hole.class.is_some() => {
                    Some(self.perhaps_called(&args.get(0), std::slice::from_ref(receiver), span))
                }
                "replace" | "trim_end_matches" | "trim_start_matches" | "to_lowercase" | "to_uppercase"
                | "strip_prefix" | "strip_suffix" => Some(receiver.clone()),
                // Its letters one by one, or what is left of it when it is cut.
                "chars" | "char_indices" | "split_at" | "split_at_checked" | "split" | "rsplit" | "splitn"
                | "rsplitn" | "split_once" | "rsplit_once" | "lines" | "split_whitespace" | "bytes"
                    if may_be_text(hole) =>
                {
                    Some(receiver.clone().part())
                }
                "find" | "rfind" if may_be_text(hole) => Some(Value::of_origin(Origin::Computed, span)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a method is a conversion or a wrapper that leaves the value what it is, in the main.
    pub(crate) fn is_rust_conversion(name: &str) -> bool {
        matches!(
            name,
            "to_string"
                | "to_owned"
                | "into"
                | "as_str"
                | "as_ref"
                | "as_mut"
                | "clone"
                | "cloned"
                | "copied"
                | "unwrap"
                | "expect"
                | "unwrap_or_default"
                | "borrow"
                | "borrow_mut"
                | "as_deref"
                | "as_bytes"
                | "into_bytes"
                | "to_vec"
                | "into_boxed_str"
                | "ok"
                | "err"
                | "map_err"
                | "lock"
                | "read"
                | "write"
                | "try_into"
                | "try_clone"
                | "iter"
                | "into_iter"
                | "iter_mut"
                | "collect"
                | "by_ref"
                | "await"
                | "into_string"
                | "to_str"
                | "ok_or"
                | "ok_or_else"
                | "leak"
                | "into_owned"
                | "parse"
                | "deref"
                | "inspect_err"
                | "into_inner"
                | "as_slice"
        )
    }

    fn rust_conversion(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        if matches!(receiver, Value::Object(id, _) if self.heap.obj(*id).class.is_some())
            && args.values.is_empty()
            && matches!(name, "read" | "write" | "parse" | "iter" | "collect")
        {
            return None;
        }
        if matches!(name, "map_err" | "ok_or_else" | "inspect_err") {
            self.call_unknown(args, span);
        }
        // It is made into something else, and what is declared says into what.
        if matches!(name, "into" | "try_into" | "parse") {
            return Some(self.of_no_type(receiver));
        }
        // Whether something is there that was asked for is not known.
        if name == "ok" && matches!(receiver, Value::Unknown(..)) {
            return Some(Value::choice([receiver.clone(), Value::Null], span));
        }
        // The text of a URL is what it is now, whoever gets it.
        if matches!(name, "as_str" | "to_string")
            && let Value::Object(id, _) = receiver
            && self.heap.obj(*id).shape == Shape::Url
        {
            return Some(Value::of_pieces(self.url_text(*id, span)));
        }
        // A clone is a value of its own.
        if matches!(name, "clone" | "to_owned" | "to_vec" | "try_clone")
            && let Value::Object(id, via) = receiver
            && self.heap.obj(*id).class.is_none()
            && !matches!(self.heap.obj(*id).shape, Shape::Client(_))
        {
            // The parameters of a URL are an object of their own.
            let parts: &[&str] = if self.heap.obj(*id).shape == Shape::Url { &["query"] } else { &[] };
            return Some(Value::Object(self.copy_with(*id, parts), *via));
        }
        Some(receiver.clone())
    }

    /// What is not known, without the type that it was declared with: clients and URLs are what they are for any other.
    fn of_no_type(&self, value: &Value) -> Value {
        let Value::Unknown(hole, via) = value else { return value.clone() };
        let stays = |ty: &str| ty.ends_with("::Url") || self.clients.source(&format!("type {ty}")).is_some();
        match &hole.ty {
            Some(ty) if hole.class.is_none() && !stays(ty) => {
                Value::Unknown(Rc::new(Unknown { ty: None, ..(**hole).clone() }), *via)
            }
            _ => value.clone(),
        }
    }

    /// Methods of options, results and cells, and of whatever is taken for one.
    fn rust_option_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        Some(match name {
            "get_or_init" | "get_or_try_init" | "get_or_insert_with" => self.rust_callback(&args.get(0), &[], span),
            "unwrap_or" | "or" if matches!(receiver, Value::Text(_)) => receiver.clone(),
            // A constant is there.
            "unwrap_or" | "or" | "unwrap_or_else" | "or_else" if is_constant(receiver) => receiver.clone(),
            "unwrap_or" | "or" => Value::choice([receiver.clone(), args.get(0)], span),
            "unwrap_or_else" | "or_else" => {
                let other = self.perhaps_called(&args.get(0), &[Value::unknown(span)], span);
                Value::choice([receiver.clone(), other], span)
            }
            "map" | "and_then" if self.is_list(receiver) != Some(true) => match receiver {
                Value::Undefined => receiver.clone(),
                _ => self.rust_callback(&args.get(0), std::slice::from_ref(receiver), span),
            },
            "trim" | "trim_end" | "trim_start" => Self::rust_cut(receiver, name, args, span),
            "starts_with" | "ends_with" | "contains" => Value::Bool(Self::rust_asked(receiver, name, &args.get(0))),
            "is_empty" => Value::Bool(Self::is_empty_text(receiver)),
            "is_some" | "is_none" | "is_ok" | "is_err" => Value::Bool(None),
            _ => return None,
        })
    }

    pub(crate) fn rust_callback(&mut self, callback: &Value, known: &[Value], span: Span) -> Value {
        let args = Args { values: known.to_vec(), spans: vec![span; known.len()], ..Args::default() };
        match callback {
            Value::Function(closure) if let (Some(class), [this, rest @ ..]) = (self.class_of_path(closure), known) => {
                let this = Some(Self::of_class(this, class));
                self.call_closure(closure, rest.to_vec(), this, span)
            }
            Value::Function(closure) => self.call_closure(closure, known.to_vec(), closure.this.clone(), span),
            Value::Undefined | Value::Null => Value::Undefined,
            other => self.call_value(other, &args, span),
        }
    }
}

/// Whether a value is a header's name or a method that a library has as a constant.
fn is_constant(value: &Value) -> bool {
    matches!(value, Value::Library(path) if constant_name(path).is_some())
}

/// Whether a value of which little is known may be a text.
fn may_be_text(hole: &Unknown) -> bool {
    hole.class.is_none() && matches!(hole.hole.origin, Origin::Env(_) | Origin::Parameter | Origin::Unknown)
}
