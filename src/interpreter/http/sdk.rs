//! Calls of SDKs: which operation a method calls, and what of the client's options goes with it.

use std::rc::Rc;

use crate::clients::{Carried, SdkDef, SdkMethod, SdkPart, Slot};
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::{Piece, TextValue};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::http::url::value_span;
use crate::interpreter::state::Interpreter;
use crate::request::{Origin, Sender};
use crate::source::Span;

/// The entry of a client that holds the options which it was made with.
const OPTIONS: &str = "options";

/// Only these bases say more than which operation is called.
const INSECURE: &str = "http://";

impl Interpreter<'_> {
    /// Keeps the options that an SDK's client is made with.
    pub(crate) fn set_up_sdk(&mut self, client: ObjectId, made: &str, args: &Args, site: Span) {
        let Shape::Client(def) = self.heap.obj(client).shape else { return };
        let clients = self.clients;
        let Some(sdk) = clients.objects.get(def).and_then(|object| object.sdk.as_ref()) else { return };
        // A method that is given the options says nothing of the package by itself.
        let package = if made.starts_with('.') { self.made_by_sdk(client) } else { made.to_owned() };
        self.note_options_of(&package, args, Some(sdk));
        let options = args.get(0);
        self.heap.update(client, |object| object.set(OPTIONS, site, options));
    }

    /// A call of a method of an SDK; `None` where it has none of that path.
    pub(crate) fn call_sdk(
        &mut self,
        client: ObjectId,
        sdk: &SdkDef,
        path: &str,
        args: &Args,
        site: Span,
    ) -> Option<Value> {
        let Some(method) = sdk.method(path) else {
            // Helpers get credentials of their own.
            let maker = self.made_by_sdk(client);
            self.note_options(&maker, args);
            return None;
        };
        let target = self.copy_client(client, usize::MAX);
        self.heap.update(target, |object| {
            object.set("method", site, Value::text(&method.method, site));
            object.set("url", site, Value::text(&method.url, site));
            object.set("sdk", site, Value::Bool(Some(true)));
        });
        let options = self.heap.obj(client).entry(OPTIONS).map(|entry| entry.value.clone());
        match options {
            Some(options) => self.send_options(target, sdk, method, &options, site),
            // What nobody is seen to have made was made elsewhere.
            None => self.heap.update(target, |object| object.open_by(site, "a client that was set up elsewhere")),
        }
        if method.more {
            self.heap.update(target, |object| object.open_by(site, "what the SDK sends beside that"));
        }
        if let Some((at, carrier)) = &method.argument {
            let value = args.get(*at);
            if !matches!(value, Value::Undefined | Value::Null) {
                let span = args.spans.get(*at).copied().unwrap_or(site);
                self.put_carried(target, carrier, &value, span, true);
            }
        }
        let call = &ClientCall { callee: Some(client), name: path, args, site };
        for (selector, slot) in
            [(&sdk.parameters, Slot::Query), (&sdk.query, Slot::Query), (&sdk.headers, Slot::Header)]
        {
            if let Some(selector) = selector {
                let value = self.selected(selector, call);
                self.fill_slot(target, slot, &[value], call.site_of(Some(selector)));
            }
        }
        let definition = match self.heap.obj(client).shape {
            Shape::Client(def) => self.clients.objects.get(def),
            _ => None,
        };
        let name = definition.map(|definition| definition.client.clone()).unwrap_or_default();
        Some(self.emit(target, (&name, Sender::Client), &[], site))
    }

    /// The package of the SDK that made a client.
    fn made_by_sdk(&self, client: ObjectId) -> String {
        let client = match self.heap.obj(client).shape {
            Shape::Client(def) => self.clients.objects.get(def).map(|definition| &*definition.client),
            _ => None,
        };
        format!("npm:{}", client.unwrap_or_default())
    }

    /// Sends what of the options a method sends.
    fn send_options(&mut self, target: ObjectId, sdk: &SdkDef, method: &SdkMethod, options: &Value, site: Span) {
        let objects: Vec<Rc<Object>> = options
            .alternatives()
            .iter()
            .filter_map(|part| match part {
                Value::Object(id, _) => Some(self.heap.obj(*id).clone()),
                _ => None,
            })
            .collect();
        let [object] = &objects[..] else {
            self.heap.update(target, |object| object.open_by(site, "options of a client that cannot be followed"));
            return;
        };
        let is_misspelt = object.entries.iter().any(|entry| sdk.meant(&entry.name).is_some());
        let has_opaque = object.entries.iter().any(|entry| sdk.opaque.contains(&(*entry.name).into()));
        if object.open.is_some() || object.class.is_some() || options.alternatives().len() > 1 {
            self.heap.update(target, |object| object.open_by(site, "options of a client that cannot be followed"));
        } else if is_misspelt || has_opaque {
            self.heap.update(target, |object| object.open_by(site, "an option of a client that may be anything"));
        }
        let given = sdk.base.as_ref().and_then(|base| object.entry(base)).map(|entry| entry.value.clone());
        let base = given.as_ref().and_then(Value::as_fixed).filter(|base| base.starts_with(INSECURE));
        if let (Some(base), Some(given)) = (base, given) {
            let path = method.url.splitn(4, '/').nth(3).unwrap_or_default();
            // Where the base is written is what is to be mended.
            let written = value_span(&given).unwrap_or(site);
            let pieces = [(base.trim_end_matches('/').to_owned(), written), (format!("/{path}"), site)];
            let pieces = pieces.map(|(text, at)| Piece::Fixed(text.into(), at, LOCAL));
            let url = Value::of_pieces(pieces.to_vec());
            self.heap.update(target, |object| object.set("url", site, url));
        }
        let signing = sdk.signing.as_ref().filter(|signing| {
            let is_on = object.entry(&signing.option).is_some_and(|entry| entry.value.truthy() == Some(true));
            let has_key = method.sends.as_ref().is_none_or(|sends| sends.contains(&signing.key));
            is_on
                && has_key
                && !method.unsigned
                && object.entry(&signing.key).is_some()
                && method.url.contains(&*signing.within)
        });
        for (option, carriers) in &sdk.carriers {
            let is_sent = method.sends.as_ref().is_none_or(|sends| sends.contains(option));
            let Some(entry) = object.entry(option).filter(|_| is_sent) else { continue };
            if signing.is_some_and(|signing| signing.key == *option && !signing.keeps_key) {
                continue;
            }
            for carrier in carriers {
                self.put_carried(target, carrier, &entry.value, entry.span, entry.certain);
            }
        }
        for carrier in signing.into_iter().flat_map(|signing| &signing.sends) {
            let made = Value::of_origin(Origin::Computed, site);
            self.put_carried(target, carrier, &made, site, true);
        }
    }

    /// Sends a value by a carrier; what is `undefined` is not sent.
    fn put_carried(&mut self, target: ObjectId, carrier: &Carried, value: &Value, span: Span, certain: bool) {
        let nothing = |part: &Value| matches!(part, Value::Undefined | Value::Null | Value::Bool(_));
        if value.alternatives().iter().all(nothing) {
            return;
        }
        let certain = certain && !value.alternatives().iter().any(nothing);
        let mut text = TextValue::new();
        if !carrier.prefix.is_empty() {
            text.push(Piece::Fixed((*carrier.prefix).into(), span, LOCAL));
        }
        self.append_text(&mut text, value, span);
        let slot = if carrier.part == SdkPart::Header { Slot::Header } else { Slot::Query };
        let Value::Object(fields, _) = self.slot_value(target, slot, span) else { return };
        // Of two options for one carrier the first that is given counts.
        let is_there = self.heap.obj(fields).entry(&carrier.name).is_some();
        if !is_there {
            self.heap.update(fields, |object| object.add(&carrier.name, span, Value::of_pieces(text), certain));
        }
    }
}
