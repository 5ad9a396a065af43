//! JavaScript and TypeScript as the interpreter asks of them.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::http::url::value_span;
use crate::interpreter::language::LanguageModel;
use crate::interpreter::language::javascript::maps::own_member;
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, Language};
use crate::source::{FileId, Span};

/// JavaScript and TypeScript.
#[derive(Debug)]
pub(crate) struct JavaScript;

impl<'m> LanguageModel<Interpreter<'m>> for JavaScript {
    fn language(&self) -> Language {
        Language::JavaScript
    }

    fn method(&self, of: &mut Interpreter<'m>, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        of.javascript_method(receiver, name, args, span)
    }

    fn function(&self, of: &mut Interpreter<'m>, path: &str, args: &Args, span: Span) -> Option<Value> {
        let path = of.clients.alias(path).unwrap_or(path);
        of.javascript_call(path, args, span).or_else(|| of.framework_call(path, args, span))
    }

    fn constructor(&self, of: &mut Interpreter<'m>, path: &str, args: &Args, span: Span) -> Option<Value> {
        of.javascript_new(path, args, span)
    }

    fn universal_method(
        &self,
        of: &mut Interpreter<'m>,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        if !matches!(receiver, Value::Library(_) | Value::Facet(..)) || of.has_method(receiver, name) {
            return None;
        }
        if matches!(receiver, Value::Library(path) if **path == *"global:Reflect") {
            return None;
        }
        let this = args.get(0);
        let args = match name {
            "bind" if args.values.len() <= 1 => return Some(receiver.clone()),
            "call" => args.behind_first(),
            "apply" => of.spread_args(&args.get(1), span),
            _ => return None,
        };
        // `Array.prototype.push.call(list, …)`: the method of what is given first.
        if let Value::Library(path) = receiver
            && let Some((_, method)) = path.split_once(".prototype.")
            && !matches!(this, Value::Undefined)
        {
            return Some(of.method(&this, method, &args, span, span));
        }
        Some(of.call_value(receiver, &args, span))
    }

    fn text_member(&self, of: &mut Interpreter<'m>, text: &Value, name: &str, span: Span) -> Option<Value> {
        of.member_of_text(text, name, span)
    }

    fn displayed(&self, _: &mut Interpreter<'m>, value: &Value, span: Span) -> Option<Value> {
        if !value.may_be_nothing() {
            return None;
        }
        let shown = |part: &Value| if matches!(part, Value::Null) { Value::text("null", span) } else { part.clone() };
        Some(Value::choice(value.alternatives().iter().map(shown), span))
    }

    fn is_helper_name(&self, name: &str) -> bool {
        name.starts_with('_')
    }

    fn helper(&self, of: &mut Interpreter<'m>, name: &str, args: &Args, span: Span) -> Option<Value> {
        of.call_helper(name, args, span)
    }

    fn global(&self, of: &mut Interpreter<'m>, name: &str, span: Span) -> Value {
        let file = of.activation.frame.function.module;
        match name {
            _ if of.module_of(file).without.iter().any(|absent| **absent == *name) => return Value::Undefined,
            "module" => return Value::Object(of.commonjs(file), LOCAL),
            "exports" => return of.commonjs_object(file),
            _ => {}
        }
        let path = format!("global:{name}");
        match of.clients.environment_member(&path) {
            Some(name) => of.environment(name, span),
            None => {
                let kept = of.kept_global(&path, span).or_else(|| of.carried_globally(name, span));
                kept.unwrap_or_else(|| Value::Library(path.into()))
            }
        }
    }

    fn library_member(&self, of: &mut Interpreter<'m>, path: &str, span: Span) -> Option<Value> {
        of.kept_global(path, span)
    }

    fn set_library_member(&self, of: &mut Interpreter<'m>, path: &str, value: &Value, span: Span) {
        if !of.keep_patch(path, span, value) {
            // What sends in the same way changes nothing: a package that browsers need no longer.
            if !of.is_same_client(path, value) {
                of.patch_global(path, span);
            }
            of.keep_global(path, span, value);
        }
    }

    fn assign_global(&self, of: &mut Interpreter<'m>, file: FileId, name: &str, value: Value) {
        if name == "exports" {
            of.assign_exports(file, value);
        } else {
            let span = value_span(&value).unwrap_or_else(|| of.stack_span());
            if !of.send_by_assigning(&format!("global:{name}="), &value, span) {
                let span = of.stack_span();
                self.set_library_member(of, &format!("global:{name}"), &value, span);
            }
        }
    }

    /// The constructor is run with unknown arguments.
    fn unknown_instance(
        &self,
        of: &mut Interpreter<'m>,
        class: ClassId,
        frame: &Rc<Frame>,
        _: ObjectId,
        span: Span,
    ) -> Value {
        // What it calls must still be run for itself.
        of.dry_run_apart(|of| {
            let args = of.own_or_inherited_constructor(class).map_or_else(Vec::new, |constructor| {
                let params = &of.function(constructor).params;
                params.iter().map(|param| of.unknown_argument(param)).collect()
            });
            let instance = of.instantiate(class, frame, args, span);
            of.open_to_pages(class, frame, &instance, span);
            instance
        })
    }

    fn own_member(&self, object: &Object, name: &str, span: Span) -> Option<Value> {
        own_member(object, name, span)
    }

    fn names_no_entry(&self, key: &Value) -> bool {
        matches!(key, Value::Library(path) if path.starts_with("global:Symbol."))
    }

    fn record_made(&self, of: &mut Interpreter<'m>, record: ObjectId, span: Span) {
        of.open_to_markup(record, span);
        of.give_instance(record, span);
        of.note_provider(record, span);
    }

    fn global_this(&self) -> Option<&'static str> {
        Some("global:window")
    }

    fn sees_whole_programs(&self) -> bool {
        false
    }

    fn counts_arguments(&self) -> bool {
        false
    }

    fn anything(&self) -> &'static str {
        "npm:*"
    }

    fn sees_into_inline_functions(&self) -> bool {
        true
    }

    fn calls_private_functions_itself(&self) -> bool {
        false
    }

    fn shares_variables_between_modules(&self) -> bool {
        true
    }

    fn makes_instances_of_all_classes(&self) -> bool {
        false
    }

    fn has_unset_variables(&self) -> bool {
        true
    }

    fn calls_never_read_fields(&self) -> bool {
        false
    }

    fn opens_places(&self, _: &str) -> bool {
        false
    }

    fn may_write(&self, _: &str) -> bool {
        false
    }

    fn waits(&self, method: &str) -> bool {
        matches!(method, "then" | "catch" | "finally")
    }

    fn shape_of_type(&self, path: &str) -> Option<Shape> {
        Some(match path.strip_prefix("global:")? {
            "URL" => Shape::Url,
            "Array" => Shape::List,
            "Headers" => Shape::Headers,
            "URLSearchParams" | "FormData" => Shape::Params,
            _ => return None,
        })
    }

    fn reads_constants_through_instances(&self) -> bool {
        false
    }

    fn knows_parameters_by_name(&self) -> bool {
        true
    }

    fn trusts_types(&self) -> bool {
        false
    }

    fn extends_foreign_types(&self) -> bool {
        false
    }

    fn iterates_records_as_pairs(&self) -> bool {
        true
    }

    fn throws_values(&self) -> bool {
        true
    }

    fn awaits_what_is_returned(&self) -> bool {
        true
    }

    fn list_separator(&self) -> &'static str {
        ","
    }

    fn joins_by_plus(&self) -> bool {
        true
    }

    fn is_private(&self, name: &str) -> bool {
        name.starts_with('#')
    }

    fn breaks_out_of_arms(&self) -> bool {
        true
    }

    fn is_transparent_variant(&self, _: &str) -> bool {
        false
    }

    fn is_error(&self, _: &str) -> bool {
        false
    }

    fn hands_failures_on(&self, _: &str) -> bool {
        false
    }

    fn ends_by_failure(&self, _: &str) -> bool {
        false
    }

    fn shows_what_is_there(&self, _: &str) -> bool {
        false
    }

    fn takes_out(&self, _: &str) -> bool {
        false
    }

    fn sends_instances_as_headers(&self) -> bool {
        true
    }

    fn leaves_out_empty_pairs(&self) -> bool {
        false
    }

    fn hands_requests_on(&self) -> bool {
        false
    }

    fn chains_unknown_methods(&self) -> bool {
        false
    }

    fn names_by_argument(&self, _: &str) -> bool {
        false
    }
}
