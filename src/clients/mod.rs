//! HTTP clients as data: the notation of `rules/clients/*.toml`, read and indexed.
//!
//! Values that come from libraries are named by API-graph paths: `npm:axios.create()`, `global:fetch`,
//! `crate:reqwest::Client::new()`; `type …` stands for a value declared with that type, `new …` for a constructor call.

use std::fmt;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::clients::wrappers::Wrapper;

mod read;
mod words;
pub mod wrappers;

pub use words::Afar;

/// All clients of a run, indexed.
#[derive(Debug, Default)]
pub struct Clients {
    /// The objects, by the index that values refer to.
    pub objects: Vec<ObjectDef>,
    /// What calls on absolute paths do: `global:fetch()`.
    functions: FxHashMap<Box<str>, Vec<CallDef>>,
    /// Which object a path gives.
    sources: FxHashMap<Box<str>, usize>,
    /// What is read from the environment: path (a `*` stands for the name) to the selector of the name, if any.
    environment: Vec<(Box<str>, Option<Selector>)>,
    /// Functions that a configuration describes.
    wrappers: Vec<Wrapper>,
    /// What a framework takes from the providers of a program, by the path of the token.
    providers: FxHashMap<Box<str>, ProviderDef>,
}

/// What a framework does with what is provided for a token: `{ provide: TOKEN, useClass: Interceptor }`.
#[derive(Debug)]
pub struct ProviderDef {
    /// The object whose instances it is a hook of, whoever gets them.
    pub object: usize,
    /// The method that is the hook.
    pub method: Box<str>,
}

/// A client object: an instance, a request builder, a request.
#[derive(Debug)]
pub struct ObjectDef {
    /// Its id in the data file.
    pub id: Box<str>,
    /// The client's name in reports.
    pub client: Box<str>,
    /// What its methods do, by path relative to the object: `.get()`, `()`.
    pub calls: FxHashMap<Box<str>, Vec<CallDef>>,
    /// Members that stand for a slot: `.defaults.headers` to `header`.
    pub fields: FxHashMap<Box<str>, Slot>,
    /// A value that is only declared with this type may carry anything.
    pub opaque: bool,
    /// Words that, if they occur in the file, make a value declared with this type one that may carry anything.
    pub afar: Vec<String>,
    /// The request is sent when the object is awaited, or handed to `.then()`.
    pub awaited: bool,
    /// It is sent a moment after it was made, awaited or not.
    pub eager: bool,
    /// How a hook sees a request that is sent by being awaited.
    pub hook: HookDef,
    /// Methods that change nothing of interest. Where some are named, any other that the data does not know may change
    /// anything; where none are, unknown methods are taken to be harmless.
    pub plain: Vec<String>,
}

/// How a hook sees the request.
#[derive(Debug, Clone, Default)]
pub struct HookDef {
    /// Members of an argument, by path, to slots.
    pub fields: Vec<(Box<str>, Slot)>,
    /// The request itself comes first, as an object of this index; the one with the members second.
    pub object: Option<usize>,
    /// A copy of the request comes first, as an object of the index above, and an object of this one second: what is
    /// forwarded to it is sent.
    pub next: Option<usize>,
}

/// What a call does to the request it is about.
#[derive(Debug, Clone)]
pub struct CallDef {
    /// The client's name in reports.
    pub client: Box<str>,
    /// Which arguments it is for; all of them must hold.
    pub when: Vec<Condition>,
    /// What is put where, in order.
    pub slots: Vec<(Slot, Vec<Selector>)>,
    /// What the call gives.
    pub result: ResultDef,
    /// The call sends the request.
    pub sends: bool,
    /// Functions that the call runs at once, and what each gets.
    pub runs: Vec<(Selector, Vec<Handed>)>,
    /// How a hook sees the request.
    pub hook: HookDef,
    /// What the call is given as hooks are hooks of all objects of this index, whoever gets them.
    pub for_all: Option<usize>,
}

/// A part of a request under construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Slot {
    /// The method.
    Method,
    /// The URL, whole or relative to the base.
    Url,
    /// What a relative URL is put behind.
    Base,
    /// Text put behind the URL there is.
    Append,
    /// The scheme, with or without its colon; for a host without one.
    Scheme,
    /// The host alone, without scheme.
    Host,
    /// The port, for a host.
    Port,
    /// The path alone.
    Path,
    /// Query parameters, all at once: an object, pairs, or a string.
    Query,
    /// Query parameters that replace those there are.
    QueryReplace,
    /// Query parameters in place of those that are written in the URL.
    QueryOverride,
    /// One query parameter: name and value.
    QueryPair,
    /// Headers, all at once.
    Header,
    /// One header: name and value.
    HeaderPair,
    /// The body.
    Body,
    /// Query parameters where the method is GET or HEAD, otherwise the body.
    Data,
    /// A bearer token.
    Bearer,
    /// User name and password of basic authentication.
    Basic,
    /// A function that may change the request before it is sent.
    Hook,
    /// Another request or instance whose slots are taken over.
    Merge,
    /// A request that is sent in place of this one.
    Forward,
    /// Makes the request open whatever the argument is: a proxy, an agent, a middleware.
    Opaque,
    /// A function that is called with the response.
    Callback,
    /// The key that something is signed with: no part of a request.
    Key,
}

/// Picks a part of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// `$0`, `$1.headers.common`: an argument, and members of it. The member `()` is what a call gives: `$0()`.
    Argument(usize, Vec<Box<str>>),
    /// `@name`: the last name of the path, as a method.
    Name,
    /// `'GET'`: the text itself.
    Literal(Box<str>),
    /// `@callee`: the object the call is made on.
    Callee,
}

/// A condition on an argument or a member of one: `$1.type is 'bearer'`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// What it is about.
    pub of: Selector,
    /// What it has to be.
    pub is: Kind,
}

/// What a condition asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `object`: an object literal, an instance, anything with members that is not a string or URL.
    Object,
    /// `text`: a string, a URL, or unknown.
    Text,
    /// `given`.
    Given,
    /// `absent`.
    Absent,
    /// `function`.
    Function,
    /// `unknown`: nothing is known of it.
    Unknown,
    /// `'bearer'`: certainly this text, in any case of its letters.
    Equal(Box<str>),
}

/// What a function is given that a call runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// A part of the call.
    Selected(Selector),
    /// A new object of this index, with the slots of the call.
    Object(usize),
    /// The value of a slot, to be changed in place.
    Slot(Slot),
}

/// What a call gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResultDef {
    /// The object itself, changed.
    This,
    /// A new object of this index, with the slots of this one and those of the call.
    Object(usize),
    /// The value of a slot of the object, to be changed in place.
    Slot(Slot),
    /// A value of the type that an argument names: `inject(HttpClient)`.
    Typed(usize),
    /// The response.
    Response,
    /// What is made with the key of the call: a signature, or the key in another form.
    Signed,
    /// What an argument, or a part of it, is: `Buffer.from(text)`.
    Same(Selector),
    /// The same as a state that others fill in later; as this member of it, where one is named: `ref(text)`.
    State(Option<Box<str>>, Selector),
    /// Nothing of interest.
    Nothing,
}

/// Why a client file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientError {
    /// The file.
    pub file: String,
    /// The line, 1-based, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

impl std::error::Error for ClientError {}

impl Clients {
    /// Takes these functions for clients, too.
    #[must_use]
    pub fn with_wrappers(mut self, wrappers: &[Wrapper]) -> Self {
        for wrapper in wrappers {
            for path in wrapper.paths() {
                // What a configuration says counts before the tables.
                self.functions.entry(path).or_default().insert(0, wrapper.call());
            }
        }
        self.wrappers = wrappers.to_vec();
        self
    }

    /// The path of what is imported from a module under a name, where a configuration describes it.
    pub fn wrapper(&self, from: &str, name: &str) -> Option<String> {
        self.wrappers.iter().find(|wrapper| wrapper.name == name && wrapper.is_from(from)).map(Wrapper::path)
    }

    /// The path of a module of which a configuration describes functions.
    pub fn wrapping_module(&self, from: &str) -> Option<String> {
        self.wrappers.iter().find_map(|wrapper| wrapper.module().filter(|_| wrapper.is_from(from)))
    }

    /// What calling an absolute path does: `global:fetch()`.
    pub fn function(&self, path: &str) -> Option<&[CallDef]> {
        self.functions.get(path).map(Vec::as_slice)
    }

    /// What a framework does with what is provided for a token.
    pub fn provider(&self, token: &str) -> Option<&ProviderDef> {
        self.providers.get(token)
    }

    /// The names by which programs set up all objects of an index.
    pub fn set_up_by(&self, object: usize) -> impl Iterator<Item = &str> {
        let calls = self.functions.iter().filter(move |(_, defs)| defs.iter().any(|def| def.for_all == Some(object)));
        let tokens = self.providers.iter().filter(move |(_, def)| def.object == object);
        let paths = calls.map(|(path, _)| path).chain(tokens.map(|(path, _)| path));
        paths.map(|path| path.trim_end_matches("()").rsplit('.').next().unwrap_or_default())
    }

    /// The object that a path gives: `npm:axios`, `type crate:reqwest::Client`.
    pub fn source(&self, path: &str) -> Option<usize> {
        self.sources.get(path).copied()
    }

    /// The environment variable that a member path reads: `global:process.env.API_KEY`.
    pub fn environment_member<'p>(&self, path: &'p str) -> Option<&'p str> {
        self.environment.iter().find_map(|(pattern, _)| {
            let name = path.strip_prefix(pattern.strip_suffix('*')?)?;
            (!name.is_empty() && !name.contains(['.', '('])).then_some(name)
        })
    }

    /// The selector of the variable's name, where calling a path reads the environment: `global:Deno.env.get()`.
    pub fn environment_call(&self, path: &str) -> Option<&Selector> {
        self.environment.iter().find_map(|(pattern, name)| name.as_ref().filter(|_| **pattern == *path))
    }
}
