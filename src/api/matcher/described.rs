//! The templates of the operations that an API describes, taken apart for comparing paths with them.

use rustc_hash::FxHashMap;

use super::{Pattern, bare, segments};
use crate::api::model::{Api, OperationId};

/// All templates, with each literal segment once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Described {
    /// The operations with the parts of their templates.
    pub(crate) operations: Vec<(OperationId, Vec<Part>)>,
    /// The literal segments, ASCII letters in lower case.
    pub(crate) literals: Vec<String>,
    ids: FxHashMap<String, usize>,
}

/// A segment of a template.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    /// Index of a literal.
    Literal(usize),
    /// It has a variable.
    Variable(Pattern),
}

impl Described {
    /// Those of a table. Of what only its overlay knows there is nothing to advise.
    pub(super) fn of(api: &Api) -> Self {
        let mut this = Self::default();
        for (id, operation) in api.operation_ids().filter(|(_, operation)| !operation.is_added()) {
            let parts = segments(bare(&operation.path)).map(|segment| match Pattern::parse(segment) {
                Some(pattern) => Part::Variable(pattern),
                None => Part::Literal(this.number(segment)),
            });
            let parts = parts.collect();
            this.operations.push((id, parts));
        }
        this
    }

    /// The literal that a segment is, ASCII case ignored.
    pub(crate) fn literal(&self, segment: &str) -> Option<usize> {
        self.ids.get(&segment.to_ascii_lowercase()).copied()
    }

    fn number(&mut self, segment: &str) -> usize {
        let literal = segment.to_ascii_lowercase();
        if let Some(known) = self.ids.get(&literal) {
            return *known;
        }
        self.literals.push(literal.clone());
        self.ids.insert(literal, self.literals.len() - 1);
        self.literals.len() - 1
    }
}
