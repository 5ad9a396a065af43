//! Syntax that the grammar does not know, written in another way.

use super::words::{Words, is_name};
use super::{Last, Lexer, MAX_REACH, floor};

/// Words that the grammar takes for what they are elsewhere where they are names, and such names.
const NAMES: [(&str, &str); 17] = [
    ("any", "Any"),
    ("async", "Async"),
    ("boolean", "Boolean"),
    ("declare", "Declare"),
    ("get", "Get"),
    ("module", "Module"),
    ("namespace", "Namespace"),
    ("never", "Never"),
    ("number", "Number"),
    ("object", "Object"),
    ("readonly", "Readonly"),
    ("set", "Set"),
    ("static", "Static"),
    ("string", "String"),
    ("symbol", "Symbol"),
    ("type", "Type"),
    ("void", "Void"),
];

impl Lexer<'_> {
    /// Writes what the grammar does not know, and what begins with the word at `start`, in another way.
    pub(super) fn unknown_syntax(&mut self, start: usize, before: &str) {
        let rest = &self.text[self.at..floor(self.text, self.at.saturating_add(MAX_REACH))];
        let next = Words(rest);
        if let Some(other) = self.name_for(start, next).or_else(|| self.other_word(start, before, next)) {
            self.edits.push((start..self.at, other));
            return;
        }
        match &self.text[start..self.at] {
            // `export type * from './types'`
            "export" => {
                if let Some(end) = next.word("type").and_then(|rest| rest.sign('*')).and_then(Words::behind_string) {
                    self.replace_up_to(start, "", end.behind_attributes().unwrap_or(end));
                }
            }
            "interface" => self.interface = true,
            // `import.defer('./module')`
            "import" if rest.starts_with(".defer(") || rest.starts_with(".source(") => {
                let length = rest.find('(').unwrap_or_default();
                self.replace_up_to(self.at, "", Words(&rest[length..]));
            }
            // `export default function (a: string): void;`
            "function" if before == "default" && next.is_signature() => self.named_signature(start),
            // `sort<typeof import('module')>()`
            "typeof" if self.sign_before(start) == Some(b'<') => {
                if let Some(end) = next.word("import").and_then(Words::behind_module) {
                    self.replace_up_to(start, "any", end);
                }
            }
            // The type `import('module').Name<Argument>`
            "import" => {
                let named = next.behind_module().and_then(|rest| rest.sign('.'));
                if let Some(end) = named.filter(|rest| rest.is_type_name() || rest.is_member_of_type()) {
                    self.replace_up_to(start, "", end);
                }
            }
            _ => {}
        }
    }

    /// Writes something in place of what stands before `end`, and goes on there.
    fn replace_up_to(&mut self, start: usize, with: &'static str, end: Words<'_>) {
        let bound = floor(self.text, self.at.saturating_add(MAX_REACH));
        self.at = bound - end.0.len();
        self.edits.push((start..self.at, with));
    }

    /// What is written for the word at `start`, where the grammar does not know it there, or takes it for what it rarely
    /// is where it is a name. A name is read from the code itself.
    fn other_word(&self, start: usize, before: &str, next: Words<'_>) -> Option<&'static str> {
        let sign_before = || self.sign_before(start);
        Some(match &self.text[start..self.at] {
            // `export import name = require('module')`
            "export" if next.word("import").and_then(Words::name).is_some_and(|rest| rest.sign('=').is_some()) => "",
            // `using file = open()`, `await using file = open()`
            "using" if next.declares_name() => "const",
            "using" => "Using",
            "await" if next.word("using").is_some_and(Words::declares_name) => "",
            // `accessor name = 1`
            "accessor" if next.declares_member() => "",
            "accessor" => "Accessor",
            "as" if matches!(before, "let" | "const" | "var") => "As",
            // `type as = 0`
            "as" if before == "type" && next.sign('=').is_some() => "As",
            "type" if sign_before() == Some(b'<') || next.word("extends").is_some() => "Type",
            // `import type = require('module')`, `export { type }`
            "type" if before == "import" && next.sign('=').is_some() => "Type",
            "type" if next.sign(',').or_else(|| next.sign('}')).is_some() => "Type",
            // `global { … }` in a module that is declared
            "global"
                if before != "declare"
                    && next.sign('{').is_some()
                    && matches!(sign_before(), Some(b'{' | b'}' | b';')) =>
            {
                ""
            }
            "abstract" if next.0.starts_with([':', '?', '(', '.', '[', '=', ';', ')', ',', '!', '<', '}']) => {
                "Abstract"
            }
            // `export default abstract class`
            "abstract" if before == "default" => "",
            // `abstract override name: string`
            "override" if before == "abstract" => "",
            // `static declare name: string`
            "declare" if before == "static" && next.declares_member() => "",
            // `static [name: string]: any`
            "static" | "readonly" if next.declares_index() => "",
            // `import defer * as name from`, `import source name from`
            "defer" if before == "import" && next.sign('*').is_some() => "",
            "source" if before == "import" && next.name().is_some_and(|rest| rest.word("from").is_some()) => "",
            // `interface Source<in out Item>`
            "in" | "out" if self.declares_parameter(start, before, next) => "",
            _ => return None,
        })
    }

    /// The name to be written for the word at `start`: it names what a mapped type counts, or an element of a tuple.
    fn name_for(&self, start: usize, next: Words<'_>) -> Option<&'static str> {
        let word = &self.text[start..self.at];
        let (_, name) = NAMES.iter().find(|(known, _)| *known == word)?;
        let before = self.sign_before(start);
        let is_mapped = || before == Some(b'[') && next.word("in").and_then(|rest| rest.word("keyof")).is_some();
        let is_labelled = || matches!(before, Some(b'[' | b',')) && next.is_labelling();
        (is_mapped() || is_labelled()).then_some(*name)
    }

    /// Names the function of a signature that is exported by default, `export default function (): void;`, whose
    /// `function` begins at `start`.
    fn named_signature(&mut self, start: usize) {
        if let Some(before) = self.text[..start].trim_end().strip_suffix("default") {
            self.edits.push((before.len()..self.at, "function Default"));
        }
    }

    /// `?.5`: the choice of a fraction. That it is the half of something is no matter.
    pub(super) fn fraction(&mut self, byte: u8) {
        let next = self.bytes.get(self.at + 1..self.at + 3);
        if byte == b'?' && next.is_some_and(|next| next[0] == b'.' && next[1].is_ascii_digit()) {
            self.edits.push((self.at + 1..self.at + 2, " "));
        }
    }

    /// Whether a word that is an operator elsewhere names a member: `in: 'header'`, `instanceof?: Type`.
    pub(super) fn names_member(&self) -> bool {
        let next = Words(&self.text[self.at..floor(self.text, self.at.saturating_add(MAX_REACH))]);
        self.last == Last::Value && (next.is_labelling() || self.signatures && next.0.starts_with('('))
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
                let is_tag = |byte: u8| is_name(byte) || matches!(byte, b')' | b']' | b'!');
                if at > 0 && is_tag(self.bytes[at - 1]) {
                    self.edits.push((at..self.at, ""));
                }
                return;
            }
        }
    }

    /// Whether the type of an object begins behind a brace, with the signature of a call.
    pub(super) fn begins_signatures(&self) -> bool {
        let is_type = matches!(self.sign_before(self.at), Some(b':' | b'=' | b'|' | b'&' | b'<' | b',' | b'('));
        let rest = Words(&self.text[self.at + 1..floor(self.text, self.at.saturating_add(MAX_REACH))]);
        is_type && rest.behind_comments().0.starts_with(['<', '('])
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
        if let Some(end) = Words(rest).behind_attributes() {
            self.replace_up_to(self.at, "", end);
        }
    }
}
