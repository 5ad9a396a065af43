//! Rust's conversions: which `From` a call of `into` or `from` runs.

use std::rc::Rc;
use std::sync::Arc;

use crate::clients::{CallDef, ResultDef};
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, FunctionId, Key, Type};
use crate::source::Span;

impl Interpreter<'_> {
    /// `value.into()` and `value.try_into()` of a type of the program that something is made from. Where several types
    /// are, it is not known which one is asked for.
    pub(crate) fn converted(&mut self, value: &Value, name: &str, span: Span) -> Option<Value> {
        let from = match name {
            "into" => "from",
            "try_into" => "try_from",
            _ => return None,
        };
        let class = self.class_of_value(value)?;
        let made = |known: &&crate::ir::Class| !matches!(&*known.name, "crate:String" | "crate:std::string::String");
        let makers: Vec<FunctionId> = self
            .here()
            .classes
            .iter()
            .filter(made)
            .flat_map(|known| self.makers(known, from))
            .filter(|maker| self.takes(*maker) == Some(class))
            .collect();
        let [maker] = makers[..] else {
            return (!makers.is_empty()).then(|| Value::unknown(span));
        };
        // What a conversion hands on to another `into` is made into something else, which the bounds of that one say:
        // `impl From<Failure> for Error` wraps the failure in a box.
        if self.calls.is_under_way(maker) {
            return None;
        }
        Some(self.run_maker(maker, value, span))
    }

    /// `Type::from(value)` and `Type::try_from(value)`: of several, the one that takes such a value.
    pub(crate) fn made_from(&mut self, class: ClassId, name: &str, args: &Args, span: Span) -> Option<Value> {
        if !matches!(name, "from" | "try_from") {
            return None;
        }
        let value = args.get(0);
        let makers = self.makers(self.class(class), name);
        if makers.len() < 2 {
            return None;
        }
        let taken = self.class_of_value(&value);
        let mut fitting = makers.into_iter().filter(|maker| self.takes(*maker) == taken);
        match (fitting.next(), fitting.next()) {
            (Some(maker), None) => Some(self.run_maker(maker, &value, span)),
            _ => None,
        }
    }

    /// The same of a type of a library, for which the program has its own conversion: `HeaderMap::from(credentials)`.
    pub(crate) fn foreign_from(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let (ty, name) = path.rsplit_once("::")?;
        if !matches!(name, "from" | "try_from") {
            return None;
        }
        let value = args.get(0);
        let taken = self.class_of_value(&value)?;
        let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_owned();
        // One type has several paths: `http::HeaderMap`, `reqwest::header::HeaderMap`.
        let of_type = |known: &&crate::ir::Class| known.name.starts_with("crate:") && last(&known.name) == last(ty);
        let classes = self.here().classes.iter().filter(of_type);
        let maker =
            classes.flat_map(|known| self.makers(known, name)).find(|maker| self.takes(*maker) == Some(taken))?;
        Some(self.run_maker(maker, &value, span))
    }

    /// What `text.parse::<T>()` gives, for which the text itself is taken until a type is declared: what `T::from_str`
    /// makes of it, if the tables say that this is more than the text.
    pub(crate) fn parsed_into(&mut self, value: &Value, ty: &Type, span: Span) -> Option<Value> {
        if let Some(map) = self.collected_into(value, ty, span) {
            return Some(map);
        }
        let is_text = |part: &Value| matches!(part, Value::Text(_));
        if !value.alternatives().iter().all(is_text) {
            return None;
        }
        if let Some(class) = ty.class {
            return self.made_of_text(class, value, span);
        }
        let maker = [ty].into_iter().chain(&ty.args).find_map(|ty| {
            let defs = self.clients.functions_of_crates(&format!("{}::from_str", ty.path))?;
            let makes = |def: &Arc<CallDef>| matches!(def.result, ResultDef::Made(..));
            defs.iter().any(makes).then_some(defs)
        })?;
        let args = Args { values: vec![value.clone()], spans: vec![span], ..Args::default() };
        self.given_by(maker, "from_str", &args, span)
    }

    /// What a type of the program makes of a text that stands where one of its values is asked for: by `parse` or `into`.
    fn made_of_text(&mut self, class: ClassId, text: &Value, span: Span) -> Option<Value> {
        if self.class_of_value(text).is_some() {
            return None;
        }
        let of_program = |this: &Self, maker: &FunctionId| this.takes(*maker).is_none();
        let names = ["from_str", "from", "try_from"];
        let maker =
            names.iter().flat_map(|name| self.makers(self.class(class), name)).find(|maker| of_program(self, maker))?;
        if self.calls.is_under_way(maker) || self.calls.making.contains(&maker) {
            return None;
        }
        self.calls.making.push(maker);
        let made = self.run_maker(maker, text, span);
        self.calls.making.pop();
        Some(made)
    }

    fn run_maker(&mut self, maker: FunctionId, value: &Value, span: Span) -> Value {
        let closure = Rc::new(Closure::new(maker, self.top_of(maker.module), None));
        self.call_closure(&closure, vec![value.clone()], None, span)
    }

    fn makers(&self, class: &crate::ir::Class, name: &str) -> Vec<FunctionId> {
        let named = |key: &Key| matches!(key, Key::Name(key, _) if **key == *name);
        let found = class.methods.iter().filter(|method| method.is_static && named(&method.key));
        found.map(|method| method.function).filter(|id| self.function(*id).params.len() == 1).collect()
    }

    /// The class of the program that a function takes.
    fn takes(&self, maker: FunctionId) -> Option<ClassId> {
        self.function(maker).params.first()?.ty.as_ref()?.class
    }

    pub(crate) fn class_of_value(&self, value: &Value) -> Option<ClassId> {
        match value {
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                object.class.as_ref().filter(|_| object.shape == Shape::Record).map(|(class, _)| *class)
            }
            Value::Unknown(hole, _) => hole.class,
            Value::Text(_) => self.enum_of(value),
            // All alternatives are of one type.
            Value::Choice(parts) => parts.iter().find_map(|part| self.class_of_value(part)),
            _ => None,
        }
    }
}
