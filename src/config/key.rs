//! What is known of a key of a configuration file.

/// One key.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ValueKind,
    /// Whether its table is nothing without it.
    pub required: bool,
    /// What it is for: a sentence.
    pub about: &'static str,
    /// A value, as TOML; empty for tables, whose keys have their own.
    pub example: &'static str,
}

/// What a key may hold.
#[derive(Debug, Clone, Copy)]
pub enum ValueKind {
    /// Any text but the empty one.
    Text,
    /// Texts.
    Texts,
    /// Patterns as in `.gitignore`.
    Patterns,
    /// Paths of URLs: they begin with a slash.
    UrlPaths,
    /// Names of rules.
    Rules,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number from 1 up.
    Count,
    /// Yes or no.
    Flag,
    /// Anything: it is looked at where it is used.
    Free,
    /// A selector of an argument, as in the tables of clients, or several.
    Selectors,
    /// A table from names of rules to one of these words.
    Levels(&'static [&'static str]),
    /// A table with these keys.
    Table(&'static [Key]),
    /// An array of tables with these keys.
    Tables(&'static [Key]),
}

pub(super) const fn key(name: &'static str, kind: ValueKind, about: &'static str, example: &'static str) -> Key {
    Key { name, kind, required: false, about, example }
}

pub(super) const fn required(name: &'static str, kind: ValueKind, about: &'static str, example: &'static str) -> Key {
    Key { name, kind, required: true, about, example }
}
