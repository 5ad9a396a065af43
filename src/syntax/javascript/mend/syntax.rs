//! Syntax that the grammar does not know, written in another way.

use super::words::{Words, is_name};
use super::{Lexer, MAX_REACH, floor};

impl Lexer<'_> {
    /// Writes what the grammar does not know, and what begins with the word at `start`, in another way.
    pub(super) fn unknown_syntax(&mut self, start: usize, before: &str) {
        let rest = &self.text[self.at..floor(self.text, self.at.saturating_add(MAX_REACH))];
        let next = Words(rest);
        match &self.text[start..self.at] {
            // `export type * from './types'`
            "export" => {
                if let Some(end) = next.word("type").and_then(|rest| rest.sign('*')).and_then(Words::behind_string) {
                    let end = end.behind_attributes().unwrap_or(end);
                    self.edits.push((start..self.at + rest.len() - end.0.len(), ""));
                    self.at += rest.len() - end.0.len();
                }
            }
            "interface" => self.interface = true,
            // `using file = open()`, `await using file = open()`
            "using" if next.declares_name() => self.edits.push((start..self.at, "const")),
            // The grammar takes words for what they rarely are, where they are names. A name is read from the code itself.
            "using" => self.edits.push((start..self.at, "Using")),
            "accessor" if !next.declares_member() => self.edits.push((start..self.at, "Accessor")),
            "as" if matches!(before, "let" | "const" | "var") => self.edits.push((start..self.at, "As")),
            "type" if self.sign_before(start) == Some(b'<') || next.word("extends").is_some() => {
                self.edits.push((start..self.at, "Type"));
            }
            "await" if next.word("using").is_some_and(Words::declares_name) => self.edits.push((start..self.at, "")),
            // `accessor name = 1`
            "accessor" => self.edits.push((start..self.at, "")),
            // `import.defer('./module')`
            "import" if rest.starts_with(".defer(") || rest.starts_with(".source(") => {
                let length = rest.find('(').unwrap_or_default();
                self.edits.push((self.at..self.at + length, ""));
                self.at += length;
            }
            // `global { … }` in a module that is declared
            "global"
                if before != "declare"
                    && next.sign('{').is_some()
                    && matches!(self.sign_before(start), Some(b'{' | b'}' | b';')) =>
            {
                self.edits.push((start..self.at, ""));
            }
            "abstract" if rest.starts_with([':', '?']) => self.edits.push((start..self.at, "Abstract")),
            // `export default abstract class`
            "abstract" if before == "default" => self.edits.push((start..self.at, "")),
            // `import defer * as name from`, `import source name from`
            "defer" if before == "import" && next.sign('*').is_some() => self.edits.push((start..self.at, "")),
            "source" if before == "import" && next.name().is_some_and(|rest| rest.word("from").is_some()) => {
                self.edits.push((start..self.at, ""));
            }
            // `sort<typeof import('module')>()`
            "typeof" if self.sign_before(start) == Some(b'<') => {
                let string = next
                    .word("import")
                    .and_then(|rest| rest.sign('('))
                    .and_then(|rest| Words(rest.0.trim_start()).string());
                if let Some(end) = string.and_then(|rest| rest.sign(')')) {
                    self.edits.push((start..self.at + rest.len() - end.0.len(), "any"));
                    self.at += rest.len() - end.0.len();
                }
            }
            // `interface Source<in out Item>`
            "in" | "out" if self.declares_parameter(start, before, next) => self.edits.push((start..self.at, "")),
            // The type `import('module').Name<Argument>`
            "import" => {
                let named = next.sign('(').and_then(|rest| Words(rest.0.trim_start()).string());
                let named = named.and_then(|rest| rest.sign(')')).and_then(|rest| rest.sign('.'));
                if let Some(end) = named.filter(|rest| rest.is_type_name()) {
                    self.edits.push((start..self.at + rest.len() - end.0.len(), ""));
                    self.at += rest.len() - end.0.len();
                }
            }
            _ => {}
        }
    }

    /// The last character before a place that is no space.
    pub(super) fn sign_before(&self, at: usize) -> Option<u8> {
        self.bytes[..at].iter().rev().take(MAX_REACH).copied().find(|byte| !byte.is_ascii_whitespace())
    }

    /// Whether the word at `start` says how a type varies with the parameter behind it.
    fn declares_parameter(&self, start: usize, before: &str, next: Words<'_>) -> bool {
        let begins = matches!(self.sign_before(start), Some(b'<' | b',')) || before == "in";
        let is_spaced = next.0.starts_with([' ', '\t']);
        let behind = next.name().map(|rest| rest.0.trim_start());
        begins
            && is_spaced
            && (next.word("out").is_some()
                || behind.is_some_and(|rest| rest.starts_with(['>', ',', '=']) || rest.starts_with("extends ")))
    }

    /// Takes away the arguments of a template's tag, ``sql<Row>`…` ``, which end right before the template.
    pub(super) fn without_arguments(&mut self) {
        let mut open = 0_usize;
        let start = self.at.saturating_sub(MAX_REACH);
        for at in (start..self.at).rev() {
            self.look();
            match self.bytes[at] {
                b'>' if self.bytes[at - usize::from(at > 0)] != b'=' => open += 1,
                b'<' => open = open.saturating_sub(1),
                b';' if open <= 1 && !self.bytes[at..self.at].contains(&b'}') => return,
                _ => {}
            }
            if open == 0 {
                if at > 0 && is_name(self.bytes[at - 1]) {
                    self.edits.push((at..self.at, ""));
                }
                return;
            }
        }
    }

    /// Whether the type of an object begins behind a brace, with the signature of a call.
    pub(super) fn begins_signatures(&self) -> bool {
        let is_type = matches!(self.sign_before(self.at), Some(b':' | b'=' | b'|' | b'&' | b'<' | b',' | b'('));
        let mut rest = self.text[self.at + 1..floor(self.text, self.at.saturating_add(MAX_REACH))].trim_start();
        while let Some((_, behind)) = rest.strip_prefix("/*").and_then(|rest| rest.split_once("*/")) {
            rest = behind.trim_start();
        }
        is_type && rest.starts_with(['<', '('])
    }

    /// Ends a signature before the one that begins here, on a line of its own, in an interface or the type of an object.
    pub(super) fn end_signature(&mut self) {
        let between = &self.bytes[self.end..self.at];
        let before = &self.bytes[..self.end];
        let goes_on =
            matches!(before.last(), None | Some(b';' | b',' | b'{' | b'|' | b'&' | b':' | b'=' | b'<' | b'(' | b'?'))
                || before.ends_with(b"=>");
        if between.contains(&b'\n') && between.last().is_some_and(u8::is_ascii_whitespace) && !goes_on {
            self.edits.push((self.at - 1..self.at, ";"));
        }
    }

    /// `… from './data.json' with { type: 'json' }`
    pub(super) fn attributes(&mut self) {
        if !matches!(&self.text[self.word.clone()], "from" | "import") {
            return;
        }
        let rest = &self.text[self.at..floor(self.text, self.at.saturating_add(MAX_REACH))];
        let next = Words(rest);
        if let Some(Words(end)) = next.behind_attributes() {
            self.edits.push((self.at..self.at + rest.len() - end.len(), ""));
            self.at += rest.len() - end.len();
        }
    }
}
