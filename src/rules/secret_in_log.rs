//! A secret that is written into a log, or into the answer of a server.

use rustc_hash::FxHashMap;

use super::helpers::bearer::is_machine_token;
use super::helpers::exposure::carried;
use super::helpers::literals::looks_secret;
use super::helpers::names::is_secret_name;
use super::helpers::placeholders::is_placeholder;
use super::helpers::wording;
use super::{Call, Input, MatchedCall, Scene, client_secret_exposure, ids};
use crate::api::Api;
use crate::clients::Sink;
use crate::finding::{Confidence, Finding, Level, Rule};
use crate::interpreter::Output;
use crate::request::{Hole, Origin, Part, Text};
use crate::rules::helpers::names::words;
use crate::rules::helpers::naming::{Naming, has};
use crate::source::{FileId, Span};

/// The rule.
pub static RULE: Rule = Rule {
    id: ids::SECRET_IN_LOG,
    summary: "A secret is written into a log or an answer",
    level: Level::Warning,
    cwe: Some(532),
    severity: "6.2",
    docs: include_str!("../../rules/docs/secret-in-log.md"),
};

/// The names that one value goes by.
type Names = Box<[Box<str>]>;

/// What requests send as secrets: where the values stand, and the variables of the environment that they are. With each the
/// first API among the tables that it is sent to.
#[derive(Debug, Default)]
struct Sent<'a> {
    places: FxHashMap<Span, &'a Api>,
    variables: FxHashMap<Box<str>, &'a Api>,
    /// The names that values go by of which nothing else is known, in their files.
    names: FxHashMap<(FileId, Names), &'a Api>,
}

impl<'a> Sent<'a> {
    /// What the secrets of calls are.
    fn of(scene: &'a Scene<'a>, calls: &'a [MatchedCall]) -> Self {
        let mut sent = Self::default();
        let calls = calls.iter().filter(|call| call.is_matched()).flat_map(|call| call.calls(scene));
        for (call, _) in calls {
            // What an operation takes a token for says little of what the token is.
            let call = Call { operation: None, ..call };
            for secret in carried(&call).iter().filter(|secret| !secret.is_guess) {
                sent.take(&secret.values, call.api);
            }
        }
        sent
    }

    fn take(&mut self, values: &[Text], api: &'a Api) {
        for part in values.iter().flat_map(|value| &value.parts) {
            match part {
                Part::Fixed { text, span } if !is_placeholder(text) && text.len() >= MIN_LITERAL => {
                    self.places.entry(*span).or_insert(api);
                }
                Part::Fixed { .. } => {}
                Part::Hole(hole) => match &hole.origin {
                    Origin::Env(name) => {
                        self.variables.entry(name.clone()).or_insert(api);
                    }
                    Origin::Parameter | Origin::Unknown => {
                        self.places.entry(hole.span).or_insert(api);
                        self.names.entry((hole.span.file, hole.names.as_slice().into())).or_insert(api);
                    }
                    _ => {}
                },
            }
        }
    }
}

/// Shorter literals are no secrets.
const MIN_LITERAL: usize = 8;

/// The findings about secrets that are written where others read them.
pub fn judge(scene: &Scene, input: &Input) -> Vec<Finding> {
    if input.unsent.iter().all(|one| one.outputs.is_empty()) {
        return Vec::new();
    }
    let sent = Sent::of(scene, input.calls);
    let constants = input.constants();
    let constants = |span: Span| constants.get(&span).copied();
    // What is set up once counts for the whole program.
    let is_hidden = |output: &&Output| {
        let Some(sink) = &output.sink else { return false };
        let hides = |texts: &bool| *texts || !output.names.is_empty();
        input.unsent.iter().filter_map(|one| one.hiding.get(sink)).any(hides)
    };
    let outputs = input.unsent.iter().flat_map(|one| &one.outputs).filter(|output| !is_hidden(output));
    innermost(outputs.filter_map(|output| of_output(scene, output, &sent, &constants)).collect())
}

/// The findings without those around others: a text and the name in it are one, and the name is pointed at.
fn innermost(found: Vec<Finding>) -> Vec<Finding> {
    let mut inner: FxHashMap<FileId, Vec<Span>> = FxHashMap::default();
    for span in found.iter().map(|finding| finding.span) {
        inner.entry(span.file).or_default().push(span);
    }
    for all in inner.values_mut() {
        all.sort_unstable_by_key(|span| span.start);
    }
    let is_outer = |outer: Span| {
        let all = inner.get(&outer.file).map(Vec::as_slice).unwrap_or_default();
        let within = all[all.partition_point(|span| span.start < outer.start)..].iter();
        within.take_while(|span| span.start <= outer.end).any(|span| *span != outer && span.end <= outer.end)
    };
    found.into_iter().filter(|finding| !is_outer(finding.span)).collect()
}

/// The finding about a value that is written out, if it is a secret. `constants` are the names that the literal at a place
/// goes by.
fn of_output<'a>(
    scene: &'a Scene,
    output: &Output,
    sent: &Sent,
    constants: &dyn Fn(Span) -> Option<&'a [Box<str>]>,
) -> Option<Finding> {
    let what = output.values.iter().find_map(|value| secret(scene, output, value, sent, constants))?;
    let (place, fate) = match output.to {
        Sink::Log => ("a log", "whoever reads the logs has it"),
        Sink::Response => ("an answer", "whoever asks has it"),
        // What client code shows it has already, and of a library nobody knows where it shows it.
        Sink::Page if !(scene.rendered)(output.span) => return None,
        Sink::Page => ("a page", "whoever opens the page has it"),
        Sink::Component => {
            let name = what.name.as_deref().unwrap_or("it");
            return client_secret_exposure::handed(scene, output, &what.words, name);
        }
    };
    let title = match &what.name {
        Some(name) => format!("`{name}`, {}, is written into {place}", what.words),
        None => wording::sentence(&format!("{} is written into {place}", what.words)),
    };
    let name = output.names.last().map(|name| &**name).or(what.name.as_deref());
    let name = name.map_or_else(|| "it".to_owned(), |name| format!("`{name}`"));
    let help = match output.to {
        Sink::Log => format!("Leave {name} out of what is logged, or mask it; rotate the secret, for {fate}"),
        _ => format!("Leave {name} out of what is answered; rotate the secret, for {fate}"),
    };
    // A function that merely writes what it is given is not to blame, but who gives it a secret.
    let handed = output.handed.filter(|handed| !(handed.is_named && what.is_named_so));
    let point = handed.map_or(output.span, |handed| handed.span);
    let confidence = if scene.is_test(point) { Confidence::Low } else { Confidence::High };
    let by = format!("written by `{}`", output.by.trim_end_matches("()"));
    let finding = Finding::of(&RULE, point, title).confidence(confidence).help(help);
    Some(match (handed, output.handed) {
        (Some(_), _) => finding.label("handed to what writes it").related(output.span, by),
        (None, Some(from)) => finding.label(by).related(from.span, "it comes from here"),
        (None, None) => finding.label(by),
    })
}

/// A secret in a value.
struct Found {
    /// Whose it is, in words.
    words: String,
    /// The variable of the environment that it is, or the name that it goes by.
    name: Option<Box<str>>,
    /// The last name that it went by is a secret's.
    is_named_so: bool,
}

/// The secret in a value, if there is one.
fn secret<'a>(
    scene: &'a Scene,
    output: &Output,
    value: &Text,
    sent: &Sent,
    constants: &dyn Fn(Span) -> Option<&'a [Box<str>]>,
) -> Option<Found> {
    let apis = &scene.apis.tables;
    let by_name = |api: &&Api, names: &[&str], span: Span| {
        // What it is written as stands around its own names.
        let around = output.names.iter().map(|name| &**name);
        let all: Vec<&str> = around.chain(names.iter().copied()).collect();
        let places = [Some(span), Some(output.span), output.handed.map(|handed| handed.span)];
        names.iter().any(|name| is_secret_name(api, name))
            && places.into_iter().flatten().any(|place| scene.is_of(api, &all, place))
    };
    value.parts.iter().find_map(|part| match part {
        Part::Hole(hole) => {
            if hole.is_part || says_something_of(hole, output) {
                return None;
            }
            if let Some(api) = apis.iter().find(|api| is_machine_token(api, &hole.origin)) {
                let words = format!("a machine's token of {}", api.name);
                return Some(Found { words, name: hole.names.last().cloned(), is_named_so: false });
            }
            let mut names = names_of(hole, output);
            // Who made it stands around all that it is called.
            if let Origin::Api(maker) | Origin::Response { url: maker, .. } = &hole.origin {
                names.insert(0, maker);
            }
            let name = match &hole.origin {
                Origin::Env(name) => Some(name.clone()),
                _ => hole.names.last().cloned().or_else(|| names.last().map(|name| (*name).into())),
            };
            let is_named_so = hole.names.last().is_some_and(|name| apis.iter().any(|api| is_secret_name(api, name)));
            let sent_to = sent.to(hole).or_else(|| sent.to_by_name(apis, hole));
            let api = sent_to.or_else(|| apis.iter().find(|api| by_name(api, &names, hole.span)))?;
            Some(Found { words: format!("a secret of {}", api.name), name, is_named_so })
        }
        Part::Fixed { text, span } => {
            if is_placeholder(text) || text.len() < MIN_LITERAL {
                return None;
            }
            if let Some(api) = sent.places.get(span) {
                return Some(Found { words: format!("a secret of {}", api.name), name: None, is_named_so: false });
            }
            if !looks_secret(text) {
                return None;
            }
            let names: Vec<&str> = constants(*span)?.iter().map(|name| &**name).collect();
            let last = names.last().copied()?;
            let api = apis.iter().find(|api| is_secret_name(api, last) && by_name(api, &names, *span))?;
            let words = format!("a secret of {}", api.name);
            Some(Found { words, name: Some((*last).into()), is_named_so: false })
        }
    })
}

impl<'a> Sent<'a> {
    /// The API that a value is sent to as a secret.
    fn to(&self, hole: &Hole) -> Option<&'a Api> {
        match &hole.origin {
            Origin::Env(name) => self.variables.get(name).copied(),
            _ => self.places.get(&hole.span).copied(),
        }
    }

    /// The same of a value that comes from nowhere known and goes by the name of a secret, by which a request of the same
    /// file sends one: a field that is read twice.
    fn to_by_name(&self, apis: &[Api], hole: &Hole) -> Option<&'a Api> {
        let is_secret = |name: &str| apis.iter().any(|api| is_secret_name(api, name));
        if !matches!(hole.origin, Origin::Parameter | Origin::Unknown)
            || !hole.names.last().is_some_and(|name| is_secret(name))
        {
            return None;
        }
        self.names.get(&(hole.span.file, hole.names.as_slice().into())).copied()
    }
}

/// The names that a value goes by where it comes from, and the member that it is written as. What is computed, or what a call
/// gave, may be anything about what it is written as.
fn names_of<'h>(hole: &'h Hole, output: &'h Output) -> Vec<&'h str> {
    let variable = match &hole.origin {
        Origin::Env(name) => Some(&**name),
        // What is read from elsewhere goes by the last name on the way.
        Origin::Api(path) if !path.ends_with(')') => path.rsplit(['.', ':']).next(),
        _ => None,
    };
    let is_made = hole.is_result || matches!(hole.origin, Origin::Computed);
    let member = output.names.last().filter(|_| !is_made);
    variable.into_iter().chain(hole.names.iter().map(|name| &**name)).chain(member.map(|name| &**name)).collect()
}

/// Whether a value merely tells something of a secret: its length.
fn says_something_of(hole: &Hole, output: &Output) -> bool {
    let is_measure = |name: &str| words(name).last().is_some_and(|last| has(&Naming::get().measures, last));
    hole.names.last().is_some_and(|name| is_measure(name)) || output.names.last().is_some_and(|name| is_measure(name))
}
