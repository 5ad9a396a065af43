//! What a file of configuration says, read from its text: what its names are bound to, lists and objects, the fixed parts
//! of paths.

use rustc_hash::FxHashMap;

use crate::ir::{BindingId, Element, Entry, ExprId, ExprKind, Key, Module, TemplatePart};

/// How deep a value is looked into for the text in it.
const MAX_DEPTH: usize = 12;

/// A file of configuration.
#[derive(Debug)]
pub(super) struct Written<'m> {
    pub module: &'m Module,
    /// What the names of the file are bound to.
    values: FxHashMap<BindingId, ExprId>,
}

impl<'m> Written<'m> {
    pub fn of(module: &'m Module) -> Self {
        Self { module, values: module.declared_values() }
    }

    /// What an expression stands for: casts are looked through, and names.
    pub fn resolved(&self, mut id: ExprId) -> ExprId {
        for _ in 0..MAX_DEPTH {
            id = match &self.module.expr(id).kind {
                ExprKind::Cast { value, .. } | ExprKind::Optional(value) => *value,
                ExprKind::Name(binding) => match self.values.get(binding) {
                    Some(value) => *value,
                    None => return id,
                },
                _ => return id,
            };
        }
        id
    }

    /// What stands for an expression.
    pub fn kind(&self, id: ExprId) -> &'m ExprKind {
        &self.module.expr(self.resolved(id)).kind
    }

    /// The text of a string.
    pub fn text(&self, id: ExprId) -> Option<&'m str> {
        match self.kind(id) {
            ExprKind::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of an object that have names.
    pub fn entries(&self, id: ExprId) -> impl Iterator<Item = (&'m str, ExprId)> + use<'m> {
        let entries = match self.kind(id) {
            ExprKind::Object { entries, .. } => entries.as_slice(),
            _ => &[],
        };
        entries.iter().filter_map(|entry| match entry {
            Entry::Pair(Key::Name(name, _), value, _) => Some((&**name, *value)),
            _ => None,
        })
    }

    /// The entry of an object that has a name.
    pub fn entry(&self, id: ExprId, wanted: &str) -> Option<ExprId> {
        self.entries(id).find(|(name, _)| *name == wanted).map(|(_, value)| value)
    }

    /// The items of a list, or what is none by itself.
    pub fn items(&self, id: ExprId) -> Vec<ExprId> {
        match self.kind(id) {
            ExprKind::Array(items) => items
                .iter()
                .filter_map(|item| match item {
                    Element::Item(item) => Some(*item),
                    Element::Spread(_) => None,
                })
                .collect(),
            _ => vec![id],
        }
    }

    /// The fixed parts of a path, as `path.resolve` and the like put them together.
    pub fn path(&self, id: ExprId) -> String {
        let mut text = String::new();
        self.parts(id, &mut text, 0);
        text
    }

    fn parts(&self, id: ExprId, text: &mut String, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let push = |text: &mut String, part: &str| {
            if !text.is_empty() && !text.ends_with('/') {
                text.push('/');
            }
            text.push_str(part);
        };
        match self.kind(id) {
            ExprKind::Str(part) => push(text, part),
            ExprKind::Template(parts) => {
                for part in parts {
                    match part {
                        TemplatePart::Text(part, ..) => push(text, part.trim_start_matches('/')),
                        TemplatePart::Hole(id) => self.parts(*id, text, depth + 1),
                    }
                }
            }
            ExprKind::Call { args, .. } | ExprKind::New { args, .. } => {
                for arg in args {
                    if let Element::Item(arg) = arg {
                        self.parts(*arg, text, depth + 1);
                    }
                }
            }
            ExprKind::Array(items) => {
                if let Some(Element::Item(first)) = items.first() {
                    self.parts(*first, text, depth + 1);
                }
            }
            // `fileURLToPath(new URL('./src', import.meta.url)).pathname`
            ExprKind::Member { object, .. } => {
                if matches!(self.module.expr(*object).kind, ExprKind::Call { .. } | ExprKind::New { .. }) {
                    self.parts(*object, text, depth + 1);
                }
            }
            _ => {}
        }
    }
}
