//! Source files: finding them, reading them, and places in them.

pub mod buffers;
pub mod cargo;
pub mod door;
pub mod files;
pub mod gitignore;
pub mod lines;
pub mod markup;
pub mod package;
pub mod prefilter;
pub mod project;
pub mod scripts;
pub mod source_map;
pub mod table;
pub mod template;
pub mod test_files;
pub mod walk;

use std::fmt;

use markup::Markup;

/// Names a file of a run. Ids are given in the order of the sorted paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A part of a file: byte offsets into its text, end exclusive.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span of `start..end` in `file`.
    pub fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// Whether `other` lies within this span.
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The number of bytes covered.
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether no byte is covered.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.file.0, self.start, self.end)
    }
}

/// What kind of source a file is; decides the front-end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// `.js`, `.jsx`, `.mjs`, `.cjs`: JavaScript, JSX allowed.
    JavaScript,
    /// `.ts`, `.mts`, `.cts`.
    TypeScript,
    /// `.tsx`.
    Tsx,
    /// `.rs`.
    Rust,
    /// `.html`, `.htm`, `.vue`, `.svelte`, `.astro`: scripts inside markup.
    Page(Markup),
    /// `.json`: read only where code imports it.
    Json,
    /// `.env`, `.env.*`, `*.env`, `.envrc`: variables of the environment.
    Env,
    /// `.yaml`, `.yml`.
    Yaml,
    /// `.toml`.
    Toml,
    /// `.map`: the sources of a bundle.
    SourceMap,
    /// `Cargo.toml`: read where a crate of the project is.
    Manifest,
}

impl SourceKind {
    /// The kinds of files that are read, for people.
    pub const ALL: &str =
        "JavaScript, TypeScript, Rust, pages and components (.html, .vue, .svelte, .astro), .env, JSON, YAML and TOML";

    /// Whether it is read by the front-end of JavaScript.
    pub fn is_script(self) -> bool {
        match self {
            Self::JavaScript | Self::TypeScript | Self::Tsx | Self::Page(_) => true,
            Self::Rust | Self::Json | Self::Manifest | Self::Env | Self::Yaml | Self::Toml | Self::SourceMap => false,
        }
    }

    /// Larger files of this kind are not read. Bundles are read in parts, so they may be large.
    pub fn max_bytes(self) -> u64 {
        let mib = match self {
            Self::JavaScript | Self::TypeScript | Self::Tsx => 64,
            Self::Rust | Self::Manifest | Self::Page(_) => 20,
            Self::SourceMap => 100,
            Self::Json | Self::Env | Self::Yaml | Self::Toml => 1,
        };
        mib * 1024 * 1024
    }

    /// Whether it is looked into for itself, and not only where other files lead to it.
    pub fn is_code(self) -> bool {
        !self.is_settings() && !matches!(self, Self::Manifest | Self::SourceMap)
    }

    /// Whether it is a script and nothing around it.
    pub fn is_plain_script(self) -> bool {
        matches!(self, Self::JavaScript | Self::TypeScript | Self::Tsx)
    }

    /// Whether it holds settings.
    pub fn is_settings(self) -> bool {
        matches!(self, Self::Json | Self::Env | Self::Yaml | Self::Toml)
    }

    /// The kind of a file by its name.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Self::of_extension(extension).or_else(|| name.starts_with(".env.").then_some(Self::Env))
    }

    /// The kind of a file by its extension in any case, `None` where it is not source code that is understood.
    pub fn of_extension(extension: &str) -> Option<Self> {
        Some(match &*extension.to_ascii_lowercase() {
            "js" | "jsx" | "mjs" | "cjs" => Self::JavaScript,
            "ts" | "mts" | "cts" => Self::TypeScript,
            "tsx" => Self::Tsx,
            "rs" => Self::Rust,
            "html" | "htm" => Self::Page(Markup::Html),
            "vue" => Self::Page(Markup::Vue),
            "svelte" => Self::Page(Markup::Svelte),
            "astro" => Self::Page(Markup::Astro),
            "json" | "jsonc" => Self::Json,
            "env" | "envrc" => Self::Env,
            "yaml" | "yml" => Self::Yaml,
            "toml" => Self::Toml,
            "map" => Self::SourceMap,
            _ => return None,
        })
    }
}
