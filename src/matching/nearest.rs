//! The operation that a call to no operation was most likely meant for.

use super::Distance;
use crate::api::matcher::{Pattern, template};
use crate::api::{Api, OperationId, Segment};

/// Longer paths are near nothing.
const MAX_SEGMENTS: usize = 64;

/// So many letters are mistyped; more of them make another word.
const MAX_SLIP: usize = 2;

/// The nearest operation, and how near it is; none where not even half of the path is its.
pub(super) fn nearest(api: &Api, method: &str, path: &[Segment<'_>]) -> Option<(OperationId, Distance)> {
    if path.len() > MAX_SEGMENTS {
        return None;
    }
    let mut best: Option<(Cost, OperationId, Distance)> = None;
    // What the API does not describe is nothing to advise.
    for (id, operation) in api.operation_ids().filter(|(_, operation)| !operation.is_added()) {
        let other_method = operation.method != method;
        let template = template(operation);
        // More segments than that apart cannot be near.
        if template.len().abs_diff(path.len()) > path.len() {
            continue;
        }
        let edits = edits(path, &template);
        let cost = Cost {
            changes: edits.changes + usize::from(other_method),
            // Between equals, a slip in a literal is likelier than a wrong method, and that than another word.
            is_other_word: edits.letters > MAX_SLIP,
            other_method,
            letters: edits.letters,
        };
        let distance = match (edits.changes, other_method) {
            (0, true) => Distance::Method,
            (1, false) if edits.shared > 0 || edits.letters <= MAX_SLIP => Distance::Segment,
            _ if edits.shared * 2 >= path.len().max(template.len()) => Distance::Far,
            _ => continue,
        };
        if best.as_ref().is_none_or(|(other, _, _)| cost < *other) {
            best = Some((cost, id, distance));
        }
    }
    best.map(|(_, id, distance)| (id, distance))
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    changes: usize,
    is_other_word: bool,
    other_method: bool,
    letters: usize,
}

/// What it takes to turn a path into a template.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Edits {
    /// Segments to change, add or drop.
    changes: usize,
    /// Letters that those segments differ by.
    letters: usize,
    /// Literal segments that path and template share.
    shared: usize,
}

impl Edits {
    fn rank(self) -> (usize, usize, usize) {
        (self.changes, self.letters, usize::MAX - self.shared)
    }

    fn then(self, changes: usize, letters: usize, shared: usize) -> Self {
        Self { changes: self.changes + changes, letters: self.letters + letters, shared: self.shared + shared }
    }
}

/// The fewest edits, by segments.
fn edits(path: &[Segment<'_>], template: &[(&str, Option<Pattern>)]) -> Edits {
    let mut row: Vec<Edits> = vec![Edits::default()];
    for (literal, pattern) in template {
        let last = row[row.len() - 1];
        row.push(last.then(1, letters_of(literal, pattern.as_ref()), 0));
    }
    for segment in path {
        let length = match segment {
            Segment::Text(text) => text.chars().count(),
            Segment::Hole | Segment::Partial { .. } => 1,
        };
        let mut next = vec![row[0].then(1, length, 0)];
        for (index, (literal, pattern)) in template.iter().enumerate() {
            let (changes, letters, shared) = compare(segment, literal, pattern.as_ref());
            let kept = row[index].then(changes, letters, shared);
            let dropped = row[index + 1].then(1, length, 0);
            let added = next[index].then(1, letters_of(literal, pattern.as_ref()), 0);
            let best = [kept, dropped, added].into_iter().min_by_key(|edits| edits.rank());
            next.push(best.unwrap_or(kept));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

fn letters_of(literal: &str, pattern: Option<&Pattern>) -> usize {
    if pattern.is_some() { 1 } else { literal.chars().count() }
}

/// Changes, letters and shared literals of one segment against another.
fn compare(segment: &Segment<'_>, literal: &str, pattern: Option<&Pattern>) -> (usize, usize, usize) {
    match (segment, pattern) {
        (_, Some(pattern)) if pattern.fits(segment) => (0, 0, 0),
        (Segment::Text(text), None) if text.eq_ignore_ascii_case(literal) => (0, 0, 1),
        (Segment::Text(text), None) => {
            (1, strsim::damerau_levenshtein(&text.to_lowercase(), &literal.to_lowercase()), 0)
        }
        // What is not known may be this literal, but a variable is likelier.
        _ => (1, letters_of(literal, pattern), 0),
    }
}
