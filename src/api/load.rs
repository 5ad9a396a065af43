//! Where tables come from: the binary itself, documents, folders laid out like `rules/apis`, and configurations.

use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::apis::Apis;
use super::document::{Bundle, Depth, Files};
use super::error::TableError;
use super::faults::{self, Fault};
use super::model::Api;
use super::openapi;
use super::overlay::OverlayFile;
use crate::embedded;
use crate::source::door::{self, Bounds, Unread};

/// The folder that the built-in tables stand in, as errors name it.
const BUILT_IN: &str = "rules/apis";

/// Larger files are not read.
const MAX_BYTES: u64 = 64 << 20;

/// An API that a configuration file describes, and the folder that its paths are relative to.
#[derive(Debug, Clone)]
pub struct Configured {
    /// What it says.
    pub overlay: OverlayFile,
    /// The folder of the configuration file.
    pub folder: PathBuf,
}

impl Configured {
    /// Where its document is, if it has one of its own.
    pub fn document(&self) -> Option<PathBuf> {
        Some(self.folder.join(self.overlay.document()?))
    }
}

/// Tables, and the files that turned out to be none, each with the reason as a phrase.
#[derive(Debug, Default)]
struct Loaded {
    /// Each with the file that it is of, as errors name it.
    tables: Vec<(String, Api)>,
    skipped: Vec<(PathBuf, String)>,
    /// A document was left out that is read already.
    is_repeated: bool,
}

/// What was understood of one document, with its overlay or without.
#[derive(Debug)]
pub struct Imported {
    /// The table.
    pub api: Api,
    /// What is wrong with the document.
    pub faults: Vec<Fault>,
    /// The URLs of its servers by which no call is known, each with why: a phrase.
    pub hostless: Vec<(String, &'static str)>,
}

impl Imported {
    /// Reads a document, or an overlay with its document.
    ///
    /// # Errors
    /// What cannot be read, or what is wrong with it.
    pub fn read(path: &Path) -> Result<Self, TableError> {
        let file = path.display().to_string();
        let (overlay, document) = if has_extension(path, &["toml"]) {
            let overlay = OverlayFile::parse(&file, &read(path)?)?;
            let Some(named) = overlay.document() else {
                return Err(overlay.whole_error("the key `document` is missing"));
            };
            let document = path.parent().unwrap_or(Path::new("")).join(named);
            (overlay, document)
        } else {
            (OverlayFile::default_for(&file), path.to_owned())
        };
        let (file, text) = (document.display().to_string(), read(&document)?);
        let bundle = Bundle::read(&file, &text, &Below(document.parent()), Depth::Bodies)?;
        let mut names = overlay.body_names();
        names.extend(openapi::body_names().iter().cloned());
        let description = openapi::read(&bundle, &names)?;
        let joined = openapi::read(&bundle, &overlay.body_names())?;
        let api = overlay.join(joined)?;
        let faults = faults::faults(&description, &api);
        Ok(Self { api, faults, hostless: description.hostless })
    }
}

/// The files below the folder of a document; without a folder, none.
struct Below<'p>(Option<&'p Path>);

impl Files for Below<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        let folder = self.0.ok_or_else(|| "other files are not read here".to_owned())?;
        // That of a bare name is the one where this runs.
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let file = folder.join(path);
        // A link may lead anywhere.
        let real = |path: &Path| fs::canonicalize(path).map_err(|error| error.to_string());
        if !real(&file)?.starts_with(real(folder)?) {
            return Err("it leads out of the document's folder".to_owned());
        }
        door::text(&file, MAX_BYTES).map_err(|unread| unread.reason())
    }
}

impl Api {
    /// Reads one table: the text of its document and of its overlay, each with the name that errors give it. The
    /// document's name decides between JSON and YAML. Without an overlay each scheme carries a credential of its own,
    /// of the kind that the document lets one tell. Other files that the document refers to are not read.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with either text.
    pub fn read(document: (&str, &str), overlay: Option<(&str, &str)>) -> Result<Self, TableError> {
        let overlay = match overlay {
            Some((file, text)) => OverlayFile::parse(file, text)?,
            None => OverlayFile::default_for(document.0),
        };
        joined(document, overlay, None)
    }
}

fn joined((file, text): (&str, &str), overlay: OverlayFile, folder: Option<&Path>) -> Result<Api, TableError> {
    let body = overlay.body_names();
    let depth = if body.is_empty() { Depth::Operations } else { Depth::Bodies };
    let bundle = Bundle::read(file, text, &Below(folder), depth)?;
    let description = openapi::read(&bundle, &body)?;
    overlay.join(description)
}

/// A table of an overlay that names a document, relative to `folder`.
fn overlaid(overlay: OverlayFile, folder: &Path) -> Result<Api, TableError> {
    let Some(named) = overlay.document() else {
        return Err(overlay.whole_error("the key `document` is missing"));
    };
    let path = folder.join(named);
    // A scanned tree may hold the overlay.
    let read = Bounds::of(folder).check(&path).and_then(|()| door::text(&path, MAX_BYTES));
    let text = read.map_err(|unread| overlay.document_error(format!("{}: {}", path.display(), unread.reason())))?;
    joined((&path.display().to_string(), &text), overlay, path.parent())
}

impl Apis {
    /// The tables that are part of the program.
    ///
    /// # Errors
    ///
    /// What is wrong with one of them; the tests see to it that nothing is.
    pub fn builtin() -> Result<Self, TableError> {
        let tables = embedded::APIS.iter().map(|(overlay, overlay_text, document, document_text)| {
            let overlay_file = format!("{BUILT_IN}/{overlay}");
            let overlay = (!overlay.is_empty()).then_some((&*overlay_file, *overlay_text));
            let api = Api::read((&format!("{BUILT_IN}/{document}"), document_text), overlay)?;
            Ok(Api { is_built_in: true, ..api })
        });
        Self::checked(tables.collect::<Result<_, _>>()?, BUILT_IN)
    }

    /// The tables in a folder laid out like `rules/apis`: overlays (`*.toml`) that name their documents, and documents
    /// (`*.json`, `*.yaml`, `*.yml`) that need none. Files that are neither are skipped.
    ///
    /// # Errors
    ///
    /// A folder or file that cannot be read, or what is wrong with a table.
    pub fn load_dir(folder: &Path) -> Result<Self, TableError> {
        let loaded = Loaded::folder(folder, &mut FxHashSet::default())?;
        Self::checked(loaded.tables.into_iter().map(|(_, api)| api).collect(), &folder.display().to_string())
    }

    /// These tables and those of `other`; a table of `other` takes the place of one with the same id.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut tables = self.into_tables();
        let other = other.into_tables();
        tables.retain(|table| other.iter().all(|new| new.id != table.id));
        tables.extend(other);
        Self::new(tables)
    }

    /// These tables with those of the paths (documents, overlays and folders of them) and of the configurations. A
    /// configuration without a document says more of a table that is there.
    ///
    /// # Errors
    ///
    /// A path that cannot be read, what is wrong with a table, or two tables of one id.
    pub fn with(self, paths: &[PathBuf], configured: &[Configured]) -> Result<Self, TableError> {
        let known: Vec<String> = self.tables.iter().map(|api| api.id.clone()).collect();
        let mut apis = self;
        let mut skipped = Vec::new();
        // A document is one API, however often it is named; what a configuration says more of it counts.
        let documents = configured.iter().filter_map(Configured::document);
        let mut seen: FxHashSet<PathBuf> = documents.map(|document| real(&document)).collect();
        for path in paths {
            if !path.is_dir() && is_tree(path) && !seen.insert(real(path)) {
                continue;
            }
            let loaded = if path.is_dir() { Loaded::folder(path, &mut seen)? } else { Loaded::file(path)? };
            if loaded.tables.is_empty() && !loaded.is_repeated {
                let reason = "there is no OpenAPI document in this folder; folders in it are not looked into";
                return Err(TableError::new(&path.display().to_string(), None, reason));
            }
            skipped.extend(loaded.skipped);
            for (file, api) in loaded.tables {
                apis = apis.and_own(api).map_err(|reason| TableError::new(&file, None, reason))?;
            }
        }
        for Configured { overlay, folder } in configured {
            if overlay.document().is_some() {
                let new = overlaid(overlay.clone(), folder)?;
                apis = apis.and_own(new).map_err(|reason| overlay.id_error(reason))?;
                continue;
            }
            let mut tables = apis.into_tables();
            let named = tables.iter_mut().find(|api| Some(&*api.id) == overlay.id());
            let api = named.ok_or_else(|| {
                overlay.whole_error("an [[api]] needs a `document`, or the `id` of an API that is known already")
            })?;
            overlay.extend(api)?;
            apis = Self::new(tables);
        }
        let is_replaced = |id: &&String| apis.tables.iter().any(|api| api.id == **id && !api.is_built_in);
        skipped.extend(known.iter().filter(is_replaced).map(|id| {
            (PathBuf::from(id), "an API of the project has this id and takes the place of the built-in one".to_owned())
        }));
        apis.skipped = skipped;
        Ok(apis)
    }

    /// These tables and one that is brought, which takes the place of none but a built-in one: where it takes its id from a
    /// file it gets another, for many files have one name. An id that is said belongs to one of them.
    fn and_own(self, mut own: Api) -> Result<Self, String> {
        let is_taken = |id: &str| self.tables.iter().any(|api| api.id == id && !api.is_built_in);
        if is_taken(&own.id) {
            if own.overlay.names_id {
                return Err(format!("two APIs have the id {:?}", own.id));
            }
            // One more number than there are tables is enough.
            let mut numbered = (2..self.tables.len() + 3).map(|number| format!("{}-{number}", own.id));
            if let Some(free) = numbered.find(|id| !is_taken(id)) {
                own.id = free;
            }
        }
        Ok(self.and(Self::new(vec![own])))
    }

    fn checked(tables: Vec<Api>, folder: &str) -> Result<Self, TableError> {
        let apis = Self::new(tables);
        match apis.tables.windows(2).find(|pair| pair[0].id == pair[1].id) {
            Some(pair) => Err(TableError::new(folder, None, format!("two tables have the id {:?}", pair[0].id))),
            None => Ok(apis),
        }
    }
}

impl Loaded {
    /// The tables of a folder; folders in it are not looked into.
    fn folder(folder: &Path, seen: &mut FxHashSet<PathBuf>) -> Result<Self, TableError> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &Unread::Failed(error)))? {
            paths.push(entry.map_err(|error| unreadable(folder, &Unread::Failed(error)))?.path());
        }
        paths.sort();
        // A scanned tree may hold the folder: no link in it leads elsewhere.
        let bounds = Bounds::of(folder);
        for path in paths.iter().filter(|path| has_extension(path, &["toml"]) || is_tree(path)) {
            bounds.check(path).map_err(|unread| unreadable(path, &unread))?;
        }
        let mut loaded = Self::default();
        let (mut taken, mut errors) = (Vec::new(), Vec::new());
        for path in paths.iter().filter(|path| has_extension(path, &["toml"])) {
            match overlay_at(path) {
                Ok(Some(overlay)) => {
                    taken.extend(overlay.document().map(|document| folder.join(document)));
                    let file = path.display().to_string();
                    let table = overlaid(overlay, folder);
                    table.map_or_else(|error| errors.push(error), |api| loaded.tables.push((file, api)));
                }
                Ok(None) => loaded.skip(path, "it is no overlay: it has no key `document`"),
                Err(error) => errors.push(error),
            }
        }
        for path in paths.iter().filter(|path| is_tree(path) && !taken.contains(path)) {
            if !seen.insert(real(path)) {
                loaded.is_repeated = true;
                continue;
            }
            match document_at(path) {
                Ok(Some(api)) => loaded.tables.push((path.display().to_string(), api)),
                Ok(None) => loaded.skip(path, "it is no OpenAPI document"),
                Err(error) => errors.push(error),
            }
        }
        TableError::all(errors).map_or(Ok(loaded), Err)
    }

    /// The table of a document or an overlay that is named.
    fn file(path: &Path) -> Result<Self, TableError> {
        let file = path.display().to_string();
        let api = if has_extension(path, &["toml"]) {
            let overlay = OverlayFile::parse(&file, &read(path)?)?;
            overlaid(overlay, path.parent().unwrap_or(Path::new("")))?
        } else if is_tree(path) {
            joined((&file, &read(path)?), OverlayFile::default_for(&file), path.parent())?
        } else {
            let reason = "this is neither a folder nor a file that ends in .json, .yaml, .yml or .toml";
            return Err(TableError::new(&file, None, if path.exists() { reason } else { "there is no such file" }));
        };
        Ok(Self { tables: vec![(file, api)], ..Self::default() })
    }

    fn skip(&mut self, path: &Path, why: &str) {
        self.skipped.push((path.to_owned(), why.to_owned()));
    }
}

/// The overlay in a file, unless the file is something else.
fn overlay_at(path: &Path) -> Result<Option<OverlayFile>, TableError> {
    let text = read(path)?;
    let is_overlay =
        toml::from_str::<toml::Table>(&text).map_or(text.contains("document"), |it| it.contains_key("document"));
    is_overlay.then(|| OverlayFile::parse(&path.display().to_string(), &text)).transpose()
}

/// The table of a document without an overlay, unless the file is something else.
fn document_at(path: &Path) -> Result<Option<Api>, TableError> {
    let file = path.display().to_string();
    let Ok(text) = door::text(path, MAX_BYTES) else {
        // What is no text, or too large, is data.
        return Ok(None);
    };
    if !mentions_openapi(&text) {
        return Ok(None);
    }
    let bundle = Bundle::read(&file, &text, &Below(path.parent()), Depth::Operations)?;
    if !openapi::is_openapi(bundle.root()) {
        return Ok(None);
    }
    let overlay = OverlayFile::default_for(&file);
    overlay.join(openapi::read(&bundle, &[])?).map(Some)
}

/// Whether a text has one of the keys that an OpenAPI document has at its root, wherever it has it.
fn mentions_openapi(text: &str) -> bool {
    let follows = |rest: &str| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':');
    let has = |word: &str| text.match_indices(word).any(|(at, _)| follows(&text[at + word.len()..]));
    has("openapi") || has("swagger")
}

/// Where a file really is; what cannot be found is where it is said to be.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension().is_some_and(|extension| wanted.iter().any(|wanted| extension.eq_ignore_ascii_case(wanted)))
}

fn is_tree(path: &Path) -> bool {
    has_extension(path, &["json", "yaml", "yml"])
}

fn read(path: &Path) -> Result<String, TableError> {
    door::text(path, MAX_BYTES).map_err(|unread| unreadable(path, &unread))
}

fn unreadable(path: &Path, unread: &Unread) -> TableError {
    TableError::new(&path.display().to_string(), None, unread.reason())
}
