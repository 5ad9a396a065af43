//! Items: what a module declares.

use rustc_hash::FxHashMap;
use syn::spanned::Spanned;
use syn::{Item, ReturnType, UseTree, Visibility};

use super::attributes::is_test;
use super::functions::FunctionContext;
use super::macro_parsers::expand;
use super::paths::name_of;
use super::{Lowerer, Scope};
use crate::ir::{Arm, BindingId, BindingKind, Block, Class, ClassId, Export, ExportValue, ExprKind, Pattern, Stmt};
use crate::source::Span;

/// What has been declared for an item, before it is lowered.
enum Slot {
    Value(BindingId),
    Class(ClassId, BindingId),
    Module(usize, Vec<Slot>),
    Nothing,
}

/// The statements that items become.
#[derive(Default)]
struct Hoisted {
    functions: Vec<Stmt>,
    constants: Vec<Constant>,
    effects: Vec<Stmt>,
}

/// A constant, or what stands for one of several.
pub(super) struct Constant {
    binding: BindingId,
    stmt: Stmt,
    uses: Vec<BindingId>,
    is_static: bool,
}

impl Hoisted {
    /// Functions and classes, then constants each after those it uses, then the rest.
    fn into_stmts(mut self) -> Vec<Stmt> {
        self.constants.sort_by_key(|constant| constant.is_static);
        let index: FxHashMap<BindingId, usize> =
            self.constants.iter().enumerate().map(|(at, constant)| (constant.binding, at)).collect();
        let mut seen = vec![false; self.constants.len()];
        let mut order = Vec::new();
        for start in 0..self.constants.len() {
            let mut stack = vec![(start, 0)];
            while let Some((at, next)) = stack.pop() {
                if next == 0 {
                    if seen[at] {
                        continue;
                    }
                    seen[at] = true;
                }
                if let Some(used) = self.constants[at].uses.get(next) {
                    stack.push((at, next + 1));
                    if let Some(&used) = index.get(used) {
                        stack.push((used, 0));
                    }
                } else {
                    order.push(at);
                }
            }
        }
        let mut stmts = self.functions;
        stmts.extend(order.into_iter().map(|at| self.constants[at].stmt.clone()));
        stmts.extend(self.effects);
        stmts
    }
}

/// A class of which only the name is known.
pub(super) fn empty_class(name: Box<str>, span: Span) -> Class {
    Class {
        name,
        span,
        extends: None,
        fields: Vec::new(),
        methods: Vec::new(),
        renames: Vec::new(),
        texts: Vec::new(),
        optional: Vec::new(),
        serializes_itself: false,
        prints_itself: false,
        implementor: None,
        implementors: Vec::new(),
        is_implementable: false,
    }
}

/// Whether an item is seen outside of its module.
pub(super) fn is_pub(vis: &Visibility) -> bool {
    !matches!(vis, Visibility::Inherited)
}

impl Lowerer<'_> {
    /// Lowers the items of all crates.
    pub(super) fn items(&mut self, crates: Vec<Vec<Item>>) -> Vec<Stmt> {
        let crates: Vec<Vec<Item>> =
            crates.into_iter().map(|items| expand(items, &mut self.definitions, &self.places, 0)).collect();
        let crates: Vec<Vec<&Item>> = crates.iter().map(|items| items.iter().collect()).collect();
        let mut slots = Vec::new();
        for (root, items) in crates.iter().enumerate() {
            self.at = root;
            slots.push(self.declare_items(items));
        }
        let mut hoisted = Hoisted::default();
        for (root, (items, slots)) in crates.iter().zip(slots).enumerate() {
            self.at = root;
            self.in_test = self.places.roots[root].test;
            self.in_library = self.places.roots[root].library;
            self.lower_items(items, slots, &mut hoisted);
        }
        self.at = 0;
        hoisted.constants.append(&mut self.alternatives);
        hoisted.into_stmts()
    }

    /// Lowers the items of the scope that is open.
    pub(super) fn block_items(&mut self, items: &[&Item]) -> Vec<Stmt> {
        let outer = self.alternatives.len();
        let slots = self.declare_items(items);
        let mut hoisted = Hoisted::default();
        self.lower_items(items, slots, &mut hoisted);
        hoisted.constants.extend(self.alternatives.drain(outer..));
        hoisted.into_stmts()
    }

    fn declare_items(&mut self, items: &[&Item]) -> Vec<Slot> {
        items
            .iter()
            .map(|item| self.nested(|| item.span(), |this| this.declare_item(item)).unwrap_or(Slot::Nothing))
            .collect()
    }

    fn declare_item(&mut self, item: &Item) -> Slot {
        match item {
            Item::Fn(item) => {
                let binding = self.value(&item.sig.ident, &item.attrs);
                if matches!(&item.sig.output, ReturnType::Type(_, ty) if matches!(**ty, syn::Type::Never(_))) {
                    self.leaving.insert(binding);
                }
                Slot::Value(binding)
            }
            Item::Const(item) => self.constant(&item.ident, &item.attrs),
            Item::Static(item) => self.constant(&item.ident, &item.attrs),
            Item::Struct(item) => self.class_slot(&item.ident),
            Item::Union(item) => self.class_slot(&item.ident),
            Item::Enum(item) => {
                let slot = self.class_slot(&item.ident);
                if let Slot::Class(class, _) = slot {
                    for variant in &item.variants {
                        self.variants.insert((class, name_of(&variant.ident)));
                    }
                }
                slot
            }
            Item::Trait(item) => {
                let slot = self.class_slot(&item.ident);
                if let Slot::Class(class, _) = slot {
                    self.traits.add(class);
                }
                slot
            }
            Item::Type(item) => {
                let at = self.at;
                self.scopes[at].aliases.insert(name_of(&item.ident), (*item.ty).clone());
                Slot::Nothing
            }
            Item::Use(item) => {
                self.import(Vec::new(), &item.tree, is_pub(&item.vis));
                Slot::Nothing
            }
            Item::ExternCrate(item) => {
                if let Some((_, rename)) = &item.rename {
                    let at = self.at;
                    self.scopes[at].uses.insert(name_of(rename), vec![name_of(&item.ident)]);
                }
                Slot::Nothing
            }
            Item::Mod(item) => {
                let name = name_of(&item.ident);
                let outer = self.at;
                let Some((_, content)) = &item.content else {
                    self.scopes[outer].outlines.insert(name);
                    return Slot::Nothing;
                };
                let mut path = self.scopes[outer].path.clone();
                path.push(name.clone());
                let root = self.scopes[outer].root;
                self.scopes.push(Scope { root, parent: Some(self.module_of(outer)), path, ..Scope::default() });
                self.at = self.scopes.len() - 1;
                self.scopes[outer].modules.insert(name, self.at);
                let slot = Slot::Module(self.at, self.declare_items(&content.iter().collect::<Vec<_>>()));
                self.at = outer;
                slot
            }
            _ => Slot::Nothing,
        }
    }

    fn value(&mut self, ident: &proc_macro2::Ident, attrs: &[syn::Attribute]) -> BindingId {
        let name = name_of(ident);
        let span = self.token(ident);
        let binding = self.b.binding(&name, span, BindingKind::Variable, None);
        let at = self.at;
        let mut named = binding;
        // Only one of those is there that have one name, but under conditions that are not known.
        if let Some(other) = self.scopes[at].values.get(&name).copied() {
            if is_test(attrs) {
                return binding;
            }
            if !self.test_values.contains(&other) {
                named = self.one_of(&name, [other, binding], span);
            }
            let exported = self.export_name(&name);
            self.b.module.exports.retain(|export| export.name != exported);
        }
        if is_test(attrs) {
            self.test_values.insert(binding);
        }
        if self.scopes[at].around.is_some() {
            self.b.bring_into_scope(&name, named);
        }
        self.export(&name, named);
        self.scopes[at].values.insert(name, named);
        binding
    }

    /// A value that is one of two items.
    fn one_of(&mut self, name: &str, items: [BindingId; 2], span: Span) -> BindingId {
        let either = self.b.binding(name, span, BindingKind::Variable, None);
        let [first, second] = items.map(|item| self.b.expr(ExprKind::Name(item), span));
        let guard = Some(self.b.unknown(span));
        let arm = |guard, value| Arm { pattern: None, guard, body: Block { stmts: Vec::new(), value: Some(value) } };
        let arms = vec![arm(guard, first), arm(None, second)];
        let value = self.b.expr(ExprKind::Branch { subject: None, arms, exhaustive: true }, span);
        self.constants.insert(either);
        let stmt = bind(either, value);
        self.alternatives.push(Constant { binding: either, stmt, uses: items.to_vec(), is_static: false });
        either
    }

    fn constant(&mut self, ident: &proc_macro2::Ident, attrs: &[syn::Attribute]) -> Slot {
        let binding = self.value(ident, attrs);
        self.constants.insert(binding);
        Slot::Value(binding)
    }

    fn class_slot(&mut self, ident: &proc_macro2::Ident) -> Slot {
        let name = name_of(ident);
        let span = self.token(ident);
        let class = self.b.class(empty_class(name.as_str().into(), span));
        let binding = self.b.binding(&name, span, BindingKind::Class(class), None);
        self.class_bindings.insert(class, binding);
        self.export(&name, binding);
        let at = self.at;
        self.scopes[at].types.insert(name, class);
        Slot::Class(class, binding)
    }

    /// Items of functions are not seen from elsewhere.
    fn export(&mut self, name: &str, binding: BindingId) {
        let scope = &self.scopes[self.at];
        if scope.around.is_none() {
            let name = self.export_name(name);
            self.b.module.exports.push(Export { name, value: ExportValue::Binding(binding) });
        }
    }

    fn export_name(&self, name: &str) -> Box<str> {
        let path = &self.scopes[self.at].path;
        if path.is_empty() { name.into() } else { format!("{}::{name}", path.join("::")).into() }
    }

    fn import(&mut self, mut prefix: Vec<String>, tree: &UseTree, public: bool) {
        let at = self.at;
        let mut tree = tree;
        while let UseTree::Path(path) = tree {
            prefix.push(name_of(&path.ident));
            tree = &path.tree;
        }
        let (name, alias) = match tree {
            UseTree::Name(name) => (name_of(&name.ident), None),
            UseTree::Rename(rename) => (name_of(&rename.ident), Some(name_of(&rename.rename))),
            UseTree::Glob(_) => {
                self.reexport(&prefix, "*", "*", public);
                self.scopes[at].globs.push(prefix);
                return;
            }
            UseTree::Group(group) => {
                for item in &group.items {
                    self.nested(|| item.span(), |this| this.import(prefix.clone(), item, public));
                }
                return;
            }
            UseTree::Path(_) => return,
        };
        if name != "self" || prefix.is_empty() {
            prefix.push(name);
        }
        let alias = alias.unwrap_or_else(|| prefix.last().cloned().unwrap_or_default());
        if alias == "_" {
            return;
        }
        if let Some((last, from)) = prefix.split_last() {
            let (last, from) = (last.clone(), from.to_vec());
            self.reexport(&from, &last, &alias, public);
        }
        self.scopes[at].uses.insert(alias, prefix);
    }

    fn reexport(&mut self, from: &[String], name: &str, alias: &str, public: bool) {
        if public && self.scopes[self.at].around.is_none() {
            let alias = self.export_name(alias);
            let value = ExportValue::Reexport { from: from.join("::").into(), name: name.into() };
            self.b.module.exports.push(Export { name: alias, value });
        }
    }

    fn lower_items(&mut self, items: &[&Item], slots: Vec<Slot>, out: &mut Hoisted) {
        for (item, slot) in items.iter().zip(slots) {
            self.nested(|| item.span(), |this| this.lower_item(item, slot, out));
        }
    }

    fn lower_item(&mut self, item: &Item, slot: Slot, out: &mut Hoisted) {
        match (item, slot) {
            (Item::Fn(item), Slot::Value(binding)) => {
                let span = self.span(item.sig.fn_token.span, item.block.brace_token.span.close());
                let context = &FunctionContext { span, class: None, exported: is_pub(&item.vis) };
                let function = self.function(&item.sig, Some(&item.block), context);
                self.b.module.binding_mut(binding).kind = BindingKind::Function(function);
                let value = self.b.expr(ExprKind::Function(function), span);
                out.functions.push(bind(binding, value));
            }
            (Item::Const(item), Slot::Value(binding)) => self.constant_value(binding, &item.ty, &item.expr, false, out),
            (Item::Static(item), Slot::Value(binding)) => self.constant_value(binding, &item.ty, &item.expr, true, out),
            (Item::Struct(item), Slot::Class(class, binding)) => {
                let generics = self.push_generics(&item.generics);
                let is_public = self.in_library && matches!(item.vis, Visibility::Public(_));
                self.fields(class, &item.fields, &item.attrs, is_public);
                self.generics.truncate(generics);
                self.bind_class(class, binding, out);
            }
            (Item::Enum(item), Slot::Class(class, binding)) => {
                self.enumeration(class, item);
                self.bind_class(class, binding, out);
            }
            (Item::Trait(item), Slot::Class(class, binding)) => {
                self.b.class_mut(class).is_implementable |=
                    self.in_library && matches!(item.vis, Visibility::Public(_));
                self.trait_items(class, item);
                self.bind_class(class, binding, out);
            }
            (_, Slot::Class(class, binding)) => self.bind_class(class, binding, out),
            (Item::Impl(item), _) => self.implementation(item),
            (Item::Mod(item), Slot::Module(scope, slots)) => {
                if let Some((_, content)) = &item.content {
                    let outer = std::mem::replace(&mut self.at, scope);
                    let in_test = self.in_test;
                    self.in_test |= is_test(&item.attrs);
                    self.lower_items(&content.iter().collect::<Vec<_>>(), slots, out);
                    self.in_test = in_test;
                    self.at = outer;
                }
            }
            (Item::Macro(item), _) if item.ident.is_none() => {
                let value = self.macro_call(&item.mac);
                out.effects.push(Stmt::Expr(value));
            }
            _ => {}
        }
    }

    fn bind_class(&mut self, class: ClassId, binding: BindingId, out: &mut Hoisted) {
        let span = self.b.module.class(class).span;
        let value = self.b.expr(ExprKind::Class(class), span);
        out.functions.push(bind(binding, value));
    }

    fn constant_value(
        &mut self,
        binding: BindingId,
        ty: &syn::Type,
        value: &syn::Expr,
        is_static: bool,
        out: &mut Hoisted,
    ) {
        let outer = std::mem::take(&mut self.const_uses);
        let ty = self.ty(ty);
        self.b.module.binding_mut(binding).ty = ty.clone().map(Box::new);
        let value = self.expr(value);
        let value = self.typed(value, ty);
        let uses = std::mem::replace(&mut self.const_uses, outer);
        out.constants.push(Constant { binding, stmt: bind(binding, value), uses, is_static });
    }
}

fn bind(binding: BindingId, value: crate::ir::ExprId) -> Stmt {
    Stmt::Bind { pattern: Pattern::Binding(binding), value: Some(value), otherwise: None }
}
