//! What objects and closures keep of calls that have ended: a path that a constructor was given, a method that a function
//! was made for. Where several keep different ones, whoever uses one of them is who knows what is called.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::domain::provenance::{CallTag, LOCAL};
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::observations::{Noted, Seen};
use crate::interpreter::state::Interpreter;
use crate::ir::FunctionId;
use crate::request::Request;
use crate::source::Span;

/// Functions that stand in one another beyond this are not followed.
const MAX_NESTED: usize = 16;

impl Interpreter<'_> {
    /// Where what is kept of the URL and the method is used: the call that leads into what keeps it; where nobody in sight
    /// makes one, the call that it was kept of. `None` where nothing is kept.
    pub(super) fn used_at(&self, url: &[Piece], method: &Value, site: Span) -> Option<Seen> {
        let method = match method {
            Value::Text(text) => &text[..],
            _ => &[],
        };
        let tag = url.iter().chain(method).find_map(|piece| self.kept_of(piece))?;
        let (maker, made_at) = self.provenance.made.get(tag as usize).copied().flatten()?;
        let stack = &self.calls.stack;
        let at = (1..stack.len()).find(|at| self.has_what_is_kept(stack[*at].function, maker))?;
        let is_entry = self.function(stack[at].function).span == stack[at].site;
        let point = if is_entry { made_at } else { stack[at].site };
        let via = stack[at + 1..].iter().map(|call| call.site).chain([site]).collect();
        Some(Seen { point, via, is_made: is_entry })
    }

    /// The ended call that a piece of text came through and that nothing under way has made; bases of URLs are the same
    /// for all that uses them.
    fn kept_of(&self, piece: &Piece) -> Option<CallTag> {
        match piece {
            Piece::Fixed(text, _, via) if via.call != LOCAL.call && !text.contains("://") => {
                let call = self.provenance.kept.borrow().get(&(via.call, via.argument)).copied().unwrap_or(via.call);
                self.has_ended(call).then_some(call)
            }
            Piece::Alt(alts) => alts.iter().flatten().find_map(|piece| self.kept_of(piece)),
            _ => None,
        }
    }

    /// Whether a function has what another one kept: it stands in that, or both belong to one class.
    fn has_what_is_kept(&self, function: FunctionId, maker: FunctionId) -> bool {
        let class = self.function(maker).class;
        let mut within = self.functions_around(function).take(MAX_NESTED);
        within.any(|id| id == maker || class.is_some() && self.function(id).class == class)
    }
}

/// Points requests at where what they keep is used, where one call sends different ones.
pub(in crate::interpreter) fn point_at_users(noted: impl Iterator<Item = Noted>) -> Vec<Request> {
    let noted: Vec<Noted> = noted.collect();
    let mut sites_of: FxHashMap<Span, FxHashSet<Span>> = FxHashMap::default();
    for Noted { request, used_at, .. } in &noted {
        for seen in used_at.iter().filter(|seen| seen.is_made) {
            sites_of.entry(seen.point).or_default().insert(request.site);
        }
    }
    // One place would stand for all that is made there.
    let stands_for_many = |seen: &Seen| seen.is_made && sites_of.get(&seen.point).is_some_and(|sites| sites.len() > 1);
    let mut first: FxHashMap<Span, &Request> = FxHashMap::default();
    let mut told_apart: FxHashSet<Span> = FxHashSet::default();
    for Noted { request, .. } in noted.iter().filter(|one| !one.used_at.is_empty()) {
        let known = *first.entry(request.site).or_insert(request);
        if known.methods != request.methods || known.urls != request.urls {
            told_apart.insert(request.site);
        }
    }
    let mut requests = Vec::with_capacity(noted.len());
    for Noted { request, used_at, .. } in noted {
        if !told_apart.contains(&request.site) || used_at.is_empty() {
            requests.push(request);
            continue;
        }
        let (whole, single): (Vec<Seen>, Vec<Seen>) = used_at.into_iter().partition(stands_for_many);
        if !whole.is_empty() {
            requests.push(request.clone());
        }
        for Seen { point, via, .. } in single {
            let mut request = request.clone();
            if let Some(whole) = request.views.last_mut() {
                (whole.point, whole.via) = (point, via);
            }
            requests.push(request);
        }
    }
    requests
}
