//! What matching gives to the rules: a request, what it calls, and what it presents there.

use super::credentials::case::Case;
use super::helpers::presented::Presented;
use super::{Call, Scene};
use crate::api::{Api, Apis, Operation};
use crate::matching::{Matched, Outcome};
use crate::request::{Field, Open, Part, Request, Sender, Text};
use crate::source::Span;

/// A request with what it calls and what it presents there.
#[derive(Debug)]
pub struct MatchedCall {
    /// The request.
    pub request: Request,
    /// One entry for each of its URLs and methods.
    pub matched: Vec<Matched>,
    /// What it presents to the APIs that it calls; to every API where it is not known what it calls.
    pub presented: Vec<PresentedTo>,
}

/// What a request presents to one API at one of its URLs.
#[derive(Debug, Clone)]
pub struct PresentedTo {
    /// Index of the entry of what it calls.
    pub matched: usize,
    /// Index of the API.
    pub api: usize,
    /// What it presents.
    pub sent: Presented,
}

impl PresentedTo {
    fn all(apis: &Apis, request: &Request, matched: &[Matched]) -> Vec<Self> {
        let mut all = Vec::new();
        // Where all is one operation it does not matter what goes with which URL.
        let is_one = matched.iter().all(|one| one.outcome == matched[0].outcome);
        for (index, one) in matched.iter().enumerate() {
            let called = match &one.outcome {
                Outcome::Operation { api, .. }
                | Outcome::UnknownOperation { api, .. }
                | Outcome::OtherHost { api, .. }
                | Outcome::SomeOperation { api, .. }
                | Outcome::Retired { api } => *api..*api + 1,
                Outcome::Unmatched(_) => 0..apis.tables.len(),
                Outcome::Elsewhere => 0..0,
            };
            for api in called {
                let Some(table) = apis.tables.get(api) else { continue };
                let mut sent = Presented::of(table, operation(table, &one.outcome), request, one.url);
                sent.is_mixed &= !is_one;
                all.push(Self { matched: index, api, sent });
            }
        }
        all
    }
}

impl MatchedCall {
    /// A request that has been matched, with what it presents there.
    pub fn new(apis: &Apis, request: Request, matched: Vec<Matched>) -> Self {
        let presented = PresentedTo::all(apis, &request, &matched);
        Self { request, matched, presented }
    }

    /// What it presents, each with what it calls there.
    pub fn presented(&self) -> impl Iterator<Item = (&Matched, &PresentedTo)> {
        self.presented.iter().filter_map(|to| Some((self.matched.get(to.matched)?, to)))
    }

    /// What it presents as rules see it, each with what it calls there.
    pub fn calls<'a>(&'a self, scene: &'a Scene<'a>) -> impl Iterator<Item = (Call<'a>, &'a Matched)> {
        self.presented().filter_map(move |(one, to)| {
            let api = scene.apis.tables.get(to.api)?;
            let operation = operation(api, &one.outcome);
            Some((Call { scene, api, operation, request: &self.request, url: one.url, sent: &to.sent }, one))
        })
    }

    /// Why it may carry credentials that are not seen, beside what opens the whole request: where it is not seen to satisfy an
    /// operation that takes some where nobody can look. `matched` is the index of one entry of what it calls; of all, `None`.
    pub fn unseen<'a>(&'a self, apis: &'a Apis, matched: Option<usize>) -> impl Iterator<Item = &'a Open> {
        let wanted = self.presented.iter().filter(move |to| matched.is_none_or(|index| index == to.matched));
        wanted.flat_map(|to| {
            let is_satisfied = || {
                let api = apis.tables.get(to.api)?;
                let operation = operation(api, &self.matched.get(to.matched)?.outcome)?;
                Some(Case { api, operation, presented: &to.sent }.is_satisfied())
            };
            let unseen = &to.sent.unseen;
            let counts = !unseen.is_empty() && is_satisfied() == Some(false);
            unseen.iter().filter(move |_| counts)
        })
    }

    /// Whether it is known what it calls, an operation or not.
    pub fn is_identified(&self) -> bool {
        let is_known = |outcome: &Outcome| {
            !matches!(outcome, Outcome::Elsewhere | Outcome::SomeOperation { .. } | Outcome::Unmatched(_))
        };
        self.matched.iter().any(|one| is_known(&one.outcome))
    }

    /// Whether it goes to a known API, to whichever operation.
    pub fn is_to_api(&self) -> bool {
        self.matched.iter().any(|one| !matches!(one.outcome, Outcome::Elsewhere | Outcome::Unmatched(_)))
    }

    /// Whether there is anything to say of it. What may be no request at all is one only if it goes to a known API
    /// and carries credentials, or goes there in a way that certainly calls an operation.
    pub fn is_request(&self) -> bool {
        let carries = || self.presented.iter().any(|to| !to.sent.members.is_empty() || !to.sent.body.is_empty());
        match self.request.sender {
            Sender::Client => true,
            Sender::Unknown => self.is_to_api() && carries(),
            Sender::WayOut => self.is_matched() || self.is_to_api() && carries(),
        }
    }

    /// Whether it calls a known operation.
    pub fn is_matched(&self) -> bool {
        self.matched.iter().any(|one| one.outcome.operation().is_some())
    }

    /// The fields in which it presents credentials.
    pub fn presented_fields(&self) -> impl Iterator<Item = &Field> {
        let request = &self.request;
        let fields =
            request.urls.iter().map(|url| &url.query).chain([&*request.query, &*request.headers, &*request.body]);
        let named =
            |name: &str| self.presented.iter().any(|to| to.sent.names().any(|it| it.eq_ignore_ascii_case(name)));
        fields.flat_map(|fields| &fields.entries).filter(move |field| named(&field.name))
    }

    /// The names of the carriers that callers fill; whether what they give is known.
    pub fn filled(&self) -> impl Iterator<Item = (Span, bool)> {
        let elsewhere = |field: &&Field| field.given.iter().any(|place| *place != field.name_span);
        self.presented_fields()
            .filter(elsewhere)
            .map(|field| (field.name_span, !field.values.iter().all(Text::is_from_outside)))
    }

    /// The places of all that it presents.
    pub(super) fn sent(&self) -> impl Iterator<Item = Span> {
        let parts = self.presented_fields().flat_map(|field| &field.values).flat_map(|text| &text.parts);
        parts.map(|part| match part {
            Part::Fixed { span, .. } => *span,
            Part::Hole(hole) => hole.span,
        })
    }
}

/// The operation that is called, where that is known.
fn operation<'a>(api: &'a Api, outcome: &Outcome) -> Option<&'a Operation> {
    match outcome {
        Outcome::Operation { operation, .. } | Outcome::OtherHost { operation, .. } => {
            api.operations.get(operation.0 as usize)
        }
        _ => None,
    }
}
