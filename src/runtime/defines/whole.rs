//! Configuration that puts the whole environment into bundles, or all of it that begins with some prefix.

use crate::ir::{BindingId, Element, Entry, ExprId, ExprKind, Key, Pattern, TemplatePart};
use crate::runtime::defines::{MAX_DEPTH, Reading};
use crate::runtime::used_imports::bound;
use crate::source::Span;

/// What a name must begin with that stands for a variable of the environment.
const ENVIRONMENT: &str = "process.env";

/// What shows that not all variables are taken.
const FILTERS: [&str; 4] = [".filter(", ".test(", "startsWith(", ".match("];

impl Reading<'_> {
    /// `envPrefix: 'ACME_'`: the strings are beginnings of names.
    pub(super) fn prefixes(&mut self, value: ExprId) {
        let module = self.module;
        let items: Vec<ExprId> = match &module.expr(value).kind {
            ExprKind::Array(items) => items
                .iter()
                .filter_map(|item| match item {
                    Element::Item(id) => Some(*id),
                    Element::Spread(_) => None,
                })
                .collect(),
            _ => vec![value],
        };
        for item in items {
            let expr = module.expr(self.resolved(item));
            if let ExprKind::Str(prefix) = &expr.kind
                && !prefix.is_empty()
            {
                self.beginning(prefix, "", expr.span);
            }
        }
    }

    /// `'process.env': env`: whether the value is the environment, and all of it is put in.
    pub(super) fn whole(&mut self, name: &str, key: Span, value: ExprId) {
        if name.rsplit_once('.').is_some_and(|(_, last)| last == "env") && self.is_environment(value, 0) {
            self.beginning("", name, key);
        }
    }

    /// An argument that is no object: `'all'`, or an object whose names are computed of those of the environment.
    pub(super) fn computed(&mut self, argument: ExprId, text: &str) {
        let module = self.module;
        let expr = module.expr(argument);
        let takes_all = match &expr.kind {
            ExprKind::Str(text) => text.as_ref() == "all",
            ExprKind::Name(_) | ExprKind::Call { .. } => {
                !FILTERS.iter().any(|filter| text.contains(filter))
                    && module.exprs.iter().any(|expr| match &expr.kind {
                        ExprKind::Template(parts) => matches!(
                            parts.as_slice(),
                            [TemplatePart::Text(text, ..), TemplatePart::Hole(_)] if text.trim_end_matches('.') == ENVIRONMENT
                        ),
                        _ => false,
                    })
            }
            _ => false,
        };
        if takes_all {
            self.beginning("", ENVIRONMENT, expr.span);
        }
    }

    /// A plugin that puts in what code reads.
    pub(super) fn plugin(&mut self, callee: ExprId) {
        let object = self.source.object.clone().unwrap_or_default();
        self.beginning("", &object, self.module.expr(callee).span);
    }

    /// Whether a value is all of the environment, or of a file of it.
    fn is_environment(&self, id: ExprId, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        let id = self.bare(id);
        match &self.module.expr(id).kind {
            ExprKind::Member { object, key: Key::Name(key, _) } => match key.as_ref() {
                "env" => {
                    matches!(&self.module.expr(*object).kind, ExprKind::Global(name) if name.as_ref() == "process")
                }
                "parsed" => self.calls(*object, &["config", "load"]).is_some(),
                _ => false,
            },
            ExprKind::Name(binding) => match self.bound_to(*binding) {
                Some((value, true)) => self.calls(value, &["config", "load"]).is_some(),
                Some((value, false)) => self.is_environment(value, depth + 1),
                None => false,
            },
            ExprKind::Object { entries, .. } => entries.iter().any(|entry| match entry {
                Entry::Spread(id) => self.is_environment(*id, depth + 1),
                _ => false,
            }),
            ExprKind::Call { .. } => {
                let all = |args: &[Element]| match args {
                    // `loadEnv(mode, folder, '')`; without the last, only what is public anyway.
                    [_, _, Element::Item(prefix), ..] => {
                        matches!(&self.module.expr(*prefix).kind, ExprKind::Str(text) if text.is_empty())
                    }
                    _ => false,
                };
                self.calls(id, &["loadEnv"]).is_some_and(all)
            }
            _ => false,
        }
    }

    /// What a variable is bound to, in whatever function, and whether it is what that has `parsed`.
    fn bound_to(&self, binding: BindingId) -> Option<(ExprId, bool)> {
        bound(self.module).into_iter().find_map(|(value, pattern)| match pattern {
            Pattern::Binding(bound) => (*bound == binding).then_some((value, false)),
            Pattern::Object { fields, .. } => {
                let is_parsed = |(key, pattern): &(Key, Pattern)| {
                    matches!(key, Key::Name(name, _) if name.as_ref() == "parsed")
                        && matches!(pattern, Pattern::Binding(bound) if *bound == binding)
                };
                fields.iter().any(is_parsed).then_some((value, true))
            }
            _ => None,
        })
    }

    /// The arguments of a call of a function of one of these names.
    fn calls(&self, id: ExprId, names: &[&str]) -> Option<&[Element]> {
        let ExprKind::Call { callee, args, .. } = &self.module.expr(id).kind else { return None };
        let name = match &self.module.expr(*callee).kind {
            ExprKind::Member { key: Key::Name(name, _), .. } | ExprKind::Global(name) => name,
            ExprKind::Name(binding) => &self.module.binding(*binding).name,
            _ => return None,
        };
        names.contains(&name.as_ref()).then_some(args)
    }
}
