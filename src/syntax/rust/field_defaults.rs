//! What a field has where the data that it is read from says nothing of it: `#[arg(default_value = "…", env = "…")]`,
//! `#[serde(default = "function")]`.

use syn::parse::ParseStream;
use syn::{Attribute, Expr, LitStr, Meta, Token};

use super::Lowerer;
use super::conventions::{FieldDefault, field_defaults};
use crate::ir::{Element, ExprId, ExprKind, LogicOp};
use crate::source::Span;

/// What reads a variable of the environment.
const READS_VARIABLE: &str = "std::env::var";

/// What an attribute says of a field.
enum Said {
    /// A value, or a function that gives one where it is a path in quotes.
    Value(Box<Expr>, bool),
    /// The name of a variable of the environment; of the field itself, if none is given.
    Variable(Option<LitStr>),
}

impl Lowerer<'_> {
    /// What a field has where its data does not say: of a variable, or else a default.
    pub(super) fn field_default(&mut self, name: &str, attrs: &[Attribute], span: Span) -> Option<ExprId> {
        let said: Vec<Said> = attrs.iter().flat_map(said).collect();
        let mut given = None;
        for one in said {
            let value = match one {
                Said::Variable(variable) => self.variable(variable.as_ref(), name, span),
                Said::Value(value, is_quoted) => self.default_value(&value, is_quoted, span),
            };
            given = Some(match given {
                None => value,
                Some(left) => self.b.expr(ExprKind::Logic { op: LogicOp::Coalesce, left, right: value }, span),
            });
        }
        given
    }

    fn variable(&mut self, variable: Option<&LitStr>, name: &str, span: Span) -> ExprId {
        let (text, at) = match variable {
            Some(text) => (text.value(), self.token(text)),
            None => (name.to_uppercase(), span),
        };
        let text = self.b.expr(ExprKind::Str(text.into()), at);
        let callee = self.b.expr(ExprKind::Global(READS_VARIABLE.into()), at);
        self.b.expr(ExprKind::Call { callee, args: vec![Element::Item(text)], types: Box::default() }, at)
    }

    fn default_value(&mut self, value: &Expr, is_quoted: bool, span: Span) -> ExprId {
        let lowered = self.expr(value);
        if is_quoted && matches!(value, Expr::Path(_)) {
            return self.b.expr(ExprKind::Call { callee: lowered, args: Vec::new(), types: Box::default() }, span);
        }
        lowered
    }
}

/// What an attribute says, in the order that counts: a variable goes before a default.
fn said(attr: &Attribute) -> Vec<Said> {
    let Some(known) = attr.path().get_ident().and_then(|name| field_defaults(&name.to_string())) else {
        return Vec::new();
    };
    let Meta::List(list) = &attr.meta else { return Vec::new() };
    let mut found = Vec::new();
    // An attribute that cannot be read says nothing.
    let _ = list.parse_args_with(|input: ParseStream| {
        while !input.is_empty() {
            let meta = input.call(syn::Path::parse_mod_style)?;
            let name = meta.get_ident().map(ToString::to_string).unwrap_or_default();
            if input.peek(Token![=]) {
                input.parse::<Token![=]>()?;
                let value: Expr = input.parse()?;
                found.extend(of_value(known, &name, value));
            } else if input.peek(syn::token::Paren) {
                let content;
                syn::parenthesized!(content in input);
                content.parse::<proc_macro2::TokenStream>()?;
            } else if known.variable.contains(&name) {
                found.push(Said::Variable(None));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(())
    });
    found.sort_by_key(|said| matches!(said, Said::Value(..)));
    found
}

fn of_value(known: &FieldDefault, name: &str, value: Expr) -> Option<Said> {
    let text = match &value {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.clone()),
        _ => None,
    };
    let has = |list: &[String]| list.iter().any(|known| known == name);
    if has(&known.variable) {
        return text.map(|text| Said::Variable(Some(text)));
    }
    if has(&known.quoted) {
        return Some(Said::Value(Box::new(text?.parse().ok()?), true));
    }
    has(&known.value).then_some(Said::Value(Box::new(value), false))
}
