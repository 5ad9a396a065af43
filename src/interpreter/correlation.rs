//! What comes of one condition stays together: where a condition that is not known picks the URL or the method of a request,
//! the function is run again for each way the condition may turn out, so that a URL goes with the headers of its own way.

mod again;
mod mixed;
mod places;
mod tops;

use mixed::{mark_mixed, sent};

pub(crate) use again::Earlier;
pub(crate) use mixed::open_unmatched;

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::interpreter::budget::{MAX_MET, MAX_SPLIT_STEPS, MAX_WAYS};
use crate::interpreter::domain::text::{FieldsValue, Piece, TextValue, first_span};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::url::split_urls;
use crate::interpreter::observations::{Noted, note_among};
use crate::interpreter::state::Interpreter;
use crate::ir::{Arm, ExprId, FunctionId, Pattern};
use crate::request::Request;
use crate::source::Span;

/// How deep in objects that a condition picks it is looked where their texts are written.
const MAX_GIVEN_DEPTH: usize = 3;

/// What a condition asks: the same wherever the same is asked of the same value.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// What is asked about.
    of: Box<str>,
    /// What it is compared with; whether it counts as true, where there is nothing.
    is: Option<Box<str>>,
    /// It is one of the texts that it is compared with, and no other.
    is_one: bool,
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        self.of == other.of && self.is == other.is
    }
}

impl Question {
    /// Whether both compare one value with texts, of which it is one at most.
    fn is_beside(&self, other: &Self) -> bool {
        self.of == other.of && self.is.is_some() && other.is.is_some()
    }
}

/// A condition that was met, of which it was not known whether it holds.
#[derive(Debug)]
struct Met {
    question: Question,
    /// The whole branch, and where what its arms give is written.
    places: Vec<Span>,
    /// What they give of libraries' constants, which are written nowhere.
    constants: Vec<Rc<str>>,
}

/// The conditions of one run of a function.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    /// How they turn out in this run.
    answers: Vec<(Question, bool)>,
    met: Vec<Met>,
    /// Those that pick the URL or the method of a request, each once, in the order in which that was seen.
    picking: Vec<Question>,
    /// The calls whose URLs or methods they pick.
    picked: FxHashSet<Span>,
}

/// A function that is to be run again.
#[derive(Debug)]
pub(crate) struct Split {
    function: FunctionId,
    questions: Vec<Question>,
    sites: FxHashSet<Span>,
    /// How many steps it took.
    steps: usize,
}

impl Questions {
    fn answer(&self, question: &Question) -> Option<bool> {
        self.answers.iter().find_map(|(known, answer)| {
            if known == question { Some(*answer) } else { (*answer && known.is_beside(question)).then_some(false) }
        })
    }
}

impl<'m> Interpreter<'m> {
    /// Whether the condition of an arm holds in the run that is under way, though its value does not tell.
    pub(crate) fn answer_of(&mut self, subject: Option<ExprId>, arm: &'m Arm, branch: Span) -> Option<bool> {
        let (pattern, subject) = match (&arm.pattern, arm.guard, subject) {
            (None, Some(guard), None) => {
                let (question, asked) = self.asked(guard).or_else(|| self.asked_once(guard))?;
                return self.answer_or_note(question, vec![branch]).map(|answer| answer == asked);
            }
            (Some(pattern), None, Some(subject)) => (pattern, self.place(subject)?),
            _ => return None,
        };
        // Of `A | B` either is enough.
        let alternatives = match pattern {
            Pattern::Or(alternatives) => &alternatives[..],
            one => std::slice::from_ref(one),
        };
        let mut answers = Vec::with_capacity(alternatives.len());
        for alternative in alternatives {
            let is = match alternative {
                Pattern::Literal(literal) => self.literal(*literal)?,
                Pattern::Variant { path, .. } | Pattern::Object { path: Some(path), .. } => path.clone(),
                _ => return None,
            };
            let question = Question { of: subject.clone(), is: Some(is), is_one: false };
            answers.push(self.answer_or_note(question, vec![branch]));
        }
        if answers.contains(&Some(true)) {
            return Some(true);
        }
        answers.iter().all(|answer| *answer == Some(false)).then_some(false)
    }

    fn answer_or_note(&mut self, question: Question, places: Vec<Span>) -> Option<bool> {
        let answer = self.calls.questions.answer(&question);
        let met = &mut self.calls.questions.met;
        if answer.is_none() && met.len() < MAX_MET {
            met.push(Met { question, places, constants: Vec::new() });
        }
        answer
    }

    /// How many conditions were met so far.
    pub(crate) fn met(&self) -> usize {
        self.calls.questions.met.len()
    }

    /// Notes what the arms give of which the conditions were met since so many were.
    pub(crate) fn note_given(&mut self, since: usize, given: &Value) {
        if self.met() > since && matches!(given, Value::Choice(_)) {
            let places = self.written_at(given);
            let constants = constants_in(given);
            for met in self.calls.questions.met.iter_mut().skip(since) {
                met.places.extend(&places);
                met.constants.extend(constants.iter().cloned());
            }
        }
    }

    /// What a value picks that conditions pick is picked by them.
    pub(crate) fn note_given_by(&mut self, key: &Value, given: &Value) {
        let spans: Vec<Span> = key.alternatives().iter().filter_map(Value::text_span).collect();
        let places = self.written_at(given);
        for met in &mut self.calls.questions.met {
            if spans.iter().any(|span| met.places.iter().any(|place| place.contains(*span))) {
                met.places.extend(&places);
            }
        }
    }

    /// Which entries of an object a key picks that is not known, in the run that is under way: a place is one of their names.
    pub(crate) fn picked_by(&mut self, key: ExprId, entries: &[(Rc<str>, Value)]) -> Vec<Value> {
        let all = || entries.iter().map(|(_, value)| value.clone()).collect();
        let Some(of) = self.place(key).filter(|_| entries.len() <= MAX_WAYS) else { return all() };
        let mut values = Vec::new();
        for (name, value) in entries {
            let is = Some(format!("'{name}'").into());
            let places = self.written_at(value);
            match self.answer_or_note(Question { of: of.clone(), is, is_one: true }, places) {
                Some(true) => return vec![value.clone()],
                Some(false) => {}
                None => values.push(value.clone()),
            }
        }
        if values.is_empty() { all() } else { values }
    }

    /// Where the texts of a value are written, or those of its entries.
    fn written_at(&self, value: &Value) -> Vec<Span> {
        let mut places = Vec::new();
        self.add_written_at(value, MAX_GIVEN_DEPTH, &mut places);
        places
    }

    fn add_written_at(&self, value: &Value, depth: usize, places: &mut Vec<Span>) {
        for part in value.alternatives() {
            match part {
                Value::Text(text) => places.extend(first_span(text)),
                Value::Object(id, _) if depth > 0 => {
                    let object = self.heap.obj(*id);
                    let values = object.entries.iter().map(|entry| &entry.value).chain(&object.items);
                    values.take(MAX_WAYS).for_each(|value| self.add_written_at(value, depth - 1, places));
                }
                _ => {}
            }
        }
    }

    /// Whether a condition holds in the run that is under way, if it is one of those that are told apart there.
    pub(crate) fn answer_to(&self, condition: ExprId) -> Option<bool> {
        if self.calls.questions.answers.is_empty() {
            return None;
        }
        let (question, asked) = self.asked(condition)?;
        self.calls.questions.answer(&question).map(|answer| answer == asked)
    }

    /// Notes which of the conditions that were met pick the URL or the method of a request at a call.
    pub(crate) fn note_picked(&mut self, url: &TextValue, method: &Value, site: Span) {
        if self.calls.questions.met.is_empty() && self.earlier.is_empty() || self.calls.is_dry_run() {
            return;
        }
        let mut spans = alternatives_in(url);
        let method = method.as_written();
        if let Value::Choice(parts) = &method {
            spans.extend(parts.iter().filter_map(Value::text_span));
        }
        let constants = constants_in(&method);
        if spans.is_empty() && constants.is_empty() {
            return;
        }
        let Questions { met, picking, picked, .. } = &mut self.calls.questions;
        let picks = picking_among(met, &spans, &constants);
        if !picks.is_empty() {
            picked.insert(site);
        }
        for question in &picks {
            if !picking.contains(question) {
                picking.push(question.clone());
            }
        }
        self.earlier.note_picked(&picks, &spans, &constants, url, site);
    }

    /// What is to be run again of the function that has been run, `steps` steps ago.
    pub(crate) fn split_of(&mut self, function: FunctionId, steps: usize) -> Option<Split> {
        let of_next = self.questions_of_run();
        let Questions { met, picking, picked, .. } = std::mem::replace(&mut self.calls.questions, of_next);
        self.earlier.keep(met);
        let steps = self.budget.steps - steps;
        (!picking.is_empty()).then_some(Split { function, questions: picking, sites: picked, steps })
    }

    /// Runs functions again, and puts the requests of each way in the place of those that mix them. Where there are too
    /// many ways, what they mix is open.
    pub(crate) fn split_ways(&mut self, splits: Vec<Split>) {
        for split in splits {
            if ways(&split.questions) > MAX_WAYS || split.steps > MAX_SPLIT_STEPS {
                let requests = self.observations.requests.iter_mut();
                mark_mixed(self.clients, requests.filter(|noted| split.mixes(Some(split.function), noted)));
                continue;
            }
            let mark = self.observations.mark();
            let before = std::mem::take(&mut self.observations.requests);
            for answers in all_ways(&split.questions) {
                let mark = self.heap.enter();
                self.calls.questions = self.questions_of_run();
                self.calls.questions.answers.extend(answers);
                self.run_entry_point(split.function, self.function(split.function));
                self.calls.questions = self.questions_of_run();
                self.heap.leave(mark);
            }
            let told = std::mem::replace(&mut self.observations.requests, before);
            self.observations.replaced_since(mark);
            split.put_apart(Some(split.function), told, &mut self.observations.requests);
        }
    }
}

impl Split {
    /// Whether a request is one that mixes what comes of different conditions.
    fn mixes(&self, entry: Option<FunctionId>, noted: &Noted) -> bool {
        noted.entries.contains(&entry) && self.sites.contains(&noted.request.site)
    }

    /// Puts the requests of each way in the place of those that mix them.
    fn put_apart(&self, entry: Option<FunctionId>, told: Vec<Noted>, requests: &mut Vec<Noted>) {
        // Where the ways send the same but for the URL, one request says it all.
        let differs = |site: &Span| {
            let of = |noted: &&Noted| noted.request.site == *site;
            let mixed: Vec<&Request> = requests.iter().filter(of).map(|noted| &noted.request).collect();
            let apart: Vec<&Request> = told.iter().filter(of).map(|noted| &noted.request).collect();
            let urls = |all: &[&Request]| -> FxHashSet<String> {
                all.iter().flat_map(|request| &request.urls).map(|url| url.text.to_string()).collect()
            };
            let is_sent = |one: &&Request| mixed.iter().all(|other| sent(other) == sent(one));
            !apart.is_empty() && (!apart.iter().all(is_sent) || urls(&apart) != urls(&mixed))
        };
        let sites: FxHashSet<Span> = self.sites.iter().copied().filter(differs).collect();
        let is_told = |noted: &Noted| self.mixes(entry, noted) && sites.contains(&noted.request.site);
        requests.retain_mut(|noted| {
            if is_told(noted) {
                noted.entries.retain(|known| *known != entry);
            }
            !noted.entries.is_empty()
        });
        for noted in told.into_iter().filter(is_told) {
            note_among(requests, noted);
        }
    }
}

/// How many ways there are.
fn ways(questions: &[Question]) -> usize {
    let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ways = 1_usize;
    for question in questions {
        match question.is {
            Some(_) => *texts.entry(&question.of).or_default() += 1,
            None => ways = ways.saturating_mul(2),
        }
    }
    // One of several texts, or none of them.
    texts.values().fold(ways, |ways, texts| ways.saturating_mul(texts + 1))
}

/// The ways that the conditions may turn out.
fn all_ways(questions: &[Question]) -> Vec<Vec<(Question, bool)>> {
    let mut ways: Vec<Vec<(Question, bool)>> = vec![Vec::new()];
    for (at, question) in questions.iter().enumerate() {
        let is_last = !questions[at + 1..].iter().any(|other| other.of == question.of);
        let mut longer = Vec::with_capacity(ways.len() * 2);
        for way in ways {
            let is_known = way.iter().any(|(known, answer)| *answer && known.is_beside(question));
            let possible: &[bool] = match (is_known, is_last && question.is_one) {
                (true, _) => &[false],
                (false, true) => &[true],
                (false, false) => &[true, false],
            };
            for &answer in possible {
                longer.push(way.iter().cloned().chain([(question.clone(), answer)]).collect());
            }
        }
        ways = longer;
    }
    ways
}

/// Those of the questions that pick what is written at one of these places, or one of these constants, each once. Of the
/// entries that a key may pick none is left out.
fn picking_among(met: &[Met], spans: &[Span], constants: &[Rc<str>]) -> Vec<Question> {
    let picks = |met: &Met| {
        spans.iter().any(|span| met.places.iter().any(|place| place.contains(*span)))
            || constants.iter().any(|constant| met.constants.contains(constant))
    };
    let picking: Vec<bool> = met.iter().map(picks).collect();
    let chosen = || met.iter().zip(&picking).filter(|(_, picks)| **picks);
    let of: FxHashSet<&str> = chosen().map(|(met, _)| &*met.question.of).collect();
    let mut questions: Vec<Question> = Vec::new();
    for (Met { question, .. }, picks) in met.iter().zip(&picking) {
        if (*picks || question.is_one && of.contains(&*question.of)) && !questions.contains(question) {
            questions.push(question.clone());
        }
    }
    questions
}

/// Constants of libraries among several values.
fn constants_in(value: &Value) -> Vec<Rc<str>> {
    let Value::Choice(parts) = value else { return Vec::new() };
    let constant = |part: &Value| if let Value::Library(path) = part { Some(path.clone()) } else { None };
    parts.iter().filter_map(constant).collect()
}

/// Where the alternatives of a URL differ, but for their queries.
fn alternatives_in(url: &TextValue) -> Vec<Span> {
    if !url.iter().any(|piece| matches!(piece, Piece::Alt(_))) {
        return Vec::new();
    }
    let of_one = |(href, _): (TextValue, FieldsValue)| -> Vec<(Span, Rc<str>)> {
        href.iter()
            .filter_map(|piece| match piece {
                Piece::Fixed(text, span, _) => Some((*span, text.clone())),
                Piece::Unknown(hole, _) => Some((hole.hole.span, "".into())),
                Piece::Fields(_) | Piece::Alt(_) => None,
            })
            .collect()
    };
    let all: Vec<Vec<(Span, Rc<str>)>> = split_urls(url).into_iter().map(of_one).collect();
    let text_of = |one: &Vec<(Span, Rc<str>)>| one.iter().map(|(_, text)| &**text).collect::<String>();
    let Some(first) = all.first().map(text_of) else { return Vec::new() };
    if all.iter().all(|one| text_of(one) == first) {
        return Vec::new();
    }
    let is_common = |part: &(Span, Rc<str>)| all.iter().all(|one| one.contains(part));
    all.iter().flatten().filter(|part| !is_common(part)).map(|(span, _)| *span).collect()
}
