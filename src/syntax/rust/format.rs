//! Format strings.

use rustc_hash::{FxHashMap, FxHashSet};
use syn::{Expr, Lit};

use super::conventions::{Reads, reads};
use super::literals::{Char, Text};
use super::macro_parsers::{Arguments as ListedArguments, macro_name};
use super::macro_rules::Place;
use super::{Lowerer, limits};
use crate::ir::{BindingId, BindingKind, Block, Element, ExprId, ExprKind, Pattern, Stmt, TemplatePart};
use crate::source::{FileId, Span};

/// How deep macros that join the parts of a format string may nest.
const MAX_JOINED: u32 = 4;

/// What stands for `{:x}`.
const HEX: &str = "hex::encode";

/// The arguments of a formatting macro, and which of them its string uses.
#[derive(Default)]
pub(super) struct Arguments {
    pub positional: Vec<ExprId>,
    pub named: Vec<(String, ExprId)>,
    pub used: Vec<bool>,
    /// Those that the text has shown so far.
    shown: FxHashSet<ExprId>,
    /// The variables of those that it has shown more than once.
    kept: FxHashMap<ExprId, BindingId>,
}

impl Arguments {
    fn take(&mut self, index: usize) -> Option<ExprId> {
        if let Some(used) = self.used.get_mut(index) {
            *used = true;
        }
        self.positional.get(index).copied()
    }
}

impl Lowerer<'_> {
    /// The text of a format string: a literal, or several that a macro joins, if need be one of the unit.
    pub(super) fn format_string(&mut self, expr: &Expr, depth: u32) -> Option<Text> {
        match expr {
            Expr::Lit(literal) if depth > 0 || matches!(literal.lit, Lit::Str(_)) => {
                let at = literal.lit.span();
                if matches!(literal.lit, Lit::Str(_) | Lit::Char(_)) {
                    return Some(self.literal_text(at));
                }
                let span = self.span(at, at);
                let written = self.places.written(at, at);
                let chars = written.chars().map(|value| Char { value, start: span.start, end: span.end }).collect();
                Some(Text { chars, span })
            }
            Expr::Group(group) => self.format_string(&group.expr, depth),
            Expr::Macro(of) if depth < MAX_JOINED && matches!(reads(&macro_name(&of.mac)), Some(Reads::Text)) => {
                let ListedArguments(list) = syn::parse2(of.mac.tokens.clone()).ok()?;
                let mut parts = list.iter().map(|argument| self.format_string(&argument.value, depth + 1));
                let mut joined = parts.next()??;
                for part in parts {
                    let part = part?;
                    joined.chars.extend(part.chars);
                    joined.span.end = part.span.end.max(joined.span.end);
                }
                Some(joined)
            }
            Expr::Macro(of) if depth < MAX_JOINED => {
                let expansion = self.definitions.expand(&of.mac, Place::Items, &self.places)?;
                limits::check(&expansion.tokens).is_none().then_some(())?;
                self.format_string(&syn::parse2(expansion.tokens).ok()?, depth + 1)
            }
            _ => None,
        }
    }

    /// The parts of a format string.
    pub(super) fn template(&mut self, text: &Text, arguments: &mut Arguments) -> Vec<TemplatePart> {
        let mut parts = Vec::new();
        let mut plain: Vec<Char> = Vec::new();
        let mut next = 0;
        let chars = &text.chars;
        let mut at = 0;
        while let Some(&char) = chars.get(at) {
            at += 1;
            match char.value {
                '{' if chars.get(at).is_some_and(|next| next.value == '{') => {
                    plain.push(Char { end: chars[at].end, ..char });
                    at += 1;
                }
                '}' if chars.get(at).is_some_and(|next| next.value == '}') => {
                    plain.push(Char { end: chars[at].end, ..char });
                    at += 1;
                }
                '{' => {
                    flush(text.span.file, &mut plain, &mut parts);
                    let close = chars[at..].iter().position(|c| c.value == '}').map_or(chars.len(), |n| at + n);
                    let inside = &chars[at..close];
                    at = close + 1;
                    parts.push(TemplatePart::Hole(self.hole((text.span.file, inside), arguments, &mut next, char)));
                }
                _ => plain.push(char),
            }
        }
        flush(text.span.file, &mut plain, &mut parts);
        parts
    }

    fn hole(
        &mut self,
        (file, inside): (FileId, &[Char]),
        arguments: &mut Arguments,
        next: &mut usize,
        brace: Char,
    ) -> ExprId {
        let colon = inside.iter().position(|char| char.value == ':').unwrap_or(inside.len());
        let spec: String = inside[colon..].iter().map(|char| char.value).collect();
        if spec.contains(".*") {
            // The precision is an argument before the value.
            arguments.take(*next);
            *next += 1;
        }
        let name: String = inside[..colon].iter().map(|char| char.value).collect();
        let name = name.trim();
        let span = match (inside.first(), inside[..colon].last()) {
            (Some(first), Some(last)) => Span::new(file, first.start, last.end),
            _ => Span::new(file, brace.start, brace.end),
        };
        let value = if name.is_empty() {
            *next += 1;
            arguments.take(*next - 1)
        } else if let Ok(index) = name.parse::<usize>() {
            arguments.take(index)
        } else if let Some((_, value)) = arguments.named.iter().find(|(known, _)| known == name) {
            Some(*value)
        } else {
            Some(self.name_expr(name, span))
        };
        let value = match value {
            Some(value) => self.shown_again(value, arguments),
            None => self.b.unknown(span),
        };
        if !spec.ends_with(['x', 'X']) {
            return value;
        }
        // What is written in hexadecimal is another text than the value itself.
        let callee = self.b.expr(ExprKind::Global(HEX.into()), span);
        self.b.expr(ExprKind::Call { callee, args: vec![Element::Item(value)], types: Box::default() }, span)
    }

    /// An argument that a text shows more than once is evaluated where it stands first, and kept in a variable that the
    /// program does not name.
    fn shown_again(&mut self, value: ExprId, arguments: &mut Arguments) -> ExprId {
        let span = self.b.module.expr(value).span;
        if let Some(kept) = arguments.kept.get(&value) {
            return self.b.expr(ExprKind::Name(*kept), span);
        }
        let is_first = arguments.shown.insert(value);
        let kind = &mut self.b.module.expr_mut(value).kind;
        let is_cheap = matches!(
            kind,
            ExprKind::Str(_) | ExprKind::Num(_) | ExprKind::Name(_) | ExprKind::Global(_) | ExprKind::This
        );
        if is_first || is_cheap {
            return value;
        }
        let kind = std::mem::replace(kind, ExprKind::Unknown);
        let once = self.b.expr(kind, span);
        let kept = self.b.binding("", span, BindingKind::Variable, None);
        let bound = Stmt::Bind { pattern: Pattern::Binding(kept), value: Some(once), otherwise: None };
        let first = self.b.expr(ExprKind::Name(kept), span);
        self.b.module.expr_mut(value).kind = ExprKind::Block(Block { stmts: vec![bound], value: Some(first) });
        arguments.kept.insert(value, kept);
        self.b.expr(ExprKind::Name(kept), span)
    }
}

fn flush(file: FileId, plain: &mut Vec<Char>, parts: &mut Vec<TemplatePart>) {
    if let (Some(first), Some(last)) = (plain.first(), plain.last()) {
        let span = Span::new(file, first.start, last.end);
        let text: String = plain.iter().map(|char| char.value).collect();
        parts.push(TemplatePart::Text(text.into(), span));
    }
    plain.clear();
}
