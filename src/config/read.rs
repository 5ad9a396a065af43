//! Reading a configuration file and those that it extends.

use std::path::{Path, PathBuf};

use toml::Spanned;

use super::check::{Problem, check};
use super::patterns::Patterns;
use super::written::{Levels, OneOrMany, Written, WrittenWrapper};
use super::{Carrier, Config, Origin, Override, Setting};
use crate::api::{Configured, OverlayFile};
use crate::clients::Slot;
use crate::clients::wrappers::Wrapper;
use crate::error::Error;
use crate::source::door::{self, Bounds, Unread};
use crate::source::lines::LineIndex;
use crate::source::walk::{normalised, shown};

/// Larger files are no configuration.
const MAX_BYTES: u64 = 1024 * 1024;

/// So many files may extend one another.
const MAX_LAYERS: usize = 32;

/// One file of a chain, with its text to find lines in.
struct Layer {
    path: PathBuf,
    shown: String,
    text: String,
    lines: LineIndex,
    written: Written,
}

/// Reads a file with all that it extends. Nothing that it names may lie outside of `bounds`.
pub(super) fn read(path: &Path, bounds: &Bounds) -> Result<Config, Error> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some(path.to_path_buf());
    while let Some(path) = next {
        let layer = Layer::read(&path, bounds)?;
        next = match &layer.written.extends {
            Some(base) => Some(layer.extended(base, &layers)?),
            None => None,
        };
        layers.push(layer);
    }
    for layer in &layers {
        layer.check_paths(bounds)?;
    }
    Ok(join(&layers))
}

impl Layer {
    fn read(path: &Path, bounds: &Bounds) -> Result<Self, Error> {
        let shown = relative(path);
        let unread = |unread: Unread| Error::new(format!("cannot read {shown}: {}", unread.reason()));
        bounds.check(path).map_err(unread)?;
        // Offsets are those of the text without a byte order mark, and so are the columns of editors.
        let text = &door::text(path, MAX_BYTES).map_err(unread)?;
        let lines = LineIndex::new(text);
        let failed = |problem: Problem| {
            let error = Error::of(&shown, problem.message);
            let Some(span) = problem.span else { return error };
            let position = lines.position(text, u32::try_from(span.start).unwrap_or(u32::MAX));
            error.at(position.line, position.utf16)
        };
        check(text).map_err(failed)?;
        let written = toml::from_str(text)
            .map_err(|error| failed(Problem { span: error.span(), message: error.message().replace('\n', " ") }))?;
        Ok(Self { path: path.to_path_buf(), shown, text: text.to_owned(), lines, written })
    }

    fn origin<T>(&self, at: &Spanned<T>) -> Origin {
        let line = self.lines.line(u32::try_from(at.span().start).unwrap_or(u32::MAX));
        Origin { file: self.shown.clone(), line }
    }

    /// A path that the file gives, which is relative to its own directory.
    fn path(&self, given: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new("")).join(given)
    }

    /// The file that this one extends; `before` are those that led here.
    fn extended(&self, base: &Spanned<String>, before: &[Self]) -> Result<PathBuf, Error> {
        let Origin { file, line } = self.origin(base);
        let wrong = |what: String| Err(Error::of(file, what).at_line(line));
        let path = self.path(base.get_ref());
        let same = |one: &Self| normalised(&one.path) == normalised(&path);
        if same(self) || before.iter().any(same) {
            let base = base.get_ref();
            return wrong(format!("\"extends\" goes in circles: \"{base}\" leads back here"));
        }
        if before.len() >= MAX_LAYERS {
            return wrong(format!("more than {MAX_LAYERS} files extend one another"));
        }
        if !path.is_file() {
            return wrong(format!("\"extends\" names no file: {}", shown(&path)));
        }
        Ok(path)
    }

    /// The APIs that the file describes itself.
    fn apis(&self) -> impl Iterator<Item = Configured> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        self.written.api.iter().map(|written| Configured {
            overlay: OverlayFile::within(&self.shown, &self.text, written.clone()),
            folder: folder.to_path_buf(),
        })
    }

    /// The files and folders that are named here and read later.
    fn check_paths(&self, bounds: &Bounds) -> Result<(), Error> {
        let Written { baseline, apis, clients, .. } = &self.written;
        let named = |key: &'static str| move |path| (key, path);
        let named = baseline.iter().map(named("baseline")).chain(apis.iter().map(named("apis")));
        for (key, path) in named.chain(clients.iter().map(|path| ("clients", path))) {
            bounds.check(&self.path(path)).map_err(|unread| {
                Error::new(format!("{}: \"{key}\" names a path that {unread}: {path}", self.shown))
            })?;
        }
        Ok(())
    }

    fn settings(&self, levels: &Levels) -> Vec<Setting> {
        let setting = |(rule, level): (&String, &Spanned<super::RuleLevel>)| Setting {
            rule: rule.clone(),
            level: *level.get_ref(),
            origin: self.origin(level),
        };
        levels.iter().map(setting).collect()
    }

    fn patterns(&self, written: &[Spanned<String>]) -> Vec<(String, Origin)> {
        written.iter().map(|pattern| (pattern.get_ref().clone(), self.origin(pattern))).collect()
    }
}

/// What the layers say together, the first of which is the one that applies. Patterns begin at its directory: that of
/// a shared file says nothing.
fn join(layers: &[Layer]) -> Config {
    let top = layers.first().map(|layer| normalised(&layer.path)).unwrap_or_default();
    let directory = top.parent().unwrap_or(&top);
    // Later ones win and lists add up, so the one that is extended comes first.
    let ordered = || layers.iter().rev();
    let patterns = |of: &dyn Fn(&Written) -> &Vec<Spanned<String>>| {
        Patterns::new(directory, ordered().flat_map(|layer| layer.patterns(of(&layer.written))).collect())
    };
    let texts = |of: &dyn Fn(&Written) -> &Vec<String>| -> Vec<String> {
        ordered().flat_map(|layer| of(&layer.written).iter().cloned()).collect()
    };
    let paths = |of: &dyn Fn(&Written) -> &Vec<String>| -> Vec<PathBuf> {
        ordered().flat_map(|layer| of(&layer.written).iter().map(|path| layer.path(path))).collect()
    };
    let carriers = ordered().flat_map(|layer| {
        layer.written.carriers.iter().map(|carrier| Carrier {
            name: carrier.name.clone(),
            place: carrier.place,
            credential: carrier.credential.get_ref().clone(),
            origin: layer.origin(&carrier.credential),
        })
    });
    let overrides = ordered().flat_map(|layer| {
        layer.written.overrides.iter().map(|one| Override {
            files: Patterns::new(directory, layer.patterns(&one.files)),
            rules: layer.settings(&one.rules),
            signing: one.signing,
            max_expiry: one.max_expiry,
        })
    });
    let mut hosts = texts(&|written| &written.hosts);
    // Of several that fit, the one that leads deepest is meant.
    hosts.sort_by_key(|host| std::cmp::Reverse(host.matches('/').count()));
    Config {
        sources: layers.iter().map(|layer| layer.shown.clone()).collect(),
        include: patterns(&|written| &written.include),
        exclude: patterns(&|written| &written.exclude),
        select: texts(&|written| &written.select),
        ignore: texts(&|written| &written.ignore),
        fail_on: layers.iter().find_map(|layer| layer.written.fail_on),
        baseline: layers.iter().find_map(|layer| layer.written.baseline.as_ref().map(|path| layer.path(path))),
        apis: paths(&|written| &written.apis),
        api: ordered().flat_map(Layer::apis).collect(),
        clients: paths(&|written| &written.clients),
        hosts,
        prefixes: texts(&|written| &written.prefixes),
        carriers: carriers.collect(),
        wrappers: ordered().flat_map(|layer| &layer.written.wrappers).map(wrapper).collect(),
        client_code: patterns(&|written| &written.contexts.client),
        server_code: patterns(&|written| &written.contexts.server),
        signing: layers.iter().find_map(|layer| layer.written.signing),
        signing_for: ordered().flat_map(|layer| layer.written.signing_for.clone()).collect(),
        max_expiry: layers.iter().find_map(|layer| layer.written.max_expiry),
        rules: ordered().flat_map(|layer| layer.settings(&layer.written.rules)).collect(),
        overrides: overrides.collect(),
    }
}

/// Selectors that cannot be read have been refused before.
fn wrapper(written: &WrittenWrapper) -> Wrapper {
    let slots = [
        (Slot::Method, written.method.as_ref()),
        (Slot::Base, written.base.as_ref()),
        (Slot::Url, Some(&written.url)),
        (Slot::Query, written.query.as_ref()),
        (Slot::Header, written.header.as_ref()),
        (Slot::Body, written.body.as_ref()),
    ];
    let selectors = |given: &OneOrMany| match given {
        OneOrMany::One(one) => one.parse().into_iter().collect(),
        OneOrMany::Many(many) => many.iter().filter_map(|one| one.parse().ok()).collect(),
    };
    Wrapper {
        name: written.name.clone(),
        from: written.from.clone(),
        slots: slots.into_iter().filter_map(|(slot, given)| Some((slot, selectors(given?)))).collect(),
        adds_nothing: written.adds_nothing,
    }
}

/// The path as seen from the current directory, where it is below it.
fn relative(path: &Path) -> String {
    let absolute = normalised(path);
    let inside = absolute.strip_prefix(normalised(Path::new("."))).map(shown);
    inside.unwrap_or_else(|_| shown(path))
}
