//! What comes of one condition stays together: where a condition that is not known picks the URL or the method of a request,
//! the function is run again for each way the condition may turn out, so that a URL goes with the headers of its own way.

mod mixed;
mod tops;

use mixed::{open_mixed, sent};

pub(crate) use mixed::open_unmatched;
pub(crate) use tops::TopAnswers;

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::interpreter::budget::{MAX_MET, MAX_SPLIT_STEPS, MAX_WAYS};
use crate::interpreter::domain::text::{FieldsValue, Piece, TextValue};
use crate::interpreter::domain::unknown::Unknown;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::url::split_urls;
use crate::interpreter::observations::{Noted, note_among};
use crate::interpreter::state::Interpreter;
use crate::ir::program::Target;
use crate::ir::{Arm, BindingKind, Comparison, ExprId, ExprKind, FunctionId, Key, LogicOp, Pattern};
use crate::request::Request;
use crate::source::Span;

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
    /// Those of a run in which some are answered.
    pub fn answered(answers: Vec<(Question, bool)>) -> Self {
        Self { answers, ..Self::default() }
    }

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
        for part in value.alternatives() {
            match part {
                Value::Text(_) => places.extend(part.text_span()),
                Value::Object(id, _) => {
                    let object = self.heap.obj(*id);
                    let values = object.entries.iter().map(|entry| &entry.value).chain(&object.items);
                    places.extend(values.take(MAX_WAYS).filter_map(Value::text_span));
                }
                _ => {}
            }
        }
        places
    }

    /// Whether a condition holds in the run that is under way, if it is one of those that are told apart there.
    pub(crate) fn answer_to(&self, condition: ExprId) -> Option<bool> {
        if self.calls.questions.answers.is_empty() {
            return None;
        }
        let (question, asked) = self.asked(condition)?;
        self.calls.questions.answer(&question).map(|answer| answer == asked)
    }

    /// A condition that is not asked again in these calls.
    fn asked_once(&self, condition: ExprId) -> Option<(Question, bool)> {
        if self.activation.loops > 0 {
            return None;
        }
        let Span { file, start, .. } = self.expr(condition).span;
        let of = format!("{}:{start} in {:?}", file.0, self.sites());
        Some((Question { of: of.into(), is: None, is_one: false }, true))
    }

    /// What a condition asks, and whether it holds where the answer is yes.
    fn asked(&self, condition: ExprId) -> Option<(Question, bool)> {
        match &self.expr(condition).kind {
            ExprKind::Not(inner) => self.asked(*inner).map(|(question, asked)| (question, !asked)),
            ExprKind::Compare { op, left, right } => {
                let asked = match op {
                    Comparison::Equal | Comparison::LooselyEqual => true,
                    Comparison::Unequal | Comparison::LooselyUnequal => false,
                    _ => return None,
                };
                let (of, is) = match (self.place(*left), self.literal(*right)) {
                    (Some(of), Some(is)) => (of, is),
                    _ => (self.place(*right)?, self.literal(*left)?),
                };
                Some((Question { of, is: Some(is), is_one: false }, asked))
            }
            ExprKind::Logic { op: op @ (LogicOp::And | LogicOp::Or), left, right } => {
                let (left, right) = (self.asked(*left)?, self.asked(*right)?);
                Some((Question { of: format!("{op:?} {left:?} {right:?}").into(), is: None, is_one: false }, true))
            }
            _ => Some((Question { of: self.place(condition)?, is: None, is_one: false }, true)),
        }
    }

    /// A place whose value is the same wherever it is read in one run: what is assigned again is none.
    fn place(&self, expr: ExprId) -> Option<Box<str>> {
        match &self.expr(expr).kind {
            ExprKind::Name(binding) => {
                if let BindingKind::Import { from, name } = &self.binding(*binding).kind
                    && !matches!(self.program.resolve(binding.module, from), Target::Module(_))
                {
                    return Some(format!("{name} of {from}").into());
                }
                let holder = self.holder(*binding)?;
                let cell = holder.cells.borrow().get(binding).copied()?;
                if let Value::Unknown(hole, _) = self.heap.get(cell) {
                    return Some(place_of_unknown(hole));
                }
                let changed = self.loaded.changed.get(&binding.module)?;
                let is_fixed = changed.binary_search(binding).is_err();
                let owner = self.binding(*binding).function;
                let calls = self.calls.stack.iter().rposition(|call| call.function == owner).map_or(0, |at| at + 1);
                is_fixed.then(|| format!("{binding:?} in {:?}", &self.sites()[..calls]).into())
            }
            ExprKind::Member { object, key: Key::Name(name, _) } => {
                let object = self.place(*object)?;
                Some(format!("{object}.{name}").into())
            }
            ExprKind::This => Some(self.place_of_this()),
            ExprKind::Cast { value, .. } | ExprKind::Lend(value) => self.place(*value),
            _ => None,
        }
    }

    /// The instance that stands for all of a class is one wherever it is met; any other is known by the calls that led to it.
    fn place_of_this(&self) -> Box<str> {
        let this = self.activation.frame.this.as_ref();
        if let Some(Value::Unknown(hole, _)) = this {
            return place_of_unknown(hole);
        }
        let of_all = self.objects.instances.iter().find(|(_, all)| this.is_some_and(|this| this.same(all)));
        match of_all {
            Some((class, _)) => format!("{class:?}").into(),
            None => format!("this in {:?}", self.sites()).into(),
        }
    }

    /// Where the calls that are under way were made.
    fn sites(&self) -> Vec<(u32, u32)> {
        self.calls.stack.iter().map(|call| (call.site.file.0, call.site.start)).collect()
    }

    fn literal(&self, expr: ExprId) -> Option<Box<str>> {
        Some(match &self.expr(expr).kind {
            ExprKind::Str(text) => format!("'{text}'").into(),
            ExprKind::Num(text) => text.clone(),
            ExprKind::Bool(known) => known.to_string().into(),
            ExprKind::Null => "null".into(),
            ExprKind::Undefined => "undefined".into(),
            // Variants without data, and constants of libraries.
            ExprKind::Member { object, key: Key::Name(name, _) } => {
                let class = match &self.expr(*object).kind {
                    ExprKind::Class(class) => *class,
                    ExprKind::Name(binding) => match self.binding(*binding).kind {
                        BindingKind::Class(class) => class,
                        _ => return None,
                    },
                    _ => return None,
                };
                format!("{}::{name}", self.class(class).name).into()
            }
            ExprKind::Global(path) if path.contains("::") => path.clone(),
            _ => return None,
        })
    }

    /// Notes which of the conditions that were met pick the URL or the method of a request at a call.
    pub(crate) fn note_picked(&mut self, url: &TextValue, method: &Value, site: Span) {
        if self.calls.questions.met.is_empty() || self.calls.is_dry_run() {
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
        let picks = |met: &Met| {
            spans.iter().any(|span| met.places.iter().any(|place| place.contains(*span)))
                || constants.iter().any(|constant| met.constants.contains(constant))
        };
        let of: FxHashSet<&str> = met.iter().filter(|met| picks(met)).map(|met| &*met.question.of).collect();
        if !of.is_empty() {
            picked.insert(site);
        }
        // Of the entries that a key may pick none is left out.
        for Met { question, .. } in met.iter().filter(|met| picks(met) || met.question.is_one) {
            if of.contains(&*question.of) && !picking.contains(question) {
                picking.push(question.clone());
            }
        }
    }

    /// What is to be run again of the function that has been run, `steps` steps ago.
    pub(crate) fn split_of(&mut self, function: FunctionId, steps: usize) -> Option<Split> {
        let Questions { picking, picked, .. } = std::mem::take(&mut self.calls.questions);
        let steps = self.budget.steps - steps;
        (!picking.is_empty()).then_some(Split { function, questions: picking, sites: picked, steps })
    }

    /// Runs functions again, and puts the requests of each way in the place of those that mix them. Where there are too
    /// many ways, what they mix is open.
    pub(crate) fn split_ways(&mut self, splits: Vec<Split>) {
        for split in splits {
            if split.ways() > MAX_WAYS || split.steps > MAX_SPLIT_STEPS {
                let requests = self.observations.requests.iter_mut();
                open_mixed(requests.filter(|noted| split.mixes(Some(split.function), noted)));
                continue;
            }
            let before = std::mem::take(&mut self.observations.requests);
            for answers in split.all_ways() {
                let mark = self.heap.enter();
                self.calls.questions = Questions::answered(answers);
                self.run_entry_point(split.function, self.function(split.function));
                self.calls.questions = Questions::default();
                self.heap.leave(mark);
            }
            let told = std::mem::replace(&mut self.observations.requests, before);
            split.put_apart(Some(split.function), told, &mut self.observations.requests);
        }
    }
}

/// Whatever variables it went through, an unknown value is known by where it came in.
fn place_of_unknown(unknown: &Unknown) -> Box<str> {
    let Span { file, start, end } = unknown.hole.span;
    format!("{}:{start}-{end}", file.0).into()
}

impl Split {
    /// How many ways there are.
    fn ways(&self) -> usize {
        let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut ways = 1_usize;
        for question in &self.questions {
            match question.is {
                Some(_) => *texts.entry(&question.of).or_default() += 1,
                None => ways = ways.saturating_mul(2),
            }
        }
        // One of several texts, or none of them.
        texts.values().fold(ways, |ways, texts| ways.saturating_mul(texts + 1))
    }

    /// The ways that the conditions may turn out.
    fn all_ways(&self) -> Vec<Vec<(Question, bool)>> {
        let mut ways: Vec<Vec<(Question, bool)>> = vec![Vec::new()];
        for (at, question) in self.questions.iter().enumerate() {
            let is_last = !self.questions[at + 1..].iter().any(|other| other.of == question.of);
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
        told.into_iter().filter(is_told).for_each(|noted| note_among(requests, noted));
    }
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
