//! The operation that a call to no operation was most likely meant for.

use super::Distance;
use crate::api::matcher::{Described, Part};
use crate::api::{Api, Matcher, OperationId, Segment};

/// Longer paths are near nothing.
const MAX_SEGMENTS: usize = 64;

/// So many letters are mistyped; more of them make another word.
const MAX_SLIP: usize = 2;

/// The nearest operation, and how near it is; none where not even half of the path is its.
pub(super) fn nearest(
    api: &Api,
    matcher: &Matcher,
    method: &str,
    path: &[Segment<'_>],
) -> Option<(OperationId, Distance)> {
    if path.len() > MAX_SEGMENTS {
        return None;
    }
    let described = matcher.described(api);
    let mut path = Path::of(path, described);
    // Those that may be the nearest come first, so that most are not looked at.
    let mut order: Vec<(usize, &(OperationId, Vec<Part>))> = Vec::new();
    for described in &described.operations {
        let (id, template) = described;
        let size = path.segments.len().max(template.len());
        // More segments than that apart cannot be near.
        if template.len().abs_diff(path.segments.len()) <= path.segments.len() {
            let other_method = usize::from(api.operation(*id).method != method);
            order.push((size - path.most_kept(template).min(size) + other_method, described));
        }
    }
    order.sort_by_key(|(fewest, _)| *fewest);
    let mut best: Option<(Cost, OperationId, Distance)> = None;
    for (fewest, (id, template)) in order {
        if best.as_ref().is_some_and(|(best, _, _)| best.changes < fewest) {
            break;
        }
        let other_method = api.operation(*id).method != method;
        let size = path.segments.len().max(template.len());
        let edits = path.edits(template);
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
            _ if edits.shared * 2 >= size => Distance::Far,
            _ => continue,
        };
        if best.as_ref().is_none_or(|(other, first, _)| (&cost, *id) < (other, *first)) {
            best = Some((cost, *id, distance));
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

/// A path that is compared with many templates.
struct Path<'p> {
    segments: &'p [Segment<'p>],
    described: &'p Described,
    /// Letters of each segment.
    lengths: Vec<usize>,
    /// The literal that each segment is.
    own: Vec<Option<usize>>,
    /// For each segment how many letters each literal is from it, where that has been asked.
    letters: Vec<Vec<Option<usize>>>,
}

impl<'p> Path<'p> {
    fn of(segments: &'p [Segment<'p>], described: &'p Described) -> Self {
        let length = |segment: &Segment<'_>| match segment {
            Segment::Text(text) => text.chars().count(),
            Segment::Hole | Segment::Partial { .. } => 1,
        };
        let own = |segment: &Segment<'_>| match segment {
            Segment::Text(text) => described.literal(text),
            Segment::Hole | Segment::Partial { .. } => None,
        };
        Self {
            segments,
            described,
            lengths: segments.iter().map(length).collect(),
            own: segments.iter().map(own).collect(),
            letters: vec![Vec::new(); segments.len()],
        }
    }

    /// How many segments of a template may stay as they are, at most.
    fn most_kept(&self, template: &[Part]) -> usize {
        let may_stay = |part: &&Part| match part {
            Part::Variable(_) => true,
            Part::Literal(literal) => self.own.contains(&Some(*literal)),
        };
        template.iter().filter(may_stay).count()
    }

    /// The fewest edits, by segments.
    fn edits(&mut self, template: &[Part]) -> Edits {
        let mut row: Vec<Edits> = vec![Edits::default()];
        for part in template {
            let last = row[row.len() - 1];
            row.push(last.then(1, self.letters_of(part), 0));
        }
        for (at, &length) in self.lengths.clone().iter().enumerate() {
            let mut next = vec![row[0].then(1, length, 0)];
            for (index, part) in template.iter().enumerate() {
                let (changes, letters, shared) = self.compare(at, part);
                let kept = row[index].then(changes, letters, shared);
                let dropped = row[index + 1].then(1, length, 0);
                let added = next[index].then(1, self.letters_of(part), 0);
                let best = [kept, dropped, added].into_iter().min_by_key(|edits| edits.rank());
                next.push(best.unwrap_or(kept));
            }
            row = next;
        }
        row.last().copied().unwrap_or_default()
    }

    fn letters_of(&self, part: &Part) -> usize {
        match part {
            Part::Variable(_) => 1,
            Part::Literal(literal) => self.described.literals[*literal].chars().count(),
        }
    }

    /// Changes, letters and shared literals of one segment against another.
    fn compare(&mut self, at: usize, part: &Part) -> (usize, usize, usize) {
        match (&self.segments[at], part) {
            (segment, Part::Variable(pattern)) if pattern.fits(segment) => (0, 0, 0),
            (Segment::Text(_), Part::Literal(literal)) if self.own[at] == Some(*literal) => (0, 0, 1),
            (Segment::Text(text), Part::Literal(literal)) => (1, self.distance(at, text, *literal), 0),
            // What is not known may be this literal, but a variable is likelier.
            _ => (1, self.letters_of(part), 0),
        }
    }

    fn distance(&mut self, at: usize, text: &str, literal: usize) -> usize {
        let known = &mut self.letters[at];
        known.resize(self.described.literals.len(), None);
        *known[literal].get_or_insert_with(|| {
            let (text, literal) = (text.to_lowercase(), self.described.literals[literal].to_lowercase());
            let letters = strsim::damerau_levenshtein(&text, &literal);
            // Of which less than half is left, that is another word, however short.
            let longest = text.chars().count().max(literal.chars().count());
            if letters * 2 > longest { letters.max(MAX_SLIP + 1) } else { letters }
        })
    }
}
