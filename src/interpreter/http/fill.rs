//! Filling the slots that the definition of a call names.

use crate::clients::{CallDef, Selector, Slot, Takes};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::state::Interpreter;

impl Interpreter<'_> {
    /// Fills the slots that a call's definition names.
    pub(crate) fn fill_slots(&mut self, target: ObjectId, def: &CallDef, call: &ClientCall) {
        let mut slots: Vec<&(Slot, Vec<Selector>)> = def.slots.iter().collect();
        // What is taken over comes first, so that the call's own options win.
        slots.sort_by_key(|(slot, _)| (*slot != Slot::Merge, *slot as u8));
        for (slot, selectors) in slots {
            match slot.takes() {
                Takes::First => self.fill_by_first(target, *slot, selectors, call),
                Takes::Each => {
                    for selector in selectors {
                        let value = self.selected(selector, call);
                        self.fill_slot(target, *slot, &[value], call.site_of(Some(selector)));
                    }
                }
                Takes::Parts(count) => {
                    for selectors in selectors.chunks(count) {
                        self.fill_by_parts(target, *slot, selectors, call);
                    }
                }
                Takes::Members => self.fill_rest(target, def, selectors, call),
                // What gets the response runs once it is there.
                Takes::Nothing => {}
            }
        }
    }

    /// A slot that takes several values at once: a name with a value, or the parts of a credential.
    fn fill_by_parts(&mut self, target: ObjectId, slot: Slot, selectors: &[Selector], call: &ClientCall) {
        let place = call.site_of(selectors.first());
        if let Some(unseen) = self.unseen_option(selectors, call) {
            // Credentials in options that cannot be seen are possible, not present.
            self.fill_slot(target, Slot::Header, &[unseen], place);
            return;
        }
        let values: Vec<Value> = selectors.iter().map(|selector| self.selected(selector, call)).collect();
        self.fill_slot(target, slot, &values, place);
    }

    /// What stands for the options that the first selector of several looks into, where it cannot be seen what they
    /// have under its name.
    fn unseen_option(&mut self, selectors: &[Selector], call: &ClientCall) -> Option<Value> {
        let Selector::Argument(at, members) = selectors.iter().find(|one| !is_literal(one))? else { return None };
        let (last, outer) = members.split_last()?;
        let outer = Selector::Argument(*at, outer.to_vec());
        let outer = self.selected(&outer, call);
        match &outer {
            Value::Unknown(..) => Some(outer),
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                let unseen = object.open.is_some() && object.entry(last).is_none();
                unseen.then(|| Value::unknown(call.site))
            }
            _ => None,
        }
    }

    /// A slot that takes the first of several values that is there.
    fn fill_by_first(&mut self, target: ObjectId, slot: Slot, selectors: &[Selector], call: &ClientCall) {
        let mut found: Option<Value> = None;
        for selector in selectors {
            // What was taken over from another request stands before a default.
            if found.is_none() && is_literal(selector) && self.heap.obj(target).entry(slot.part()).is_some() {
                break;
            }
            let value = self.selected(selector, call);
            let (nothing, rest): (Vec<&Value>, Vec<&Value>) =
                value.alternatives().iter().partition(|v| matches!(v, Value::Undefined | Value::Null));
            let rest = Value::choice(found.into_iter().chain(rest.into_iter().cloned()), call.site);
            found = (!matches!(rest, Value::Undefined)).then_some(rest);
            if nothing.is_empty() {
                break;
            }
        }
        if let Some(value) = found {
            self.fill_slot(target, slot, &[value], call.site_of(selectors.first()));
        }
    }
}

fn is_literal(selector: &Selector) -> bool {
    matches!(selector, Selector::Literal(_))
}
