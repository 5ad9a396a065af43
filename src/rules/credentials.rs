//! Turns a verdict into a finding with exact words.

use super::Scene;
use super::presented::{Member, Place, Presented, Role, kind_of};
use super::verdict::{Verdict, verdict};
use super::wording;
use crate::api::{Api, Carrier, CredentialId, Kind, Operation, SchemeId};
use crate::finding::{Confidence, Finding, Related};
use crate::request::Request;
use crate::rules::{finding, operation_ref, rule};

/// The finding about the credentials of a request to an operation, if any.
pub fn judge(_: &Scene, api: &Api, operation: &Operation, request: &Request, sent: &Presented) -> Option<Finding> {
    let verdict = verdict(api, operation, sent, sent.open)?;
    let words = Words { api, operation, sent };
    let (title, label, help) = words.of(&verdict);
    let mut span = request.point;
    let mut related = Vec::new();
    if let Verdict::Misspelled(wrong) = &verdict {
        let mut places = wrong.iter().filter_map(|(at, id)| sent.members.get(*at).map(|member| (member, *id)));
        if let Some((first, _)) = places.next() {
            span = first.span;
        }
        related.extend(places.map(|(member, id)| Related {
            span: member.span,
            message: format!("should be {}", wording::name(api, id)),
        }));
        related.push(Related { span: request.point, message: format!("sent to {}", operation_ref(api, operation)) });
    } else if request.point != request.site {
        related.push(Related { span: request.site, message: "the request is sent here".to_owned() });
    }
    // A token known for a user's or a machine's by its name alone could be either after all.
    let by_name = sent.members.iter().any(|it| it.bearer.is_some_and(|bearer| bearer.by_name));
    let takes_bearer = operation
        .alternatives
        .iter()
        .flatten()
        .any(|id| api.schemes.get(usize::from(id.0)).is_some_and(|it| it.carrier == Carrier::Bearer));
    let confidence = if by_name && takes_bearer { Confidence::Medium } else { Confidence::High };
    let mut finding = finding(rule(verdict.rule())?, confidence, span, title, help);
    finding.label = label;
    finding.operation = Some(operation_ref(api, operation));
    finding.presented = Some(wording::presented(api, sent.members.iter()));
    finding.accepted = Some(wording::accepted(api, operation));
    finding.related = related;
    Some(finding)
}

struct Words<'a> {
    api: &'a Api,
    operation: &'a Operation,
    sent: &'a Presented,
}

impl Words<'_> {
    /// Title, label and help.
    fn of(&self, verdict: &Verdict) -> (String, String, String) {
        match verdict {
            Verdict::Redundant(id) => self.redundant(*id),
            Verdict::Misspelled(wrong) => self.misspelled(wrong),
            Verdict::IncompleteSignature { sent, missing } => self.half_signature(*sent, *missing),
            Verdict::Mixed(at) => self.mixed(*at),
            Verdict::BearerOnly | Verdict::ConsumerCredentials => self.user_on_backend(verdict),
            Verdict::Incomplete { alternative, missing } => self.incomplete(*alternative, missing),
            Verdict::Unsupported => self.unsupported(),
            Verdict::Missing => self.missing(),
        }
    }

    fn called(&self) -> String {
        format!("{} {}", self.operation.method, self.operation.path)
    }

    fn redundant(&self, id: CredentialId) -> (String, String, String) {
        let what = wording::credential(self.api, id);
        let names = |place: Place| -> String {
            let found = self
                .sent
                .members
                .iter()
                .find(|it| it.place == place && it.role == Role::Carrier && it.credentials.contains(&id));
            found.map_or_else(String::new, |it| format!("`{}`", it.name))
        };
        let (query, header) = (names(Place::Query), names(Place::Header));
        let header_is_taken = self.operation.alternatives.iter().any(|alternative| {
            alternative.iter().any(|&scheme| {
                self.api.schemes.get(usize::from(scheme.0)).is_some_and(|it| {
                    it.credential == id && matches!(it.carrier, Carrier::Header(_) | Carrier::Bearer | Carrier::Basic)
                })
            })
        });
        let help = if header_is_taken {
            format!("Keep the header {header} and drop {query} from the query: URLs end up in logs")
        } else {
            format!("Drop {header}: this operation takes {what} in the query alone")
        };
        (
            format!("{} sends {what} twice, in the query as {query} and in the header {header}", self.called()),
            format!("{what} twice"),
            help,
        )
    }

    fn misspelled(&self, wrong: &[(usize, SchemeId)]) -> (String, String, String) {
        let pairs: Vec<(String, SchemeId)> = wrong
            .iter()
            .filter_map(|(at, id)| self.sent.members.get(*at).map(|it| (format!("`{}`", it.name), *id)))
            .collect();
        let names: Vec<String> = pairs.iter().map(|(name, _)| name.clone()).collect();
        let fixes: Vec<String> =
            pairs.iter().map(|(name, id)| format!("{} instead of {name}", wording::carrier(self.api, *id))).collect();
        let right: Vec<String> = pairs.iter().map(|(_, id)| wording::name(self.api, *id)).collect();
        let (verb, noun) = if names.len() == 1 { ("is", "a name") } else { ("are", "names") };
        (
            format!("{} {verb} not {noun} that {} reads", wording::list(&names, "and"), self.called()),
            format!("should be {}", right.first().cloned().unwrap_or_default()),
            format!("Send {}", wording::list(&fixes, "and")),
        )
    }

    fn half_signature(&self, sent: SchemeId, missing: SchemeId) -> (String, String, String) {
        let (sent, missing) = (wording::name(self.api, sent), wording::name(self.api, missing));
        (
            format!("{} is only half signed: {sent} is sent without {missing}", self.called()),
            format!("{missing} is missing"),
            format!("Send {missing} with {sent}, both as headers; the value signed must be the value sent"),
        )
    }

    fn mixed(&self, at: usize) -> (String, String, String) {
        let wanted = self.credentials_of(self.operation.alternatives.get(at).map_or(&[], Vec::as_slice));
        let members = || self.sent.counted().filter(|it| it.credentials.iter().any(|id| wanted.contains(id)));
        // Headers, where they are taken: URLs end up in logs.
        let fits = |it: &[SchemeId]| self.credentials_of(it) == wanted;
        let in_headers = |it: &[SchemeId]| fits(it) && wording::is_in_headers(self.api, it);
        let fitting = if self.operation.alternatives.iter().any(|it| in_headers(it)) {
            wording::choices(self.api, self.operation, in_headers)
        } else {
            wording::choices(self.api, self.operation, fits)
        };
        let things: Vec<String> = wanted.iter().map(|id| wording::credential(self.api, *id)).collect();
        (
            format!(
                "{} is called with {} split over query and header; it takes them in one place only",
                self.called(),
                wording::list(&things, "and")
            ),
            "split over query and header".to_owned(),
            format!("Send {fitting}, instead of {}", wording::presented(self.api, members())),
        )
    }

    fn credentials_of(&self, alternative: &[SchemeId]) -> Vec<CredentialId> {
        let mut ids: Vec<CredentialId> = alternative
            .iter()
            .filter_map(|id| self.api.schemes.get(usize::from(id.0)))
            .map(|it| it.credential)
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn user_on_backend(&self, verdict: &Verdict) -> (String, String, String) {
        let things = wording::things(self.api, self.sent.counted());
        let machine = self.has_kind(Kind::Machine);
        let title = if *verdict == Verdict::BearerOnly {
            format!("{} is for servers, but is called with nothing but {things}", self.called())
        } else {
            format!("{} is for servers, but is called as a user would, with {things}", self.called())
        };
        let label = if machine { "a user's token is not enough" } else { "takes no user's token" };
        let help = format!("From a server, send {}", wording::advised(self.api, self.operation));
        (title, label.to_owned(), help)
    }

    fn has_kind(&self, kind: Kind) -> bool {
        self.operation.alternatives.iter().flatten().any(|&id| kind_of(self.api, id) == Some(kind))
    }

    fn incomplete(&self, at: usize, missing: &[SchemeId]) -> (String, String, String) {
        let things: Vec<String> = missing.iter().map(|&id| wording::of_scheme(self.api, id)).collect();
        let lacks = wording::list(&things, "and");
        let carriers: Vec<String> = missing.iter().map(|&id| wording::carrier(self.api, id)).collect();
        let has = wording::things(self.api, self.sent.counted());
        let nearest = self.operation.alternatives.get(at).map_or(&[][..], Vec::as_slice);
        let add = wording::list(&carriers, "and");
        let secret_in_url = missing.iter().any(|&id| {
            kind_of(self.api, id) == Some(Kind::Secret)
                && self.api.schemes.get(usize::from(id.0)).is_some_and(|it| matches!(it.carrier, Carrier::Query(_)))
        });
        let same = self.credentials_of(nearest);
        let in_headers = |it: &[SchemeId]| self.credentials_of(it) == same && wording::is_in_headers(self.api, it);
        let help = if secret_in_url && self.operation.alternatives.iter().any(|it| in_headers(it)) {
            // Advice that this tool would find fault with is none.
            let headers = wording::choices(self.api, self.operation, in_headers);
            format!("Send {headers}. Adding {add} is accepted too, but URLs end up in logs")
        } else if self.operation.alternatives.len() > 1 {
            format!("Add {add}, or send another accepted set of credentials whole")
        } else {
            format!("Add {add}")
        };
        (format!("{} is called with {has}, but without {lacks}", self.called()), format!("{lacks} is missing"), help)
    }

    fn unsupported(&self) -> (String, String, String) {
        let api = self.api;
        let advised = wording::advised(api, self.operation);
        let mut hints = Vec::new();
        let mut stray: Vec<&Member> = Vec::new();
        for member in self.sent.counted() {
            // A token may be what the operation is about: a plain parameter.
            let mut taken = self.operation.alternatives.iter().flatten().chain(&self.operation.parameters);
            let belongs = taken.any(|id| member.schemes.contains(id));
            if belongs {
                continue;
            }
            stray.push(member);
            let right = wording::right_places(api, self.operation, member);
            let said = right.iter().all(|&id| advised.contains(&wording::name(api, id)));
            if !said && member.bearer.is_none() {
                let carriers: Vec<String> = right.iter().map(|&id| wording::carrier(api, id)).collect();
                hints.push(format!("{} as {}", wording::carried(api, member), wording::list(&carriers, "or")));
            }
        }
        let things = wording::presented(api, stray.into_iter());
        let mut help = format!("Send {advised}");
        if !hints.is_empty() {
            help.push_str(". This operation takes ");
            help.push_str(&wording::list(&hints, "and"));
        }
        (format!("{} does not take {things}", self.called()), "not accepted here".to_owned(), help)
    }

    fn missing(&self) -> (String, String, String) {
        let accepted = wording::advised(self.api, self.operation);
        let from = if self.api.is_backend_only(self.operation) { "From a server, send" } else { "Send" };
        (
            format!("{} is called without credentials", self.called()),
            "no credentials".to_owned(),
            format!("{from} {accepted}"),
        )
    }
}
