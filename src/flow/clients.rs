//! HTTP clients as data: the notation of `rules/clients/*.toml`, read and indexed.
//!
//! Values that come from libraries are named by API-graph paths: `npm:axios.create()`, `global:fetch`,
//! `crate:reqwest::Client::new()`; `type …` stands for a value declared with that type, `new …` for a constructor call.

use std::fmt;
use std::str::FromStr;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::wrappers::Wrapper;

mod words;

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileData {
    #[serde(default)]
    object: Vec<ObjectData>,
    #[serde(default)]
    call: Vec<CallData>,
    #[serde(default)]
    environment: Vec<EnvironmentData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectData {
    id: toml::Spanned<String>,
    client: Option<String>,
    #[serde(default)]
    from: Vec<String>,
    #[serde(default)]
    opaque: bool,
    #[serde(default)]
    afar: Vec<String>,
    #[serde(default)]
    plain: Vec<String>,
    #[serde(default)]
    awaited: bool,
    #[serde(default)]
    eager: bool,
    #[serde(default)]
    hook_fields: toml::Table,
    hook_object: Option<String>,
    #[serde(default)]
    fields: toml::Table,
    #[serde(default)]
    call: Vec<CallData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EnvironmentData {
    path: OneOrMany,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallData {
    path: toml::Spanned<OneOrMany>,
    client: Option<String>,
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    slots: toml::Table,
    result: Option<String>,
    #[serde(default)]
    sends: bool,
    #[serde(default)]
    runs: Vec<Vec<String>>,
    #[serde(default)]
    hook_fields: toml::Table,
    hook_object: Option<String>,
}

impl Clients {
    /// Reads client files: name for messages, and text. Ids may be used across files.
    ///
    /// # Errors
    /// A file that is not TOML, a key that is not known, a selector that cannot be read, or a `result` that names no object.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, ClientError> {
        let mut parsed = Vec::new();
        let mut clients = Self::default();
        let mut ids: FxHashMap<String, usize> = FxHashMap::default();
        for (file, text) in files {
            let data: FileData = toml::from_str(text).map_err(|error| ClientError {
                file: file.into(),
                line: error.span().map(|span| line_of(text, span.start)),
                reason: error.message().into(),
            })?;
            for object in &data.object {
                let id = object.id.get_ref();
                if ids.insert(id.clone(), ids.len()).is_some() {
                    return Err(ClientError {
                        file: file.into(),
                        line: Some(line_of(text, object.id.span().start)),
                        reason: format!("the object {id:?} is defined twice"),
                    });
                }
            }
            parsed.push((file, text, data));
        }
        for (file, text, data) in parsed {
            let fail =
                |at: usize, reason: String| ClientError { file: file.into(), line: Some(line_of(text, at)), reason };
            for object in data.object {
                let at = object.id.span().start;
                let id = object.id.into_inner();
                let client = object.client.unwrap_or_else(|| id.split('.').next().unwrap_or(&id).to_owned());
                let index = clients.objects.len();
                for path in object.from {
                    clients.sources.insert(path.into(), index);
                }
                let hook = hook_def(object.hook_fields, object.hook_object.as_deref(), &ids)
                    .map_err(|reason| fail(at, reason))?;
                let mut calls: FxHashMap<Box<str>, Vec<CallDef>> = FxHashMap::default();
                for call in object.call {
                    let at = call.path.span().start;
                    let (paths, def) = call_def(call, &client, &ids, Some(&hook)).map_err(|reason| fail(at, reason))?;
                    for path in paths {
                        calls.entry(path.into()).or_default().push(def.clone());
                    }
                }
                let mut fields = FxHashMap::default();
                for (name, slot) in object.fields {
                    fields.insert(name.into(), slot_of(&slot).map_err(|reason| fail(at, reason))?);
                }
                clients.objects.push(ObjectDef {
                    id: id.into(),
                    client: client.into(),
                    calls,
                    fields,
                    opaque: object.opaque,
                    afar: object.afar,
                    awaited: object.awaited || object.eager,
                    eager: object.eager,
                    hook,
                    plain: object.plain,
                });
            }
            for call in data.call {
                let at = call.path.span().start;
                let client = call.client.clone().unwrap_or_default();
                let (paths, def) = call_def(call, &client, &ids, None).map_err(|reason| fail(at, reason))?;
                for path in paths {
                    clients.functions.entry(path.into()).or_default().push(def.clone());
                }
            }
            for environment in data.environment {
                let name = environment.name.as_deref().map(selector).transpose().map_err(|reason| fail(0, reason))?;
                for path in environment.path.into_vec() {
                    clients.environment.push((path.into(), name.clone()));
                }
            }
        }
        Ok(clients)
    }

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

fn call_def(
    data: CallData,
    client: &str,
    ids: &FxHashMap<String, usize>,
    of_object: Option<&HookDef>,
) -> Result<(Vec<String>, CallDef), String> {
    let result = match data.result.as_deref() {
        None if data.sends => ResultDef::Response,
        None if of_object.is_some() => ResultDef::This,
        None | Some("nothing") => ResultDef::Nothing,
        Some("self") => ResultDef::This,
        Some("response") => ResultDef::Response,
        Some("signed") => ResultDef::Signed,
        Some(text) if text.starts_with("slot ") => ResultDef::Slot(slot_of(&toml::Value::String(text[5..].into()))?),
        Some(text) if text.starts_with("typed ") => match selector(&text[6..])? {
            Selector::Argument(at, members) if members.is_empty() => ResultDef::Typed(at),
            _ => return Err(format!("{text:?} names no argument")),
        },
        Some(text) if text.starts_with('$') => ResultDef::Same(selector(text)?),
        Some(text) if text.starts_with("state ") => {
            let (member, of) = text[6..].split_once(' ').map_or((None, &text[6..]), |(name, of)| (Some(name), of));
            ResultDef::State(member.map(Into::into), selector(of)?)
        }
        Some(id) => ResultDef::Object(*ids.get(id).ok_or_else(|| format!("no object has the id {id:?}"))?),
    };
    let mut slots = Vec::new();
    for (name, selectors) in data.slots {
        let slot = slot_of(&toml::Value::String(name))?;
        let selectors = match selectors {
            toml::Value::String(one) => vec![selector(&one)?],
            toml::Value::Array(many) => many
                .iter()
                .map(|one| one.as_str().ok_or_else(|| "a selector is a string".to_owned()).and_then(selector))
                .collect::<Result<_, _>>()?,
            _ => return Err("a slot takes a selector or a list of them".into()),
        };
        slots.push((slot, selectors));
    }
    let mut hook = hook_def(data.hook_fields, data.hook_object.as_deref(), ids)?;
    if let Some(of_object) = of_object.filter(|_| hook.fields.is_empty() && hook.object.is_none()) {
        hook = of_object.clone();
    }
    let when = data.when.iter().map(|text| condition(text)).collect::<Result<_, _>>()?;
    let runs = data.runs.iter().map(|run| run_of(run, ids)).collect::<Result<_, _>>()?;
    let def = CallDef { client: client.into(), when, slots, result, sends: data.sends, runs, hook };
    Ok((data.path.into_inner().into_vec(), def))
}

/// `["$0.endpoints", "api.Build"]`: a function, and what it gets.
fn run_of(run: &[String], ids: &FxHashMap<String, usize>) -> Result<(Selector, Vec<Handed>), String> {
    let Some((function, handed)) = run.split_first() else { return Err("a run names a function".into()) };
    let handed = handed.iter().map(|text| {
        if let Some(slot) = text.strip_prefix("slot ") {
            return Ok(Handed::Slot(slot_of(&toml::Value::String(slot.into()))?));
        }
        ids.get(text).map_or_else(|| selector(text).map(Handed::Selected), |id| Ok(Handed::Object(*id)))
    });
    Ok((selector(function)?, handed.collect::<Result<_, String>>()?))
}

fn hook_def(fields: toml::Table, object: Option<&str>, ids: &FxHashMap<String, usize>) -> Result<HookDef, String> {
    let fields = fields.into_iter().map(|(name, slot)| Ok((name.into(), slot_of(&slot)?)));
    let fields = fields.collect::<Result<_, String>>()?;
    let object = object.map(|id| ids.get(id).copied().ok_or_else(|| format!("no object has the id {id:?}")));
    Ok(HookDef { fields, object: object.transpose()? })
}

fn slot_of(value: &toml::Value) -> Result<Slot, String> {
    Slot::deserialize(value.clone()).map_err(|error| format!("not a slot: {}", error.message()))
}

impl FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        selector(text)
    }
}

fn selector(text: &str) -> Result<Selector, String> {
    if text == "@name" {
        return Ok(Selector::Name);
    }
    if text == "@callee" {
        return Ok(Selector::Callee);
    }
    if let Some(literal) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Ok(Selector::Literal(literal.into()));
    }
    let mut parts = text.strip_prefix('$').unwrap_or_default().split('.');
    let first = parts.next().unwrap_or_default();
    let called = first.ends_with("()");
    let index = first.trim_end_matches("()").parse().map_err(|_| {
        format!("{text:?} is no selector: write $0, $1.headers, @name, @callee or a text in single quotes")
    })?;
    let mut members: Vec<Box<str>> = Vec::new();
    members.extend(called.then(|| "()".into()));
    for part in parts {
        let (name, called) = part.strip_suffix("()").map_or((part, false), |name| (name, true));
        members.push(name.into());
        members.extend(called.then(|| "()".into()));
    }
    Ok(Selector::Argument(index, members))
}

fn condition(text: &str) -> Result<Condition, String> {
    let wrong = || {
        format!(
            "{text:?} is no condition: write \"$0 is object\", text, given, absent, function, unknown or a text in quotes"
        )
    };
    let (argument, kind) = text.split_once(" is ").ok_or_else(wrong)?;
    let of = selector(argument)?;
    if !matches!(of, Selector::Argument(..)) {
        return Err(wrong());
    }
    let is = match kind {
        "object" => Kind::Object,
        "text" => Kind::Text,
        "given" => Kind::Given,
        "absent" => Kind::Absent,
        "function" => Kind::Function,
        "unknown" => Kind::Unknown,
        _ => match selector(kind) {
            Ok(Selector::Literal(text)) => Kind::Equal(text),
            _ => return Err(wrong()),
        },
    };
    Ok(Condition { of, is })
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}
