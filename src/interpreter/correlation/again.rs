//! The same where what a condition picks is kept, and read by functions that run later: a variable of a module, a field
//! of an instance. For each way that such conditions may turn out, all of the program is run again.

use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::Whole;
use crate::interpreter::budget::{MAX_AGAIN_STEPS, MAX_EARLIER, MAX_WAYS};
use crate::interpreter::correlation::mixed::{mark_mixed, sent};
use crate::interpreter::correlation::{Met, Question, Questions, all_ways, picking_among, ways};
use crate::interpreter::domain::text::{Piece, TextValue};
use crate::interpreter::observations::Noted;
use crate::interpreter::state::Interpreter;
use crate::request::Request;
use crate::source::{FileId, Span};

/// The conditions of all runs that have ended, and what they picked for those that came after.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// How they turn out, where all of the program is run for one way.
    answers: Vec<(Question, bool)>,
    met: Vec<Met>,
    /// What they ask and where, in words.
    known: FxHashSet<String>,
    /// The calls whose URLs or methods they pick.
    picked: BTreeMap<Span, Picked>,
}

/// What is picked of a call.
#[derive(Debug, Default)]
struct Picked {
    /// By which conditions, each once.
    questions: Vec<Question>,
    /// Several parts of the URL are.
    is_mixed: bool,
}

impl Earlier {
    /// Whether there is none to be told apart.
    pub fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    /// Keeps the conditions of a run that has ended.
    pub(super) fn keep(&mut self, met: Vec<Met>) {
        if !self.answers.is_empty() {
            return;
        }
        for one in met {
            let asked = format!("{:?} {:?}", one.question, one.places.first());
            if self.met.len() < MAX_EARLIER && self.known.insert(asked) {
                self.met.push(one);
            }
        }
    }

    /// Notes which of them pick what is written at these places, or these constants, of a call. `own` are conditions of the
    /// run that is under way that do.
    pub(super) fn note_picked(
        &mut self,
        own: &[Question],
        spans: &[Span],
        constants: &[Rc<str>],
        url: &TextValue,
        site: Span,
    ) {
        let mut questions = picking_among(&self.met, spans, constants);
        let again = own.iter().filter(|own| self.met.iter().any(|met| met.question == **own));
        questions.extend(again.cloned());
        if questions.is_empty() {
            return;
        }
        let picked = self.picked.entry(site).or_default();
        picked.is_mixed |= varying_parts(url) > 1;
        for question in questions {
            if picked.questions.len() <= MAX_WAYS && !picked.questions.contains(&question) {
                picked.questions.push(question);
            }
        }
    }
}

impl Interpreter<'_> {
    /// Keeps the conditions of what has run.
    pub(crate) fn keep_met(&mut self) {
        let of_next = self.questions_of_run();
        let ended = std::mem::replace(&mut self.calls.questions, of_next);
        self.earlier.keep(ended.met);
    }

    /// What a program is run with for one way that conditions turn out, beside those that turn out as they do here.
    pub(super) fn answered_too(&self, answers: Vec<(Question, bool)>) -> Earlier {
        Earlier { answers: self.earlier.answers.iter().cloned().chain(answers).collect(), ..Earlier::default() }
    }

    /// How conditions turn out in a run that begins.
    pub(crate) fn questions_of_run(&self) -> Questions {
        Questions { answers: self.earlier.answers.clone(), ..Questions::default() }
    }

    /// Runs the program again for each way that conditions may turn out whose picks were kept, and puts the requests of
    /// each way in the place of those that mix them.
    pub(crate) fn tell_apart(&mut self, files: &[FileId]) {
        let mut left = MAX_AGAIN_STEPS;
        for (questions, sites) in self.mixed_sites() {
            let cost = ways(&questions).saturating_mul(self.budget.steps);
            if ways(&questions) > MAX_WAYS || cost > left {
                let all = self.observations.requests.iter_mut().chain(&mut self.observations.top_requests);
                mark_mixed(self.clients, all.filter(|noted| sites.contains(&noted.request.site)));
                continue;
            }
            left -= cost;
            let mut told = Told::default();
            for answers in all_ways(&questions) {
                let module = self.module_of(files[0]);
                let mut way = Interpreter::new(self.program, files, module, self.language, self.clients);
                way.earlier = self.answered_too(answers);
                way.is_sketch = self.is_sketch;
                way.run(files, &Whole);
                told.add(way.observations.requests.into_iter().chain(way.observations.top_requests), &sites);
            }
            self.put_told(told, &sites);
        }
    }

    /// The calls that may mix what comes of earlier conditions, by what is to be asked.
    fn mixed_sites(&mut self) -> Vec<(Vec<Question>, FxHashSet<Span>)> {
        let picked = std::mem::take(&mut self.earlier.picked);
        let mut noted: FxHashMap<Span, Vec<&Request>> = FxHashMap::default();
        for Noted { request, .. } in self.observations.requests.iter().chain(&self.observations.top_requests) {
            if picked.contains_key(&request.site) {
                noted.entry(request.site).or_default().push(request);
            }
        }
        let mut groups: Vec<(Vec<Question>, FxHashSet<Span>)> = Vec::new();
        for (site, Picked { questions, is_mixed }) in picked {
            let requests = noted.get(&site).map_or(&[][..], |all| all);
            if !is_mixed && !depends_twice(requests) {
                continue;
            }
            match groups.iter_mut().find(|(known, _)| *known == questions) {
                Some((_, sites)) => {
                    sites.insert(site);
                }
                None => groups.push((questions, FxHashSet::from_iter([site]))),
            }
        }
        groups
    }

    /// Puts what the ways send in the place of what mixes them, where that differs.
    fn put_told(&mut self, told: Told, sites: &FxHashSet<Span>) {
        let observations = &mut self.observations;
        let all = observations.requests.iter().chain(&observations.top_requests).map(|noted| &noted.request);
        let mixed: Vec<&Request> = all.filter(|request| sites.contains(&request.site)).collect();
        let differs = |site: &Span| {
            let of = |request: &&Request| request.site == *site;
            let mixed: Vec<String> = mixed.iter().copied().filter(of).map(said).collect();
            let mut apart = told.noted.iter().map(|noted| &noted.request).filter(of).peekable();
            apart.peek().is_some() && apart.any(|request| !mixed.contains(&said(request)))
        };
        let sites: FxHashSet<Span> = sites.iter().copied().filter(differs).collect();
        let is_mixed = |noted: &Noted| sites.contains(&noted.request.site);
        observations.requests.retain(|noted| !is_mixed(noted));
        observations.top_requests.retain(|noted| !is_mixed(noted));
        observations.requests.extend(told.noted.into_iter().filter(is_mixed));
    }
}

/// What the ways send, each request once.
#[derive(Default)]
struct Told {
    noted: Vec<Noted>,
    /// Where those stand that say the same in a few words.
    known: FxHashMap<String, Vec<usize>>,
}

impl Told {
    fn add(&mut self, noted: impl Iterator<Item = Noted>, sites: &FxHashSet<Span>) {
        for one in noted.filter(|noted| sites.contains(&noted.request.site)) {
            let alike = self.known.entry(said(&one.request)).or_default();
            if !alike.iter().any(|at| self.noted[*at].request == one.request) {
                alike.push(self.noted.len());
                self.noted.push(one);
            }
        }
    }
}

/// What a request sends and from where, in words.
fn said(request: &Request) -> String {
    let urls: Vec<String> = request.urls.iter().map(|url| url.text.to_string()).collect();
    format!("{:?} {:?} {urls:?} {:?}", request.point, request.via, sent(request))
}

/// How many parts of a URL are one of several.
fn varying_parts(text: &[Piece]) -> usize {
    let of = |piece: &Piece| match piece {
        Piece::Alt(alts) => 1 + alts.iter().map(|alt| varying_parts(alt)).sum::<usize>(),
        Piece::Fixed(..) | Piece::Unknown(..) | Piece::Fields(_) => 0,
    };
    text.iter().map(of).sum()
}

/// Whether more than the URL depends on conditions of what one call sends: its method or its names, or who sends it.
fn depends_twice(requests: &[&Request]) -> bool {
    let depends = |request: &&Request| {
        let (methods, names, _) = sent(request);
        methods.len() > 1 || names.iter().any(|(_, certain)| !certain)
    };
    let sent_apart = |(one, other): (&&Request, &&Request)| {
        one.point == other.point && one.via == other.via && one.urls != other.urls && one.urls.len() > 1
    };
    requests.iter().any(depends) || requests.iter().zip(requests.iter().skip(1)).any(sent_apart)
}
