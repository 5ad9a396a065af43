//! Calls of clients, and of what else comes from libraries.

use std::rc::Rc;

use crate::clients::{Sink, last_name};
use crate::interpreter::arguments::Args;
use crate::interpreter::budget::MAX_LIBRARY_PATH;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::{LOCAL, Provenance};
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::http::moments::moment_of;
use crate::interpreter::http::url::value_span;
use crate::interpreter::state::Interpreter;
use crate::request::{MomentForm, Origin};
use crate::source::Span;

impl Interpreter<'_> {
    /// Whether a library value has a method of this name of its own.
    pub(crate) fn has_method(&self, receiver: &Value, name: &str) -> bool {
        let Value::Library(path) = receiver else { return false };
        let own = format!(".{name}()");
        self.clients.source(path).is_some_and(|def| self.clients.objects[def].calls.contains_key(&*own))
    }

    /// A call of a client object that may have come through an argument. Where it holds a request already, that came
    /// through the argument as well.
    pub(crate) fn call_handed(
        &mut self,
        (id, via): (ObjectId, Provenance),
        path: &str,
        args: &Args,
        span: Span,
    ) -> Value {
        if self.heap.obj(id).entry("url").is_none() {
            return self.call_client(id, path, args, span);
        }
        let before = self.http.handed.replace(via);
        let result = self.call_client(id, path, args, span);
        self.http.handed = before;
        match result {
            Value::Object(made, _) if matches!(self.heap.obj(made).shape, Shape::Client(_)) => {
                self.through(&result, via)
            }
            result => result,
        }
    }

    /// A call of a client object.
    pub(crate) fn call_client(&mut self, id: ObjectId, path: &str, args: &Args, span: Span) -> Value {
        let Shape::Client(def) = self.heap.obj(id).shape else {
            self.call_unknown(args, span);
            return Value::unknown(span);
        };
        let clients = self.clients;
        // An object that no definition describes: the placeholder of a function call.
        let Some(definition) = clients.objects.get(def) else { return Value::unknown(span) };
        self.note_set_up(path, span);
        self.note_output_of(&format!("object:{}{path}", definition.id), args);
        let name = path.trim_end_matches("()").rsplit('.').next().unwrap_or_default();
        if let Some(value) = self.carried_by(&Value::Object(id, LOCAL), name, args, span) {
            return value;
        }
        let is_carried = self.carry_by(&Value::Object(id, LOCAL), name, args, span);
        if let Some(defs) = definition.calls.get(path)
            && let Some(value) =
                self.apply_fitting(defs, &ClientCall { callee: Some(id), name: path, args, site: span })
        {
            return value;
        }
        if let Some(value) = self.call_route(id, path, args, span) {
            return value;
        }
        if is_carried {
            return Value::Object(id, LOCAL);
        }
        if let Some(sdk) = &definition.sdk
            && let Some(response) = self.call_sdk(id, sdk, path, args, span)
        {
            return response;
        }
        if definition.awaited && self.language.waits(name) {
            let response = self.awaited(Value::Object(id, LOCAL), span);
            return self.method(&response, name, args, span, span);
        }
        if let Some(value) = self.library_method(&Value::Object(id, LOCAL), name, args, span) {
            return value;
        }
        if let Some(closure) = self.extension(def, name, id) {
            let this = closure.this.clone();
            return self.call_closure(&closure, args.values.clone(), this, span);
        }
        // A method that the data does not know: a builder that changes what is not modelled, and goes on.
        self.note_urls(args, span);
        self.call_unknown(args, span);
        if self.language.chains_unknown_methods() {
            if !definition.harmless.is_empty() && !definition.harmless.iter().any(|harmless| harmless == name) {
                let why = format!("a call of {name}() that is not modelled");
                self.heap.update(id, |object| object.open_by(span, &why));
            }
            return Value::Object(id, LOCAL);
        }
        Value::result(Origin::Unknown, name, span)
    }

    /// A method that the module gives a client's type itself: `impl RequestExt for reqwest::RequestBuilder`.
    pub(crate) fn extension(&mut self, def: usize, name: &str, id: ObjectId) -> Option<Rc<Closure>> {
        if !self.language.extends_foreign_types() {
            return None;
        }
        let mut of_type = self
            .here()
            .classes
            .iter()
            .filter(|class| self.clients.source(&format!("type {}", class.name)) == Some(def));
        let function = of_type.find_map(|class| {
            let named = |key: &crate::ir::Key| matches!(key, crate::ir::Key::Name(key, _) if **key == *name);
            class.methods.iter().find(|method| !method.is_static && named(&method.key)).map(|method| method.function)
        })?;
        let this = Some(Value::Object(id, LOCAL));
        Some(Rc::new(Closure::new(function, self.top_of(function.module), this)))
    }

    /// What a call gives that reads the environment; `None` for any other.
    pub(crate) fn environment_by(&mut self, called: &str, args: &Args, span: Span) -> Option<Value> {
        let name = match self.clients.environment_call(called)? {
            crate::clients::Selector::Argument(at, _) => args.get(*at).as_fixed(),
            _ => None,
        };
        let written = value_span(&args.get(0)).filter(|written| name.is_some() && !span.contains(*written));
        let read = self.environment(&name.unwrap_or_else(|| "?".into()), written.unwrap_or(span));
        // What stands behind the name is the default.
        Some(match args.get(1) {
            default @ Value::Text(_) => Value::choice([read, default], span),
            _ => read,
        })
    }

    /// A client that a package has given another form, as `promised(superagent)` of `superagent-promise`: such packages
    /// are named for it. What else they do to its requests is not known.
    fn rewrapped(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let package = path.strip_prefix("npm:")?;
        let id = match args.get(0) {
            Value::Object(id, _) => id,
            Value::Library(client) => self.client_of_path(&client)?,
            _ => return None,
        };
        let Shape::Client(def) = self.heap.obj(id).shape else { return None };
        let client = self.clients.objects[def].client.to_lowercase();
        if !package.split('.').next()?.contains(&client) {
            return None;
        }
        let mut wrapped = (**self.heap.obj(id)).clone();
        wrapped.open_by(span, "a package has wrapped it");
        Some(Value::Object(self.heap.object(wrapped), LOCAL))
    }

    /// A method of a client that is called by its path: `RequestBuilder::send(request)`.
    fn method_of_first(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let (_, name) = path.rsplit_once("::")?;
        let (first, rest) = args.values.split_first()?;
        let id = match first {
            Value::Object(id, _) => *id,
            Value::Unknown(hole, _) => self.client_of_unknown(hole)?,
            _ => return None,
        };
        let Shape::Client(def) = self.heap.obj(id).shape else { return None };
        self.clients.objects.get(def)?.calls.get(&*format!(".{name}()"))?;
        let args = Args {
            values: rest.to_vec(),
            spans: args.spans.get(1..).map(<[Span]>::to_vec).unwrap_or_default(),
            rest: args.rest,
            ..Args::default()
        };
        Some(self.method(&Value::Object(id, LOCAL), name, &args, span, span))
    }

    /// A call of a library value.
    pub(crate) fn call_api(&mut self, path: &str, args: &Args, span: Span) -> Value {
        if path.len() > MAX_LIBRARY_PATH {
            self.call_unknown(args, span);
            return Value::of_origin(Origin::Computed, span);
        }
        let called = format!("{path}()");
        let clients = self.clients;
        self.note_output_of(&called, args);
        self.note_named_arguments(&called, args);
        if let Some(defs) = clients.function(&called)
            && let Some(value) = self.apply_fitting(defs, &ClientCall { callee: None, name: path, args, site: span })
        {
            return value;
        }
        if let Some(def) = clients.source(&called) {
            self.observations.shared_clients.insert(span.file);
            let id = self.new_client(def);
            return Value::Object(id, LOCAL);
        }
        if let Some(id) = self.client_of_path(path) {
            return self.call_client(id, "()", args, span);
        }
        // A method that is imported by its name: `import { get } from 'axios'`.
        if let Some((parent, name)) = path.rsplit_once('.')
            && let Some(def) = clients.source(parent)
            && clients.objects[def].calls.contains_key(&*format!(".{name}()"))
            && let Some(id) = self.client_of_path(parent)
        {
            return self.call_client(id, &format!(".{name}()"), args, span);
        }
        // A service of an SDK that is a global.
        let sdk = path.rmatch_indices('.').find_map(|(at, _)| {
            let def = clients.source(&path[..at])?;
            clients.objects.get(def)?.sdk.as_ref().map(|_| at)
        });
        if let Some(at) = sdk
            && let Some(id) = self.client_of_path(&path[..at])
        {
            return self.call_client(id, &format!("{}()", &path[at..]), args, span);
        }
        if let Some(value) = self.environment_by(&called, args, span) {
            return value;
        }
        if let Some(value) = self.library_call(path, args, span) {
            let computed = matches!(&value, Value::Unknown(hole, _) if hole.hole.origin == Origin::Computed);
            return Self::still_made(&args.values).filter(|_| computed).unwrap_or(value);
        }
        if let Some(value) = self.method_of_first(path, args, span) {
            return value;
        }
        if let Some(client) = self.rewrapped(path, args, span) {
            return client;
        }
        self.note_options(path, args);
        self.note_wrapping(args, span);
        if let Some(request) = self.note_unknown_call(&shape_of(path), args, span) {
            return request;
        }
        // A log shows what it is given, and leaves it as it is.
        if clients.sinks.of_path(&called).is_none_or(|sink| sink.to != Sink::Log) {
            self.call_unknown(args, span);
        }
        let name = last_name(path);
        // Of a number that stands for a time a function that is not known may make a date, or anything.
        let is_text =
            |made: &Value| moment_of(made).is_none_or(|it| matches!(it.form, MomentForm::Instant | MomentForm::Text));
        Self::still_made(&args.values)
            .filter(is_text)
            .unwrap_or_else(|| self.perhaps_request(Value::result(Origin::Api(called.into()), name, span), args))
    }
}

/// A path as one of a call of anything: `.get()` for a member, `()` for what is called itself.
fn shape_of(path: &str) -> String {
    let behind_package = path.rfind('/').map_or(0, |at| at + 1);
    let name = path[behind_package..].rsplit_once('.').or_else(|| path.rsplit_once("::")).map(|(_, name)| name);
    name.map_or_else(|| "()".into(), |name| format!(".{name}()"))
}
