//! Lists, maps and URLs of Rust.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::string::Skeleton;
use crate::interpreter::domain::text::TextValue;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::url::{combine, origin_of};
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// A method of a list, or of what goes through one.
    pub(crate) fn rust_list_method(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        if let Some(value) = self.command_of_words(id, receiver, name, args, span) {
            return Some(value);
        }
        match name {
            "write_str" | "write_char" | "pad" => {
                self.write_onto(id, args.get(0), span);
                Some(Value::Undefined)
            }
            "push"
            | "push_back"
            | "insert"
            | "extend"
            | "append"
            | "extend_from_slice"
            | "pop"
            | "retain"
            | "clear"
            | "truncate"
            | "remove"
            | "swap_remove"
            | "drain"
            | "split_off"
            | "reverse"
            | "swap"
            | "rotate_left"
            | "rotate_right"
            | "sort"
            | "sort_unstable"
            | "sort_by"
            | "sort_by_key"
            | "sort_unstable_by"
            | "sort_unstable_by_key" => self.rust_list_changed(id, receiver, name, args, span),
            "get" if let Value::Num(..) = args.get(0) => {
                let at = self.fixed_key(&args.get(0))?;
                Some(self.member(receiver, &at, span))
            }
            "get" | "get_mut" if let Some(found) = self.rust_of_pairs(id, &args.get(0), span) => Some(found),
            "get" | "next" | "nth" | "first_mut" | "last_mut" | "get_mut" | "find" | "find_map" => {
                if matches!(name, "find" | "find_map") {
                    self.call_unknown(args, span);
                }
                let item = match name {
                    "find_map" => Value::unknown(span),
                    _ => Self::present(&self.any_item(receiver, span), span).0,
                };
                Some(Value::choice([item, Value::Null], span))
            }
            "first" | "last" | "next_back" => {
                let items = self.items_of(receiver, false)?;
                let item = if name == "first" { items.first() } else { items.last() };
                Some(item.cloned().unwrap_or(Value::Null))
            }
            "for_each" => self.javascript_method(receiver, "forEach", args, span),
            "concat" => {
                let items = self.items_of(receiver, false)?;
                if !items.is_empty() && items.iter().all(|item| self.is_list(item) == Some(true)) {
                    return self.rust_flattened(receiver);
                }
                Some(Value::of_pieces(self.joined(&items, "", span)))
            }
            "fold" => Some(self.rust_folded(receiver, args, span)),
            "peekable" | "as_slice" | "as_mut_slice" | "into_boxed_slice" | "by_ref" => Some(receiver.clone()),
            "rev" => {
                let mut items = self.items_of(receiver, false)?;
                items.reverse();
                Some(self.list(items))
            }
            "dedup" | "reserve" | "shrink_to_fit" => Some(Value::Undefined),
            "join" | "map" => self.javascript_method(receiver, name, args, span),
            // That of `itertools` is written as what is joined.
            "format" => self.javascript_method(receiver, "join", args, span),
            "len" => Some(self.member(receiver, "length", span)),
            _ => self.rust_list_adapted(receiver, name, args, span),
        }
    }

    /// A method that changes the list itself.
    fn rust_list_changed(
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
                    key @ (Value::Text(_) | Value::Library(_)) if name == "insert" => self.list(vec![key, args.get(1)]),
                    _ if name == "insert" => args.get(1),
                    item => item,
                };
                self.heap.update(id, |object| object.append([value], span));
            }
            "pop" => {
                let items = self.items_of(receiver, false)?;
                let last = items.last().cloned().unwrap_or(Value::Null);
                if last.alternatives().iter().any(|part| matches!(part, Value::Undefined)) {
                    return None;
                }
                self.heap.update(id, |object| {
                    object.items.pop();
                });
                return Some(last);
            }
            "remove" if !matches!(args.get(0), Value::Num(..)) && self.fixed_key(&args.get(0)).is_some() => {
                return Some(self.rust_removed(id, receiver, &args.get(0), span));
            }
            "clear" => self.heap.update(id, |object| object.items.clear()),
            "retain" => {
                if let Some(Value::Object(kept, _)) = self.rust_filtered(receiver, args, span) {
                    let kept = self.heap.obj(kept).items.clone();
                    self.heap.update(id, |object| object.items = kept);
                } else {
                    self.call_unknown(args, span);
                    self.any_may_go(id, span);
                }
            }
            "reverse" => self.heap.update(id, |object| object.items.reverse()),
            "truncate" | "remove" | "swap_remove" | "drain" | "split_off" => {
                return Some(self.rust_taken_out(id, receiver, name, args, span));
            }
            _ if name.starts_with("sort") || matches!(name, "swap" | "rotate_left" | "rotate_right") => {
                self.rust_reordered(id, span);
            }
            _ => match self.rust_items(&args.get(0), span) {
                Some(items) => self.heap.update(id, |object| object.append(items, span)),
                None => self.heap.update(id, |object| object.open_by(span, "items that are not known")),
            },
        }
        Some(Value::Undefined)
    }

    /// Takes items out of a list by their number, and gives them. Where it is not known how many, each may be gone.
    fn rust_taken_out(&mut self, id: ObjectId, receiver: &Value, name: &str, args: &Args, span: Span) -> Value {
        let at = match args.get(0) {
            Value::Num(number, _) => number.parse::<usize>().ok(),
            _ => None,
        };
        let count = self.heap.obj(id).items.len();
        let is_fixed = self.items_of(receiver, false).is_some_and(|items| !items.iter().any(Value::may_be_undefined));
        let mut taken = Vec::new();
        match at.filter(|at| is_fixed && *at <= count) {
            Some(at) if name == "remove" && at < count => {
                self.heap.update(id, |object| taken.push(object.items.remove(at)));
            }
            Some(at) if name == "swap_remove" && at < count => {
                self.heap.update(id, |object| taken.push(object.items.swap_remove(at)));
            }
            Some(at) if matches!(name, "truncate" | "split_off") => {
                self.heap.update(id, |object| taken = object.items.split_off(at));
            }
            _ => {
                let any = self.any_item(receiver, span);
                taken.clone_from(&self.heap.obj(id).items);
                self.any_may_go(id, span);
                if name.ends_with("remove") {
                    return any;
                }
            }
        }
        match taken.pop() {
            Some(only) if name.ends_with("remove") => only,
            last => self.list(taken.into_iter().chain(last).collect()),
        }
    }

    /// Forgets in which order the items of a list are. That of pairs says nothing.
    fn rust_reordered(&mut self, id: ObjectId, span: Span) {
        let items = self.heap.obj(id).items.clone();
        if items.len() > 1 && !items.iter().all(|item| self.is_list(item) == Some(true)) {
            let any = Value::choice(items.iter().cloned(), span);
            self.heap.update(id, |object| object.items.iter_mut().for_each(|item| *item = any.clone()));
        }
    }

    /// An adapter: the list that is made of the items of this one.
    fn rust_list_adapted(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        match name {
            "chain" => {
                let more = match self.rust_items(&args.get(0), span) {
                    Some(items) => self.list(items),
                    None => args.get(0),
                };
                let arguments = Args { values: vec![more], spans: vec![span], rest: args.rest, ..Args::default() };
                self.javascript_method(receiver, "concat", &arguments, span)
            }
            "zip" => self.rust_zipped(receiver, &args.get(0)),
            "filter" => self.rust_filtered(receiver, args, span),
            "enumerate" => {
                let items = self.items_of(receiver, false)?;
                let count = |(at, item): (usize, Value)| {
                    let (item, may_miss) = Self::present(&item, span);
                    let pair = self.list(vec![Value::number(at.to_string()), item]);
                    if may_miss { Value::choice([pair, Value::Undefined], span) } else { pair }
                };
                let pairs = items.into_iter().enumerate().map(count).collect();
                Some(self.list(pairs))
            }
            "skip_while" | "take_while" => {
                // Which items stay is not known: each is a possible one.
                self.call_unknown(args, span);
                let items = self.items_of(receiver, false)?;
                let maybe = items.into_iter().map(|item| Value::choice([item, Value::Undefined], span)).collect();
                Some(self.list(maybe))
            }
            "filter_map" => {
                let mapped = self.javascript_method(receiver, "map", args, span)?;
                let Some(items) = self.items_of(&mapped, false) else { return Some(mapped) };
                Some(self.rust_present(&items, span))
            }
            "flatten" => self.rust_flattened(receiver),
            "flat_map" => {
                let lists = self.javascript_method(receiver, "map", args, span)?;
                self.rust_flattened(&lists)
            }
            _ => None,
        }
    }

    /// The items for which a function is true; where that is not known, one may stay.
    fn rust_filtered(&mut self, list: &Value, args: &Args, span: Span) -> Option<Value> {
        let mut kept = Vec::new();
        for item in self.items_of(list, false)? {
            let (given, _) = Self::present(&item, span);
            match self.rust_callback(&args.get(0), std::slice::from_ref(&given), span).truthy() {
                Some(true) => kept.push(item),
                Some(false) => {}
                None => kept.push(Value::choice([item, Value::Undefined], span)),
            }
        }
        Some(self.list(kept))
    }

    /// A list of options without those that are nothing.
    fn rust_present(&mut self, options: &[Value], span: Span) -> Value {
        let absent = |part: &Value| if matches!(part, Value::Null) { Value::Undefined } else { part.clone() };
        let items = options.iter().map(|option| {
            let parts: Vec<Value> = option.alternatives().iter().map(absent).collect();
            Value::choice(parts, span)
        });
        let items = items.filter(|item| !matches!(item, Value::Undefined)).collect();
        self.list(items)
    }

    /// What a function makes of a first value and each item after another.
    fn rust_folded(&mut self, list: &Value, args: &Args, span: Span) -> Value {
        let mut result = args.get(0);
        let Some(items) = self.items_of(list, false) else {
            return self.folded_unseen(&result, &args.get(1), list, span);
        };
        for item in items {
            let (item, may_miss) = Self::present(&item, span);
            result = if may_miss {
                let before = result;
                self.branch(2, true, span, |this, at| match at {
                    0 => this.rust_callback(&args.get(1), &[before.clone(), item.clone()], span),
                    _ => before.clone(),
                })
            } else {
                self.rust_callback(&args.get(1), &[result, item], span)
            };
        }
        result
    }

    /// What something gives that is gone through: the items of a list, or the one that an option may hold.
    fn rust_items(&mut self, value: &Value, span: Span) -> Option<Vec<Value>> {
        let nothing = |part: &Value| matches!(part, Value::Null | Value::Undefined);
        let parts = value.alternatives();
        if parts.iter().all(nothing) {
            return Some(Vec::new());
        }
        let is_pair = |part: &Value| match part {
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                object.shape == Shape::List
                    && object.open.is_none()
                    && object.items.len() == 2
                    && !matches!(object.items[0], Value::Object(..))
                    && matches!(object.items[0], Value::Text(_) | Value::Library(_))
            }
            _ => false,
        };
        if parts.iter().all(|part| nothing(part) || is_pair(part)) && (parts.len() > 1 || is_pair(&parts[0])) {
            let absent = |part: &Value| if nothing(part) { Value::Undefined } else { part.clone() };
            let parts: Vec<Value> = parts.iter().map(absent).collect();
            return Some(vec![Value::choice(parts, span)]);
        }
        self.items_of(value, false)
    }

    /// The items of the lists in a list; options are lists of one or none. A pair stays what it is.
    pub(crate) fn rust_flattened(&mut self, list: &Value) -> Option<Value> {
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

    /// A method of a URL, or of the segments of its path.
    pub(crate) fn rust_url_method(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        Some(match name {
            "query_pairs_mut" => self.member(receiver, "searchParams", span),
            "set_query" | "set_path" | "set_host" | "set_ip_host" | "set_scheme" | "set_port" => {
                let (member, empty) = match name {
                    "set_query" => ("search", Value::Undefined),
                    "set_path" => ("pathname", Value::Null),
                    "set_scheme" => ("protocol", Value::Null),
                    "set_port" => ("port", Value::of_pieces(Vec::new())),
                    _ => ("hostname", Value::of_origin(Origin::Computed, span)),
                };
                let value = match args.get(0) {
                    Value::Null => empty,
                    other => other,
                };
                self.set_url_member(id, member, span, value);
                Value::Undefined
            }
            "join" => {
                let base = Value::of_pieces(self.url_text(id, span));
                let text = self.resolve_url(&args.get(0), Some(&base), span);
                self.url_object(&text, span)
            }
            // The segments have no other methods than these: the URL stands for them.
            "path_segments_mut" | "pop_if_empty" => receiver.clone(),
            "push" | "extend" | "pop" | "clear" => {
                // A URL itself has no such method, unless the program gives it one.
                if let Some(value) = self.extension_method(receiver, name, args, span) {
                    return Some(value);
                }
                self.rust_segments_changed(id, name, args, span);
                receiver.clone()
            }
            "set_fragment" | "set_username" | "set_password" => Value::Undefined,
            "path" => self.url_member(id, "pathname", span),
            "host" | "host_str" | "domain" => self.url_member(id, "hostname", span),
            _ if URL_READERS.contains(&name) => Value::of_origin(Origin::Computed, span).named(name),
            _ => return None,
        })
    }

    /// A method that changes the segments of a URL's path.
    fn rust_segments_changed(&mut self, id: ObjectId, name: &str, args: &Args, span: Span) {
        let href = self.heap.obj(id).entry("href").map(|entry| entry.value.clone());
        let changed = match name {
            "pop" | "clear" => match &href {
                Some(Value::Text(text)) if name == "clear" => Some(origin_of(text)),
                Some(Value::Text(text)) => without_last_segment(text),
                _ => None,
            },
            _ => {
                let segments = match name {
                    "push" => Some(vec![args.get(0)]),
                    _ => self.items_of(&args.get(0), false),
                };
                let mut longer = href.map_or_else(Vec::new, |href| self.text_of(&href, span));
                for segment in segments.unwrap_or_else(|| vec![Value::of_origin(Origin::Computed, span)]) {
                    let segment = self.text_of(&segment, span);
                    longer = combine(longer, segment, span);
                }
                Some(longer)
            }
        };
        let href = changed.map_or_else(|| Value::of_origin(Origin::Computed, span), Value::of_pieces);
        self.heap.update(id, |object| object.set("href", span, href));
    }

    /// A method of a map.
    pub(crate) fn rust_map_method(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        Some(match name {
            "insert" | "set" | "append" | "append_pair" => {
                self.put_entry(id, &args.get(0), args.get(1), matches!(name, "insert" | "set"), span);
                receiver.clone()
            }
            "extend" | "extend_pairs" => {
                self.add_pairs(id, &args.get(0), span);
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
            // A list that was collected from it.
            "push" | "retain" | "pop" | "dedup" | "sort" | "sort_by" | "sort_by_key" => {
                let items = self.items_of(receiver, false)?;
                self.heap.update(id, |object| {
                    object.shape = Shape::List;
                    object.entries.clear();
                    object.items = items;
                });
                return self.rust_list_method(id, receiver, name, args, span);
            }
            "finish" | "append_key_only" => receiver.clone(),
            "contains_key" => Value::Bool(None),
            _ => return None,
        })
    }
}

/// Methods of a URL that only read it.
const URL_READERS: &[&str] = &[
    "scheme",
    "username",
    "password",
    "port",
    "port_or_known_default",
    "origin",
    "authority",
    "query",
    "query_pairs",
    "fragment",
    "path_segments",
    "has_host",
    "has_authority",
    "cannot_be_a_base",
    "is_special",
    "socket_addrs",
    "to_file_path",
    "make_relative",
];

/// A URL without the last segment of its path; `None` where it cannot be seen where that begins.
fn without_last_segment(url: &TextValue) -> Option<TextValue> {
    let skeleton = Skeleton::of(url)?;
    let path = skeleton.string.find("://").map_or(0, |at| at + "://".len());
    let slash = path + skeleton.string[path..].rfind('/')?;
    skeleton.is_fixed(slash..skeleton.string.len()).then(|| skeleton.cut(0..slash))
}
