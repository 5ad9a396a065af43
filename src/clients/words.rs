//! The words by which files that have to do with clients are told without parsing them.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use crate::clients::{CallDef, Clients, ObjectDef, ResultDef, Wrapper};
use crate::request::Sender;
use crate::source::prefilter::Prefilter;

impl Clients {
    /// Words of which a script that sends a request by itself holds at least one.
    pub fn words(&self) -> impl Iterator<Item = String> {
        self.paths().flat_map(words_of).chain(self.wrappers.iter().filter_map(Wrapper::word))
    }

    /// The crates of Rust whose types and functions are clients, each with what is known in it.
    pub fn crates(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut crates: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for path in self.paths() {
            let path = path.strip_prefix("type ").unwrap_or(path).strip_prefix("crate:");
            if let Some((name, rest)) = path.and_then(|path| path.split_once("::")) {
                let item = rest.split("::").next().unwrap_or(rest).trim_end_matches("()");
                crates.entry(name.to_owned()).or_default().insert(item.to_owned());
            }
        }
        crates
    }

    /// Whether a path makes, changes or sends requests: `crate:reqwest::get()`, `type crate:reqwest::Client`.
    pub fn is_of_requests(&self, path: &str) -> bool {
        self.source(path).is_some_and(|object| self.sends_as_client(object))
            || self.function(path).is_some_and(|defs| defs.iter().any(|def| self.prepares_or_sends(def)))
    }

    /// The paths that make, change or send requests.
    fn paths(&self) -> impl Iterator<Item = &str> {
        let functions = self.functions.iter().filter(|(_, defs)| defs.iter().any(|def| self.prepares_or_sends(def)));
        let sources = self.sources.iter().filter(|(_, object)| self.sends_as_client(**object));
        sources.map(|(path, _)| path).chain(functions.map(|(path, _)| path)).map(AsRef::as_ref)
    }

    /// Whether a call sends requests as a client does, or gives what is of one. Nothing of a request goes through a logger.
    fn prepares_or_sends(&self, def: &CallDef) -> bool {
        let is_value = match def.result {
            ResultDef::Signed(_)
            | ResultDef::Time(_)
            | ResultDef::Same(_)
            | ResultDef::State(..)
            | ResultDef::Made(..)
            | ResultDef::Nothing => true,
            ResultDef::Object(index) => self.objects.get(index).is_some_and(ObjectDef::is_plain),
            _ => false,
        };
        def.sender == Sender::Client && (def.sends || !is_value)
    }

    /// Whether what an object sends is sent by a client. A way is taken by what is none; what a page does is in nearly every
    /// script.
    fn sends_as_client(&self, object: usize) -> bool {
        !self.objects[object].calls.values().flatten().any(|def| def.sends && def.sender != Sender::Client)
    }

    /// What tells the scripts that change clients which others use.
    pub fn setups(&self) -> SetupWords {
        let objects = self.objects.iter().enumerate().filter(|(_, object)| !object.setup_words.is_empty());
        let clients = objects.map(|(index, object)| {
            let paths = self.sources.iter().filter(|(_, source)| **source == index);
            (object.setup_words.clone(), paths.flat_map(|(path, _)| words_of(path)).collect(), false)
        });
        let calls = self.functions.iter().flat_map(|(path, defs)| defs.iter().map(move |def| (path, def)));
        let calls = calls
            .filter(|(_, def)| !def.setup_words.is_empty())
            .map(|(path, def)| (def.setup_words.clone(), words_of(path), !def.patches.is_empty()));
        let clients = clients.chain(calls);
        let mut words = Words::default();
        let (mut of_clients, mut sought) = (Vec::new(), Vec::new());
        for (setups, own, is_far) in clients {
            // Crates are read as a whole anyway.
            if own.is_empty() {
                continue;
            }
            sought.extend(setups.iter().cloned());
            let by_themselves = |word: &String| word.contains('.');
            let (alone, beside): (Vec<String>, Vec<String>) = setups.into_iter().partition(by_themselves);
            of_clients.push(ClientWords {
                alone: words.all(alone),
                beside: words.all(beside),
                own: words.all(own),
                is_far,
            });
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&words.texts);
        let prefilter = Prefilter::new(sought.into_iter());
        SetupWords { prefilter, automaton: automaton.ok(), count: words.texts.len(), clients: of_clients }
    }
}

/// Distinct words, by number.
#[derive(Default)]
struct Words {
    texts: Vec<String>,
    numbers: FxHashMap<String, usize>,
}

impl Words {
    fn all(&mut self, words: Vec<String>) -> Vec<usize> {
        words.into_iter().map(|word| self.number(word)).collect()
    }

    fn number(&mut self, word: String) -> usize {
        *self.numbers.entry(word).or_insert_with_key(|word| {
            self.texts.push(word.clone());
            self.texts.len() - 1
        })
    }
}

/// The words of one client, by number.
#[derive(Debug)]
struct ClientWords {
    /// Those that tell by themselves: a member such as `.defaults.headers`, for the instance may come from another file.
    alone: Vec<usize>,
    /// Those that tell only beside the client.
    beside: Vec<usize>,
    /// Those by which the client is reached.
    own: Vec<usize>,
    /// What they tell of reaches scripts that have nothing to do with this one.
    is_far: bool,
}

/// Finds scripts that change clients which others use.
#[derive(Debug)]
pub struct SetupWords {
    /// Most scripts have none of the words that tell anything.
    prefilter: Prefilter,
    /// Finds all words in one pass. `None` where there are too many: then every script may.
    automaton: Option<AhoCorasick>,
    /// How many words there are.
    count: usize,
    clients: Vec<ClientWords>,
}

impl SetupWords {
    /// Whether a script does.
    pub fn is_in(&self, text: &str) -> bool {
        self.is_in_one_of(text, |_| true)
    }

    /// Whether it changes what scripts send that have nothing to do with it: a worker, the background of an extension.
    pub fn reaches_far(&self, text: &str) -> bool {
        self.is_in_one_of(text, |client| client.is_far)
    }

    fn is_in_one_of(&self, text: &str, counts: impl Fn(&ClientWords) -> bool) -> bool {
        if !self.prefilter.is_hot(text.as_bytes()) {
            return false;
        }
        let Some(automaton) = &self.automaton else { return true };
        let mut has = vec![false; self.count];
        for found in automaton.find_overlapping_iter(text) {
            has[found.pattern().as_usize()] = true;
        }
        let any = |words: &[usize]| words.iter().any(|word| has[*word]);
        let mut clients = self.clients.iter().filter(|client| counts(client));
        clients.any(|client| any(&client.alone) || any(&client.beside) && any(&client.own))
    }
}

/// What a script must write to reach a path: the quoted package, the global name, or that of the parameter.
fn words_of(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("type ").trim_start_matches("new ");
    if let Some(package) = path.strip_prefix("npm:") {
        let name = package.rfind('/').map_or(0, |at| at + 1);
        let end = package[name..].find(['.', '(']).map_or(package.len(), |at| name + at);
        let package = &package[..end];
        // Behind its name the package or a path in it ends: `'http://…'` names none.
        let quoted = ["'", "\"", "`"]
            .into_iter()
            .flat_map(|quote| [format!("{quote}{package}{quote}"), format!("{quote}{package}/")]);
        return quoted.chain([format!("node:{package}")]).collect();
    }
    if let Some(parameter) = path.strip_prefix("parameter ") {
        // Shorter names are those of anything.
        return if parameter.len() < 4 { Vec::new() } else { vec![parameter.to_owned()] };
    }
    let Some(global) = path.strip_prefix("global:") else { return Vec::new() };
    let mut names = global.split(['.', '(']).filter(|name| !matches!(*name, "window" | "globalThis" | "self"));
    match (names.next(), names.next()) {
        (Some(short), Some(member)) if short.len() < 3 => vec![format!("{short}.{member}")],
        // The members of `$` are told by the calls of its object; it is enough to see it used. `HTTP` is in every address.
        (Some(short), None) if short.len() < 5 => vec![format!("{short}.")],
        (Some(name), _) if !name.is_empty() => vec![name.to_owned()],
        _ => Vec::new(),
    }
}

/// The name of the method in a word of `setup-words`: of `.wrap(`.
pub fn set_up_method(word: &str) -> &str {
    word.trim_start_matches('.').trim_end_matches('(')
}
