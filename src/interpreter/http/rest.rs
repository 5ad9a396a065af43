//! Options that hold the parameters of a request beside what the client itself takes of them.

use std::rc::Rc;

use crate::clients::{CallDef, Selector, Slot};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::state::Interpreter;

impl Interpreter<'_> {
    /// Fills what is sent with the members of the first that `selectors` pick, but for those that other slots take, that the
    /// others pick, and that fill names in the URL. What is given as the body by itself leaves nothing over.
    pub(crate) fn fill_rest(&mut self, target: ObjectId, def: &CallDef, selectors: &[Selector], call: &ClientCall) {
        let Some(of @ Selector::Argument(at, members)) = selectors.first() else { return };
        if self.heap.obj(target).entry(Slot::Data.part()).is_some() {
            return;
        }
        let others = def.slots.iter().filter(|(slot, _)| *slot != Slot::Rest).flat_map(|(_, selectors)| selectors);
        let taken = others.chain(&selectors[1..]).filter_map(|selector| match selector {
            Selector::Argument(argument, path) if argument == at => {
                Some(&**path.strip_prefix(members.as_slice())?.first()?)
            }
            _ => None,
        });
        let mut left_out: Vec<Rc<str>> = taken.map(Into::into).collect();
        let url = self.slot_value(target, Slot::Url, call.site);
        for piece in &self.text_of(&url, call.site) {
            if let Piece::Fixed(text, ..) = piece {
                left_out.extend(names_in_braces(text));
            }
        }
        let value = self.selected(of, call);
        if value.alternatives().iter().any(|part| matches!(part, Value::Object(..))) {
            self.fill_braces(target, &value, call.site);
        }
        let mut parts = Vec::new();
        for part in value.alternatives() {
            parts.push(match part {
                Value::Object(..) => self.without(part, &left_out, call.site),
                part => part.clone(),
            });
        }
        let rest = Value::choice(parts, call.site);
        self.fill_slot(target, Slot::Data, &[rest], call.site_of(Some(of)));
    }
}

/// The names that a template of a URL has in braces, `/things/{id}{?page}`.
fn names_in_braces(text: &str) -> impl Iterator<Item = Rc<str>> {
    let insides = text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(inside, _)| inside));
    insides.flat_map(|inside| inside.trim_start_matches(['+', '#', '/', '.', ';', '?', '&']).split(',')).map(Into::into)
}
