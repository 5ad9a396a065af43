//! Client objects: filling the slots of a request, and sending it.

use crate::clients::{Builtin, CallDef, Handed, ResultDef, Selector, Slot};
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::provenance::{LOCAL, Provenance};
use crate::interpreter::domain::value::{Closure, Value};
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::http::select::Unsure;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    /// Does what a call's definition says: fills slots, sends, gives the result.
    pub(crate) fn apply(
        &mut self,
        def: &CallDef,
        callee: Option<ObjectId>,
        name: &str,
        args: &Args,
        site: Span,
    ) -> Value {
        let call = &ClientCall { callee, name, args, site };
        let handed = self.http.handed.take();
        if !def.patches.is_empty() && !args.values.iter().all(|value| self.is_harmless(value)) {
            self.patch_as(def, site);
        }
        self.note_mocks(def, call);
        if !self.program.is_test(site.file) {
            self.observations.hide(&def.hides, true);
            self.observations.hide(&def.hides_members, false);
        }
        if let Some(object) = def.for_all {
            self.set_up_all(object, def, args, site);
            return Value::unknown(site);
        }
        match &def.result {
            ResultDef::Same(of) => return self.part(of, args, name, callee, site),
            ResultDef::Made(operation, parts) => return self.made_by(*operation, parts, call),
            ResultDef::State(member, of) => {
                let value = self.selected(of, call);
                return self.state(value, member.as_deref(), site);
            }
            ResultDef::Signed(_) => return self.sign_with(def, call, None),
            ResultDef::Time(_) => return self.time_with(def, call, None),
            _ => {}
        }
        let opened = callee.and_then(|id| self.calls.pending.get(&id)).map(|pending| pending.site);
        if let (true, Some(id)) = (def.sends, callee) {
            self.mark_sent(id);
        }
        let target = self.target_of(def, callee);
        if let ResultDef::Object(result) = def.result
            && !self.clients.objects[result].awaited
        {
            self.observations.shared_clients.insert(site.file);
        }
        if let Some(via) = handed {
            self.hand_on(target, via);
        }
        self.open_unsure(target, site);
        self.set_up_sdk(target, name, args, site);
        self.fill_slots(target, def, call);
        self.run_handed(target, def, call);
        if !def.sends {
            // It is sent later, and the answer is handed to what was given for it all the same.
            let response = if self.is_awaited(target) && def.slots.iter().any(|(slot, _)| *slot == Slot::Callback) {
                self.dry_run(|this| this.emit(target, (&def.client, def.sender), &def.slots, site))
            } else {
                Value::of_origin(Origin::Computed, site)
            };
            self.answer_callbacks(def, &response, call);
            return self.result_of(target, def, call);
        }
        let given: Vec<Value> = def.hook.gets.iter().map(|selector| self.selected(selector, call)).collect();
        self.run_hooks(target, &def.hook, &given, site);
        let response = self.emit(target, (&def.client, def.sender), &def.slots, opened.unwrap_or(site));
        self.answer_callbacks(def, &response, call);
        response
    }

    /// Runs what a call was given for the response.
    fn answer_callbacks(&mut self, def: &CallDef, response: &Value, call: &ClientCall) {
        let callbacks = def.slots.iter().filter(|(slot, _)| *slot == Slot::Callback);
        for selector in callbacks.flat_map(|(_, selectors)| selectors) {
            let callback = self.selected(selector, call);
            self.answer(&callback, response, call.site);
        }
    }

    /// What a request holds that came through an argument came through that as well: whoever handed it over knows it.
    fn hand_on(&mut self, request: ObjectId, via: Provenance) {
        for name in ["method", "url", "host", "path"] {
            if let Some(known) = self.heap.obj(request).entry(name).cloned() {
                let value = self.through(&known.value, via);
                self.heap.update(request, |object| {
                    object
                        .entries
                        .iter_mut()
                        .filter(|entry| *entry.name == *name)
                        .for_each(|entry| entry.value = value.clone());
                });
            }
        }
    }

    /// Opens what a call fills of which it is not known what it does.
    fn open_unsure(&mut self, target: ObjectId, site: Span) {
        let why = "what a call does depends on a value that is not known";
        let slot = match self.http.unsure.take() {
            None => return,
            Some(Unsure::Headers) => self.slot_value(target, Slot::Header, site),
            Some(Unsure::Query) => self.slot_value(target, Slot::Query, site),
            Some(Unsure::All) => Value::Object(target, LOCAL),
        };
        self.open_object(&slot, site, why);
    }

    /// What an operation makes of parts of a call.
    fn made_by(&mut self, operation: Builtin, parts: &[Selector], call: &ClientCall) -> Value {
        let ClientCall { callee, name, args, site } = *call;
        let parts: Vec<Value> = parts.iter().map(|part| self.part(part, args, name, callee, site)).collect();
        let made = self.operate(operation, &parts, args, site).unwrap_or_else(|| {
            self.call_unknown(args, site);
            Value::of_origin(Origin::Computed, site)
        });
        let computed = matches!(&made, Value::Unknown(hole, _) if hole.hole.origin == Origin::Computed);
        Self::still_made(&args.values).filter(|_| computed).unwrap_or(made)
    }

    /// The object whose slots a call fills.
    fn target_of(&mut self, def: &CallDef, callee: Option<ObjectId>) -> ObjectId {
        let callee_def = callee.and_then(|id| match self.heap.obj(id).shape {
            Shape::Client(def) => Some(def),
            _ => None,
        });
        match (&def.result, callee) {
            (ResultDef::Object(result), Some(id)) => self.copy_client(id, *result),
            (ResultDef::Object(result), None) => self.new_client(*result),
            (ResultDef::This, Some(id)) if !def.sends => id,
            (_, Some(id)) if def.sends => self.copy_client(id, callee_def.unwrap_or_default()),
            (_, Some(id)) => id,
            (_, None) => self.new_client(usize::MAX),
        }
    }

    /// What a call gives that sends nothing.
    fn result_of(&mut self, target: ObjectId, def: &CallDef, call: &ClientCall) -> Value {
        match def.result {
            ResultDef::This => Value::Object(target, LOCAL),
            ResultDef::Object(_) => {
                self.note_pending(target, call.site);
                Value::Object(target, LOCAL)
            }
            ResultDef::Typed(at) => {
                let token = call.args.get(at);
                self.provided(&token, call.site).unwrap_or_else(|| Self::of_named_type(&token, call.site))
            }
            ResultDef::Slot(Slot::Url) => self.url_of_built(target, call.site),
            ResultDef::Slot(slot) => self.slot_handle(target, slot, call.site),
            ResultDef::Response
            | ResultDef::Signed(_)
            | ResultDef::Time(_)
            | ResultDef::Same(_)
            | ResultDef::State(..)
            | ResultDef::Made(..) => Value::unknown(call.site),
            ResultDef::Nothing => Value::Undefined,
        }
    }

    /// Runs the functions that a call runs at once.
    fn run_handed(&mut self, target: ObjectId, def: &CallDef, call: &ClientCall) {
        'functions: for (function, handed) in &def.runs {
            let mut function = self.selected(function, call);
            // What is assigned to a member of an object is its method.
            if let (Value::Function(closure), Some(id)) = (&function, call.callee.filter(|_| call.name.ends_with('=')))
            {
                let this = closure.this.clone().or(Some(Value::Object(id, LOCAL)));
                let Closure { function: of, frame, bound, .. } = &**closure;
                let bound = bound.clone();
                function = Value::Function(Closure { bound, ..Closure::new(*of, frame.clone(), this) }.into());
            }
            let mut given = Vec::with_capacity(handed.len());
            let mut is_certain = true;
            for one in handed {
                match one {
                    Handed::Selected(selector) => given.push(self.selected(selector, call)),
                    Handed::Object(object) => given.push(Value::Object(self.copy_client(target, *object), LOCAL)),
                    Handed::Slot(slot) => given.push(self.slot_value(target, *slot, call.site)),
                    Handed::There(selector) => {
                        let value = self.selected(selector, call);
                        let Some(there) = something_of(&value, call.site) else { continue 'functions };
                        is_certain &= there.alternatives().len() == value.alternatives().len();
                        given.push(there);
                    }
                    Handed::Items(selector) => {
                        let list = self.selected(selector, call);
                        let list = something_of(&list, call.site).unwrap_or(list);
                        let takes_one = match &function {
                            Value::Function(closure) => self.function(closure.function).params.len() == 1,
                            _ => false,
                        };
                        match self.items_of(&list, false).filter(|_| !takes_one) {
                            Some(items) => given.extend(items),
                            None => given.push(list),
                        }
                    }
                }
            }
            match function {
                Value::Function(closure) if is_certain => self.call_at_once(&closure, &given, call.site),
                other => self.run_callback(&other, &given, call.site),
            };
        }
    }
}

/// A value where it counts as true; `None` where it never does.
fn something_of(value: &Value, span: Span) -> Option<Value> {
    let some: Vec<Value> = value.alternatives().iter().filter(|part| part.truthy() != Some(false)).cloned().collect();
    (!some.is_empty()).then(|| Value::choice(some, span))
}
