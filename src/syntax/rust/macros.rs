//! Macro calls.

use std::path::Path;

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::{Expr, Lit, Macro};

use super::conventions::{Gives, Reads, format_of, reads};
use super::format::Arguments as FormatArguments;
use super::macro_parsers::{
    Argument, Arguments, Json, JsonKey, Matches, Pairs, Repeated, Select, Statements, Statics, macro_name,
};
use super::macro_rules::{Expansion, Place, variable};
use super::paths::{name_of, segments};
use super::scopes::Space;
use super::spans;
use super::{Lowerer, MAX_MACRO_DEPTH, limits, markup};
use crate::ir::{
    Arm, BindingKind, Block, Comparison, Element, Entry, ExprId, ExprKind, Key, Leave, LogicOp, Param, Pattern, Stmt,
    TemplatePart,
};
use crate::source::Span;
use crate::source::table::joined;

/// Texts larger than this are no values that a request carries.
const MAX_INCLUDED: usize = 16 << 10;

/// The statements of an expansion.
fn code(expansion: &Expansion) -> Option<Vec<syn::Stmt>> {
    if limits::check(&expansion.tokens).is_some() {
        return None;
    }
    let Statements(stmts) = syn::parse2(expansion.tokens.clone()).ok()?;
    Some(stmts)
}

impl Lowerer<'_> {
    /// Lowers a macro call.
    pub(super) fn macro_call(&mut self, mac: &Macro) -> ExprId {
        let first = spans::path_first(&mac.path);
        let span = self.span(first, spans::macro_end(&mac.delimiter));
        if self.macro_depth >= MAX_MACRO_DEPTH {
            return self.b.unknown(span);
        }
        self.macro_depth += 1;
        let value = self.nested(|| first, |this| this.macro_within(mac, span));
        self.macro_depth -= 1;
        match value {
            Some(value) => value,
            None => self.b.unknown(span),
        }
    }

    fn macro_within(&mut self, mac: &Macro, span: Span) -> ExprId {
        if let Some(value) = self.own_macro(mac, span) {
            return value;
        }
        let tokens = || mac.tokens.clone();
        let name = macro_name(mac);
        match reads(&name) {
            Some(Reads::List) => {
                if let Ok(Repeated(value)) = syn::parse2(tokens()) {
                    let value = self.expr(&value);
                    return self.b.expr(ExprKind::Array(vec![Element::Item(value)]), span);
                }
                if let Ok(Arguments(list)) = syn::parse2(tokens()) {
                    let elements = self.values(&list);
                    return self.b.expr(ExprKind::Array(elements), span);
                }
            }
            Some(Reads::Json) => {
                if let Ok(json) = syn::parse2::<Json>(tokens()) {
                    return self.json(json, span);
                }
            }
            Some(Reads::Shown) => {
                if let Ok(Arguments(list)) = syn::parse2(tokens()) {
                    if let [only] = list.as_slice() {
                        let callee = self.macro_callee(mac);
                        let args = vec![Element::Item(self.expr(&only.value))];
                        return self.b.expr(ExprKind::Call { callee, args, types: Box::default() }, span);
                    }
                    let elements = self.values(&list);
                    return self.b.expr(ExprKind::Array(elements), span);
                }
            }
            Some(Reads::Awaited) => {
                if let Ok(Arguments(list)) = syn::parse2(tokens()) {
                    let mut elements = Vec::new();
                    for argument in &list {
                        let value = self.expr(&argument.value);
                        let at = self.b.module.expr(value).span;
                        elements.push(Element::Item(self.b.expr(ExprKind::Await(value), at)));
                    }
                    return self.b.expr(ExprKind::Array(elements), span);
                }
            }
            Some(Reads::Select) => {
                if let Ok(Select(arms)) = syn::parse2(tokens()) {
                    return self.select(&arms, span);
                }
            }
            Some(Reads::Subject) => {
                if let Ok(Matches(value, literals)) = syn::parse2(tokens()) {
                    if let (Expr::Path(_), false) = (&value, literals.is_empty()) {
                        return self.is_one_of(&value, &literals, span);
                    }
                    let parts = vec![self.expr(&value)];
                    return self.b.expr(ExprKind::Sequence { parts, last: false }, span);
                }
            }
            Some(Reads::Text) => {
                if let Ok(Arguments(list)) = syn::parse2(tokens()) {
                    let parts = list.iter().map(|argument| self.concatenated(&argument.value)).collect();
                    return self.b.expr(ExprKind::Template(parts), span);
                }
            }
            Some(Reads::File) => {
                if let Some(text) = self.text_of_file(mac) {
                    return text;
                }
            }
            // Their tokens become code only where the macro is used.
            Some(Reads::Tokens) => return self.b.unknown(span),
            Some(Reads::Format | Reads::Statics | Reads::Branches) | None => {}
        }
        if let Some((behind, gives)) = format_of(&name)
            && let Ok(Arguments(list)) = syn::parse2(tokens())
        {
            return self.formatting(mac, &list, behind, gives, span);
        }
        self.other_macro(mac, span)
    }

    /// A call of a macro of the file: of a function whose body is the expansion.
    fn own_macro(&mut self, mac: &Macro, span: Span) -> Option<ExprId> {
        if self.definitions.is_empty() {
            return None;
        }
        let expansion = self.definitions.expand(mac, Place::Code, &self.places)?;
        let stmts = code(&expansion)?;
        let mut args = Vec::new();
        for (_, tokens) in &expansion.arguments {
            args.push(Element::Item(self.argument(tokens, span)));
        }
        // The call's own place would be taken for that of a function that nobody calls.
        let named = self.path_span(&mac.path);
        let function = self.b.begin_function(Some(&macro_name(mac)), named);
        let mut params = Vec::new();
        for (name, _) in &expansion.arguments {
            let binding = self.b.declare(name, span, BindingKind::Variable, None);
            self.b.module.binding_mut(binding).name = variable(name).into();
            params.push(Param {
                pattern: Pattern::Binding(binding),
                rest: false,
                ty: None,
                injected: None,
                is_property: false,
            });
        }
        let body = self.statements(&stmts);
        let into = self.b.function_mut(function);
        into.params = params;
        into.body = body;
        into.lexical_this = true;
        self.b.end_function();
        let callee = self.b.expr(ExprKind::Function(function), named);
        Some(self.b.expr(ExprKind::Call { callee, args, types: Box::default() }, span))
    }

    fn argument(&mut self, tokens: &TokenStream, span: Span) -> ExprId {
        match syn::parse2::<Expr>(tokens.clone()) {
            Ok(value) => self.expr(&value),
            Err(_) => self.b.unknown(span),
        }
    }

    /// A call of a macro of the file among statements, if it declares a name that is used behind it.
    pub(super) fn own_statements(&mut self, mac: &Macro, out: &mut Vec<Stmt>) -> bool {
        if self.definitions.is_empty() || self.macro_depth >= MAX_MACRO_DEPTH {
            return false;
        }
        let Some(expansion) =
            self.definitions.expand(mac, Place::Code, &self.places).filter(|expansion| expansion.declares)
        else {
            return false;
        };
        let Some(stmts) = code(&expansion) else { return false };
        let span = self.span(spans::path_first(&mac.path), spans::macro_end(&mac.delimiter));
        self.macro_depth += 1;
        for (name, tokens) in &expansion.arguments {
            let value = self.argument(tokens, span);
            let binding = self.b.declare(name, span, BindingKind::Variable, None);
            self.b.module.binding_mut(binding).name = variable(name).into();
            out.push(Stmt::Bind { pattern: Pattern::Binding(binding), value: Some(value), otherwise: None });
        }
        let block = self.statements(&stmts);
        self.macro_depth -= 1;
        out.extend(block.stmts);
        out.extend(block.value.map(Stmt::Expr));
        true
    }

    fn values(&mut self, list: &[Argument]) -> Vec<Element> {
        list.iter().map(|argument| Element::Item(self.expr(&argument.value))).collect()
    }

    /// What a macro is called by: its path as resolved, with `!`.
    fn macro_callee(&mut self, mac: &Macro) -> ExprId {
        let name = self.path_name(&segments(&mac.path), Space::Macro);
        let name = name.strip_prefix("std::").unwrap_or(&name);
        let span = self.path_span(&mac.path);
        self.b.expr(ExprKind::Global(format!("{name}!").into()), span)
    }

    /// Whether a variable equals one of some literals.
    fn is_one_of(&mut self, variable: &Expr, literals: &[Lit], span: Span) -> ExprId {
        let mut equal = Vec::with_capacity(literals.len());
        for literal in literals {
            let (left, right) = (self.expr(variable), self.literal(literal));
            equal.push(self.b.expr(ExprKind::Compare { op: Comparison::LooselyEqual, left, right }, span));
        }
        let either = |left, right| ExprKind::Logic { op: LogicOp::Or, left, right };
        let first = equal.remove(0);
        equal.into_iter().fold(first, |left, right| self.b.expr(either(left, right), span))
    }

    /// The variables and fields that a text is made of: what is printed of a struct is more than its text tells.
    fn shown(&self, template: ExprId) -> Vec<Element> {
        let ExprKind::Template(parts) = &self.b.module.expr(template).kind else { return Vec::new() };
        let holes = parts.iter().filter_map(|part| match part {
            TemplatePart::Hole(hole) => Some(*hole),
            TemplatePart::Text(..) => None,
        });
        let is_place = |hole: &ExprId| {
            matches!(
                self.b.module.expr(*hole).kind,
                ExprKind::Name(_) | ExprKind::This | ExprKind::Member { key: Key::Name(..), .. }
            )
        };
        holes.filter(is_place).map(Element::Item).collect()
    }

    fn formatting(&mut self, mac: &Macro, list: &[Argument], behind: usize, gives: Gives, span: Span) -> ExprId {
        let mut unnamed = list.iter().enumerate().skip(behind).filter(|(_, argument)| argument.name.is_none());
        let format = unnamed.find_map(|(at, argument)| Some((at, self.format_string(&argument.value, 0)?)));
        let mut elements = Vec::new();
        match format {
            Some((at, text)) => {
                elements.extend(self.values(&list[..at]));
                let mut arguments = FormatArguments::default();
                for argument in &list[at + 1..] {
                    let value = self.expr(&argument.value);
                    arguments.positional.push(value);
                    // A named argument can also be meant by its place.
                    if let Some(name) = &argument.name {
                        arguments.named.push((name.clone(), value));
                    }
                    arguments.used.push(argument.name.is_some());
                }
                let parts = self.template(&text, &mut arguments);
                let kind = match parts.as_slice() {
                    [TemplatePart::Text(only, _)] => ExprKind::Str(only.clone()),
                    [] => ExprKind::Str("".into()),
                    _ => ExprKind::Template(parts),
                };
                let whole = if matches!(kind, ExprKind::Str(_)) || gives != Gives::Text { text.span } else { span };
                let template = self.b.expr(kind, whole);
                if gives == Gives::Text {
                    return template;
                }
                let shown = self.shown(template);
                elements.push(Element::Item(template));
                elements.extend(shown);
                let unused = arguments.positional.iter().zip(&arguments.used).filter(|(_, used)| !**used);
                elements.extend(unused.map(|(value, _)| Element::Item(*value)));
            }
            None if gives == Gives::Text => {
                // The string comes from another macro: what goes in is known, the text around it is not.
                let mut parts = Vec::new();
                for (at, argument) in list.iter().enumerate() {
                    let value = self.expr(&argument.value);
                    if at > 0 {
                        parts.push(self.text_part(value));
                    }
                    parts.push(TemplatePart::Hole(self.b.unknown(span)));
                }
                return self.b.expr(ExprKind::Template(parts), span);
            }
            None => elements.extend(self.values(list)),
        }
        let callee = self.macro_callee(mac);
        let call = self.b.expr(ExprKind::Call { callee, args: elements, types: Box::default() }, span);
        let stmts = match gives {
            Gives::Call | Gives::Text => return call,
            Gives::Exit => vec![Stmt::Exit(Leave::Throw, Some(call))],
            Gives::Fail => vec![Stmt::Fail(Some(call))],
            Gives::MayFail => {
                let body = Block { stmts: vec![Stmt::Fail(None)], value: None };
                let arms = vec![Arm { pattern: None, guard: Some(self.b.unknown(span)), body }];
                let branch = self.b.expr(ExprKind::Branch { subject: None, arms, exhaustive: false }, span);
                vec![Stmt::Expr(call), Stmt::Expr(branch)]
            }
        };
        self.b.expr(ExprKind::Block(Block { stmts, value: None }), span)
    }

    /// The text of the file that `include_str!` names, if it is known.
    #[allow(clippy::cast_possible_truncation)] // files are limited to far below 4 GiB
    fn text_of_file(&mut self, mac: &Macro) -> Option<ExprId> {
        let path = mac.parse_body::<Expr>().ok()?;
        let folder = &self.places.of(path.span())?.folder;
        let path = joined(folder, &self.path_of_file(&path, folder, 0)?);
        let (file, text) = self.table.at(&path).filter(|(_, text)| (1..=MAX_INCLUDED).contains(&text.len()))?;
        self.included = self.included.checked_sub(text.len())?;
        let span = Span::new(file, 0, text.len() as u32);
        Some(self.b.expr(ExprKind::Str(text.into()), span))
    }

    /// A path that is a literal, or put together of literals and the folder of the package.
    fn path_of_file(&self, path: &Expr, folder: &Path, depth: u32) -> Option<String> {
        match path {
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            Expr::Macro(of) if depth < 4 => match macro_name(&of.mac).as_str() {
                "concat" => {
                    let Arguments(parts) = syn::parse2(of.mac.tokens.clone()).ok()?;
                    parts.iter().map(|part| self.path_of_file(&part.value, folder, depth + 1)).collect()
                }
                "env" => {
                    let name = of.mac.parse_body::<syn::LitStr>().ok()?.value();
                    let is_package = |folder: &&Path| self.table.at(&folder.join("Cargo.toml")).is_some();
                    let package = folder.ancestors().find(is_package).filter(|_| name == "CARGO_MANIFEST_DIR")?;
                    Some(package.to_str()?.to_owned())
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn concatenated(&mut self, expr: &Expr) -> TemplatePart {
        let value = self.expr(expr);
        let lowered = self.b.module.expr(value);
        match &lowered.kind {
            ExprKind::Num(text) => TemplatePart::Text(text.clone(), lowered.span),
            ExprKind::Bool(bool) => TemplatePart::Text(bool.to_string().into(), lowered.span),
            _ => self.text_part(value),
        }
    }

    /// `json!`; the span is that of the whole macro, for the braces of its objects are not kept.
    fn json(&mut self, json: Json, span: Span) -> ExprId {
        match json {
            Json::Null => self.b.expr(ExprKind::Null, span),
            Json::Value(value) => self.expr(&value),
            Json::Array(items) => {
                let elements = items.into_iter().map(|item| Element::Item(self.json(item, span))).collect();
                self.b.expr(ExprKind::Array(elements), span)
            }
            Json::Object(pairs) => {
                let mut entries = Vec::new();
                for (key, value) in pairs {
                    let (key, at) = match key {
                        JsonKey::Word(word) => {
                            let at = self.token(&word);
                            (Key::Name(name_of(&word).into(), at), at)
                        }
                        JsonKey::Expr(key) => (self.index_key(&key), self.expr_span(&key)),
                    };
                    let value = self.json(value, span);
                    let end = self.b.module.expr(value).span.end.max(at.end);
                    let whole = if end >= span.end { at } else { Span::new(at.file, at.start, end) };
                    entries.push(Entry::Pair(key, value, whole));
                }
                self.object(None, entries, span)
            }
        }
    }

    fn select(&mut self, selected: &[super::macro_parsers::Selected], span: Span) -> ExprId {
        let mut arms = Vec::new();
        for arm in selected {
            self.b.open_scope();
            let guard = arm.guard.as_ref().map(|guard| self.expr(guard));
            let mut stmts = Vec::new();
            if let (Some(pattern), Some(future)) = (&arm.pattern, &arm.future) {
                let future = self.expr(future);
                let at = self.b.module.expr(future).span;
                let value = self.b.expr(ExprKind::Await(future), at);
                let pattern = self.pattern(pattern, false, None);
                stmts.push(Stmt::Bind { pattern, value: Some(value), otherwise: None });
            }
            let body = self.body(&arm.body);
            self.b.close_scope();
            stmts.extend(body.stmts);
            arms.push(Arm { pattern: None, guard, body: Block { stmts, value: body.value } });
        }
        self.b.expr(ExprKind::Branch { subject: None, arms, exhaustive: true }, span)
    }

    /// A macro of which nothing is known: its arguments are read as well as they can be, so that calls in them count.
    fn other_macro(&mut self, mac: &Macro, span: Span) -> ExprId {
        let tokens: TokenStream = mac.tokens.clone();
        if let Ok(Arguments(list)) = syn::parse2(tokens.clone()) {
            let callee = self.macro_callee(mac);
            let args = self.values(&list);
            return self.b.expr(ExprKind::Call { callee, args, types: Box::default() }, span);
        }
        if let Ok(Pairs(pairs)) = syn::parse2(tokens.clone()) {
            let mut entries = Vec::new();
            for (key, value) in &pairs {
                let at = self.span(spans::first(key), spans::last(value));
                let key = self.index_key(key);
                let value = self.expr(value);
                entries.push(Entry::Pair(key, value, at));
            }
            return self.object(None, entries, span);
        }
        let block = match syn::parse2::<Statements>(tokens.clone()) {
            Ok(Statements(stmts)) => {
                self.b.open_scope();
                let block = self.statements(&stmts);
                self.b.close_scope();
                Some(block)
            }
            Err(_) => None,
        };
        match block {
            Some(block) => {
                let block = self.b.expr(ExprKind::Block(block), span);
                self.b.expr(ExprKind::Sequence { parts: vec![block], last: false }, span)
            }
            None => self.handlers(tokens, span),
        }
    }

    /// What is no Rust may hold functions that are: they are called by somebody some time.
    fn handlers(&mut self, tokens: TokenStream, span: Span) -> ExprId {
        let closures = markup::closures(tokens);
        if closures.is_empty() {
            return self.b.unknown(span);
        }
        let parts = closures.into_iter().map(|closure| self.expr(&syn::Expr::Closure(closure))).collect();
        self.b.expr(ExprKind::Sequence { parts, last: false }, span)
    }

    /// `lazy_static!` and `thread_local!` among statements.
    pub(super) fn declaring_macro(&mut self, mac: &Macro, out: &mut Vec<Stmt>) -> bool {
        if reads(&macro_name(mac)) != Some(Reads::Statics) {
            return false;
        }
        let Ok(Statics(statics)) = syn::parse2(mac.tokens.clone()) else { return false };
        for item in &statics {
            let ty = self.ty(&item.ty);
            let value = self.expr(&item.expr);
            let value = self.typed(value, ty.clone());
            let span = self.token(&item.ident);
            let binding = self.b.declare(&name_of(&item.ident), span, BindingKind::Variable, ty);
            out.push(Stmt::Bind { pattern: Pattern::Binding(binding), value: Some(value), otherwise: None });
        }
        true
    }
}
