//! What the configuration of bundlers and frameworks puts into bundles: `define`, `env`, `publicRuntimeConfig`.

mod whole;

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use crate::ir::{BindingId, Element, Entry, ExprId, ExprKind, Key, Module, TemplatePart};
use crate::link::Workspace;
use crate::runtime::builds::Builds;
use crate::runtime::data::{ContextData, DefineSource};
use crate::runtime::entries::{named, under};
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind, Span};

/// How deep values are followed.
const MAX_DEPTH: usize = 8;

/// A name that stands for a value in the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Define {
    /// The name, without the object that it is read from.
    pub name: Box<str>,
    /// All names are meant that begin so, and not that name itself.
    pub begins: bool,
    /// The object: `process.env`, `publicRuntimeConfig`; empty where the name stands alone.
    pub object: Box<str>,
    /// The names that its value is read from.
    pub read: Vec<Box<str>>,
    /// The texts that its value may be.
    pub texts: Vec<Box<str>>,
    /// Where the name is written.
    pub key: Span,
    /// The file that says so, for people.
    pub what: String,
    /// That file.
    pub config: FileId,
    /// The folder that it speaks for.
    pub folder: PathBuf,
    /// The entries that it speaks for, and what these lead to; none where it speaks for the whole folder.
    pub entries: Vec<FileId>,
}

impl Define {
    /// Whether code that reads this name, or this path of names, gets the value.
    pub fn defines(&self, name: &str) -> bool {
        if self.begins {
            let (object, name) = name.rsplit_once('.').unwrap_or(("", name));
            return (object.is_empty() || object == &*self.object)
                && name.len() > self.name.len()
                && name.starts_with(&*self.name);
        }
        let from_object = || {
            let object = name.strip_suffix(&*self.name)?.strip_suffix('.')?.strip_suffix(&*self.object)?;
            Some(!self.object.is_empty() && (object.is_empty() || object.ends_with('.')))
        };
        &*self.name == name || from_object().unwrap_or(false)
    }
}

/// All definitions in the files of a run.
pub(super) fn find(workspace: &Workspace, data: &ContextData) -> Vec<Define> {
    let mut found: Vec<Define> = Vec::new();
    for (config, file) in workspace.files.iter() {
        if !file.kind.is_some_and(|kind| kind.is_script() || kind == SourceKind::Json) || file.embedded_in.is_some() {
            continue;
        }
        let location = normalised(&file.location);
        let Some(name) = location.file_name().and_then(|name| name.to_str()) else { continue };
        for source in data.define_sources.iter().filter(|one| one.configs.is_match(name)) {
            let text = file.text();
            let mut words = source.keys.iter().flatten().chain(&source.calls).chain(&source.prefixes);
            if !words.any(|word| text.contains(word.as_str()))
                || !source.with.is_empty() && !source.with.iter().any(|with| text.contains(with.as_str()))
                || source.entries.is_empty() && source.unless.iter().any(|unless| text.contains(unless.as_str()))
            {
                continue;
            }
            let Some(module) = workspace.module(config) else { continue };
            let folder = location.parent().map(PathBuf::from).unwrap_or_default();
            let mut reading = Reading {
                module,
                source,
                config,
                what: name.to_owned(),
                folder,
                text,
                found: Vec::new(),
                values: module.declared_values(),
            };
            reading.all(text);
            for one in of_builds(workspace, module, source, reading.found, text) {
                if !found.iter().any(|known| known.key == one.key && known.name == one.name) {
                    found.push(one);
                }
            }
        }
    }
    found
}

/// The definitions of a file that are for browsers, each with the entries of the build that it is about where the file
/// describes several.
fn of_builds(
    workspace: &Workspace,
    module: &Module,
    source: &DefineSource,
    mut found: Vec<Define>,
    text: &str,
) -> Vec<Define> {
    let builds = Builds::of(module, &source.entries);
    let place = |(at, word): (usize, &str)| {
        let span = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Span { file: module.file, start: span(at), end: span(at + word.len()) }
    };
    let unless: Vec<Span> =
        source.unless.iter().flat_map(|unless| text.match_indices(unless.as_str())).map(place).collect();
    found.retain(|one| !unless.iter().any(|said| builds.concerns(*said, one.key)));
    for one in &mut found {
        let Some(build) = builds.one_of_several(one.key) else { continue };
        let own = under(module, &source.entries).filter(|value| build.contains(module.expr(*value).span));
        one.entries = own.flat_map(|value| named(workspace, module, value)).collect();
    }
    found
}

struct Reading<'a> {
    module: &'a Module,
    source: &'a DefineSource,
    config: FileId,
    what: String,
    folder: PathBuf,
    text: &'a str,
    found: Vec<Define>,
    /// What the names of the file are bound to, once each.
    values: FxHashMap<BindingId, ExprId>,
}

impl Reading<'_> {
    fn all(&mut self, text: &str) {
        let module = self.module;
        for expr in &module.exprs {
            match &expr.kind {
                ExprKind::Object { entries, .. } => {
                    for keys in &self.source.keys {
                        self.under(entries, keys, 0);
                    }
                    for entry in entries {
                        if let Entry::Pair(Key::Name(name, _), value, _) = entry
                            && self.source.prefixes.iter().any(|key| key.as_str() == name.as_ref())
                        {
                            self.prefixes(*value);
                        }
                    }
                }
                ExprKind::Call { callee, args, .. } | ExprKind::New { callee, args } if self.is_wanted(*callee) => {
                    if self.source.whole {
                        self.plugin(*callee);
                    } else if let Some(Element::Item(first)) = args.first() {
                        self.given(*first, text);
                    }
                }
                _ => {}
            }
        }
    }

    fn is_wanted(&self, callee: ExprId) -> bool {
        let name = match &self.module.expr(callee).kind {
            ExprKind::Member { key: Key::Name(name, _), .. } | ExprKind::Global(name) => name,
            ExprKind::Name(binding) => &self.module.binding(*binding).name,
            _ => return false,
        };
        self.source.calls.iter().any(|call| call.as_str() == name.as_ref())
    }

    /// Follows keys down to the object that names what is put in.
    fn under(&mut self, entries: &[Entry], keys: &[String], depth: usize) {
        let Some((first, rest)) = keys.split_first() else { return self.entries(entries, None, depth) };
        for entry in entries {
            if let Entry::Pair(Key::Name(name, _), value, _) = entry
                && name.as_ref() == first
                && let ExprKind::Object { entries, .. } = &self.module.expr(self.resolved(*value)).kind
                && depth < MAX_DEPTH
            {
                self.under(entries, rest, depth + 1);
            }
        }
    }

    /// The argument of a plugin: an object, or names of variables.
    fn given(&mut self, id: ExprId, text: &str) {
        let module = self.module;
        match &module.expr(self.resolved(id)).kind {
            ExprKind::Object { entries, .. } => {
                self.entries(entries, None, 0);
                // Options of the plugin stand beside the names, or around them.
                self.under(entries, &["values".to_owned()], 0);
            }
            ExprKind::Array(items) => {
                for item in items {
                    if let Element::Item(id) = item
                        && let ExprKind::Str(name) = &module.expr(*id).kind
                    {
                        self.add(name, None, module.expr(*id).span, vec![name.clone()], Vec::new());
                    }
                }
            }
            _ => self.computed(id, text),
        }
    }

    fn entries(&mut self, entries: &[Entry], object: Option<&str>, depth: usize) {
        let module = self.module;
        for entry in entries {
            let Entry::Pair(Key::Name(name, key), value, _) = entry else { continue };
            let value = self.bare(*value);
            self.whole(name, *key, value);
            if let ExprKind::Object { entries, .. } = &module.expr(value).kind {
                if depth < MAX_DEPTH {
                    self.entries(entries, Some(name), depth + 1);
                }
                continue;
            }
            let (mut read, mut texts) = (Vec::new(), Vec::new());
            if self.sources(value, &mut read, &mut texts, 0) {
                self.add(name, object, self.place(*key, value), read, texts);
            }
        }
    }

    fn add(&mut self, name: &str, object: Option<&str>, key: Span, read: Vec<Box<str>>, texts: Vec<Box<str>>) {
        // `process.env.NAME` and `import.meta.env.NAME` are what code writes.
        let (own, name) = name.rsplit_once('.').map_or((None, name), |(object, name)| (Some(object), name));
        let object = own.or(object).or(self.source.object.as_deref()).unwrap_or_default();
        let (name, object) = (name.into(), object.into());
        let one = Define { name, object, read, texts, ..self.nothing(key) };
        self.found.push(one);
    }

    /// All names that begin so are put in.
    fn beginning(&mut self, name: &str, object: &str, key: Span) {
        let (name, object) = (name.into(), object.into());
        let one = Define { name, object, begins: true, ..self.nothing(key) };
        self.found.push(one);
    }

    fn nothing(&self, key: Span) -> Define {
        Define {
            name: "".into(),
            object: "".into(),
            begins: false,
            read: Vec::new(),
            texts: Vec::new(),
            key,
            what: self.what.clone(),
            config: self.config,
            folder: self.folder.clone(),
            entries: Vec::new(),
        }
    }

    /// Where a definition is told: at its name, or at what its value is read from where that stands on a line of its own.
    fn place(&self, key: Span, value: ExprId) -> Span {
        let is_below = |read: &Span| {
            let between = self.text.get(key.end as usize..read.start as usize);
            between.is_some_and(|between| between.contains('\n'))
        };
        self.first_read(value, 0).filter(is_below).unwrap_or(key)
    }

    /// The first member that a value is read from.
    fn first_read(&self, id: ExprId, depth: usize) -> Option<Span> {
        let id = self.bare(id);
        let expr = self.module.expr(id);
        match &expr.kind {
            _ if depth > MAX_DEPTH => None,
            ExprKind::Member { key: Key::Name(..), .. } => Some(expr.span),
            ExprKind::Logic { left, right, .. } => {
                self.first_read(*left, depth + 1).or_else(|| self.first_read(*right, depth + 1))
            }
            _ => None,
        }
    }

    /// What a value is made of; `false` where it is something else than a text handed on.
    fn sources(&self, id: ExprId, read: &mut Vec<Box<str>>, texts: &mut Vec<Box<str>>, depth: usize) -> bool {
        let id = self.bare(id);
        match &self.module.expr(id).kind {
            _ if depth > MAX_DEPTH => false,
            ExprKind::Str(text) => {
                texts.push(text.clone());
                true
            }
            ExprKind::Member { key: Key::Name(name, _), .. } => {
                read.push(name.clone());
                true
            }
            ExprKind::Name(binding) => {
                read.push(self.module.binding(*binding).name.clone());
                true
            }
            ExprKind::Logic { left, right, .. } => {
                let left = self.sources(*left, read, texts, depth + 1);
                self.sources(*right, read, texts, depth + 1) || left
            }
            ExprKind::Branch { arms, .. } => {
                let mut any = false;
                for value in arms.iter().filter_map(|arm| arm.body.value) {
                    any |= self.sources(value, read, texts, depth + 1);
                }
                any
            }
            ExprKind::Template(parts) => {
                let mut any = false;
                for part in parts {
                    if let TemplatePart::Hole(id) = part {
                        any |= self.sources(*id, read, texts, depth + 1);
                    }
                }
                any
            }
            _ => false,
        }
    }

    /// What a value is without `JSON.stringify(…)` and the like around it.
    fn bare(&self, id: ExprId) -> ExprId {
        let mut id = self.resolved(id);
        for _ in 0..MAX_DEPTH {
            let ExprKind::Call { callee, args, .. } = &self.module.expr(id).kind else { break };
            let (ExprKind::Member { key: Key::Name(name, _), .. } | ExprKind::Global(name)) =
                &self.module.expr(*callee).kind
            else {
                break;
            };
            let Some(Element::Item(first)) = args.first().filter(|_| matches!(&**name, "stringify" | "String")) else {
                break;
            };
            id = self.resolved(*first);
        }
        id
    }

    /// The object or text that a constant of the file holds.
    fn resolved(&self, mut id: ExprId) -> ExprId {
        for _ in 0..MAX_DEPTH {
            id = match &self.module.expr(id).kind {
                ExprKind::Cast { value, .. } | ExprKind::Optional(value) => *value,
                ExprKind::Name(binding) => match self.values.get(binding).copied() {
                    Some(value)
                        if matches!(self.module.expr(value).kind, ExprKind::Object { .. } | ExprKind::Str(_)) =>
                    {
                        value
                    }
                    _ => return id,
                },
                _ => return id,
            };
        }
        id
    }
}
