//! Rust as the interpreter asks of it.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::language::LanguageModel;
use crate::interpreter::state::Interpreter;
use crate::ir::methods::METHODS;
use crate::ir::{ClassId, Element, ExprId, Language, Type};
use crate::source::Span;

/// Rust.
#[derive(Debug)]
pub(crate) struct Rust;

impl<'m> LanguageModel<Interpreter<'m>> for Rust {
    fn language(&self) -> Language {
        Language::Rust
    }

    fn method(&self, of: &mut Interpreter<'m>, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        of.rust_method(receiver, name, args, span)
    }

    fn function(&self, of: &mut Interpreter<'m>, path: &str, args: &Args, span: Span) -> Option<Value> {
        if let (true, [shown, Value::Object(written, _)]) = (path.ends_with("Display::fmt"), &args.values[..]) {
            of.write_onto(*written, shown.clone(), span);
            return Some(Value::Undefined);
        }
        of.foreign_from(path, args, span).or_else(|| of.rust_call(path, args, span))
    }

    fn universal_method(
        &self,
        of: &mut Interpreter<'m>,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        if let ("fmt", [Value::Object(written, _)]) = (name, &args.values[..]) {
            of.write_onto(*written, receiver.clone(), span);
            return Some(Value::Undefined);
        }
        if let Some(value) = of.variant_method(receiver, name, args, span) {
            return Some(value);
        }
        if let Some(value) =
            of.rust_maybe(receiver, name, args, span).or_else(|| of.rust_then(receiver, name, args, span))
        {
            return Some(value);
        }
        match receiver {
            Value::Class(class, _) => of.made_from(*class, name, args, span),
            _ if args.values.is_empty() => {
                of.converted(receiver, name, span).or_else(|| of.string_of(receiver, name, span))
            }
            _ => None,
        }
        .or_else(|| of.extension_method(receiver, name, args, span))
        .or_else(|| of.method_through_deref(receiver, name, args, span))
    }

    fn class_call(
        &self,
        of: &mut Interpreter<'m>,
        class: (ClassId, &Rc<Frame>),
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        of.rust_class_call(class, name, args, span)
    }

    fn call_in_place(
        &self,
        of: &mut Interpreter<'m>,
        place: ExprId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        of.change_string(place, receiver, name, args, span)
            .or_else(|| of.change_option(place, receiver, name, args, span))
            .or_else(|| of.change_url(place, receiver, name, args, span))
            .or_else(|| of.take_out(place, receiver, name, args, span))
            .or_else(|| of.cloned_handle(place, receiver, name))
    }

    fn call_on_places(&self, of: &mut Interpreter<'m>, callee: &Value, args: &[Element], span: Span) -> Option<Value> {
        of.write_into(callee, args, span).or_else(|| of.exchange(callee, args, span))
    }

    fn global(&self, _: &mut Interpreter<'m>, path: &str, span: Span) -> Value {
        // A path into the own crate that no binding answers is a name of another file.
        if ["crate::", "super::", "self::"].iter().any(|own| path.starts_with(own)) {
            return Value::unknown(span).named(path.rsplit("::").next().unwrap_or(path));
        }
        Value::Library(format!("crate:{path}").into())
    }

    fn default_value(
        &self,
        of: &mut Interpreter<'m>,
        class: ClassId,
        field: Option<&str>,
        expr: ExprId,
        span: Span,
    ) -> Option<Value> {
        of.is_default(expr).then(|| of.default_of(class, field, span))
    }

    fn read_as(&self, of: &mut Interpreter<'m>, value: &Value, ty: &Type, span: Span) -> Option<Value> {
        of.parsed_into(value, ty, span)
    }

    fn displayed(&self, of: &mut Interpreter<'m>, value: &Value, span: Span) -> Option<Value> {
        of.displayed(value, span)
    }

    fn stood_for(&self, of: &mut Interpreter<'m>, instance: &Value, class: ClassId, span: Span) -> Option<Value> {
        of.dereferenced(instance, class, span)
    }

    fn assign_through(&self, of: &mut Interpreter<'m>, held: &Value, value: &Value, span: Span) -> bool {
        of.assigned_through_deref(held, value, span)
    }

    fn record_made(&self, of: &mut Interpreter<'m>, record: ObjectId, span: Span) {
        of.drop_later(record, span);
    }

    fn write_beyond(
        &self,
        of: &mut Interpreter<'m>,
        instance: ObjectId,
        name: &str,
        value: &Value,
        span: Span,
    ) -> bool {
        of.written_beyond(instance, name, value, span)
    }

    fn as_name(&self, of: &mut Interpreter<'m>, value: &Value, span: Span) -> Option<Value> {
        of.variant_as_name(value, span)
    }

    fn unknown_instance(
        &self,
        of: &mut Interpreter<'m>,
        class: ClassId,
        frame: &Rc<Frame>,
        empty: ObjectId,
        span: Span,
    ) -> Value {
        of.dry_run(|of| of.built_instance(class, frame, empty, span))
    }

    fn global_this(&self) -> Option<&'static str> {
        None
    }

    fn sees_whole_programs(&self) -> bool {
        true
    }

    fn counts_arguments(&self) -> bool {
        true
    }

    fn anything(&self) -> &'static str {
        "crate:*"
    }

    fn sees_into_inline_functions(&self) -> bool {
        false
    }

    fn calls_private_functions_itself(&self) -> bool {
        true
    }

    fn shares_variables_between_modules(&self) -> bool {
        false
    }

    fn makes_instances_of_all_classes(&self) -> bool {
        true
    }

    fn has_unset_variables(&self) -> bool {
        false
    }

    fn calls_never_read_fields(&self) -> bool {
        true
    }

    fn opens_places(&self, name: &str) -> bool {
        METHODS.opening.contains(name)
    }

    fn may_write(&self, method: &str) -> bool {
        METHODS.is_writing(method)
    }

    fn waits(&self, method: &str) -> bool {
        method == "then"
    }

    fn shape_of_type(&self, _: &str) -> Option<Shape> {
        None
    }

    fn reads_constants_through_instances(&self) -> bool {
        true
    }

    fn knows_parameters_by_name(&self) -> bool {
        false
    }

    fn trusts_types(&self) -> bool {
        true
    }

    fn extends_foreign_types(&self) -> bool {
        true
    }

    fn iterates_records_as_pairs(&self) -> bool {
        false
    }

    fn throws_values(&self) -> bool {
        false
    }

    fn awaits_what_is_returned(&self) -> bool {
        false
    }

    /// A list has no text; what became one was collected into a string.
    fn list_separator(&self) -> &'static str {
        ""
    }

    fn joins_by_plus(&self) -> bool {
        false
    }

    fn is_private(&self, _: &str) -> bool {
        false
    }

    fn breaks_out_of_arms(&self) -> bool {
        false
    }

    fn is_transparent_variant(&self, path: &str) -> bool {
        matches!(path.rsplit("::").next(), Some("Some" | "Ok" | "Ready"))
    }

    fn is_error(&self, path: &str) -> bool {
        path.rsplit("::").next() == Some("Err")
    }

    fn hands_failures_on(&self, method: &str) -> bool {
        METHODS.failing_on.contains(method)
    }

    fn ends_by_failure(&self, method: &str) -> bool {
        METHODS.ending.contains(method)
    }

    fn shows_what_is_there(&self, method: &str) -> bool {
        METHODS.showing.contains(method)
    }

    fn takes_out(&self, method: &str) -> bool {
        METHODS.taking_out.contains(method)
    }

    fn sends_instances_as_headers(&self) -> bool {
        false
    }

    fn leaves_out_empty_pairs(&self) -> bool {
        true
    }

    fn hands_requests_on(&self) -> bool {
        true
    }

    fn chains_unknown_methods(&self) -> bool {
        true
    }

    /// `request.headers().get("authorization")` is the authorization.
    fn names_by_argument(&self, method: &str) -> bool {
        method == "get"
    }
}
