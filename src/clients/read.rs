//! The tables of `rules/clients/*.toml` and `rules/frameworks/*.toml`: from text to definitions.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::clients::calls::{CallData, call_def, hook_def};
use crate::clients::parse::{are_calls, index_of, selector, slot_of};
use crate::clients::sdks::SdkData;
use crate::clients::{
    AutoImportDef, CallDef, CallerDef, CarriedDef, ClientError, Clients, ComponentDef, ContextDef, InjectionDef,
    ObjectDef, PropertiesDef, ProviderDef, SettingsDef, SetupDef, SinkDef, Slot, set_up_method,
};
use crate::request::Sender;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FileData {
    #[serde(default)]
    object: Vec<ObjectData>,
    #[serde(default)]
    call: Vec<CallData>,
    #[serde(default)]
    environment: Vec<EnvironmentData>,
    #[serde(default)]
    provider: Vec<ProviderData>,
    #[serde(default)]
    setup: Vec<SetupData>,
    #[serde(default)]
    alias: Vec<AliasData>,
    #[serde(default)]
    twin: Vec<TwinData>,
    #[serde(default)]
    transport: Vec<TransportData>,
    #[serde(default)]
    helpers: Vec<Box<str>>,
    #[serde(default)]
    callbacks: Vec<Box<str>>,
    #[serde(default)]
    plain_headers: Vec<Box<str>>,
    #[serde(default)]
    written_from_outside: Vec<Box<str>>,
    #[serde(default)]
    telling_decorators: Vec<Box<str>>,
    #[serde(default)]
    own_address: Vec<Box<str>>,
    #[serde(default)]
    caller_headers: Vec<Box<str>>,
    #[serde(default)]
    context: Vec<toml::Spanned<ContextDef>>,
    #[serde(default)]
    component: Vec<ComponentDef>,
    #[serde(default)]
    properties: Vec<toml::Spanned<PropertiesDef>>,
    #[serde(default)]
    injection: Vec<InjectionDef>,
    #[serde(default)]
    caller: Vec<CallerDef>,
    #[serde(default)]
    carried: Vec<CarriedDef>,
    #[serde(default)]
    auto_import: Vec<AutoImportDef>,
    #[serde(default)]
    hiding_types: Vec<Box<str>>,
    #[serde(default)]
    ways_to_be_written: Vec<Box<str>>,
    #[serde(default)]
    sink: Vec<toml::Spanned<SinkDef>>,
    #[serde(default)]
    sdk: Vec<toml::Spanned<SdkData>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AliasData {
    path: toml::Spanned<OneOrMany>,
    of: Box<str>,
}

/// Packages with the interface of another one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TwinData {
    path: OneOrMany,
    of: Box<str>,
}

/// Clients that send by another one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct TransportData {
    client: Box<str>,
    of: Vec<Box<str>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ProviderData {
    token: toml::Spanned<String>,
    object: String,
    method: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SetupData {
    member: toml::Spanned<String>,
    beside: Vec<Box<str>>,
    object: String,
}

#[allow(clippy::struct_excessive_bools)] // each is a key of the table
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ObjectData {
    id: toml::Spanned<String>,
    client: Option<String>,
    #[serde(default)]
    from: Vec<String>,
    #[serde(default)]
    opaque: bool,
    #[serde(default)]
    whole_urls: bool,
    #[serde(default)]
    setup_words: Vec<String>,
    #[serde(default)]
    harmless: Vec<String>,
    #[serde(default)]
    unknown: bool,
    #[serde(default)]
    awaited: bool,
    #[serde(default)]
    eager: bool,
    #[serde(default)]
    hook_fields: toml::Table,
    hook_object: Option<String>,
    hook_next: Option<String>,
    #[serde(default)]
    hook_gets: Vec<String>,
    #[serde(default)]
    hook_last: bool,
    route_name: Option<Box<str>>,
    #[serde(default)]
    extended: toml::Table,
    #[serde(default)]
    fields: toml::Table,
    #[serde(default)]
    call: Vec<CallData>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct EnvironmentData {
    path: toml::Spanned<OneOrMany>,
    name: Option<String>,
    schema: Option<String>,
    default: Option<Box<str>>,
    variable: Option<Box<str>>,
}

/// A string, or a list of them.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// Where in which file something is written.
#[derive(Clone, Copy)]
struct Source<'t> {
    file: &'t str,
    text: &'t str,
}

impl Source<'_> {
    /// What is wrong, beside the line in which it is.
    fn error(self, at: usize, reason: impl Into<String>) -> ClientError {
        let line = self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        ClientError { file: self.file.into(), line: Some(line), reason: reason.into() }
    }
}

impl Clients {
    /// Reads files of tables: name for messages, and text. Ids may be used across files.
    ///
    /// # Errors
    /// A file that is not TOML, a key that is not known, a selector that cannot be read, or a `result` that names no object.
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, ClientError> {
        let mut parsed = Vec::new();
        let mut ids: FxHashMap<String, usize> = FxHashMap::default();
        for (file, text) in files {
            let source = Source { file, text };
            let data: FileData = toml::from_str(text).map_err(|error| ClientError {
                line: error.span().and_then(|span| source.error(span.start, "").line),
                ..source.error(0, error.message())
            })?;
            for object in &data.object {
                let id = object.id.get_ref();
                if ids.insert(id.clone(), ids.len()).is_some() {
                    let reason = format!("the object {id:?} is defined twice");
                    return Err(source.error(object.id.span().start, reason));
                }
            }
            parsed.push((source, data));
        }
        let mut clients = Self::default();
        let (mut twins, mut sdks): (Vec<TwinData>, Vec<_>) = (Vec::new(), Vec::new());
        for (source, mut data) in parsed {
            twins.append(&mut data.twin);
            for TransportData { client, of } in data.transport.drain(..) {
                clients.transports.entry(client).or_default().extend(of);
            }
            sdks.extend(data.sdk.drain(..).map(|sdk| (source, sdk)));
            clients.add(source, data, &ids)?;
        }
        for TwinData { path, of } in twins {
            for twin in path.into_vec() {
                clients.add_twin(&of, &twin);
            }
        }
        // Objects that are named come first, so that their indices are those of their ids.
        for (source, sdk) in sdks {
            let at = sdk.span().start;
            clients.add_sdk(sdk.into_inner()).map_err(|reason| source.error(at, reason))?;
        }
        Ok(clients)
    }

    /// Gives a package or crate all that is known of another one with the same interface.
    fn add_twin(&mut self, of: &str, twin: &str) {
        let renamed = |path: &str| {
            let at = path.find(of).filter(|&at| at == 0 || path[..at].ends_with(' '))?;
            let rest = &path[at + of.len()..];
            let is_whole = rest.is_empty() || rest.starts_with(['.', ':', '(', '/']);
            is_whole.then(|| format!("{}{twin}{rest}", &path[..at]))
        };
        let functions: Vec<_> =
            self.functions.iter().filter_map(|(path, defs)| Some((renamed(path)?, defs.clone()))).collect();
        for (path, defs) in functions {
            self.functions.entry(path.into()).or_insert(defs);
        }
        let sources: Vec<_> =
            self.sources.iter().filter_map(|(path, object)| Some((renamed(path)?, *object))).collect();
        for (path, object) in sources {
            self.sources.entry(path.into()).or_insert(object);
        }
    }

    fn add(&mut self, source: Source<'_>, data: FileData, ids: &FxHashMap<String, usize>) -> Result<(), ClientError> {
        for object in data.object {
            self.add_object(source, object, ids)?;
        }
        for call in data.call {
            let at = call.path.span().start;
            let client = call.client.clone().unwrap_or_default();
            let (paths, def) = call_def(call, &client, ids, None).map_err(|reason| source.error(at, reason))?;
            let def = Arc::new(def);
            for path in paths {
                let (known, name) = self.functions_like(&path);
                known.entry(name.into()).or_default().push(def.clone());
            }
        }
        for provider in data.provider {
            let at = provider.token.span().start;
            let object = index_of(&provider.object, ids).map_err(|reason| source.error(at, reason))?;
            let def = ProviderDef { object, method: provider.method.into() };
            self.providers.insert(provider.token.into_inner().into(), def);
        }
        for setup in data.setup {
            let at = setup.member.span().start;
            let object = index_of(&setup.object, ids).map_err(|reason| source.error(at, reason))?;
            let def = SetupDef { member: setup.member.into_inner().into(), beside: setup.beside, object };
            self.setups.push(def);
        }
        for environment in data.environment {
            let at = environment.path.span().start;
            self.add_environment(environment).map_err(|reason| source.error(at, reason))?;
        }
        for alias in data.alias {
            let at = alias.path.span().start;
            if !alias.of.starts_with("global:") {
                return Err(source.error(at, format!("{:?} is nothing of the language", alias.of)));
            }
            let paths = alias.path.into_inner().into_vec().into_iter();
            self.aliases.extend(paths.map(|path| (path.into(), alias.of.clone())));
        }
        for context in data.context {
            let (at, def) = (context.span().start, context.into_inner());
            are_calls(def.create.iter().chain(&def.read)).map_err(|reason| source.error(at, reason))?;
            self.frameworks.contexts.push(def);
        }
        for properties in data.properties {
            let (at, def) = (properties.span().start, properties.into_inner());
            are_calls(&def.call).map_err(|reason| source.error(at, reason))?;
            self.frameworks.properties.push(def);
        }
        self.helpers.extend(data.helpers);
        self.frameworks.callbacks.extend(data.callbacks);
        self.frameworks.plain_headers.extend(data.plain_headers);
        self.frameworks.written_from_outside.extend(data.written_from_outside);
        self.frameworks.telling_decorators.extend(data.telling_decorators);
        self.frameworks.own_address.extend(data.own_address);
        self.frameworks.caller_headers.extend(data.caller_headers);
        self.frameworks.components.extend(data.component);
        self.frameworks.injections.extend(data.injection);
        self.frameworks.callers.extend(data.caller);
        self.frameworks.carried.extend(data.carried);
        self.frameworks.auto_imports.extend(data.auto_import);
        self.sinks.hide(data.hiding_types);
        self.sinks.ways.extend(data.ways_to_be_written);
        for sink in data.sink {
            let (at, def) = (sink.span().start, sink.into_inner());
            def.check().map_err(|reason| source.error(at, reason))?;
            self.sinks.add(def);
        }
        Ok(())
    }

    /// The functions among which a path belongs, and its name there.
    fn functions_like<'p>(&mut self, path: &'p str) -> (&mut FxHashMap<Box<str>, Vec<Arc<CallDef>>>, &'p str) {
        let name = path.trim_end_matches("()");
        if let Some(name) = name.strip_prefix("npm:*.") {
            (&mut self.methods_of_packages, name)
        } else if let Some(name) = name.strip_prefix("crate:*.") {
            (&mut self.methods_of_crates, name)
        } else if let Some(name) = name.strip_prefix("signed:*.") {
            (&mut self.methods_of_signed, name)
        } else if let Some(name) = name.strip_prefix("time:*.") {
            (&mut self.methods_of_times, name)
        } else if let Some(name) = name.strip_prefix("number:*.") {
            (&mut self.methods_of_numbers, name)
        } else if let Some(name) = name.strip_prefix("crate:*::") {
            (&mut self.functions_of_crates, name)
        } else {
            (&mut self.functions, path)
        }
    }

    fn add_environment(&mut self, data: EnvironmentData) -> Result<(), String> {
        let paths = data.path.into_inner().into_vec();
        match (data.schema, data.default, data.variable) {
            (None, None, None) => match data.name.as_deref().map(selector).transpose()? {
                Some(name) => {
                    self.environment_calls.extend(paths.into_iter().map(|path| (path.into(), name.clone())));
                }
                None => {
                    for path in paths {
                        let within = path.strip_suffix(".*").ok_or("a path without `name` ends in `.*`")?;
                        self.environment_members.insert(within.into());
                    }
                }
            },
            (Some(schema), Some(default), Some(variable)) if data.name.is_none() => {
                let def = SettingsDef { schema: selector(&schema)?, default, variable };
                self.settings.extend(paths.into_iter().map(|path| (path.into(), def.clone())));
            }
            _ => return Err("a schema has `default` and `variable`, and no `name`".into()),
        }
        Ok(())
    }

    fn add_object(
        &mut self,
        source: Source<'_>,
        data: ObjectData,
        ids: &FxHashMap<String, usize>,
    ) -> Result<(), ClientError> {
        let at = data.id.span().start;
        let id = data.id.into_inner();
        let client = data.client.unwrap_or_else(|| id.split('.').next().unwrap_or(&id).to_owned());
        let is_anything = data.unknown || data.from.iter().any(|path| ANYTHING.contains(&&**path));
        let sender = if is_anything { Sender::Unknown } else { Sender::Client };
        if data.from.iter().any(|path| path.contains("crate:")) {
            self.set_ups.extend(data.setup_words.iter().map(|word| set_up_method(word).into()));
        }
        for path in data.from {
            self.sources.insert(path.into(), self.objects.len());
        }
        let mut hook =
            hook_def(data.hook_fields, data.hook_object.as_deref(), data.hook_next.as_deref(), &data.hook_gets, ids)
                .map_err(|reason| source.error(at, reason))?;
        hook.comes_last = data.hook_last;
        let mut calls: FxHashMap<Box<str>, Vec<Arc<CallDef>>> = FxHashMap::default();
        for call in data.call {
            let at = call.path.span().start;
            let (paths, mut def) =
                call_def(call, &client, ids, Some(&hook)).map_err(|reason| source.error(at, reason))?;
            if sender == Sender::Unknown {
                def.sender = sender;
            }
            let def = Arc::new(def);
            for path in paths {
                calls.entry(path.into()).or_default().push(def.clone());
            }
        }
        let sets_up_cookies =
            |def: &Arc<CallDef>| !def.sends && def.slots.iter().any(|(slot, _)| *slot == Slot::Cookies);
        if calls.values().flatten().any(sets_up_cookies) {
            self.with_jars.insert(client.as_str().into());
        }
        let (mut fields, mut by_method) = (FxHashMap::default(), FxHashMap::default());
        for (name, slot) in data.fields {
            if let Some(method) = slot.as_str().and_then(|slot| slot.strip_prefix("header ")) {
                by_method.insert(name.into(), method.into());
                continue;
            }
            fields.insert(name.into(), slot_of(&slot).map_err(|reason| source.error(at, reason))?);
        }
        let extended = data.extended.into_iter().map(|(name, slot)| Ok((name.into(), slot_of(&slot)?)));
        let extended = extended.collect::<Result<_, String>>().map_err(|reason| source.error(at, reason))?;
        self.objects.push(ObjectDef {
            id: id.into(),
            client: client.into(),
            calls,
            fields,
            by_method,
            extended,
            route_name: data.route_name,
            opaque: data.opaque,
            whole_urls: data.whole_urls,
            setup_words: data.setup_words,
            awaited: data.awaited || data.eager,
            eager: data.eager,
            sender,
            hook,
            harmless: data.harmless,
            sdk: None,
        });
        Ok(())
    }
}

/// What gives an object that stands for every value of which nothing is known.
const ANYTHING: [&str; 2] = ["npm:*", "crate:*"];
