//! Where bundles begin: what pages load, and what the configuration of bundlers and other tools names.

use rustc_hash::FxHashMap;

use crate::embedded::fits;
use crate::ir::{Element, Entry, Expr, ExprId, ExprKind, Module};
use crate::link::Workspace;
use crate::link::pages::{module_at, script_at};
use crate::runtime::builds::{self, Builds};
use crate::runtime::commands::commands;
use crate::runtime::data::{Command, ContextData, Entries};
use crate::runtime::projects::Projects;
use crate::source::files::SourceFile;
use crate::source::markup::Markup;
use crate::source::scripts::Page;
use crate::source::walk::normalised;
use crate::source::{FileId, SourceKind, Span};

/// Pages that are looked into.
const MAX_PAGES: usize = 5_000;

/// How deep configuration may nest.
const MAX_DEPTH: usize = 16;

/// Entries, each with a phrase that says whose.
pub(super) type Entrances = FxHashMap<FileId, String>;

/// Finds the entries that the files of a run name.
pub(super) fn find(workspace: &Workspace, data: &ContextData, projects: &Projects) -> Entrances {
    let mut found = Entrances::default();
    let mut pages = 0;
    for (id, file) in workspace.files.iter() {
        let name = file.location.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if file.kind == Some(SourceKind::Page(Markup::Html)) {
            pages += 1;
            if pages <= MAX_PAGES {
                of_page(workspace, id, file, &mut found);
            }
            continue;
        }
        for entries in data.entries.iter().filter(|entries| entries.configs.is_match(name)) {
            of_configuration(workspace, id, file, entries, &mut found);
        }
        if name == "package.json" {
            of_commands(workspace, id, file, data, projects, &mut found);
        }
    }
    found
}

/// The scripts that a page loads.
fn of_page(workspace: &Workspace, id: FileId, file: &SourceFile, found: &mut Entrances) {
    let text = file.text();
    if !text.contains("<script") && !text.contains("<SCRIPT") {
        return;
    }
    for link in Page::read(text, Markup::Html).links {
        if link.name.is_none()
            && let Some(target) = script_at(workspace.resolver(), id, &link.target)
        {
            found.entry(target).or_insert_with(|| format!("the page {} loads it", short(file)));
        }
    }
}

/// What the configuration of a tool names.
fn of_configuration(workspace: &Workspace, id: FileId, file: &SourceFile, entries: &Entries, found: &mut Entrances) {
    let text = file.text();
    if !entries.keys.iter().any(|key| text.contains(key.as_str()))
        || entries.requires.as_ref().is_some_and(|key| !text.contains(key.as_str()))
    {
        return;
    }
    let Some(config) = workspace.module(id) else { return };
    let says = |wanted: &[String]| -> Vec<Span> {
        let is_said = |expr: &&Expr| match &expr.kind {
            ExprKind::Str(text) => wanted.iter().any(|wanted| fits(wanted, text)),
            _ => false,
        };
        config.exprs.iter().filter(is_said).map(|expr| expr.span).collect()
    };
    if !entries.with.is_empty() && says(&entries.with).is_empty() {
        return;
    }
    let (builds, unless) = (Builds::of(config, &entries.keys), says(&entries.unless));
    let excepted: Vec<_> = under(config, &entries.except).map(|id| config.expr(id).span).collect();
    for value in under(config, &entries.keys) {
        let span = config.expr(value).span;
        if excepted.iter().any(|excepted| excepted.contains(span))
            || unless.iter().any(|said| builds.concerns(*said, span))
        {
            continue;
        }
        for target in named(workspace, config, value) {
            add(workspace, target, &entries.name, found);
        }
    }
}

/// What stands under some keys, anywhere in a file.
pub(super) fn under<'m>(config: &'m Module, keys: &'m [String]) -> impl Iterator<Item = ExprId> + 'm {
    config.exprs.iter().flat_map(builds::entries).filter_map(|entry| builds::value_of(entry, keys))
}

/// The modules that a value of a file of configuration names.
pub(super) fn named(workspace: &Workspace, config: &Module, value: ExprId) -> Vec<FileId> {
    let mut paths = Vec::new();
    strings(config, value, 0, &mut paths);
    paths.iter().filter_map(|path| module_at(workspace.resolver(), config.file, path.trim_start_matches('/'))).collect()
}

/// What is named may be a page, and then it is what that loads.
fn add(workspace: &Workspace, target: FileId, tool: &str, found: &mut Entrances) {
    let Some(file) = workspace.files.get(target) else { return };
    if !file.kind.is_some_and(SourceKind::is_script) {
        return;
    }
    found.entry(target).or_insert_with(|| format!("it is an entry of {tool}"));
}

/// The paths in a value: strings, and those that are put together of strings.
fn strings(module: &Module, id: ExprId, depth: usize, out: &mut Vec<String>) {
    if depth > MAX_DEPTH {
        return;
    }
    let mut each = |ids: &[ExprId]| ids.iter().for_each(|id| strings(module, *id, depth + 1, out));
    match &module.expr(id).kind {
        ExprKind::Str(text) => out.push(text.as_ref().to_owned()),
        ExprKind::Array(items) => each(&items_of(items)),
        ExprKind::Object { entries, .. } => {
            let values: Vec<ExprId> = entries
                .iter()
                .filter_map(|entry| match entry {
                    Entry::Pair(_, value, _) => Some(*value),
                    Entry::Spread(_) | Entry::Getter(..) | Entry::Setter(..) => None,
                })
                .collect();
            each(&values);
        }
        // `path.resolve(__dirname, 'src', 'index.js')`, `new URL('./src/index.js', import.meta.url)`.
        ExprKind::Call { args, .. } | ExprKind::New { args, .. } => {
            let parts: Vec<&str> = items_of(args)
                .into_iter()
                .filter_map(|id| match &module.expr(id).kind {
                    ExprKind::Str(text) => Some(text.as_ref()),
                    _ => None,
                })
                .collect();
            match parts.as_slice() {
                [] => each(&items_of(args)),
                parts => out.push(parts.join("/")),
            }
        }
        ExprKind::Function(function) => {
            if let Some(id) = module.function(*function).body.value {
                strings(module, id, depth + 1, out);
            }
        }
        _ => {}
    }
}

fn items_of(elements: &[Element]) -> Vec<ExprId> {
    elements
        .iter()
        .map(|element| match element {
            Element::Item(id) | Element::Spread(id) => *id,
        })
        .collect()
}

/// What the scripts of a manifest bundle.
fn of_commands(
    workspace: &Workspace,
    id: FileId,
    file: &SourceFile,
    data: &ContextData,
    projects: &Projects,
    found: &mut Entrances,
) {
    let location = normalised(&file.location);
    let Some(folder) = location.parent().map(|folder| projects.at(folder)) else { return };
    for (_, script) in folder.manifest.iter().flat_map(|manifest| &manifest.scripts) {
        for words in commands(script) {
            let Some((at, known)) = words
                .iter()
                .enumerate()
                .find_map(|(at, word)| Some((at, data.commands.iter().find(|known| known.name == *word)?)))
            else {
                continue;
            };
            if !bundles(known, &words[at + 1..]) {
                continue;
            }
            let names = words.iter().enumerate().skip(at + 1).filter(|(at, word)| {
                let is_value = known.options.iter().any(|option| *option == words[at - 1]);
                !is_value && !word.starts_with('-') && word.contains(['.', '/'])
            });
            for (_, word) in names {
                if let Some(target) = module_at(workspace.resolver(), id, word) {
                    add(workspace, target, &known.name, found);
                }
            }
        }
    }
}

/// Whether a command makes something for browsers.
fn bundles(command: &Command, words: &[&str]) -> bool {
    let has = |wanted: &String| words.iter().any(|word| fits(wanted, word));
    (command.with.is_empty() || command.with.iter().any(has)) && !command.unless.iter().any(has)
}

/// The name of a file, for people.
fn short(file: &SourceFile) -> &str {
    file.path.rsplit('/').next().unwrap_or(&file.path)
}
