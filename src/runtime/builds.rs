//! Files of configuration that describe several builds, each by an object of its own: what one of them says is not said of
//! the others.

use crate::ir::{Entry, Expr, ExprId, ExprKind, Key, Module};
use crate::source::Span;

/// The objects of a file that describe builds.
pub(super) struct Builds {
    places: Vec<Span>,
}

impl Builds {
    /// The objects that have one of some keys.
    pub fn of(module: &Module, keys: &[String]) -> Self {
        let describes = |expr: &&Expr| entries(expr).iter().any(|entry| value_of(entry, keys).is_some());
        Self { places: module.exprs.iter().filter(describes).map(|expr| expr.span).collect() }
    }

    /// Whether something is said of the build that another place belongs to: it is said in that, or in none.
    pub fn concerns(&self, said: Span, place: Span) -> bool {
        let own = self.around(place);
        own.is_none() || self.around(said).is_none_or(|of| Some(of) == own)
    }

    /// The build that a place belongs to, where the file describes others as well.
    pub fn one_of_several(&self, place: Span) -> Option<Span> {
        self.around(place).filter(|_| self.places.len() > 1)
    }

    /// The smallest of the objects that a place is in.
    fn around(&self, place: Span) -> Option<Span> {
        self.places.iter().filter(|build| build.contains(place)).min_by_key(|build| build.len()).copied()
    }
}

/// The entries of an object; none of anything else.
pub(super) fn entries(expr: &Expr) -> &[Entry] {
    match &expr.kind {
        ExprKind::Object { entries, .. } => entries,
        _ => &[],
    }
}

/// What an entry has, if it stands under one of some keys.
pub(super) fn value_of(entry: &Entry, keys: &[String]) -> Option<ExprId> {
    match entry {
        Entry::Pair(Key::Name(name, _), value, _) if keys.iter().any(|key| **key == **name) => Some(*value),
        _ => None,
    }
}
