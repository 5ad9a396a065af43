//! JSON that code imports: `module.exports = { … }`.

use jsonc_parser::ast::{ObjectPropName, Value};
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::ir::builder::Builder;
use crate::ir::{AssignOp, Element, Entry, ExprId, ExprKind, Key, Language, Module, Pattern, Stmt};
use crate::source::{FileId, Span};

/// Larger files are data and not configuration.
const MAX_BYTES: usize = 1024 * 1024;

/// How deep values may nest.
const MAX_DEPTH: usize = 100;

/// Lowers a JSON file; comments and trailing commas are taken.
pub fn lower(file: FileId, text: &str) -> Module {
    let len = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let mut lowering = Lowering { file, b: Builder::new(file, Language::JavaScript, len) };
    let whole = Span::new(file, 0, 0);
    if text.len() > MAX_BYTES {
        lowering.b.problem(whole, "the file is larger than 1 MiB and was not read");
    } else if depth(text) > MAX_DEPTH {
        lowering.b.problem(whole, "nested too deeply; the file was not read");
    } else {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()) {
            Ok(parsed) => {
                if let Some(value) = parsed.value {
                    let base = len as usize - text.len();
                    lowering.export(&value, base);
                }
            }
            Err(error) => lowering.b.problem(whole, format!("not JSON: {}", error.kind())),
        }
    }
    lowering.b.module
}

/// The greatest number of brackets that are open at once, those in strings included.
pub(crate) fn depth(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' => {
                open += 1;
                most = most.max(open);
            }
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    most
}

struct Lowering {
    file: FileId,
    b: Builder,
}

impl Lowering {
    #[allow(clippy::cast_possible_truncation)] // no more than `MAX_BYTES`
    fn span(&self, range: Range, base: usize) -> Span {
        Span::new(self.file, (range.start + base) as u32, (range.end + base) as u32)
    }

    /// The text between the quotes.
    fn inner(&self, range: Range, base: usize) -> Span {
        let span = self.span(range, base);
        if span.len() < 2 { span } else { Span::new(span.file, span.start + 1, span.end - 1) }
    }

    fn export(&mut self, value: &Value, base: usize) {
        let span = self.span(value.range(), base);
        let value = self.value(value, base);
        let object = self.b.expr(ExprKind::Global("module".into()), span);
        let key = Key::Name("exports".into(), span);
        let place = self.b.expr(ExprKind::Member { object, key }, span);
        let assign = ExprKind::Assign { target: Pattern::Place(place).into(), op: AssignOp::Set, value };
        let assign = self.b.expr(assign, span);
        let top = self.b.module.top();
        self.b.function_mut(top).body.stmts.push(Stmt::Expr(assign));
    }

    fn value(&mut self, value: &Value, base: usize) -> ExprId {
        let span = self.span(value.range(), base);
        match value {
            Value::StringLit(text) => {
                let inner = self.inner(text.range, base);
                self.b.expr(ExprKind::Str(text.value.as_ref().into()), inner)
            }
            Value::NumberLit(number) => self.b.expr(ExprKind::Num(number.value.into()), span),
            Value::BooleanLit(known) => self.b.expr(ExprKind::Bool(known.value), span),
            Value::NullKeyword(_) => self.b.expr(ExprKind::Null, span),
            Value::Array(list) => {
                let items = list.elements.iter().map(|item| Element::Item(self.value(item, base))).collect();
                self.b.expr(ExprKind::Array(items), span)
            }
            Value::Object(object) => {
                let mut entries = Vec::with_capacity(object.properties.len());
                for property in &object.properties {
                    let (name, at) = match &property.name {
                        ObjectPropName::String(text) => (text.value.as_ref(), self.inner(text.range, base)),
                        ObjectPropName::Word(word) => (word.value, self.span(word.range, base)),
                    };
                    let value = self.value(&property.value, base);
                    let whole = self.span(property.range, base);
                    entries.push(Entry::Pair(Key::Name(name.into(), at), value, whole));
                }
                self.b.expr(ExprKind::Object { ty: None, entries }, span)
            }
        }
    }
}
