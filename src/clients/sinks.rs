//! What writes values where others read them: logs, and answers of a server.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::clients::Condition;
use crate::clients::parse::are_calls;
use crate::embedded::fits;

/// Where a value ends up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sink {
    /// A log, the standard output, or a service that collects errors and events.
    Log,
    /// The answer to whoever asked.
    Response,
    /// An element of a page, where code that runs on a server renders it.
    #[serde(skip)]
    Page,
    /// A component, which may run where others see what it is given.
    #[serde(skip)]
    Component,
}

/// Calls that write out what they are given.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SinkDef {
    /// Where to.
    pub to: Sink,
    /// What calls that hide what is written call it by.
    pub id: Option<Box<str>>,
    /// Texts alone are written as they are: what is in objects may be hidden.
    #[serde(default)]
    pub texts: bool,
    /// Where one of these holds of its arguments, it is not known what is written.
    #[serde(default)]
    pub unless: Vec<Condition>,
    /// Whole paths of functions: `global:alert()`; one of Rust is known by the end of its path: `crate:*::info!()`.
    #[serde(default)]
    path: Vec<Box<str>>,
    /// Beginnings of paths of objects that have these methods: `npm:pino()` and what it gives.
    #[serde(default)]
    of: Vec<Box<str>>,
    /// What objects are called that have these methods, where nothing more is known of them: `logger`, or `req.log` of a
    /// member of what is called so.
    #[serde(default)]
    named: Vec<Box<str>>,
    /// Names of methods.
    #[serde(default)]
    methods: Vec<Box<str>>,
    /// The places of the arguments that are written; all, where none is named.
    #[serde(default)]
    arguments: Vec<usize>,
    /// Members of such objects, `*` for all: what is assigned to them is written.
    #[serde(default)]
    assigned: Vec<Box<str>>,
    /// Not the arguments are written, but what the functions among them return.
    #[serde(default)]
    pub returned: bool,
    /// What exported functions of these names return is written, and what functions in exported objects of these names do.
    #[serde(default)]
    pub exported: Vec<Box<str>>,
    /// The same of functions with such a directive, and of what modules with one export.
    #[serde(default)]
    pub directives: Vec<Box<str>>,
    /// The same of functions under such an attribute or decorator: what that begins with, without the path before its name.
    #[serde(default)]
    attributes: Vec<Box<str>>,
    /// Exports, attributes and decorators count in modules that import one of these packages; one that ends in `*` is a
    /// prefix.
    #[serde(default)]
    importing: Vec<Box<str>>,
    /// And in files of these names; one that ends in `*` is a prefix.
    #[serde(default)]
    files: Vec<Box<str>>,
    /// Of an object these members alone are written.
    #[serde(default)]
    members: Vec<Box<str>>,
}

impl SinkDef {
    /// Says what is wrong with it, if it can be no call at all.
    pub(super) fn check(&self) -> Result<(), String> {
        are_calls(&self.path)?;
        let has_objects = !self.of.is_empty() || !self.named.is_empty();
        let has_members = !self.methods.is_empty() || !self.assigned.is_empty();
        let has_functions = self.tells_functions();
        if has_objects != has_members || self.path.is_empty() && !has_objects && !has_functions {
            return Err("a sink has `path`, or `of` or `named` with `methods`".to_owned());
        }
        Ok(())
    }

    /// Whether exports, attributes, decorators or directives tell which functions answer.
    fn tells_functions(&self) -> bool {
        !self.exported.is_empty() || !self.attributes.is_empty() || !self.directives.is_empty()
    }

    /// Whether the argument at a place is written.
    pub fn writes(&self, at: usize) -> bool {
        self.arguments.is_empty() || self.arguments.contains(&at)
    }

    /// Whether a member of an object is written.
    pub fn writes_member(&self, name: &str) -> bool {
        self.members.is_empty() || self.members.iter().any(|member| **member == *name)
    }

    /// Whether what a function under an attribute returns is written: `get("/")`, `actix_web::get("/")`.
    pub fn answers_under(&self, attribute: &str) -> bool {
        let head = attribute.find('(').unwrap_or(attribute.len());
        let name = attribute[..head].rfind([':', '.']).map_or(0, |at| at + 1);
        self.attributes.iter().any(|begin| attribute[name..].starts_with(&**begin))
    }

    /// Whether functions of a module may answer: of its path, and of the packages that it imports.
    pub fn counts_in<'p>(&self, path: &str, mut packages: impl Iterator<Item = &'p str>) -> bool {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let anywhere = self.importing.is_empty() && self.files.is_empty();
        anywhere
            || self.files.iter().any(|known| fits(known, name))
            || packages.any(|package| self.importing.iter().any(|known| fits(known, package)))
    }

    fn is_of(&self, object: &str) -> bool {
        let begins =
            |of: &str| object.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(', ':']));
        self.of.iter().any(|of| begins(of))
    }
}

/// Whether names end in that of an object and that of its member.
fn is_member(names: &[Box<str>], (object, member): (&str, &str)) -> bool {
    matches!(names, [.., of, name] if **of == *object && **name == *member)
}

/// What is known of an object to which something is assigned.
#[derive(Debug, Clone, Copy)]
pub enum Assigned<'a> {
    /// Its path.
    Path(&'a str),
    /// The names that lead to it.
    Named(&'a [Box<str>]),
}

impl SinkDef {
    fn takes(&self, object: Assigned) -> bool {
        match object {
            Assigned::Path(path) => self.is_of(path),
            Assigned::Named(names) => self.named.iter().any(|known| match known.split_once('.') {
                Some(known) => is_member(names, known),
                None => names.last().is_some_and(|name| name == known),
            }),
        }
    }

    /// Whether the assignment of a member may be written, of an object whose own name is this.
    fn assigns(&self, member: &str, of: Option<&str>) -> bool {
        let own = |known: &str| of == Some(known.rsplit('.').next().unwrap_or(known));
        self.assigned.iter().any(|name| match &**name {
            "*" => self.named.iter().any(|known| own(known)),
            name => *name == *member,
        })
    }
}

/// All sinks, indexed.
#[derive(Debug, Default)]
pub struct Sinks {
    all: Vec<SinkDef>,
    paths: FxHashMap<Box<str>, usize>,
    /// By the end of a path of Rust, without what stands in front of the last name.
    ends: FxHashMap<Box<str>, usize>,
    methods: FxHashMap<Box<str>, Vec<usize>>,
    assigning: Vec<usize>,
    answering: Vec<usize>,
    /// Types whose values are not shown where an object is written that has them.
    hiding: Vec<Box<str>>,
    /// What a type's own ways of being written are called.
    pub ways: Vec<Box<str>>,
}

impl Sinks {
    /// Adds one.
    pub(super) fn add(&mut self, def: SinkDef) {
        let at = self.all.len();
        for path in &def.path {
            match path.strip_prefix("crate:*::") {
                Some(end) => self.ends.insert(end.into(), at),
                None => self.paths.insert(path.clone(), at),
            };
        }
        for method in &def.methods {
            self.methods.entry(method.clone()).or_default().push(at);
        }
        if !def.assigned.is_empty() {
            self.assigning.push(at);
        }
        if def.tells_functions() {
            self.answering.push(at);
        }
        self.all.push(def);
    }

    /// Adds types whose values are not shown where an object is written that has them.
    pub(super) fn hide(&mut self, types: Vec<Box<str>>) {
        self.hiding.extend(types);
    }

    /// Whether values of a type of this name are not shown where an object is written that has them.
    pub fn hides(&self, ty: &str) -> bool {
        self.hiding.iter().any(|known| **known == *ty)
    }

    /// What a call of a function does, by its path: `global:console.log()`.
    pub fn of_path(&self, called: &str) -> Option<&SinkDef> {
        if let Some(at) = self.paths.get(called) {
            return self.all.get(*at);
        }
        if let Some(end) = called.strip_prefix("crate:") {
            let end = end.rsplit("::").next().unwrap_or(end);
            if let Some(at) = self.ends.get(end) {
                return self.all.get(*at);
            }
        }
        let (object, method) = called.strip_suffix("()")?.rsplit_once('.')?;
        self.of_method(method).find(|def| def.is_of(object))
    }

    /// What the assignment of a member does, if anything.
    pub fn of_assignment(&self, object: Assigned, (member, of): (&str, Option<&str>)) -> Option<&SinkDef> {
        self.assigning().find(|def| def.assigns(member, of) && def.takes(object))
    }

    /// Whether assignments of a member of this name may write anything, of an object whose own name is the second.
    pub fn may_assign(&self, (member, of): (&str, Option<&str>)) -> bool {
        self.assigning().any(|def| def.assigns(member, of))
    }

    fn assigning(&self) -> impl Iterator<Item = &SinkDef> {
        self.assigning.iter().filter_map(|at| self.all.get(*at))
    }

    /// What tells by exports, attributes and decorators that functions answer.
    pub fn answering(&self) -> impl Iterator<Item = &SinkDef> {
        self.answering.iter().filter_map(|at| self.all.get(*at))
    }

    /// What a call of a method does, by the names that lead to what it is called on.
    pub fn of_names(&self, names: &[Box<str>], method: &str) -> impl Iterator<Item = &SinkDef> {
        let is_named = |known: &str| match known.split_once('.') {
            Some(known) => is_member(names, known),
            None => names.iter().any(|name| **name == *known),
        };
        self.of_method(method).filter(move |def| def.named.iter().any(|known| is_named(known)))
    }

    fn of_method(&self, method: &str) -> impl Iterator<Item = &SinkDef> {
        self.methods.get(method).into_iter().flatten().filter_map(|at| self.all.get(*at))
    }
}
