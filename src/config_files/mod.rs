//! Settings: environment files, JSON, YAML and TOML beside the code, as flat lists of names with values.

mod conventions;
mod env;
mod json;
mod toml;
mod yaml;

use std::ops::Range;

pub use conventions::Conventions;

use crate::source::{FileId, SourceKind, Span};

/// How deep settings may nest.
const MAX_DEPTH: usize = 100;

/// A value and the names that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// From the outermost table to the name of the value; at least one.
    pub names: Vec<Box<str>>,
    /// Where the last name is written.
    pub key: Span,
    /// The value.
    pub text: Box<str>,
    /// Where the value is written, without quotes.
    pub span: Span,
}

impl Setting {
    /// The name of the value itself.
    pub fn name(&self) -> &str {
        self.names.last().map_or("", |name| name)
    }
}

/// Reads the text values of a file, in order; beside them what is wrong with it, behind which nothing was read.
pub fn read(file: FileId, kind: SourceKind, text: &str) -> (Vec<Setting>, Option<String>) {
    let mut outline = Outline { file, text, names: Vec::new(), tables: Vec::new(), settings: Vec::new() };
    let problem = match kind {
        SourceKind::Env => {
            env::read(&mut outline);
            None
        }
        SourceKind::Json => json::read(&mut outline).err(),
        SourceKind::Yaml => yaml::read(&mut outline).err(),
        SourceKind::Toml => toml::read(&mut outline).err(),
        _ => None,
    };
    let mut settings = outline.settings;
    settings.sort_by_key(|setting| setting.span);
    (settings, problem)
}

/// A text and the bytes it was written in.
type Written = (Box<str>, Range<usize>);

/// What a table says of itself in the form `{name: …, value: …}`.
#[derive(Debug, Default)]
struct Pair {
    name: Option<Box<str>>,
    value: Option<Written>,
}

/// Collects settings while a reader goes over a file.
struct Outline<'t> {
    file: FileId,
    text: &'t str,
    names: Vec<(Box<str>, Range<usize>)>,
    tables: Vec<Pair>,
    settings: Vec<Setting>,
}

impl Outline<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(self.file, offset(range.start), offset(range.end))
    }

    /// Goes into a value of this name.
    fn enter(&mut self, name: &str, range: Range<usize>) {
        let range = self.unquoted(range);
        self.names.push((name.into(), range));
    }

    fn leave(&mut self) {
        self.names.pop();
    }

    fn open_table(&mut self) {
        self.tables.push(Pair::default());
    }

    /// `{name: LIMIT, value: 3}` is a setting of that name: environments of containers are written so.
    fn close_table(&mut self) {
        let Some(Pair { name: Some(name), value: Some((text, range)) }) = self.tables.pop() else { return };
        self.enter(&name, range.clone());
        self.push(&text, range);
        self.leave();
    }

    /// A text value.
    fn value(&mut self, text: &str, range: Range<usize>) {
        let range = self.unquoted(range);
        if let (Some((name, _)), Some(pair)) = (self.names.last(), self.tables.last_mut()) {
            match &**name {
                "name" | "key" => pair.name = Some(text.into()),
                "value" => pair.value = Some((text.into(), range.clone())),
                _ => {}
            }
        }
        self.push(text, range);
    }

    /// An item of a list; `NAME=value` is a setting of that name.
    fn item(&mut self, text: &str, range: Range<usize>) {
        let range = self.unquoted(range);
        let Some((name, value)) = text.split_once('=') else { return };
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_name && self.text.get(range.clone()) == Some(text) {
            self.enter(name, range.start..range.start + name.len());
            self.push(value, range.end - value.len()..range.end);
            self.leave();
        }
    }

    fn push(&mut self, text: &str, range: Range<usize>) {
        let Some((_, key)) = self.names.last() else { return };
        // What is not written down stands for nothing.
        if range.is_empty() && !text.is_empty() {
            return;
        }
        let setting = Setting {
            names: self.names.iter().map(|(name, _)| name.clone()).collect(),
            key: self.span(key),
            text: text.into(),
            span: self.span(&range),
        };
        self.settings.push(setting);
    }

    /// The range without the quotes around it.
    fn unquoted(&self, range: Range<usize>) -> Range<usize> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        for quote in ["\"\"\"", "'''", "\"", "'"] {
            if text.len() >= 2 * quote.len() && text.starts_with(quote) && text.ends_with(quote) {
                return range.start + quote.len()..range.end - quote.len();
            }
        }
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The settings as `a.b=value`; every span must hold what it says.
    fn settings(kind: SourceKind, text: &str) -> Vec<String> {
        let (settings, _) = read(FileId(0), kind, text);
        let slice = |span: Span| &text[span.start as usize..span.end as usize];
        settings
            .iter()
            .map(|it| {
                assert_eq!(slice(it.span), &*it.text);
                format!("{}={}", it.names.join("."), it.text)
            })
            .collect()
    }

    #[test]
    fn environment_files() {
        let text = "\u{feff}# A=no\r\nA=1\r\n  export B_2 = two words # no\nC='#3'\nD=\"a\nb\" # no\nE=\nF=\"open\nG: 7\nno line\nH=`x`";
        assert_eq!(
            settings(SourceKind::Env, text),
            ["A=1", "B_2=two words", "C=#3", "D=a\nb", "E=", "F=\"open", "G=7", "H=x"]
        );
    }

    #[test]
    fn json_with_comments() {
        let text =
            "\u{feff}// c\n{\"é\": {\"b\": \"1\", \"n\": 2}, \"l\": [\"X=y\", {\"name\": \"N\", \"value\": \"v\"}],}";
        assert_eq!(settings(SourceKind::Json, text), ["é.b=1", "l.X=y", "l.name=N", "l.value=v", "l.N=v"]);
    }

    #[test]
    fn yaml_documents() {
        let text = "a: &x\n  b: 'é'\n  c: \"d\" # e\nl:\n- X=y\n- name: N\n  value: v\nm: *x\n---\nf: {g: h}\n";
        assert_eq!(
            settings(SourceKind::Yaml, text),
            ["a.b=é", "a.c=d", "l.X=y", "l.name=N", "l.value=v", "l.N=v", "f.g=h"]
        );
        assert_eq!(settings(SourceKind::Yaml, "a: b\nc: {{ d }}: e\n")[0], "a=b");
    }

    #[test]
    fn toml_tables() {
        let text = "a = 'é'\nn = 1\n[b.c]\nd = \"\"\"e\"\"\"\n[[f]]\ng = { h = \"i\" }\n";
        assert_eq!(settings(SourceKind::Toml, text), ["a=é", "b.c.d=e", "f.g.h=i"]);
    }

    #[test]
    fn hostile_files_are_refused_or_read() {
        for piece in ["[", "{", "{\"a\":", "- ", "a: ", "a:\n ", "&a [*a,", "a.", "[[", "'", "\"", "A=\"\n", "? "] {
            for kind in [SourceKind::Env, SourceKind::Json, SourceKind::Yaml, SourceKind::Toml] {
                read(FileId(0), kind, &piece.repeat(20_000));
            }
        }
    }
}
