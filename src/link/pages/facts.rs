//! What a script has to do with the global scope, as its code shows.

use std::collections::BTreeSet;

use crate::clients::Globals;
use crate::ir::{AssignOp, BindingId, BindingKind, Expr, ExprId, ExprKind, Key, Module, Pattern};

/// Names of the global object (ECMA-262, 19.1.1; HTML, 7.2.2): its members are variables.
const GLOBAL_OBJECTS: [&str; 3] = ["window", "globalThis", "self"];

/// Names that loaders of modules give, and those under which the front-end puts what has no name.
const OF_LOADERS: [&str; 9] =
    ["module", "exports", "require", "requirejs", "define", "import", "jsx", "unref", "undefined"];

/// What a script has to do with the global scope.
#[derive(Debug, Default)]
pub(super) struct Facts<'m> {
    /// What it declares there.
    pub declared: Vec<(&'m str, BindingId)>,
    /// What it puts there without declaring it.
    pub set: BTreeSet<&'m str>,
    /// The names that it uses and does not declare.
    pub used: BTreeSet<&'m str>,
}

impl<'m> Facts<'m> {
    /// Those of a script; a module declares nothing for others. Clients are known by their names, whatever file they
    /// come in; what takes the place of one that it was before matters to all who use it. What a script that may have to do
    /// with an API puts on what it is given may be put on the global object: `root.Api = factory()`.
    pub fn of(module: &'m Module, (is_module, is_hot): (bool, bool), clients: &Globals) -> Self {
        let mut facts = Self::default();
        if !is_module && is_classic(module) {
            let declared = module.outermost.iter().map(|id| (&*module.binding(*id).name, *id));
            facts.declared.extend(declared.filter(|(name, _)| is_own(name) && !clients.has(name)));
        }
        let asks_for_loader = !asked_for(module).is_empty();
        for (at, expr) in module.exprs.iter().enumerate() {
            facts.used.extend(global_of(module, expr));
            if asks_for_loader {
                // `factory(root.Api)`, where there is none.
                facts.used.extend(given_away(module, ExprId::new(module.file, at)));
            }
            if let ExprKind::Assign { target, op, .. } = &expr.kind
                && let Pattern::Place(place) = **target
            {
                let is_whole = matches!(op, AssignOp::Set | AssignOp::Logic(_));
                let set = assigned(module, place, clients).or_else(|| given_away(module, place).filter(|_| is_hot));
                facts.set.extend(set.filter(|_| is_whole));
            }
        }
        let declared: BTreeSet<&str> = facts.declared.iter().map(|(name, _)| *name).collect();
        facts.set.retain(|name| !declared.contains(name));
        let replaced = |name: &&str| !clients.has(name) || clients.is_called(name) && facts.used.contains(name);
        facts.set.retain(replaced);
        facts
    }

    /// What others may get from it.
    pub fn given(&self) -> impl Iterator<Item = &'m str> {
        self.declared.iter().map(|(name, _)| *name).chain(self.set.iter().copied())
    }
}

/// Whether a script may be a classic one: any other cannot be loaded as such.
fn is_classic(module: &Module) -> bool {
    module.exports.is_empty() && !module.bindings.iter().any(|one| matches!(one.kind, BindingKind::Import { .. }))
}

/// What is not there where no loader of modules is. What a script asks for before it uses it, it can do without.
pub(super) fn without_loader(module: &Module) -> Vec<Box<str>> {
    let mut absent = asked_for(module);
    absent.extend(["exports", "module"]);
    absent.into_iter().map(Into::into).collect()
}

/// What loaders of modules give that a script asks the type of.
fn asked_for(module: &Module) -> BTreeSet<&str> {
    let asked = module.exprs.iter().filter_map(|expr| match &expr.kind {
        ExprKind::TypeOf(of) => match &module.expr(*of).kind {
            ExprKind::Global(name) => Some(&**name),
            _ => None,
        },
        _ => None,
    });
    asked.filter(|name| OF_LOADERS.contains(name)).collect()
}

/// Whether a name may be one of the program.
fn is_own(name: &str) -> bool {
    !GLOBAL_OBJECTS.contains(&name) && !OF_LOADERS.contains(&name)
}

/// The name in the global scope that an expression stands for.
pub(super) fn global_of<'m>(module: &'m Module, expr: &'m Expr) -> Option<&'m str> {
    match &expr.kind {
        ExprKind::Global(name) => Some(&**name),
        ExprKind::Member { object, key: Key::Name(name, _) } => match &module.expr(*object).kind {
            ExprKind::Global(object) => GLOBAL_OBJECTS.contains(&&**object).then_some(&**name),
            _ => None,
        },
        _ => None,
    }
    .filter(|name| is_own(name))
}

/// The name that an assignment puts something under: of a client, a member of its prototype as well.
fn assigned<'m>(module: &'m Module, place: ExprId, clients: &Globals) -> Option<&'m str> {
    let place = module.expr(place);
    if let Some(name) = global_of(module, place) {
        return Some(name);
    }
    let ExprKind::Member { object, .. } = &place.kind else { return None };
    let ExprKind::Member { object, key } = &module.expr(*object).kind else { return None };
    let name = global_of(module, module.expr(*object))?;
    (key.is("prototype") && clients.is_called(name)).then_some(name)
}

/// The name of a member of `this` or of a parameter.
fn given_away(module: &Module, place: ExprId) -> Option<&str> {
    let ExprKind::Member { object, key: Key::Name(name, _) } = &module.expr(place).kind else { return None };
    let may_be_global = match &module.expr(*object).kind {
        // `(root = globalThis || root).Api = …`
        ExprKind::This | ExprKind::Assign { .. } => true,
        ExprKind::Name(binding) => matches!(module.binding(*binding).kind, BindingKind::Parameter),
        _ => false,
    };
    (may_be_global && is_own(name)).then_some(&**name)
}
