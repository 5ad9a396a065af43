//! The standard library of Rust, and the `url` and `http` crates that its clients share.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::string::{Skeleton, recased};
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::encode::FieldsOf;
use crate::interpreter::http::url::combine;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    #[allow(clippy::too_many_lines)] // one table
    pub(crate) fn rust_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        // Conversions and wrappers that leave the value what it is.
        if let "to_string" | "to_owned" | "into" | "as_str" | "as_ref" | "as_mut" | "clone" | "cloned" | "copied"
        | "unwrap" | "expect" | "unwrap_or_default" | "borrow" | "borrow_mut" | "as_deref" | "as_bytes"
        | "into_bytes" | "to_vec" | "into_boxed_str" | "ok" | "err" | "context" | "with_context" | "map_err"
        | "lock" | "read" | "write" | "try_into" | "try_clone" | "iter" | "into_iter" | "iter_mut" | "collect"
        | "by_ref" | "await" | "into_string" | "to_str" | "expose_secret" | "ok_or" | "ok_or_else" | "leak"
        | "into_owned" | "parse" | "boxed" | "fuse" | "deref" | "inspect_err" | "as_url" = name
        {
            if matches!(receiver, Value::Object(id, _) if self.heap.obj(*id).class.is_some())
                && args.values.is_empty()
                && matches!(name, "read" | "write" | "parse" | "iter" | "collect")
            {
                return None;
            }
            if matches!(name, "map_err" | "with_context" | "ok_or_else" | "inspect_err") {
                self.call_unknown(args, span);
            }
            // A clone is a value of its own.
            if matches!(name, "clone" | "to_owned" | "to_vec" | "try_clone")
                && let Value::Object(id, via) = receiver
                && self.heap.obj(*id).class.is_none()
                && !matches!(self.heap.obj(*id).shape, Shape::Client(_))
            {
                let copy = (**self.heap.obj(*id)).clone();
                return Some(Value::Object(self.heap.object(copy), *via));
            }
            return Some(receiver.clone());
        }
        // The entries of a map are gone through as a list of pairs.
        if let ("map" | "filter" | "filter_map" | "for_each" | "chain" | "fold" | "flat_map", Value::Object(id, _)) =
            (name, receiver)
            && self.heap.obj(*id).shape == Shape::Multi
        {
            let Some(items) = self.items_of(receiver, false) else {
                self.call_unknown(args, span);
                return Some(Value::unknown(span));
            };
            let pairs = self.list(items);
            return self.rust_method(&pairs, name, args, span);
        }
        match name {
            "get_or_init" | "get_or_try_init" | "get_or_insert_with" => {
                return Some(self.rust_callback(&args.get(0), &[], span));
            }
            "unwrap_or" | "or" if matches!(receiver, Value::Text(_)) => return Some(receiver.clone()),
            "unwrap_or" | "or" => return Some(Value::choice([receiver.clone(), args.get(0)], span)),
            "unwrap_or_else" | "or_else" => {
                let other = self.rust_callback(&args.get(0), &[Value::unknown(span)], span);
                return Some(Value::choice([receiver.clone(), other], span));
            }
            "map" | "and_then" | "then" if self.is_list(receiver) != Some(true) => {
                return Some(match receiver {
                    Value::Null | Value::Undefined => receiver.clone(),
                    _ => self.rust_callback(&args.get(0), std::slice::from_ref(receiver), span),
                });
            }
            "trim" | "trim_end" | "trim_start" => return Some(Self::rust_cut(receiver, name, args, span)),
            "starts_with" | "ends_with" | "contains" => {
                return Some(Value::Bool(Self::rust_asked(receiver, name, &args.get(0))));
            }
            "is_some" | "is_none" | "is_ok" | "is_err" | "is_empty" => return Some(Value::Bool(None)),
            _ => {}
        }
        match receiver {
            Value::Text(_) | Value::Num(_) | Value::Choice(_) => self.rust_text_method(receiver, name, args, span),
            Value::Object(id, _) => match self.heap.obj(*id).shape.clone() {
                Shape::List => self.rust_list_method(*id, receiver, name, args, span),
                Shape::Multi | Shape::Record if self.heap.obj(*id).class.is_none() => {
                    self.rust_map_method(*id, receiver, name, args, span)
                }
                Shape::Url => self.rust_url_method(*id, receiver, name, args, span),
                _ => None,
            },
            Value::Hole(hole, _) => match name {
                "join" if hole.ty.as_deref().is_some_and(|ty| ty.ends_with("::Url")) => {
                    let text = self.resolve_url(&args.get(0), Some(receiver), span);
                    Some(self.url_object(&text, span))
                }
                "replace" | "trim_end_matches" | "trim_start_matches" | "to_lowercase" | "to_uppercase"
                | "strip_prefix" | "strip_suffix" => Some(receiver.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    fn rust_callback(&mut self, callback: &Value, known: &[Value], span: Span) -> Value {
        let args = Args { values: known.to_vec(), spans: vec![span; known.len()], rest: None };
        match callback {
            Value::Function(closure) => self.call_closure(closure, known.to_vec(), closure.this.clone(), span),
            Value::Undefined | Value::Null => Value::Undefined,
            other => self.call_value(other, &args, span),
        }
    }

    #[allow(clippy::match_same_arms)] // an arm for each family of methods
    fn rust_text_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        Some(match name {
            "replace" | "replacen" => match args.get(0).as_fixed() {
                Some(pattern) => {
                    let text = Args {
                        values: vec![Value::text(&pattern, span), args.get(1)],
                        spans: vec![span; 2],
                        rest: None,
                    };
                    return self.javascript_method(receiver, "replaceAll", &text, span);
                }
                None => Value::hole(Origin::Computed, span),
            },
            "trim_end_matches" | "trim_start_matches" | "trim_matches" | "strip_suffix" | "strip_prefix" => {
                Self::rust_cut(receiver, name, args, span)
            }
            // A string has no such method: it was parsed into a URL.
            "join" => {
                let text = self.resolve_url(&args.get(0), Some(receiver), span);
                self.url_object(&text, span)
            }
            "to_lowercase" | "to_uppercase" | "to_ascii_lowercase" | "to_ascii_uppercase" => {
                let case = if name.ends_with("lowercase") { str::to_lowercase } else { str::to_uppercase };
                Value::Text(Rc::new(recased(&self.text_of(receiver, span), case)))
            }
            _ => return None,
        })
    }

    /// A text without what a method cuts off its ends. Where that is not known, it is what it was.
    fn rust_cut(receiver: &Value, name: &str, args: &Args, span: Span) -> Value {
        if let Value::Choice(parts) = receiver {
            return Value::choice(parts.iter().map(|part| Self::rust_cut(part, name, args, span)), span);
        }
        let Value::Text(text) = receiver else { return receiver.clone() };
        let Some(skeleton) = Skeleton::of(text) else { return receiver.clone() };
        let whole = &*skeleton.string;
        let (all, front, back) = (0..whole.len(), |kept: &str| whole.len() - kept.len(), |kept: &str| kept.len());
        let kept = match (name, args.get(0).as_fixed().as_deref()) {
            ("trim" | "trim_start" | "trim_end", _) => {
                return Value::Text(Rc::new(skeleton.trimmed(name != "trim_end", name != "trim_start")));
            }
            (_, None | Some("")) => all,
            ("trim_start_matches", Some(cut)) => front(whole.trim_start_matches(cut))..all.end,
            ("trim_end_matches", Some(cut)) => 0..back(whole.trim_end_matches(cut)),
            ("trim_matches", Some(cut)) => front(whole.trim_start_matches(cut))..back(whole.trim_end_matches(cut)),
            ("strip_prefix", Some(cut)) => match skeleton.starts_with(cut) {
                Some(true) => cut.len()..all.end,
                Some(false) => return Value::Null,
                None => return Value::choice([receiver.clone(), Value::Null], span),
            },
            ("strip_suffix", Some(cut)) => match skeleton.ends_with(cut) {
                Some(true) => 0..all.end - cut.len(),
                Some(false) => return Value::Null,
                None => return Value::choice([receiver.clone(), Value::Null], span),
            },
            _ => all,
        };
        Value::Text(Rc::new(skeleton.cut(kept.start..kept.end.max(kept.start))))
    }

    /// Whether a text begins with, ends with or contains another.
    fn rust_asked(receiver: &Value, name: &str, part: &Value) -> Option<bool> {
        let Value::Text(text) = receiver else { return None };
        let skeleton = Skeleton::of(text)?;
        let part = part.as_fixed()?;
        match name {
            "starts_with" => skeleton.starts_with(&part),
            "ends_with" => skeleton.ends_with(&part),
            _ => skeleton.contains(&part),
        }
    }

    fn rust_list_method(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        match name {
            "push" | "push_back" | "insert" => {
                let value = match args.get(0) {
                    // A map that was collected from pairs.
                    key @ (Value::Text(_) | Value::Api(_)) if name == "insert" => self.list(vec![key, args.get(1)]),
                    _ if name == "insert" => args.get(1),
                    item => item,
                };
                self.heap.update(id, |object| object.items.push(value));
                Some(Value::Null)
            }
            "extend" | "append" | "extend_from_slice" => {
                match self.items_of(&args.get(0), false) {
                    Some(items) => self.heap.update(id, |object| object.items.extend(items)),
                    None => self.heap.update(id, |object| object.open_by(span, "items that are not known")),
                }
                Some(Value::Null)
            }
            "get" => Some(self.any_item(receiver, span)),
            "chain" => {
                let arguments = Args { values: vec![args.get(0)], spans: vec![span], rest: args.rest };
                self.javascript_method(receiver, "concat", &arguments, span)
            }
            "for_each" => self.javascript_method(receiver, "forEach", args, span),
            "concat" => {
                let items = self.items_of(receiver, false)?;
                Some(Value::Text(Rc::new(self.joined(&items, "", span))))
            }
            "filter" | "skip_while" | "take_while" => {
                // Which items stay is not known: each is a possible one.
                self.call_unknown(args, span);
                let items = self.items_of(receiver, false)?;
                let maybe = items.into_iter().map(|item| Value::choice([item, Value::Undefined], span)).collect();
                Some(self.list(maybe))
            }
            "retain" => {
                self.call_unknown(args, span);
                self.heap.update(id, |object| {
                    for item in &mut object.items {
                        *item = Value::choice([item.clone(), Value::Undefined], span);
                    }
                });
                Some(Value::Null)
            }
            "filter_map" => self.javascript_method(receiver, "map", args, span),
            "flatten" => self.rust_flattened(receiver),
            "flat_map" => {
                let lists = self.javascript_method(receiver, "map", args, span)?;
                self.rust_flattened(&lists)
            }
            "fold" => {
                let items = self.items_of(receiver, false)?;
                let mut result = args.get(0);
                for item in items {
                    result = self.rust_callback(&args.get(1), &[result, item], span);
                }
                Some(result)
            }
            "rev" | "peekable" | "as_slice" | "as_mut_slice" | "into_boxed_slice" | "by_ref" | "drain" => {
                Some(receiver.clone())
            }
            "sort" | "sort_unstable" | "sort_by" | "sort_by_key" | "reverse" | "dedup" | "reserve" => Some(Value::Null),
            "join" | "map" => self.javascript_method(receiver, name, args, span),
            "len" => Some(Value::hole(Origin::Computed, span)),
            _ => None,
        }
    }

    /// The items of the lists in a list; options are lists of one or none. A pair stays what it is.
    fn rust_flattened(&mut self, list: &Value) -> Option<Value> {
        let mut flat = Vec::new();
        for item in self.items_of(list, false)? {
            let inner = match &item {
                Value::Null | Value::Undefined => Some(Vec::new()),
                Value::Object(id, _) if self.heap.obj(*id).shape == Shape::List => {
                    let items = &self.heap.obj(*id).items;
                    let is_pair = items.len() == 2 && !matches!(items[0], Value::Object(..));
                    if is_pair { None } else { self.items_of(&item, false) }
                }
                _ => None,
            };
            match inner {
                Some(items) => flat.extend(items),
                None => flat.push(item),
            }
        }
        Some(self.list(flat))
    }

    fn rust_map_method(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        Some(match name {
            "insert" | "append" | "append_pair" => {
                self.put_entry(id, &args.get(0), args.get(1), name == "insert", span);
                receiver.clone()
            }
            "extend" | "extend_pairs" => {
                let fields = self.fields_of(&args.get(0), FieldsOf::Query, span);
                self.heap.update(id, |object| {
                    for field in &fields.entries {
                        object.add(&field.name, field.name_span, Value::Text(field.value.clone()), field.certain);
                    }
                    if let Some((at, why)) = fields.open.first() {
                        object.open_by(*at, why);
                    }
                });
                receiver.clone()
            }
            "remove" => {
                if let Some(key) = self.fixed_key(&args.get(0)) {
                    self.heap.update(id, |object| object.remove(&key));
                }
                Value::unknown(span)
            }
            "clear" => {
                self.heap.update(id, |object| object.entries.clear());
                receiver.clone()
            }
            "get" => {
                let key = self.fixed_key(&args.get(0))?;
                self.member(receiver, &key, span)
            }
            "finish" | "append_key_only" => receiver.clone(),
            "contains_key" => Value::Bool(None),
            _ => return None,
        })
    }

    fn rust_url_method(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        Some(match name {
            "query_pairs_mut" => self.member(receiver, "searchParams", span),
            "set_query" => {
                let value = match args.get(0) {
                    Value::Null => Value::Undefined,
                    other => other,
                };
                self.set_url_member(id, "search", span, value);
                Value::Null
            }
            "set_path" => {
                self.set_url_member(id, "pathname", span, args.get(0));
                Value::Null
            }
            "join" => {
                let base = Value::Text(Rc::new(self.url_text(id, span)));
                let text = self.resolve_url(&args.get(0), Some(&base), span);
                self.url_object(&text, span)
            }
            "set_host" | "set_scheme" | "set_port" => {
                self.set_url_member(id, "host", span, args.get(0));
                Value::Null
            }
            // The segments have no other methods than these: the URL stands for them.
            "path_segments_mut" | "pop_if_empty" => receiver.clone(),
            "push" | "extend" => {
                let segments = match name {
                    "push" => Some(vec![args.get(0)]),
                    _ => self.items_of(&args.get(0), false),
                };
                let mut href = match self.heap.obj(id).entry("href").map(|entry| entry.value.clone()) {
                    Some(href) => self.text_of(&href, span),
                    None => Vec::new(),
                };
                for segment in segments.unwrap_or_else(|| vec![Value::hole(Origin::Computed, span)]) {
                    let segment = self.text_of(&segment, span);
                    href = combine(href, segment, span);
                }
                self.heap.update(id, |object| object.set("href", span, Value::Text(Rc::new(href))));
                receiver.clone()
            }
            "pop" | "clear" => {
                self.heap.update(id, |object| object.set("href", span, Value::hole(Origin::Computed, span)));
                receiver.clone()
            }
            _ => return None,
        })
    }

    #[allow(clippy::unnested_or_patterns)] // a line for each family of types
    pub(crate) fn rust_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let name = path.strip_prefix("crate:")?;
        let mut segments = name.rsplit("::");
        let last = segments.next().unwrap_or_default();
        let ty = segments.next().unwrap_or_default();
        Some(match (ty, last) {
            ("String", "from")
            | (
                "Arc" | "Rc" | "Box" | "Mutex" | "RwLock" | "RefCell" | "Cell" | "Cow" | "Secret" | "SecretString",
                "new",
            )
            | ("HeaderValue", "from_static" | "from_str" | "from_bytes" | "try_from" | "from" | "from_maybe_shared")
            | (
                "HeaderName" | "Method" | "Uri" | "PathAndQuery",
                "from_static" | "from_str" | "from_bytes" | "try_from",
            )
            | ("Vec" | "HashMap" | "BTreeMap" | "HeaderMap" | "IndexMap" | "Some" | "Cow", "from" | "from_iter")
            | ("HeaderMap", "try_from")
            | ("Cow", "Borrowed" | "Owned")
            | ("urlencoding" | "Arc", "encode" | "clone")
            | (_, "black_box" | "identity") => match (ty, args.get(0)) {
                // Pairs make a map.
                ("HeaderMap", pairs) => {
                    let fields = self.fields_of(&pairs, FieldsOf::Headers, span);
                    self.multi(&fields)
                }
                ("HashMap" | "BTreeMap" | "IndexMap", pairs) => {
                    let fields = self.fields_of(&pairs, FieldsOf::Query, span);
                    self.multi(&fields)
                }
                (_, value) => value,
            },
            ("Vec" | "VecDeque", "new" | "with_capacity") => self.list(Vec::new()),
            ("HeaderMap" | "HashMap" | "BTreeMap" | "IndexMap" | "FxHashMap", "new" | "with_capacity" | "default") => {
                Value::Object(self.heap.object(Object::new(Shape::Multi)), LOCAL)
            }
            ("LazyLock" | "Lazy" | "LazyCell", "new" | "force") => match (last, args.get(0)) {
                ("new", maker) => self.rust_callback(&maker, &[], span),
                (_, made) => made,
            },
            // Serialises pairs, of which a string may hold some already.
            ("Serializer", "new") => {
                let fields = self.fields_of(&args.get(0), FieldsOf::Query, span);
                self.multi(&fields)
            }
            ("String", "new" | "with_capacity") => Value::Text(Rc::new(Vec::new())),
            ("Url", "parse" | "from_str" | "try_from") => {
                let text = self.text_of(&args.get(0), span);
                self.url_object(&text, span)
            }
            ("Url", "parse_with_params") => {
                let text = self.text_of(&args.get(0), span);
                let url = self.url_object(&text, span);
                let query = self.member(&url, "searchParams", span);
                if let Value::Object(id, _) = query {
                    let pairs = Args { values: vec![args.get(1)], spans: vec![span], rest: args.rest };
                    self.rust_map_method(id, &query, "extend_pairs", &pairs, span);
                }
                url
            }
            (_, "json!" | "println!" | "eprintln!" | "print!" | "info!" | "debug!" | "warn!" | "error!" | "trace!") => {
                Value::Null
            }
            ("serde_urlencoded" | "serde_qs" | "serde_html_form", "to_string") => {
                let fields = self.fields_of(&args.get(0), FieldsOf::Query, span);
                Value::Text(Rc::new(vec![Piece::Fields(Rc::new(fields))]))
            }
            _ => return None,
        })
    }
}
