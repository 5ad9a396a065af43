//! What the program has set up for its clients.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::clients::{Slot, Way};
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::provenance::Provenance;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::injection::{Provided, Token};
use crate::interpreter::http::select::Unsure;
use crate::ir::FunctionId;
use crate::source::{FileId, Span};

/// The clients of a program that are there once.
#[derive(Debug, Default)]
pub(crate) struct HttpState {
    /// Objects that stand for one library value each: the default instance of a client.
    pub singletons: FxHashMap<Rc<str>, ObjectId>,
    /// What is set up for clients that a framework makes and hands out.
    pub setups: Setups,
    /// The clients that the program changes as a whole.
    pub patches: Patches,
    /// What is known of clients that may come in from other functions of the program.
    pub strangers: Strangers,
    /// Where an interceptor that runs has changed something that came with the request and is not modelled.
    pub changed_at: Option<Span>,
    /// What the call fills of which it is not known what it does.
    pub unsure: Option<Unsure>,
    /// What the program provides for tokens.
    pub provided: FxHashMap<Token, Vec<Provided>>,
    /// Functions of the program that take the place of clients, and the paths of these.
    pub in_place_of: FxHashMap<FunctionId, Box<str>>,
    /// What servers and requests carry, by its name.
    pub carried: FxHashMap<Box<str>, Vec<Value>>,
    /// How deep what is provided is being made of other things that are.
    pub providing: usize,
    /// What the request came through of which a method is about to be called.
    pub handed: Option<Provenance>,
}

/// The clients, by their names in reports, that a program changes as a whole, and where. What its tests change is changed
/// for them alone.
#[derive(Debug, Default)]
pub(crate) struct Patches {
    by_program: FxHashMap<Box<str>, Span>,
    by_tests: FxHashMap<Box<str>, Span>,
    /// What a script changes of what others send.
    of_others: FxHashMap<Box<str>, Span>,
}

impl Patches {
    /// Notes the first place where a client is changed.
    pub(crate) fn note(&mut self, client: &str, site: Span, in_test: bool) {
        let patched = if in_test { &mut self.by_tests } else { &mut self.by_program };
        patched.entry(client.into()).or_insert(site);
    }

    /// Notes the first place where a script changes a client for others.
    pub(crate) fn note_of_others(&mut self, client: &str, site: Span) {
        self.of_others.entry(client.into()).or_insert(site);
    }

    /// Where a client is changed for code of tests, or for any other.
    pub(crate) fn at(&self, client: &str, in_test: bool) -> Option<Span> {
        let by_tests = || self.by_tests.get(client).filter(|_| in_test);
        self.by_program.get(client).or_else(by_tests).copied()
    }

    /// Where it is changed for what a file sends.
    pub(crate) fn for_file(&self, client: &str, file: FileId, in_test: bool) -> Option<Span> {
        let of_others = || self.of_others.get(client).filter(|at| at.file != file).copied();
        self.at(client, in_test).or_else(of_others)
    }
}

/// What a program does to the clients that its functions hand to one another.
#[derive(Debug, Default)]
pub(crate) struct Strangers {
    /// Where methods are called that set clients up, by their names.
    pub set_up_at: FxHashMap<Box<str>, FxHashSet<Span>>,
    /// The kinds of clients, or of what makes them, that leave the function that made them and carry something.
    pub leaving: FxHashSet<usize>,
    /// Whether all functions have run once, so that the others are known.
    pub complete: bool,
}

/// What the program has set up so far, by the objects that it is for.
#[derive(Debug, Default)]
pub(crate) struct Setups {
    /// The files that are run together.
    pub files: Vec<FileId>,
    pub of: FxHashMap<usize, Setup>,
    /// What functions set up that are run for themselves is no part of the program.
    pub complete: bool,
    /// An interceptor is running: requests that it sends itself are intercepted, too.
    pub intercepting: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Setup {
    pub hooks: Vec<Hook>,
    /// What the calls put into slots that they set up, with each.
    pub slots: Vec<(Slot, Value)>,
    /// Words of files that are set up by one of the calls, or not at all.
    pub words: Vec<String>,
    /// Where it is set up.
    pub places: FxHashSet<FileId>,
    /// How many calls told anything new: each stands for a program of its own.
    pub calls: usize,
}

/// A function that sees every request, or what has one as a method.
#[derive(Debug, Clone)]
pub(crate) enum Hook {
    Function(Value),
    /// What is provided, in which way it is given if that is known, and the method.
    Provided(Value, Option<Way>, Box<str>),
}

impl Hook {
    fn is(&self, other: &Self) -> bool {
        let (Self::Function(one) | Self::Provided(one, ..), Self::Function(two) | Self::Provided(two, ..)) =
            (self, other);
        match (one, two) {
            (Value::Function(one), Value::Function(two)) => one.function == two.function,
            (Value::Class(one, _), Value::Class(two, _)) => one == two,
            _ => false,
        }
    }
}

impl Setups {
    /// Nothing is set up yet in these files.
    pub(crate) fn of(files: &[FileId]) -> Self {
        Self { files: files.to_vec(), ..Self::default() }
    }

    /// What sees every request of some client.
    pub(crate) fn hooks(&self) -> impl Iterator<Item = Value> {
        self.of.values().flat_map(|setup| &setup.hooks).map(|hook| match hook {
            Hook::Function(value) | Hook::Provided(value, ..) => value.clone(),
        })
    }

    /// The program itself has run.
    pub(crate) fn seal(&mut self) {
        self.complete = true;
    }

    /// A call puts something into slots of all that the program gets of an object.
    pub(crate) fn fill(&mut self, object: usize, slots: Vec<(Slot, Value)>, words: &[String], place: FileId) {
        if self.complete {
            return;
        }
        let setup = self.of.entry(object).or_default();
        setup.places.insert(place);
        setup.calls += 1;
        setup.slots.extend(slots);
        setup.words.extend_from_slice(words);
    }

    pub(crate) fn add(&mut self, object: usize, hooks: Vec<Hook>, by_call: bool, place: FileId) {
        if self.complete {
            return;
        }
        let setup = self.of.entry(object).or_default();
        setup.places.insert(place);
        let known = setup.hooks.len();
        for hook in hooks {
            if !setup.hooks.iter().any(|known| known.is(&hook)) {
                setup.hooks.push(hook);
            }
        }
        setup.calls += usize::from(by_call && setup.hooks.len() > known);
    }
}
