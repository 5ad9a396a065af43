//! What a module shows of itself.

use std::path::PathBuf;

use crate::embedded::fits;
use crate::ir::{
    AssignOp, BindingKind, Element, Entry, ExportValue, ExprId, ExprKind, FunctionId, Key, Module, Param, Pattern, Type,
};
use crate::runtime::context::Side;
use crate::runtime::data::{ContextData, Handler, Says};
use crate::runtime::projects::{Membership, Projects, relative};
use crate::runtime::server_regions::{ServerRegions, function_of};
use crate::runtime::used_imports::{Names, UsedImports};
use crate::source::SourceKind;
use crate::source::files::SourceFile;
use crate::source::markup::Markup;
use crate::source::test_files::is_test_file;
use crate::source::walk::normalised;

/// The directive of what reaches the browser.
const USE_CLIENT: &str = "use client";

/// The directive of what is called from elsewhere.
const USE_SERVER: &str = "use server";

/// What one module shows.
#[allow(clippy::struct_excessive_bools)] // each tells something of its own
#[derive(Debug, Default)]
pub(super) struct Signals {
    /// The parts that run on the server.
    pub regions: ServerRegions,
    /// What it uses of others.
    pub used: UsedImports,
    /// What is certain: where it stands, or what it says in so many words.
    pub said: Option<(Side, String)>,
    /// Where a bundle begins, as a framework has it.
    pub is_entry: bool,
    /// Only its name says so.
    is_convention: bool,
    /// It is run as a program, or by the clock.
    pub is_program: bool,
    /// It answers requests, as its form or its place shows.
    pub answers: bool,
    /// A test, a story or the like: what it imports goes nowhere.
    pub is_aside: bool,
    /// What its code shows, each with a phrase.
    shown: Vec<(Says, String)>,
}

impl Signals {
    /// What the code shows of one kind, as a phrase.
    pub fn shows(&self, says: Says) -> Option<&str> {
        self.shown.iter().find(|(shown, _)| *shown == says).map(|(_, why)| why.as_str())
    }

    /// The side that the module is on by itself, as far as that is beyond doubt.
    pub fn own(&self) -> Option<(Side, &str)> {
        // By convention a file is an entry; by what it needs it may be no part of a bundle all the same.
        let contradicted = self.is_convention && self.shows(Says::Server).is_some();
        if let Some((side, why)) = self.said.as_ref().filter(|_| !contradicted) {
            return Some((*side, why));
        }
        let sides = [(Says::Server, Side::Server), (Says::Elsewhere, Side::Unknown), (Says::Client, Side::Client)];
        sides.into_iter().find_map(|(says, side)| Some((side, self.shows(says)?)))
    }

    /// Whether it is in no page, whatever makes a bundle of it: it is on the server, or only a shell runs it.
    pub fn is_in_no_page(&self) -> bool {
        self.is_on_server() || matches!(self.own(), Some((Side::Unknown, _)))
    }

    /// Whether it tells nothing of the side that it is on.
    pub fn is_quiet(&self) -> bool {
        self.own().is_none() && self.shows(Says::ClientHint).is_none() && self.shows(Says::ServerHint).is_none()
    }

    /// Whether it is on the server whatever loads it.
    pub fn is_on_server(&self) -> bool {
        matches!(self.said, Some((Side::Server, _)))
    }

    /// Looks at a module. `bundle` is what it was built into, where a source map carries it.
    pub fn of(
        module: &Module,
        file: &SourceFile,
        bundle: Option<&SourceFile>,
        data: &ContextData,
        projects: &Projects,
    ) -> Self {
        let location = normalised(&file.location);
        let frameworks = projects.frameworks(data, &location);
        let package = projects.manifest(&location);
        let is_aside = is_aside(data, package.as_ref().map(|(folder, _)| folder), &location);
        let mut signals = Self { is_aside, ..Self::default() };
        let named: Vec<&str> = frameworks
            .iter()
            .filter(|one| one.framework.client.is_match(&one.path))
            .flat_map(|one| one.framework.functions.iter().map(String::as_str))
            .chain(data.server_functions.iter().map(String::as_str))
            .collect();
        signals.regions = ServerRegions::of(module, file.text(), data, &named);
        let markup = outside_scripts(module, file);
        let injecting = module.bindings.iter().any(|binding| match &binding.kind {
            BindingKind::Import { from, .. } => data.injecting.iter().any(|package| package.as_str() == from.as_ref()),
            _ => false,
        });
        signals.used = UsedImports::of(module, &signals.regions, injecting, markup.as_deref());
        signals.place(module, file, &frameworks);
        if signals.said.is_none() {
            let programs = package.as_ref().and_then(|(folder, found)| Some((folder, found.manifest.as_ref()?)));
            let own = programs.as_ref().and_then(|(folder, _)| relative(folder, &location));
            let is_program = programs.as_ref().zip(own).is_some_and(|((_, manifest), own)| {
                manifest.programs.iter().any(|program| program.trim_start_matches("./") == own)
            });
            if is_program || file.text().starts_with("#!") {
                signals.is_program = true;
                signals.said = Some((Side::Server, "it is a program of its own".to_owned()));
            }
        }
        signals.look(module, data);
        if signals.said.is_none() && signals.shows(Says::Server).is_none() {
            signals.built(file, data, package.as_ref().map(|(folder, _)| folder), bundle);
        }
        let renders = package
            .as_ref()
            .and_then(|(_, found)| found.manifest.as_ref())
            .is_some_and(|manifest| data.jsx.renderers.iter().any(|package| manifest.packages.contains(package)));
        signals.look_at_elements(module, renders && !frameworks.iter().any(|one| one.framework.renders_on_server));
        signals
    }

    /// Whether it is, or went into, what a bundler made for browsers.
    fn built(&mut self, file: &SourceFile, data: &ContextData, package: Option<&PathBuf>, bundle: Option<&SourceFile>) {
        let built = bundle.unwrap_or(file);
        if file.embedded_in.is_some() && bundle.is_none() || !matches!(built.kind, Some(SourceKind::JavaScript)) {
            return;
        }
        let path = package.and_then(|folder| relative(folder, &normalised(&built.location)));
        if let Some(folder) = data.bundles.folder(&path.unwrap_or_else(|| built.path.clone()), built.text()) {
            self.is_entry = true;
            let why = match bundle {
                Some(_) => format!("it is built into a bundle for browsers in {folder}"),
                None => format!("it is a bundle for browsers in {folder}"),
            };
            self.said = Some((Side::Client, why));
        }
    }

    /// Where it stands, and what it says in so many words.
    fn place(&mut self, module: &Module, file: &SourceFile, frameworks: &[Membership]) {
        let top = &module.function(module.top()).body;
        let server = frameworks.iter().find(|one| one.framework.server.is_match(&one.path));
        let client = frameworks.iter().find(|one| one.framework.client.is_match(&one.path));
        self.said = if module.has_directive(top, USE_SERVER) {
            Some((Side::Server, format!("it begins with \"{USE_SERVER}\"")))
        } else if module.has_directive(top, USE_CLIENT) {
            Some((Side::Client, format!("it begins with \"{USE_CLIENT}\"")))
        } else if let Some(one) = server {
            self.answers = true;
            Some((Side::Server, format!("{} runs it on the server", one.framework.name)))
        } else if self.is_aside {
            Some((Side::Server, "it is no part of what is shipped".to_owned()))
        } else if let Some(one) = client {
            self.is_entry = true;
            self.is_convention = !matches!(file.kind, Some(SourceKind::Page(_)));
            Some((Side::Client, format!("it is an entry of {}", one.framework.name)))
        } else {
            match file.kind {
                Some(SourceKind::Page(Markup::Html)) => {
                    self.is_entry = true;
                    Some((Side::Client, "it is a page".to_owned()))
                }
                Some(SourceKind::Page(Markup::Astro)) => Some((Side::Client, "it is a script of a page".to_owned())),
                Some(SourceKind::Page(_)) => Some((Side::Client, "it is a component".to_owned())),
                _ => None,
            }
        };
    }

    fn show(&mut self, says: Says, why: String) {
        self.shown.push((says, why));
    }

    /// What its code uses.
    fn look(&mut self, module: &Module, data: &ContextData) {
        let mut shown = Vec::new();
        for (at, binding) in module.bindings.iter().enumerate() {
            if let BindingKind::Import { from, name } = &binding.kind
                && data.knows(from)
                && let Some(members) = self.used.binding(crate::ir::BindingId::new(module.file, at))
            {
                shown.extend(of_package(data, from, name, members));
            }
        }
        for loaded in self.used.loaded.iter().filter(|loaded| data.knows(&loaded.specifier)) {
            shown.extend(of_package(data, &loaded.specifier, "*", &loaded.names));
        }
        for expr in module.exprs.iter().filter(|expr| !self.regions.hold(expr.span)) {
            let (object, member) = match &expr.kind {
                ExprKind::Member { object, key: Key::Name(key, _) } => (*object, Some(key.as_ref())),
                ExprKind::Call { callee, .. } | ExprKind::New { callee, .. } => (*callee, None),
                _ => continue,
            };
            if let ExprKind::Global(name) = &module.expr(object).kind
                && let Some(says) = data.global(name, member)
            {
                let member = member.map(|member| format!(".{member}")).unwrap_or_default();
                shown.push((says, format!("it uses {name}{member}")));
            }
        }
        for expr in module.exprs.iter().filter(|expr| !self.regions.hold(expr.span)) {
            if let ExprKind::Call { callee, args, .. } = &expr.kind
                && let Some((name, call)) = named_call(module, *callee, args)
                && let Some(says) = data.global(name, Some(&call))
            {
                shown.push((says, format!("it calls {name}.{call}")));
            }
        }
        for handler in data.handlers() {
            if let Some((name, function)) = handles(module, handler) {
                let is_of = |ty: &Type| data.automation.events.iter().any(|event| fits(event, &ty.path));
                let gets = |param: &Param| param.ty.as_deref().is_some_and(is_of);
                let is_timed = handler.method.as_ref().is_some_and(|it| data.automation.handlers.contains(it))
                    || module.function(function).params.first().is_some_and(gets);
                self.is_program |= is_timed;
                self.answers |= !is_timed;
                shown.push((handler.says, format!("its export {name} has the form of a handler on a server")));
            }
        }
        for (says, why) in shown {
            self.show(says, why);
        }
    }

    /// Elements of JSX: those that answer events are in a browser.
    fn look_at_elements(&mut self, module: &Module, renders: bool) {
        let mut has_elements = false;
        let mut handler = None;
        for expr in module.exprs.iter().filter(|expr| !self.regions.hold(expr.span)) {
            let ExprKind::Call { callee, args, .. } = &expr.kind else { continue };
            if !matches!(&module.expr(*callee).kind, ExprKind::Global(name) if name.as_ref() == "jsx") {
                continue;
            }
            has_elements = true;
            let Some(Element::Item(properties)) = args.get(1) else { continue };
            let is_of_page =
                matches!(args.first(), Some(Element::Item(tag)) if matches!(module.expr(*tag).kind, ExprKind::Str(_)));
            if let ExprKind::Object { entries, .. } = &module.expr(*properties).kind {
                let mut events = entries.iter().filter_map(|entry| event(module, entry));
                handler = handler.or_else(|| events.find(|(_, value)| is_of_page || !may_be_action(module, *value)));
            }
        }
        if let Some((name, _)) = handler {
            self.show(Says::Client, format!("it handles {name}"));
        }
        if has_elements && renders {
            self.show(Says::ClientHint, "it is a component".to_owned());
        }
    }
}

/// `addEventListener('install')` of `self`: a global, and a call of a member of it with its first argument.
fn named_call<'m>(module: &'m Module, callee: ExprId, args: &[Element]) -> Option<(&'m str, String)> {
    let ExprKind::Member { object, key: Key::Name(key, _) } = &module.expr(callee).kind else { return None };
    let ExprKind::Global(name) = &module.expr(*object).kind else { return None };
    let Some(Element::Item(first)) = args.first() else { return None };
    match &module.expr(*first).kind {
        ExprKind::Str(text) if text.len() < 40 => Some((name, format!("{key}('{text}')"))),
        _ => None,
    }
}

/// Whether what a component is given may be a server action, which components on the server hand to those in browsers: what
/// is imported, and a function with the directive; bound to arguments or not.
fn may_be_action(module: &Module, value: ExprId) -> bool {
    let mut root = value;
    loop {
        match &module.expr(root).kind {
            ExprKind::Member { object, .. } => root = *object,
            ExprKind::Call { callee, .. } => root = *callee,
            ExprKind::Function(function) => return module.has_directive(&module.function(*function).body, USE_SERVER),
            ExprKind::Name(binding) => {
                let is_imported = matches!(module.binding(*binding).kind, BindingKind::Import { .. });
                let function = function_of(module, &ExportValue::Binding(*binding));
                return is_imported
                    || function
                        .is_some_and(|function| module.has_directive(&module.function(function).body, USE_SERVER));
            }
            _ => return false,
        }
    }
}

/// The property by which an element answers an event, and what it is given.
fn event<'m>(module: &'m Module, entry: &'m Entry) -> Option<(&'m str, ExprId)> {
    let Entry::Pair(Key::Name(name, _), value, _) = entry else { return None };
    let rest = name.strip_prefix("on")?;
    let is_function = matches!(
        module.expr(*value).kind,
        ExprKind::Function(_) | ExprKind::Name(_) | ExprKind::Member { .. } | ExprKind::Call { .. }
    );
    (rest.starts_with(|c: char| c.is_ascii_uppercase()) && is_function).then_some((&**name, *value))
}

/// What the use of a package says.
fn of_package(data: &ContextData, from: &str, name: &str, members: &Names) -> Vec<(Says, String)> {
    let why = |name: &str| match name {
        "default" | "*" => format!("it uses {from}"),
        name => format!("it uses {name} of {from}"),
    };
    let mut names = vec![name];
    if let (Names::Some(members), "default" | "*") = (members, name) {
        names.extend(members.iter().map(AsRef::as_ref));
    }
    names.into_iter().filter_map(|name| Some((data.package(from, name)?, why(name)))).collect()
}

/// The export that has the form of a handler, and its function.
fn handles<'h>(module: &Module, handler: &'h Handler) -> Option<(&'h str, FunctionId)> {
    let exported = |name: &str| handler.exported.iter().find(|known| known.as_str() == name);
    for export in &module.exports {
        let Some(name) = exported(&export.name) else { continue };
        let function = match &handler.method {
            None => function_of(module, &export.value),
            Some(method) => method_of(module, &export.value, method),
        };
        if let Some(function) = function.filter(|function| takes(module, *function, &handler.params)) {
            return Some((name, function));
        }
    }
    // `exports.handler = …`, `module.exports = …`.
    module.exprs.iter().find_map(|expr| {
        let ExprKind::Assign { target, op: AssignOp::Set, value } = &expr.kind else { return None };
        let Pattern::Place(place) = **target else { return None };
        let ExprKind::Member { object, key: Key::Name(key, _) } = &module.expr(place).kind else { return None };
        let name = match &module.expr(*object).kind {
            ExprKind::Global(object) if object.as_ref() == "module" && key.as_ref() == "exports" => "default",
            ExprKind::Global(object) if object.as_ref() == "exports" => key.as_ref(),
            ExprKind::Member { object, key: Key::Name(exports, _) }
                if exports.as_ref() == "exports"
                    && matches!(&module.expr(*object).kind, ExprKind::Global(name) if name.as_ref() == "module") =>
            {
                key.as_ref()
            }
            _ => return None,
        };
        let name = exported(name)?;
        let function = match (&handler.method, &module.expr(*value).kind) {
            (None, ExprKind::Function(function)) => Some(*function),
            _ => None,
        };
        function.filter(|function| takes(module, *function, &handler.params)).map(|function| (name.as_str(), function))
    })
}

fn method_of(module: &Module, value: &ExportValue, method: &str) -> Option<FunctionId> {
    let id: ExprId = match value {
        ExportValue::Expr(id) => *id,
        ExportValue::Binding(binding) => module.declared_value(*binding)?,
        ExportValue::Reexport { .. } => return None,
    };
    let mut id = id;
    while let ExprKind::Cast { value, .. } | ExprKind::Optional(value) = module.expr(id).kind {
        id = value;
    }
    let ExprKind::Object { entries, .. } = &module.expr(id).kind else { return None };
    entries.iter().find_map(|entry| match entry {
        Entry::Pair(Key::Name(name, _), value, _) if name.as_ref() == method => match module.expr(*value).kind {
            ExprKind::Function(function) => Some(function),
            _ => None,
        },
        _ => None,
    })
}

fn takes(module: &Module, function: FunctionId, names: &[Vec<String>]) -> bool {
    let params = &module.function(function).params;
    params.len() >= names.len()
        && params.iter().zip(names).all(|(param, names)| match &param.pattern {
            Pattern::Binding(binding) => {
                let name = module.binding(*binding).name.trim_start_matches('_');
                names.iter().any(|known| known == name)
            }
            _ => false,
        })
}

/// What a component holds beside its scripts; `None` where names in it are no uses.
fn outside_scripts(module: &Module, file: &SourceFile) -> Option<String> {
    if !matches!(file.kind, Some(SourceKind::Page(Markup::Vue | Markup::Svelte))) {
        return None;
    }
    let text = file.text();
    let (mut rest, mut at) = (String::new(), 0);
    for script in &module.scripts {
        rest.push_str(text.get(at..script.span.start as usize).unwrap_or_default());
        rest.push('\n');
        at = script.span.end as usize;
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    Some(rest)
}

/// Whether a file is made for trying things out. What lies above the package is none of its business.
fn is_aside(data: &ContextData, package: Option<&PathBuf>, location: &std::path::Path) -> bool {
    let path = package.and_then(|folder| relative(folder, location));
    let name = || location.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let path = path.unwrap_or_else(name);
    data.aside.has(&path) || is_test_file(&path)
}
