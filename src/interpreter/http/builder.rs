//! Client objects: filling the slots of a request, and sending it.

use crate::clients::{CallDef, Condition, Handed, Kind, ResultDef, Selector, Slot};
use crate::interpreter::domain::heap::{Object, ObjectId, Shape};
use crate::interpreter::domain::value::{LOCAL, Piece, TextV, Value};
use crate::interpreter::http::encode::{FieldsOf, texts, to_request_fields};
use crate::interpreter::http::slots::slot_name;
use crate::interpreter::http::url::{combine, hole_piece, is_absolute, origin_of, split_urls};
use crate::interpreter::state::Interpreter;
use crate::interpreter::transfer::member::constant_name;
use crate::request::{Open, OpenPart, Origin, Request, Url, View};
use crate::source::Span;

/// The arguments of a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Args {
    /// Values in order.
    pub values: Vec<Value>,
    /// Their places.
    pub spans: Vec<Span>,
    /// The place of a spread that is not known: there may be more.
    pub rest: Option<Span>,
}

impl Args {
    /// The argument at a place; `undefined` where there is none.
    pub fn get(&self, at: usize) -> Value {
        match (self.values.get(at), self.rest) {
            (Some(value), _) => value.clone(),
            (None, Some(rest)) => Value::unknown(rest),
            (None, None) => Value::Undefined,
        }
    }

    /// All arguments but the first.
    pub fn behind_first(&self) -> Self {
        Self {
            values: self.values.iter().skip(1).cloned().collect(),
            spans: self.spans.iter().skip(1).copied().collect(),
            rest: self.rest,
        }
    }
}

impl Interpreter<'_> {
    /// The definition among several that fits the arguments.
    pub(crate) fn choose<'d>(&mut self, defs: &'d [CallDef], args: &Args) -> Option<&'d CallDef> {
        defs.iter().find(|def| def.when.iter().all(|condition| self.holds(condition, args)))
    }

    fn holds(&mut self, condition: &Condition, args: &Args) -> bool {
        let span = match &condition.of {
            Selector::Argument(at, _) => args.spans.get(*at).copied(),
            _ => None,
        };
        let span = span.unwrap_or_else(|| self.function(self.frame.function).span);
        let value = self.select(&condition.of, args, "", None, span);
        let is_object = value.alternatives().iter().any(|part| match part {
            Value::Object(id, _) => !matches!(self.heap.obj(*id).shape, Shape::Url | Shape::Client(_)),
            _ => false,
        });
        match &condition.is {
            Kind::Object => is_object,
            Kind::Text => !is_object && !matches!(value, Value::Undefined | Value::Function(_)),
            Kind::Given => !matches!(value, Value::Undefined),
            Kind::Absent => matches!(value, Value::Undefined),
            // What a promise gives its maker, and `console.log`, are functions too.
            Kind::Function => match &value {
                Value::Function(_) => true,
                Value::Api(path) => path.starts_with("global:Promise.") || path.starts_with("global:console."),
                // A parameter that goes by the name of a callback is one.
                Value::Hole(hole, _) => {
                    hole.hole.origin == Origin::Parameter
                        && hole.hole.names.last().is_some_and(|name| self.clients.frameworks.is_callback(name))
                }
                _ => false,
            },
            Kind::True => value.truthy() == Some(true),
            Kind::Unknown => matches!(value, Value::Hole(..) | Value::Api(_)),
            Kind::Equal(text) => value.as_fixed().is_some_and(|known| known.eq_ignore_ascii_case(text)),
        }
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

    /// Fills the slots that a call's definition names.
    fn fill_slots(
        &mut self,
        target: ObjectId,
        def: &CallDef,
        callee: Option<ObjectId>,
        name: &str,
        args: &Args,
        site: Span,
    ) {
        let mut slots: Vec<&(Slot, Vec<Selector>)> = def.slots.iter().collect();
        // What is taken over comes first, so that the call's own options win.
        slots.sort_by_key(|(slot, _)| (*slot != Slot::Merge, *slot as u8));
        for (slot, selectors) in slots {
            let literal = |selector: &Selector| matches!(selector, Selector::Literal(_));
            let site_of = |selector: Option<&Selector>| match selector {
                Some(Selector::Argument(at, _)) => args.spans.get(*at).copied().unwrap_or(site),
                _ => site,
            };
            match slot {
                Slot::QueryPair | Slot::HeaderPair | Slot::Basic | Slot::Bearer => {
                    let pair = if *slot == Slot::Bearer { 1 } else { 2 };
                    for selectors in selectors.chunks(pair) {
                        if let Some(Selector::Argument(at, members)) = selectors.iter().find(|one| !literal(one))
                            && let Some((last, outer)) = members.split_last()
                        {
                            // Credentials in options that cannot be seen are possible, not present.
                            let outer = Selector::Argument(*at, outer.to_vec());
                            let outer = self.select(&outer, args, name, callee, site);
                            let unseen = match &outer {
                                Value::Hole(..) => Some(outer.clone()),
                                Value::Object(id, _) => {
                                    let object = self.heap.obj(*id);
                                    let unseen = object.open.is_some() && object.entry(last).is_none();
                                    unseen.then(|| Value::unknown(site))
                                }
                                _ => None,
                            };
                            if let Some(unseen) = unseen {
                                self.fill_slot(target, Slot::Header, &[unseen], site_of(selectors.first()));
                                continue;
                            }
                        }
                        let values: Vec<Value> =
                            selectors.iter().map(|selector| self.select(selector, args, name, callee, site)).collect();
                        self.fill_slot(target, *slot, &values, site_of(selectors.first()));
                    }
                }
                // What gets the response runs once it is there; a key is no part of a request.
                Slot::Callback | Slot::Key => {}
                Slot::Query
                | Slot::QueryReplace
                | Slot::QueryOverride
                | Slot::Append
                | Slot::Header
                | Slot::Merge
                | Slot::Forward
                | Slot::Hook
                | Slot::Opaque => {
                    for selector in selectors {
                        let value = self.select(selector, args, name, callee, site);
                        self.fill_slot(target, *slot, &[value], site_of(Some(selector)));
                    }
                }
                Slot::Method
                | Slot::Url
                | Slot::Base
                | Slot::Scheme
                | Slot::Host
                | Slot::Port
                | Slot::Path
                | Slot::Body
                | Slot::Data => {
                    let mut found: Option<Value> = None;
                    for selector in selectors {
                        // What was taken over from another request stands before a default.
                        if found.is_none()
                            && literal(selector)
                            && self.heap.obj(target).entry(slot_name(*slot)).is_some()
                        {
                            break;
                        }
                        let value = self.select(selector, args, name, callee, site);
                        let (nothing, rest): (Vec<&Value>, Vec<&Value>) =
                            value.alternatives().iter().partition(|v| matches!(v, Value::Undefined | Value::Null));
                        let rest = Value::choice(found.into_iter().chain(rest.into_iter().cloned()), site);
                        found = (!matches!(rest, Value::Undefined)).then_some(rest);
                        if nothing.is_empty() {
                            break;
                        }
                    }
                    if let Some(value) = found {
                        self.fill_slot(target, *slot, &[value], site_of(selectors.first()));
                    }
                }
            }
        }
    }

    /// Does what a call's definition says: fills slots, sends, gives the result.
    pub(crate) fn apply(
        &mut self,
        def: &CallDef,
        callee: Option<ObjectId>,
        name: &str,
        args: &Args,
        site: Span,
    ) -> Value {
        if let Some(object) = def.for_all {
            self.set_up_all(object, def, args, site);
            return Value::unknown(site);
        }
        let callee_def = callee.and_then(|id| match self.heap.obj(id).shape {
            Shape::Client(def) => Some(def),
            _ => None,
        });
        let opened = callee.and_then(|id| self.pending.get(&id)).map(|pending| pending.site);
        match &def.result {
            ResultDef::Same(of) => return self.part(of, args, name, callee, site),
            ResultDef::Made(operation, parts) => {
                let parts: Vec<Value> = parts.iter().map(|part| self.part(part, args, name, callee, site)).collect();
                let made = self.operate(*operation, &parts, args, site).unwrap_or_else(|| {
                    self.call_unknown(args, site);
                    Value::hole(Origin::Computed, site)
                });
                let computed = matches!(&made, Value::Hole(hole, _) if hole.hole.origin == Origin::Computed);
                return Self::still_signed(&args.values).filter(|_| computed).unwrap_or(made);
            }
            ResultDef::State(member, of) => {
                let value = self.select(of, args, name, callee, site);
                return self.state(value, member.as_deref(), site);
            }
            ResultDef::Signed => return self.sign_with(def, callee, name, args, site),
            _ => {}
        }
        if let (true, Some(id)) = (def.sends, callee) {
            self.mark_sent(id);
        }
        let target = match (&def.result, callee) {
            (ResultDef::Object(result), Some(id)) => self.copy_client(id, *result),
            (ResultDef::Object(result), None) => self.new_client(*result),
            (ResultDef::This, Some(id)) if !def.sends => id,
            (_, Some(id)) if def.sends => self.copy_client(id, callee_def.unwrap_or_default()),
            (_, Some(id)) => id,
            (_, None) => self.new_client(usize::MAX),
        };
        if let ResultDef::Object(result) = def.result
            && !self.clients.objects[result].awaited
        {
            self.offering.insert(site.file);
        }
        self.fill_slots(target, def, callee, name, args, site);
        self.run_given(target, def, callee, name, args, site);
        if !def.sends {
            return match def.result {
                ResultDef::This => Value::Object(target, LOCAL),
                ResultDef::Object(_) => {
                    self.note_pending(target, site);
                    Value::Object(target, LOCAL)
                }
                ResultDef::Typed(at) => Self::of_named_type(&args.get(at), site),
                ResultDef::Slot(slot) => self.slot_value(target, slot, site),
                ResultDef::Response
                | ResultDef::Signed
                | ResultDef::Same(_)
                | ResultDef::State(..)
                | ResultDef::Made(..) => Value::unknown(site),
                ResultDef::Nothing => Value::Undefined,
            };
        }
        self.run_hooks(target, &def.hook, site);
        let response = self.emit(target, &def.client, opened.unwrap_or(site));
        let callbacks = def.slots.iter().filter(|(slot, _)| *slot == Slot::Callback);
        for selector in callbacks.flat_map(|(_, selectors)| selectors) {
            let callback = self.select(selector, args, name, callee, site);
            self.answer(&callback, &response, site);
        }
        response
    }

    /// Runs the functions that a call runs at once.
    fn run_given(
        &mut self,
        target: ObjectId,
        def: &CallDef,
        callee: Option<ObjectId>,
        name: &str,
        args: &Args,
        site: Span,
    ) {
        for (function, handed) in &def.runs {
            let function = self.select(function, args, name, callee, site);
            let mut given = Vec::with_capacity(handed.len());
            for one in handed {
                given.push(match one {
                    Handed::Selected(selector) => self.select(selector, args, name, callee, site),
                    Handed::Object(object) => Value::Object(self.copy_client(target, *object), LOCAL),
                    Handed::Slot(slot) => self.slot_value(target, *slot, site),
                });
            }
            match function {
                Value::Function(closure) => self.call_at_once(&closure, &given, site),
                other => self.run_callback(&other, &given, site),
            };
        }
    }

    /// What a call makes with the key that its definition names.
    fn sign_with(&mut self, def: &CallDef, callee: Option<ObjectId>, name: &str, args: &Args, site: Span) -> Value {
        for selector in def.slots.iter().filter(|(slot, _)| *slot == Slot::Key).flat_map(|(_, all)| all) {
            let key = self.select(selector, args, name, callee, site);
            let at = match selector {
                Selector::Argument(at, _) => args.spans.get(*at).copied().unwrap_or(site),
                _ => site,
            };
            if !matches!(key, Value::Undefined) {
                return self.sign(&key, at, site);
            }
        }
        Value::unknown(site)
    }

    /// Notes the request that an object holds, and gives its response.
    pub(crate) fn emit(&mut self, target: ObjectId, client: &str, site: Span) -> Value {
        let object = self.heap.obj(target).clone();
        let slot = |name: &str| match object.entry(name) {
            Some(entry) if entry.certain => entry.value.clone(),
            Some(entry) => Value::choice([entry.value.clone(), Value::Undefined], site),
            None => Value::Undefined,
        };

        let method = slot("method");
        let url = self.whole_url(&object, site);
        let header = self.fields_of(&slot("header"), FieldsOf::Headers, site);
        let mut query = self.fields_of(&slot("query"), FieldsOf::Query, site);
        let mut body = self.fields_of(&slot("body"), FieldsOf::Body, site);
        self.place_data(&slot("data"), &method, &mut query, &mut body, site);

        let mut open = Vec::new();
        if let Some((at, why)) = &object.open {
            open.push(Open::new(*at, OpenPart::All, &**why));
        }
        open.extend(header.open.iter().map(|(at, why)| Open::new(*at, OpenPart::Headers, format!("headers: {why}"))));
        open.extend(query.open.iter().map(|(at, why)| Open::new(*at, OpenPart::Query, format!("query: {why}"))));
        open.sort();
        open.dedup();

        let mut views = self.views(&url, &method, site);
        if object.entry("bare").is_some_and(|entry| entry.certain) {
            for url in views.iter_mut().flat_map(|view| &mut view.urls) {
                url.query.entries.clear();
                url.open.clear();
            }
        }
        let Some(full) = views.last() else { return Value::unknown(site) };
        let grant = body.entries.iter().chain(&query.entries).find(|field| &*field.name == "grant_type");
        let grant = grant.and_then(|field| Value::Text(field.value.clone()).as_fixed());
        let origin = Origin::Response {
            site,
            path: "".into(),
            grant: grant.map(|grant| (*grant).into()),
            url: full.urls.first().map(|url| url.text.to_string()).unwrap_or_default().into(),
        };
        let response = Value::hole(origin, site);
        if self.silent > 0 {
            return response;
        }
        let request = Request {
            site,
            point: site,
            via: Vec::new(),
            client: client.into(),
            methods: full.methods.clone(),
            urls: full.urls.clone(),
            query: to_request_fields(&query, &self.arguments.0),
            headers: to_request_fields(&header, &self.arguments.0),
            body: to_request_fields(&body, &self.arguments.0),
            open,
            views,
        };
        if !self.requests.iter().rev().take(64).any(|known| known == &request) {
            self.requests.push(request);
        }
        response
    }

    /// The URL that the slots make together.
    pub(crate) fn whole_url(&mut self, object: &Object, site: Span) -> TextV {
        let slot = |name: &str| object.entry(name).map_or(Value::Undefined, |entry| entry.value.clone());
        let is_set = |value: &Value| !matches!(value, Value::Undefined | Value::Null);
        let (url, base, host, path) = (slot("url"), slot("base"), slot("host"), slot("path"));
        let path = if is_set(&path) { Some(self.text_of(&path, site)) } else { None };
        if is_set(&host) {
            let host = self.text_of(&host, site);
            let mut text = TextV::new();
            if !is_absolute(&host) {
                match (slot("scheme"), slot("scheme").as_fixed()) {
                    (Value::Undefined | Value::Null, _) => text.push(Piece::Fixed("https://".into(), site, LOCAL)),
                    (_, Some(known)) => {
                        let known = known.trim_end_matches('/').trim_end_matches(':');
                        text.push(Piece::Fixed(format!("{known}://").into(), site, LOCAL));
                    }
                    (scheme, None) => {
                        self.append_text(&mut text, &scheme, site);
                        text.push(Piece::Fixed("//".into(), site, LOCAL));
                    }
                }
            }
            text.extend(host);
            let port = slot("port");
            if is_set(&port) && !matches!(port.as_fixed().as_deref(), Some("443" | "80" | "")) {
                text.push(Piece::Fixed(":".into(), site, LOCAL));
                self.append_text(&mut text, &port, site);
            }
            return combine(text, path.unwrap_or_default(), site);
        }
        let text = if is_set(&url) { self.text_of(&url, site) } else { TextV::new() };
        let whole = if !is_set(&base) || is_absolute(&text) {
            if text.is_empty() { vec![hole_piece(Origin::Unknown, site)] } else { text }
        } else {
            let base = self.text_of(&base, site);
            combine(base, text, site)
        };
        // A path in the options takes the place of the URL's own.
        path.map_or(whole.clone(), |path| combine(origin_of(&whole), path, site))
    }

    /// How the call looks from the client's own call outwards: what came through the arguments of a frame is unknown
    /// in it. The last view is the whole.
    fn views(&self, url: &TextV, method: &Value, site: Span) -> Vec<View> {
        let mut views: Vec<View> = Vec::new();
        for depth in (1..=self.stack.len()).rev() {
            let calls = &self.stack[depth..];
            // What calls a root is not known: nobody outside it can be pointed at.
            if calls.iter().any(|call| self.function(call.function).span == call.site) {
                break;
            }
            let point = calls.first().map_or(site, |call| call.site);
            let mut via: Vec<Span> = calls.iter().skip(1).map(|call| call.site).collect();
            if !calls.is_empty() {
                via.push(site);
            }
            let urls = urls(&self.mask(url, depth), &self.arguments.0);
            let methods = methods(&self.mask_value(method, depth));
            let same = views.last().is_some_and(|last| last.urls == urls && last.methods == methods);
            if !same {
                views.push(View { point, via, methods, urls });
            }
        }
        views
    }
}

fn urls(url: &TextV, arguments: &[Span]) -> Vec<Url> {
    let mut urls = Vec::new();
    for (href, query) in split_urls(url) {
        let open: Vec<Open> =
            query.open.iter().map(|(at, why)| Open::new(*at, OpenPart::Query, format!("query: {why}"))).collect();
        let fields = to_request_fields(&query, arguments);
        for text in texts(&href) {
            urls.push(Url { text, query: fields.clone(), open: open.clone() });
        }
    }
    urls
}

/// The methods that a value may stand for; none when one of them is not known.
pub(crate) fn methods(value: &Value) -> Vec<Box<str>> {
    let mut methods = Vec::new();
    for part in value.alternatives() {
        let known: Vec<Option<String>> = match part {
            Value::Api(path) => vec![constant_name(path)],
            Value::Text(text) => texts(text).iter().map(crate::request::Text::fixed).collect(),
            Value::Undefined | Value::Null => vec![Some("GET".into())],
            _ => vec![None],
        };
        for method in known {
            match method {
                Some(method) => methods.push(method.trim().to_ascii_uppercase().into_boxed_str()),
                None => return Vec::new(),
            }
        }
    }
    methods.sort();
    methods.dedup();
    methods
}
