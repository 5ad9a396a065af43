//! Filling the slots that the definition of a call names.

use crate::clients::{CallDef, Selector, Slot};
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::slots::slot_name;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    /// Fills the slots that a call's definition names.
    pub(crate) fn fill_slots(
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
}
