//! SDKs: clients of one API whose methods call its operations by name, with the credentials that they were made with.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::clients::parse::{are_calls, selector};
use crate::clients::{CallDef, Clients, HookDef, ObjectDef, ResultDef, Selector};
use crate::parallel::Lazy;
use crate::request::Sender;

/// An operation of an API, as far as an SDK needs it.
#[derive(Debug, Clone)]
pub struct SdkOperation {
    /// The id of the API.
    pub api: String,
    /// Its first tag.
    pub tag: String,
    /// Its `operationId`.
    pub id: String,
    /// Upper case.
    pub method: String,
    /// Its whole URL, with the variables of the path in braces.
    pub url: String,
}

/// Where a credential goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A parameter of the query.
    Query,
    /// A header.
    Header,
}

/// A carrier as the tables write it: `query:apikey`; `header:Authorization Bearer` puts that word in front.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Where.
    pub part: Part,
    /// Under which name.
    pub name: Box<str>,
    /// What stands in front of the value.
    pub prefix: Box<str>,
}

/// What a method of an SDK sends.
#[derive(Debug, Clone)]
pub struct Method {
    /// The HTTP method.
    pub method: Box<str>,
    /// The whole URL.
    pub url: Box<str>,
    /// The options whose credentials it sends; all, where that is not said.
    pub sends: Option<Box<[Box<str>]>>,
    /// The argument that is a credential, and where that goes.
    pub argument: Option<(usize, Carried)>,
    /// It is not signed, whatever the options ask for.
    pub unsigned: bool,
    /// It sends more than what is known of it.
    pub more: bool,
}

/// What signs requests in place of a secret.
#[derive(Debug, Clone)]
pub struct Signing {
    /// The option that asks for it.
    pub option: Box<str>,
    /// The option whose value is the key.
    pub key: Box<str>,
    /// What is sent instead.
    pub sends: Vec<Carried>,
    /// A part of the path of what is signed.
    pub within: Box<str>,
    /// The key is sent all the same.
    pub keeps_key: bool,
}

/// An SDK.
#[derive(Debug, Clone)]
pub struct SdkDef {
    /// Where each option with a credential goes.
    pub carriers: Vec<(Box<str>, Vec<Carried>)>,
    /// Options in which a client may be given anything.
    pub opaque: Vec<Box<str>>,
    /// The option with the whole base of all URLs.
    pub base: Option<Box<str>>,
    /// How requests are signed.
    pub signing: Option<Signing>,
    /// The argument with parameters by their names.
    pub parameters: Option<Selector>,
    /// The argument with further headers.
    pub headers: Option<Selector>,
    /// The argument with further parameters of the query.
    pub query: Option<Selector>,
    /// The API whose operations are methods, under their tags.
    operations_of: Option<String>,
    operations: Vec<SdkOperation>,
    /// What its methods send, by their squeezed paths.
    methods: FxHashMap<Box<str>, Method>,
    /// The same of the operations; code that uses no SDK needs none.
    methods_of_operations: Lazy<FxHashMap<Box<str>, Method>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct SdkData {
    id: String,
    client: String,
    /// Calls that make a client of what stands in their first argument.
    #[serde(default)]
    make: Vec<String>,
    /// Values that are such a client.
    #[serde(default)]
    from: Vec<Box<str>>,
    /// Methods of those that are given the options.
    #[serde(default)]
    set_up: Vec<Box<str>>,
    /// Functions that are given credentials as arguments: the names of the options in their places.
    #[serde(default)]
    functions: FxHashMap<Box<str>, Vec<Box<str>>>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    carriers: toml::Table,
    #[serde(default)]
    opaque: Vec<Box<str>>,
    base: Option<Box<str>>,
    signing: Option<SigningData>,
    parameters: Option<String>,
    headers: Option<String>,
    query: Option<String>,
    operations_of: Option<String>,
    #[serde(default)]
    host: String,
    #[serde(default)]
    calls: Vec<CallsData>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SigningData {
    option: Box<str>,
    key: Box<str>,
    sends: Vec<String>,
    #[serde(default)]
    within: Box<str>,
    #[serde(default)]
    keeps_key: bool,
}

/// Methods that send the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CallsData {
    sends: Vec<Box<str>>,
    /// `$0 query:access_token`: an argument that is a credential.
    argument: Option<String>,
    #[serde(default)]
    unsigned: bool,
    #[serde(default)]
    more: bool,
    /// `accounts.find = GET /accounts/{id}`
    methods: Vec<String>,
}

impl Method {
    /// One that sends all that its client was given.
    fn of_operation(method: Box<str>, url: Box<str>) -> Self {
        Self { method, url, sends: None, argument: None, unsigned: false, more: false }
    }
}

impl SdkDef {
    /// Adds the methods that one table lists; paths are on `host`.
    fn add_methods(&mut self, calls: CallsData, host: &str) -> Result<(), String> {
        let argument = calls.argument.as_deref().map(argument).transpose()?;
        let is_known = |sent: &str| self.carriers.iter().any(|(option, _)| **option == *sent);
        if let Some(unknown) = calls.sends.iter().find(|sent| !is_known(sent)) {
            return Err(format!("{unknown:?} is no option with a credential: `carriers` names those"));
        }
        for line in calls.methods {
            let (name, call) = line.split_once(" = ").ok_or_else(|| format!("{line:?} is no method and call"))?;
            let (method, path) = call.split_once(' ').ok_or_else(|| format!("{call:?} is no method and path"))?;
            if host.is_empty() && !path.contains("://") {
                return Err(format!("{path:?} is no whole URL, and the SDK has no `host`"));
            }
            let url = if path.contains("://") { path.to_owned() } else { format!("https://{host}{path}") };
            let method = Method {
                method: method.into(),
                url: url.into(),
                sends: Some(calls.sends.clone().into()),
                argument: argument.clone(),
                unsigned: calls.unsigned,
                more: calls.more,
            };
            self.methods.insert(squeezed(name).into(), method);
        }
        Ok(())
    }

    /// What a method sends, by its path: `.accounts.find()`.
    pub fn method(&self, path: &str) -> Option<&Method> {
        let path = squeezed(path);
        self.methods_of_operations().get(&*path).or_else(|| self.methods.get(&*path))
    }

    fn methods_of_operations(&self) -> &FxHashMap<Box<str>, Method> {
        let method = |operation: &SdkOperation| {
            let name = squeezed(&format!("{}.{}", operation.tag.replace('.', " "), operation.id));
            let (method, url) = (operation.method.as_str().into(), operation.url.as_str().into());
            (name.into(), Method::of_operation(method, url))
        };
        self.methods_of_operations.get_or_fill(|| self.operations.iter().map(method).collect())
    }

    /// The option with a credential that a name which is none of the SDK's is nearly that of.
    pub fn meant(&self, name: &str) -> Option<&str> {
        let plain = squeezed(name);
        let is_known = |known: &str| known == name;
        if self.carriers.iter().any(|(option, _)| is_known(option)) {
            return None;
        }
        let near = self.carriers.iter().find(|(option, _)| {
            let option = squeezed(option);
            option == plain || option.len() > 5 && strsim::osa_distance(&option, &plain) == 1
        });
        near.map(|(option, _)| &**option)
    }
}

impl Clients {
    /// Adds an SDK.
    pub(super) fn add_sdk(&mut self, data: SdkData) -> Result<(), String> {
        are_calls(&data.make)?;
        let index = self.objects.len();
        let mut sdk = SdkDef {
            carriers: Vec::new(),
            opaque: data.opaque,
            base: data.base,
            signing: None,
            parameters: data.parameters.as_deref().map(selector).transpose()?,
            headers: data.headers.as_deref().map(selector).transpose()?,
            query: data.query.as_deref().map(selector).transpose()?,
            operations_of: data.operations_of,
            operations: Vec::new(),
            methods: FxHashMap::default(),
            methods_of_operations: Lazy::default(),
        };
        for (option, carriers) in data.carriers {
            let carriers = carriers.as_array().ok_or("the carriers of an option are a list")?;
            let carriers =
                carriers.iter().map(|one| carried(one.as_str().unwrap_or_default())).collect::<Result<_, _>>()?;
            sdk.carriers.push((option.into(), carriers));
        }
        if let Some(signing) = data.signing {
            let sends = signing.sends.iter().map(|one| carried(one)).collect::<Result<_, _>>()?;
            let SigningData { option, key, within, keeps_key, .. } = signing;
            sdk.signing = Some(Signing { option, key, sends, within, keeps_key });
        }
        for calls in data.calls {
            sdk.add_methods(calls, &data.host)?;
        }
        let client: Box<str> = data.client.as_str().into();
        for path in data.types {
            self.sources.insert(format!("type {path}").into(), index);
        }
        for path in data.from {
            self.sources.insert(path, index);
        }
        self.named_arguments.extend(data.functions);
        let set_up = |path: Box<str>| (path, vec![Arc::new(CallDef::new(&client, ResultDef::This))]);
        let calls: FxHashMap<_, _> = data.set_up.into_iter().map(set_up).collect();
        for path in data.make {
            let def = CallDef::new(&client, ResultDef::Object(index));
            self.functions.entry(path.into()).or_default().push(Arc::new(def));
        }
        self.objects.push(ObjectDef {
            id: data.id.into(),
            client,
            calls,
            fields: FxHashMap::default(),
            by_method: FxHashMap::default(),
            extended: Vec::new(),
            route_name: None,
            opaque: true,
            whole_urls: false,
            setup_words: Vec::new(),
            awaited: false,
            eager: false,
            sender: Sender::Client,
            hook: HookDef::default(),
            harmless: Vec::new(),
            sdk: Some(sdk),
        });
        Ok(())
    }

    /// Gives the SDKs whose methods are the operations of an API these.
    #[must_use]
    pub fn with_operations(mut self, operations: &[SdkOperation]) -> Self {
        for sdk in self.objects.iter_mut().filter_map(|object| object.sdk.as_mut()) {
            let Some(api) = &sdk.operations_of else { continue };
            sdk.operations = operations.iter().filter(|operation| operation.api == *api).cloned().collect();
        }
        self
    }
}

/// A path of names in small letters and digits, with dots between: `.OAuth M2M.getToken()` is `oauthm2m.gettoken`.
fn squeezed(path: &str) -> String {
    let plain = path.trim_matches('.').trim_end_matches("()").chars();
    plain.filter(|char| char.is_ascii_alphanumeric() || *char == '.').map(|char| char.to_ascii_lowercase()).collect()
}

fn carried(text: &str) -> Result<Carried, String> {
    let wrong = || format!("{text:?} is no carrier: write query:NAME or header:NAME");
    let (part, rest) = text.split_once(':').ok_or_else(wrong)?;
    let part = match part {
        "query" => Part::Query,
        "header" => Part::Header,
        _ => return Err(wrong()),
    };
    let (name, prefix) = rest.split_once(' ').unwrap_or((rest, ""));
    let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix} ") };
    Ok(Carried { part, name: name.into(), prefix: prefix.into() })
}

/// `$0 query:access_token`
fn argument(text: &str) -> Result<(usize, Carried), String> {
    let (at, carrier) = text.split_once(' ').ok_or_else(|| format!("{text:?} is no argument with a carrier"))?;
    match selector(at)? {
        Selector::Argument(at, members) if members.is_empty() => Ok((at, carried(carrier)?)),
        _ => Err(format!("{at:?} is no argument")),
    }
}
