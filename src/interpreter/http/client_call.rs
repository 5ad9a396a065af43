//! A call that the definition of a client describes.

use crate::clients::Selector;
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::source::Span;

/// A call of a client, or of a function of its package.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClientCall<'c> {
    /// What it is called on, where that is an object.
    pub callee: Option<ObjectId>,
    /// What is called, as the definition names it.
    pub name: &'c str,
    pub args: &'c Args,
    pub site: Span,
}

impl ClientCall<'_> {
    /// The place of what a selector picks: of an argument its own.
    pub fn site_of(&self, selector: Option<&Selector>) -> Span {
        match selector {
            Some(Selector::Argument(at, _)) => self.args.spans.get(*at).copied().unwrap_or(self.site),
            _ => self.site,
        }
    }
}
