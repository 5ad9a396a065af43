//! The notation of `rules/clients/*.toml`.

use std::str::FromStr;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::clients::{
    CallDef, ClientError, Clients, Condition, Handed, HookDef, Kind, ObjectDef, ProviderDef, ResultDef, Selector, Slot,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileData {
    #[serde(default)]
    object: Vec<ObjectData>,
    #[serde(default)]
    call: Vec<CallData>,
    #[serde(default)]
    environment: Vec<EnvironmentData>,
    #[serde(default)]
    provider: Vec<ProviderData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderData {
    token: toml::Spanned<String>,
    object: String,
    method: String,
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
    hook_next: Option<String>,
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
    hook_next: Option<String>,
    for_all: Option<String>,
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
                let hook =
                    hook_def(object.hook_fields, object.hook_object.as_deref(), object.hook_next.as_deref(), &ids)
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
            for provider in data.provider {
                let at = provider.token.span().start;
                let object = index_of(&provider.object, &ids).map_err(|reason| fail(at, reason))?;
                let def = ProviderDef { object, method: provider.method.into() };
                clients.providers.insert(provider.token.into_inner().into(), def);
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
        Some(id) => ResultDef::Object(index_of(id, ids)?),
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
    let mut hook = hook_def(data.hook_fields, data.hook_object.as_deref(), data.hook_next.as_deref(), ids)?;
    if let Some(of_object) = of_object.filter(|_| hook.fields.is_empty() && hook.object.is_none()) {
        hook = of_object.clone();
    }
    let when = data.when.iter().map(|text| condition(text)).collect::<Result<_, _>>()?;
    let runs = data.runs.iter().map(|run| run_of(run, ids)).collect::<Result<_, _>>()?;
    let for_all = data.for_all.as_deref().map(|id| index_of(id, ids)).transpose()?;
    let def = CallDef { client: client.into(), when, slots, result, sends: data.sends, runs, hook, for_all };
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

fn hook_def(
    fields: toml::Table,
    object: Option<&str>,
    next: Option<&str>,
    ids: &FxHashMap<String, usize>,
) -> Result<HookDef, String> {
    let fields = fields.into_iter().map(|(name, slot)| Ok((name.into(), slot_of(&slot)?)));
    let fields = fields.collect::<Result<_, String>>()?;
    let index = |id: Option<&str>| id.map(|id| index_of(id, ids)).transpose();
    Ok(HookDef { fields, object: index(object)?, next: index(next)? })
}

fn index_of(id: &str, ids: &FxHashMap<String, usize>) -> Result<usize, String> {
    ids.get(id).copied().ok_or_else(|| format!("no object has the id {id:?}"))
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
