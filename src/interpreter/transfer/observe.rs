//! What is noted beside the requests while expressions are evaluated.

use crate::clients::{SdkDef, Sink};
use crate::interpreter::arguments::Args;
use crate::interpreter::budget::MAX_OPTION_NESTING;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::texts::texts;
use crate::interpreter::observations::PackageOption;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

/// The path of the calls that are about elements by whatever name.
const ANY_ELEMENT: &str = "element:*()";

impl Interpreter<'_> {
    /// The value of a variable of the environment.
    pub(crate) fn environment(&mut self, name: &str, span: Span) -> Value {
        self.observations.environment.insert((name.into(), span));
        Value::of_origin(Origin::Env(name.into()), span)
    }

    /// Notes the options among the arguments of a function of a package.
    pub(crate) fn note_options(&mut self, to: &str, args: &Args) {
        if to.starts_with("npm:") {
            self.note_options_of(to, args, None);
        }
    }

    /// The same of a function that makes a client of an SDK, where that is known.
    pub(crate) fn note_options_of(&mut self, to: &str, args: &Args, sdk: Option<&SdkDef>) {
        for value in &args.values {
            self.note_entries(to, value, sdk, MAX_OPTION_NESTING);
        }
    }

    /// Notes the arguments of a function that stand for options.
    pub(crate) fn note_named_arguments(&mut self, called: &str, args: &Args) {
        let clients = self.clients;
        let to = called.trim_end_matches("()");
        for (at, name) in clients.named_arguments(called).iter().enumerate() {
            let (Some(value), Some(span)) = (args.values.get(at), args.spans.get(at).copied()) else { return };
            if matches!(value, Value::Text(_) | Value::Unknown(..) | Value::Choice(_))
                && self.observations.is_new_option(to, span)
            {
                let values = texts(&self.text_of(value, span));
                self.observations.options.push(PackageOption {
                    to: to.into(),
                    name: name.clone(),
                    span,
                    values,
                    meant: None,
                });
            }
        }
    }

    fn note_entries(&mut self, to: &str, value: &Value, sdk: Option<&SdkDef>, depth: usize) {
        let Value::Object(id, _) = value else { return };
        let object = self.heap.obj(*id).clone();
        if object.shape != Shape::Record || depth == 0 {
            return;
        }
        for entry in &object.entries {
            match &entry.value {
                Value::Text(_) | Value::Unknown(..) | Value::Choice(_)
                    if self.observations.is_new_option(to, entry.span) =>
                {
                    let values = texts(&self.text_of(&entry.value, entry.span));
                    let (name, span) = ((*entry.name).into(), entry.span);
                    let meant = sdk.and_then(|sdk| sdk.meant(&entry.name)).map(Into::into);
                    self.observations.options.push(PackageOption { to: to.into(), name, span, values, meant });
                }
                Value::Object(..) => self.note_entries(to, &entry.value, None, depth - 1),
                _ => {}
            }
        }
    }

    /// `<Component … />`: a component of a package is given options, one of the program's own gets its properties.
    pub(crate) fn element(&mut self, args: &Args, span: Span) {
        match args.get(0) {
            Value::Library(path) => {
                let rest = args.behind_first();
                self.note_options(&path, &rest);
                self.note_urls(&rest, span);
            }
            // An element of the page itself.
            Value::Text(_) => {
                let Some(tag) = args.get(0).as_fixed() else { return };
                let (rest, path) = (args.behind_first(), format!("element:{tag}"));
                let clients = self.clients;
                // What stands for elements by whatever name is there for those that lead nowhere by their own.
                let mut defs = [format!("{path}()"), ANY_ELEMENT.to_owned()].into_iter();
                let def = defs.find_map(|path| self.choose(clients.function(&path)?, &rest));
                if let Some(def) = def {
                    self.apply(def, None, &path, &rest, span);
                }
                self.note_element(Sink::Page, &format!("<{tag}>"), None, args);
            }
            Value::Function(closure) => {
                let component = self.function(closure.function);
                let name = format!("<{}>", component.name.as_deref().unwrap_or("a component"));
                self.note_element(Sink::Component, &name, Some(component.span), args);
                let Value::Object(id, via) = args.get(1) else { return };
                // As it is now: others may change the object later.
                let mut copy = (**self.heap.obj(id)).clone();
                // What stands between its tags is a property like any other, be it a function that the component calls.
                match args.values.get(2..) {
                    None | Some([]) => {}
                    Some([child]) => copy.set("children", span, child.clone()),
                    Some(children) => {
                        let children = self.list(children.to_vec());
                        copy.set("children", span, children);
                    }
                }
                // Functions that render a part of a component are called by it.
                let renders =
                    copy.entries.iter().filter(|entry| *entry.name == *"children" || entry.name.starts_with("render"));
                self.observations.rendering.extend(renders.filter_map(|entry| match &entry.value {
                    Value::Function(closure) => Some(closure.function),
                    _ => None,
                }));
                self.observations.properties_at.extend(copy.entries.iter().map(|entry| entry.span));
                let properties = Value::Object(self.heap.object(copy), via);
                self.observations.use_component(closure.function, span, properties);
            }
            Value::Object(id, _) => self.provide_context(id, &args.get(1), span),
            _ => {}
        }
    }
}
