//! Reading the files of a unit, and putting the modules that are files of their own inline.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use proc_macro2::TokenStream;
use rustc_hash::{FxHashMap, FxHashSet};
use syn::{Item, ItemMod, LitStr};

use super::attributes::{self, is_macro_use};
use super::conventions::{Reads, reads};
use super::imports::Imports;
use super::macro_definitions::Definitions;
use super::macro_parsers::{content, macro_name};
use super::paths::name_of;
use super::places::{Extent, FileText, Places, Root};
use super::{MAX_MACRO_DEPTH, cut, limits};
use crate::ir::{Attribute, Problem};
use crate::source::cargo::Unit;
use crate::source::table::{Table, joined};
use crate::source::{FileId, Span};

/// How much text a unit may have, counting what is read twice. Syntax trees take about a hundred times as much. Beyond
/// it only the files that it is lowered for are read.
const MAX_UNIT_BYTES: usize = 16 << 20;
/// How deep the files of modules may nest.
const MAX_FILES_DEEP: usize = 128;
/// How often one crate may include one file.
const MAX_TIMES: u32 = 4;

/// What has been read of a unit.
pub(super) struct Loaded<'t> {
    /// The items of each crate; crates of their own for files that belong to none.
    pub crates: Vec<Vec<Item>>,
    pub places: Places<'t>,
    pub definitions: Definitions,
    pub problems: Vec<Problem>,
    /// Parts that only tests run.
    pub tests: Vec<Span>,
    /// What attributes say of functions, modules and impls.
    pub attributes: Vec<Attribute>,
}

/// Reads a unit.
pub(super) fn load<'t>(unit: &Unit, table: &'t dyn Table) -> Loaded<'t> {
    let mut loader = Loader::new(unit, table);
    let crates = loader.crates(unit);
    if loader.bytes <= MAX_UNIT_BYTES {
        return loader.finish(crates);
    }
    let alone = Unit { crates: Vec::new(), hot: unit.hot.clone() };
    let mut loader = Loader::new(&alone, table);
    loader.follow = false;
    let span = Span::new(loader.places.first().0, 0, 0);
    let message = "the crates around this file are too large to be read together; it is read without them".to_owned();
    loader.problems.push(Problem { span, message });
    let crates = loader.crates(&alone);
    loader.finish(crates)
}

/// Where the modules of a file, or of a module in it, have their files.
struct Folders {
    /// Where the file stands.
    file: PathBuf,
    /// Where a `mod name;` is looked for.
    children: Vec<PathBuf>,
    /// In a module that stands in braces.
    inline: bool,
}

impl Folders {
    /// Of a file that has its modules beside it.
    fn beside(path: &Path) -> Self {
        let folder = path.parent().unwrap_or(path).to_path_buf();
        Self { children: vec![folder.clone()], file: folder, inline: false }
    }

    /// Of a file `name.rs` that has them in `name/`.
    fn below(path: &Path) -> Self {
        Self { children: vec![path.with_extension("")], ..Self::beside(path) }
    }

    /// Of a file of which it is not known what it is.
    fn either(path: &Path) -> Self {
        let mut folders = Self::beside(path);
        if !matches!(path.file_stem().and_then(|stem| stem.to_str()), Some("main" | "lib" | "mod" | "build")) {
            folders.children.insert(0, path.with_extension(""));
        }
        folders
    }

    /// What a path given in an attribute is relative to.
    fn given<'f>(&'f self) -> Box<dyn Iterator<Item = &'f PathBuf> + 'f> {
        if self.inline { Box::new(self.children.iter()) } else { Box::new(std::iter::once(&self.file)) }
    }

    /// Of a module in braces.
    fn within(&self, module: &ItemMod) -> Self {
        let children = match attributes::paths(&module.attrs).first() {
            Some(path) => self.given().map(|folder| joined(folder, path)).collect(),
            None => self.children.iter().map(|folder| folder.join(name_of(&module.ident))).collect(),
        };
        Self { file: self.file.clone(), children, inline: true }
    }

    /// The files that `mod name;` may mean, with where their own modules are.
    fn files(&self, module: &ItemMod) -> Vec<(PathBuf, Folders)> {
        let name = name_of(&module.ident);
        let mut found = Vec::new();
        let mut given: Vec<(PathBuf, Folders)> = Vec::new();
        for path in attributes::paths(&module.attrs) {
            given.extend(self.given().map(|folder| joined(folder, &path)).map(|path| {
                let folders = Self::beside(&path);
                (path, folders)
            }));
        }
        if attributes::is_moved(&module.attrs) {
            return given;
        }
        for folder in &self.children {
            let file = folder.join(format!("{name}.rs"));
            let folders = Self::below(&file);
            found.push((file, folders));
            let file = folder.join(&name).join("mod.rs");
            let folders = Self::beside(&file);
            found.push((file, folders));
        }
        found.extend(given);
        found
    }
}

struct Loader<'t> {
    table: &'t dyn Table,
    places: Places<'t>,
    definitions: Definitions,
    problems: Vec<Problem>,
    tests: Vec<Span>,
    attributes: Vec<Attribute>,
    /// The files being read, the outermost first.
    open: Vec<FileId>,
    times: FxHashMap<(usize, FileId), u32>,
    bytes: usize,
    /// Whether modules in files of their own are read.
    follow: bool,
}

/// The module that is being read.
#[derive(Clone, Copy)]
struct Here<'h> {
    owner: usize,
    folders: &'h Folders,
    extent: &'h Extent,
    /// In a part that only tests run.
    test: bool,
    macros: u32,
}

impl<'t> Loader<'t> {
    fn new(unit: &Unit, table: &'t dyn Table) -> Self {
        let root = |index: usize| {
            let of = &unit.crates[index];
            let externs = of.externs.iter().cloned().collect();
            let renamed = of.renamed.iter().cloned().collect();
            Root { name: of.name.clone(), externs, renamed, macros_of: Vec::new(), test: of.test, library: of.library }
        };
        let first = unit.hot.iter().chain(unit.crates.iter().map(|one| &one.root)).find_map(|path| table.at(path));
        let default = first.map_or(FileId(u32::MAX), |(file, _)| file);
        Self {
            table,
            places: Places::new((0..unit.crates.len()).map(root).collect(), default),
            definitions: Definitions::default(),
            problems: Vec::new(),
            tests: Vec::new(),
            attributes: Vec::new(),
            open: Vec::new(),
            times: FxHashMap::default(),
            bytes: 0,
            follow: true,
        }
    }

    fn finish(mut self, crates: Vec<Vec<Item>>) -> Loaded<'t> {
        self.definitions.sort();
        let Self { places, definitions, problems, tests, attributes, .. } = self;
        Loaded { crates, places, definitions, problems, tests, attributes }
    }

    /// The items of all crates, and of the files that are in none.
    fn crates(&mut self, unit: &Unit) -> Vec<Vec<Item>> {
        let mut crates: Vec<Vec<Item>> = Vec::new();
        for (owner, one) in unit.crates.iter().enumerate() {
            crates.push(self.root(&one.root, &Folders::beside(&one.root), owner));
        }
        let read: FxHashSet<FileId> = self.times.keys().map(|(_, file)| *file).collect();
        // The first file that is left may be a module of another one that is left: then it is not read by itself.
        let mut alone: Vec<(FileId, usize)> = Vec::new();
        for path in &unit.hot {
            let Some((file, _)) = self.table.at(path).filter(|(file, _)| !read.contains(file)) else { continue };
            if alone.iter().any(|(_, owner)| self.times.contains_key(&(*owner, file))) {
                continue;
            }
            let owner = crates.len();
            self.places.roots.push(Root::default());
            let items = self.root(path, &Folders::either(path), owner);
            crates.push(items);
            alone.retain(|&(earlier, of)| {
                let again = self.times.contains_key(&(owner, earlier));
                if again {
                    crates[of].clear();
                }
                !again
            });
            alone.push((file, owner));
        }
        crates
    }

    #[allow(clippy::cast_possible_truncation)]
    fn root(&mut self, path: &Path, folders: &Folders, owner: usize) -> Vec<Item> {
        let at = vec![owner as u32];
        let extent = &Extent::file(&at);
        let test = self.places.roots[owner].test;
        let here = &Here { owner, folders, extent, test, macros: 0 };
        self.file(path, &at, here).map(|file| file.items).unwrap_or_default()
    }

    /// The content of a file, its modules inline; `None` if it cannot be read. `at` is its position, `here` the module
    /// that it is.
    #[allow(clippy::cast_possible_truncation)] // files are limited to far below 4 GiB
    fn file(&mut self, path: &Path, at: &[u32], here: &Here) -> Option<syn::File> {
        let Here { owner, folders, extent, test, .. } = *here;
        let (id, text) = self.table.at(path)?;
        if self.open.contains(&id) || self.open.len() >= MAX_FILES_DEEP || self.bytes > MAX_UNIT_BYTES {
            return None;
        }
        let times = self.times.entry((owner, id)).or_default();
        if *times >= MAX_TIMES {
            return None;
        }
        *times += 1;
        if text.len() > limits::MAX_BYTES {
            self.problem(Span::new(id, 0, 0), "the file is larger than 2 MiB and was not read");
            return None;
        }
        self.bytes += text.len();
        if test {
            self.tests.push(Span::new(id, 0, text.len() as u32));
        }
        let base = cut(text);
        let code = &text[base..];
        let stream = match TokenStream::from_str(code) {
            Ok(stream) => stream,
            Err(error) => {
                let offset = (error.span().byte_range().start + base) as u32;
                let end = (error.span().byte_range().end + base) as u32;
                let span = Span::new(id, offset, end.max(offset));
                self.problem(span, "syntax error: the file cannot be split into tokens");
                return None;
            }
        };
        // Without a token there is nothing to place.
        let first = stream.clone().into_iter().next()?.span();
        let base = base as u32;
        let text = FileText {
            file: id,
            text,
            folder: folders.file.clone(),
            base,
            at: at.to_vec(),
            owner,
            imports: FxHashMap::default(),
            globs: false,
        };
        self.places.add(first, text);
        if let Some((place, what)) = limits::check(&stream) {
            self.problem(self.places.span(place, place), what);
            return None;
        }
        if code.contains("macro_rules") {
            self.definitions.read(&stream, at, owner, extent);
        }
        let mut file = match syn::parse2::<syn::File>(stream) {
            Ok(file) => file,
            Err(error) => {
                let span = self.places.span(error.span(), error.span());
                self.problem(span, format!("syntax error: {error}"));
                return None;
            }
        };
        let mut imports = Imports::default();
        imports.read(&file.items);
        if let Some(place) = self.places.last_mut() {
            (place.imports, place.globs) = imports.finish();
        }
        self.open.push(id);
        file.items = self.inline(std::mem::take(&mut file.items), here);
        self.open.pop();
        Some(file)
    }

    fn problem(&mut self, span: Span, message: impl Into<String>) {
        let message = message.into();
        // A file of two crates is wrong once.
        if !self.problems.iter().any(|known| known.span == span && known.message == message) {
            self.problems.push(Problem { span, message });
        }
    }

    fn note(&mut self, attrs: &[syn::Attribute], span: Span) {
        let said = attrs.iter().filter_map(attributes::said);
        self.attributes.extend(said.map(|text| Attribute { span, text: text.into() }));
    }

    fn inline(&mut self, items: Vec<Item>, here: &Here) -> Vec<Item> {
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Item::Mod(module) => out.push(Item::Mod(self.module(module, here))),
                Item::Fn(function) => {
                    let is_test = attributes::is_test(&function.attrs) || attributes::is_test_function(&function.attrs);
                    if is_test && !here.test {
                        let close = function.block.brace_token.span.close();
                        self.tests.push(self.places.span(function.sig.fn_token.span, close));
                    }
                    let span = self.places.span(function.sig.fn_token.span, function.block.brace_token.span.close());
                    self.note(&function.attrs, span);
                    out.push(Item::Fn(function));
                }
                Item::Impl(item) => {
                    self.note(&item.attrs, self.places.span(item.impl_token.span, item.brace_token.span.close()));
                    for method in &item.items {
                        if let syn::ImplItem::Fn(method) = method {
                            let close = method.block.brace_token.span.close();
                            self.note(&method.attrs, self.places.span(method.sig.fn_token.span, close));
                        }
                    }
                    out.push(Item::Impl(item));
                }
                Item::Macro(item) if item.ident.is_none() && here.macros < MAX_MACRO_DEPTH => {
                    let within = &Here { macros: here.macros + 1, ..*here };
                    let name = macro_name(&item.mac);
                    let items = match name.as_str() {
                        "include" => self.included(&item, here),
                        _ if reads(&name) == Some(Reads::Branches) => {
                            content(&item.mac).map(|items| self.inline(items, within))
                        }
                        _ => None,
                    };
                    out.extend(items.unwrap_or_else(|| vec![Item::Macro(item)]));
                }
                Item::ExternCrate(item) if is_macro_use(&item.attrs) => {
                    let root = &mut self.places.roots[here.owner];
                    if let Some(&of) = root.externs.get(&name_of(&item.ident)) {
                        root.macros_of.push(of);
                    }
                    out.push(Item::ExternCrate(item));
                }
                other => out.push(other),
            }
        }
        out
    }

    #[allow(clippy::cast_possible_truncation)]
    fn module(&mut self, mut module: ItemMod, here: &Here) -> ItemMod {
        let leaks = is_macro_use(&module.attrs);
        let test = here.test || attributes::is_test(&module.attrs);
        if let Some((brace, items)) = module.content.take() {
            let (open, close) = (brace.span.open(), brace.span.close());
            let mut file = self.places.position(open);
            file.pop();
            let own = Extent { file, start: open.byte_range().start as u32, end: close.byte_range().end as u32 };
            let extent = if leaks { here.extent } else { &own };
            if test && !here.test {
                self.tests.push(self.places.span(open, close));
            }
            self.note(&module.attrs, self.places.span(open, close));
            let folders = &here.folders.within(&module);
            let items = self.inline(items, &Here { folders, extent, test, ..*here });
            module.content = Some((brace, items));
            return module;
        }
        if !self.follow {
            return module;
        }
        let at = self.places.position(module.mod_token.span);
        let found = here.folders.files(&module).into_iter().find(|(path, _)| self.table.at(path).is_some());
        let Some((path, folders)) = found else { return module };
        let own = Extent::file(&at);
        let extent = if leaks { here.extent } else { &own };
        let within = &Here { owner: here.owner, folders: &folders, extent, test, macros: 0 };
        if let Some(file) = self.file(&path, &at, within) {
            module.attrs.extend(file.attrs);
            if let Some((id, text)) = self.table.at(&path) {
                self.note(&module.attrs, Span::new(id, 0, text.len() as u32));
            }
            module.content = Some((syn::token::Brace(module.mod_token.span), file.items));
        }
        module
    }

    /// The items of `include!("file")`.
    fn included(&mut self, item: &syn::ItemMacro, here: &Here) -> Option<Vec<Item>> {
        if !self.follow {
            return None;
        }
        let path = joined(&here.folders.file, syn::parse2::<LitStr>(item.mac.tokens.clone()).ok()?.value());
        let at = self.places.position(item.mac.bang_token.span);
        let folders = &Folders::beside(&path);
        self.file(&path, &at, &Here { folders, macros: 0, ..*here }).map(|file| file.items)
    }
}
