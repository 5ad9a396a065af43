//! The request that a client object holds, once it is sent.

use std::sync::Arc;

use crate::clients::{Selector, Slot};
use crate::interpreter::activation::ActiveCall;
use crate::interpreter::budget::{MAX_VIEWS, PIECES_OF_STEP};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::{FieldsValue, Piece, TextValue, unknown_piece};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::http::members::OF_METHOD;
use crate::interpreter::http::texts::{methods, to_request_fields, urls};
use crate::interpreter::http::url::{combine, is_absolute, origin_of, userinfo};
use crate::interpreter::observations::Noted;
use crate::interpreter::state::Interpreter;
use crate::ir::FunctionId;
use crate::request::{Fields, Open, OpenPart, Origin, Part, Request, Sender, SlotSeen, Text, View};
use crate::source::Span;

impl Interpreter<'_> {
    /// Notes the request that an object holds, and gives its response. `own` are the slots of the call that sends it.
    pub(crate) fn emit(
        &mut self,
        target: ObjectId,
        (client, sender): (&str, Sender),
        own: &[(Slot, Vec<Selector>)],
        site: Span,
    ) -> Value {
        let object = self.heap.obj(target).clone();
        let slot = |name: &str| match object.entry(name) {
            Some(entry) if entry.certain => entry.value.as_written(),
            Some(entry) => Value::choice([entry.value.clone(), Value::Undefined], site),
            None => Value::Undefined,
        };

        let method = slot("method");
        let url = self.whole_url(&object, site);
        let mut header = self.fields_of(&slot("header"), FieldsOf::Headers, site);
        if !header.entries.iter().any(|field| field.name.eq_ignore_ascii_case("Authorization")) {
            header.extend(&userinfo(&url, site), true);
        }
        self.add_headers_of_method(&object, &method, &mut header, site);
        let mut query = self.fields_of(&slot("query"), FieldsOf::Query, site);
        let mut body = self.fields_of(&slot("body"), FieldsOf::Body, site);
        self.place_data(&slot("data"), &method, &mut query, &mut body, site);

        let mut open = Vec::new();
        if let Some((at, why)) = &object.open {
            open.push(Open::new(*at, OpenPart::All, &**why));
        }
        open.extend(header.open.iter().map(|(at, why)| Open::new(*at, OpenPart::Headers, format!("headers: {why}"))));
        open.extend(query.open.iter().map(|(at, why)| Open::new(*at, OpenPart::Query, format!("query: {why}"))));
        open.extend(cookies(&object));
        open.sort();
        open.dedup();

        let mut views = self.views(&url, &method, site);
        if object.entry("bare").is_some_and(|entry| entry.certain) {
            for url in views.iter_mut().flat_map(|view| &mut view.urls) {
                url.query.entries.clear();
                url.open.clear();
            }
        }
        self.charge(views.iter().map(View::pieces).sum::<usize>() / PIECES_OF_STEP);
        let Some(full) = views.last() else { return Value::unknown(site) };
        let grant = body.entries.iter().chain(&query.entries).find(|field| &*field.name == "grant_type");
        let grant = grant.and_then(|field| Value::Text(field.value.clone()).as_fixed());
        let origin = Origin::Response {
            site,
            path: "".into(),
            grant: grant.map(|grant| (*grant).into()),
            url: full.urls.first().map(|url| url.text.to_string()).unwrap_or_default().into(),
        };
        let response = Value::of_origin(origin, site);
        self.observations.sendings += 1;
        if self.calls.is_dry_run() || self.activation.is_impossible() {
            return response;
        }
        let slots = self.slots_of(&object, own);
        let request = Request {
            site,
            point: site,
            via: Vec::new(),
            client: client.into(),
            sender,
            methods: full.methods.clone(),
            urls: full.urls.clone(),
            query: self.shared_fields(&query),
            headers: self.shared_fields(&header),
            body: self.shared_fields(&body),
            open,
            is_mixed: false,
            by_sdk: object.entry("sdk").is_some(),
            views,
            slots,
        };
        self.note_picked(&url, &method, site);
        let (entry, through) = self.way_here();
        let used_at = self.used_at(&url, &method, site).into_iter().collect();
        let is_of_test = self.calls.stack.iter().take(2).any(|call| self.is_test(self.function(call.function).span));
        self.observations.note(Noted { request, entries: vec![entry], through, is_of_test, used_at });
        response
    }

    /// Fields in the form that rules see; those of a request before, where they are the same.
    fn shared_fields(&mut self, fields: &FieldsValue) -> Arc<Fields> {
        let fields = to_request_fields(fields, &self.provenance.arguments);
        self.observations.shared(fields)
    }

    /// Adds the headers that a client sends with requests of one method alone: those given to the call win.
    fn add_headers_of_method(&mut self, object: &Object, method: &Value, header: &mut FieldsValue, site: Span) {
        let methods = methods(method);
        for entry in &object.entries {
            let Some(of) = entry.name.strip_prefix(OF_METHOD) else { continue };
            if !methods.is_empty() && !methods.iter().any(|method| method.eq_ignore_ascii_case(of)) {
                continue;
            }
            let mut fields = self.fields_of(&entry.value, FieldsOf::Headers, site);
            let is_known = |name: &str| header.entries.iter().any(|field| field.name.eq_ignore_ascii_case(name));
            fields.entries.retain(|field| !is_known(&field.name));
            header.extend(&fields, methods.len() == 1);
        }
    }

    /// The function that is run for itself, if one is, and those that it calls on the way to what runs.
    fn way_here(&self) -> (Option<FunctionId>, Vec<FunctionId>) {
        let mut functions = self.calls.stack.iter().skip(1);
        let is_entry = |call: &&ActiveCall| self.function(call.function).span == call.site;
        let first = functions.next();
        let entry = first.filter(is_entry).map(|call| call.function);
        let called = first.filter(|_| entry.is_none()).into_iter().chain(functions);
        (entry, called.map(|call| call.function).collect())
    }

    /// Whether the top level of a module runs, and what that calls.
    pub(crate) fn runs_top_level(&self) -> bool {
        self.way_here().0.is_none()
    }

    /// The slots of the call that sends a request and of the object that it is called on, and whether anything is in them.
    fn slots_of(&self, object: &Object, own: &[(Slot, Vec<Selector>)]) -> Vec<SlotSeen> {
        let definition = match object.shape {
            Shape::Client(def) => self.clients.objects.get(def),
            _ => None,
        };
        let of_object = definition.into_iter().flat_map(|definition| {
            let calls = definition.calls.values().flatten().flat_map(|call| &call.slots);
            calls.map(|(slot, _)| *slot).chain(definition.fields.values().copied())
        });
        let mut all: Vec<Slot> = own.iter().map(|(slot, _)| *slot).chain(of_object).collect();
        all.sort_unstable_by_key(|slot| *slot as u8);
        all.dedup();
        let of_request = all.into_iter().filter(|slot| slot.is_of_request());
        of_request
            .map(|slot| SlotSeen {
                name: slot.name(),
                part: slot.part(),
                is_filled: self.is_filled(object, slot.part()),
            })
            .collect()
    }

    /// Whether anything was put into a part of what is sent.
    pub(super) fn is_filled(&self, object: &Object, part: &str) -> bool {
        match object.entry(part).map(|entry| &entry.value) {
            Some(Value::Object(fields, _)) => {
                let fields = self.heap.obj(*fields);
                !fields.entries.is_empty() || !fields.items.is_empty() || fields.open.is_some()
            }
            value => value.is_some(),
        }
    }

    /// The URL that the slots make together.
    pub(crate) fn whole_url(&mut self, object: &Object, site: Span) -> TextValue {
        let slot = |name: &str| object.entry(name).map_or(Value::Undefined, |entry| entry.value.clone());
        let is_set = |value: &Value| !matches!(value, Value::Undefined | Value::Null);
        let (url, base, host, path) = (slot("url"), slot("base"), slot("host"), slot("path"));
        let path = if is_set(&path) { Some(self.text_of(&path, site)) } else { None };
        if is_set(&host) {
            let host = self.text_of(&host, site);
            let mut text = TextValue::new();
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
        let text = if is_set(&url) { self.text_of(&url, site) } else { TextValue::new() };
        let whole = if !is_set(&base) || is_absolute(&text) {
            if text.is_empty() { vec![unknown_piece(Origin::Unknown, site)] } else { text }
        } else {
            let base = self.text_of(&base, site);
            // What only some of the programs set as the base is none in the others, and what is not known may have a host.
            let is_certain = object.entry("base").is_none_or(|entry| entry.certain)
                && !(self.takes_whole_urls(object) && matches!(text[..], [Piece::Unknown(..)]));
            let without = (!is_certain && !text.is_empty()).then(|| text.clone());
            let whole = combine(base, text, site);
            without.map_or(whole.clone(), |without| vec![Piece::Alt(vec![whole, without].into())])
        };
        // A path in the options takes the place of the URL's own.
        path.map_or(whole.clone(), |path| combine(origin_of(&whole), path, site))
    }

    fn takes_whole_urls(&self, object: &Object) -> bool {
        match object.shape {
            Shape::Client(def) => self.clients.objects.get(def).is_some_and(|def| def.whole_urls),
            _ => false,
        }
    }

    /// A URL that begins with the address of the page itself is relative to it.
    fn without_own_address(&self, url: &mut Text) {
        if let Some(Part::Hole(hole)) = url.parts.first()
            && let Origin::Api(path) = &hole.origin
            && self.clients.frameworks.own_address.iter().any(|known| known == path)
        {
            url.parts.remove(0);
        }
    }

    /// How the call looks from the client's own call outwards: what came through the arguments of a frame is unknown
    /// in it. The last view is the whole.
    pub(crate) fn views(&self, url: &TextValue, method: &Value, site: Span) -> Vec<View> {
        let mut views: Vec<View> = Vec::new();
        for depth in (1..=self.calls.stack.len()).rev() {
            let calls = &self.calls.stack[depth..];
            // What calls an entry point is not known: nobody outside it can be pointed at.
            if calls.iter().any(|call| self.function(call.function).span == call.site) {
                break;
            }
            let point = calls.first().map_or(site, |call| call.site);
            let mut via: Vec<Span> = calls.iter().skip(1).map(|call| call.site).collect();
            if !calls.is_empty() {
                via.push(site);
            }
            let mut urls = urls(&self.mask(url, depth), &self.provenance.arguments);
            for url in &mut urls {
                self.without_own_address(&mut url.text);
            }
            let methods = methods(&self.mask_value(method, depth));
            // Of very long ways those in the middle are left out: the last one is the whole.
            if views.len() == MAX_VIEWS {
                views.pop();
            }
            let same = views.last().is_some_and(|last| last.urls == urls && last.methods == methods);
            if !same {
                views.push(View { point, via, methods, urls });
            }
        }
        views
    }
}

/// Why a client may add cookies of its own: it has been given something for that, and not nothing.
fn cookies(object: &Object) -> Option<Open> {
    let is_nothing = |value: &Value| matches!(value, Value::Undefined | Value::Null | Value::Bool(Some(false)));
    let given = object.entry("cookies").filter(|given| !given.value.alternatives().iter().all(is_nothing))?;
    Some(Open::new(given.span, OpenPart::Cookies, "cookies are added that nobody wrote"))
}
