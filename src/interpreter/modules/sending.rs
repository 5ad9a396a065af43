//! Classes whose instances may send requests: they hold a client, or stand where clients are named.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::ir::{ClassId, ExprKind, Type};
use crate::source::FileId;

/// How many classes of fields, and of their fields, a client is looked for in.
const MAX_HELD: usize = 64;

impl Interpreter<'_> {
    /// Whether methods of an instance may send requests, as far as its fields tell, and the files in which they and their
    /// classes stand.
    pub(crate) fn instances_may_send(&mut self, class: ClassId) -> bool {
        if let Some(known) = self.loaded.sending.get(&class) {
            return *known;
        }
        let sends = self.leads_to_client(class);
        self.loaded.sending.insert(class, sends);
        sends
    }

    fn leads_to_client(&mut self, class: ClassId) -> bool {
        let mut seen = FxHashSet::from_iter([class]);
        let mut left = vec![class];
        while let Some(class) = left.pop() {
            let definition = self.class(class);
            if self.naming_clients(class.module).contains(&definition.span.file) {
                return true;
            }
            let mut types: Vec<&Type> = definition.fields.iter().filter_map(|field| field.ty.as_ref()).collect();
            while let Some(ty) = types.pop() {
                if self.is_client_type(ty) {
                    return true;
                }
                left.extend(ty.class.filter(|held| seen.len() < MAX_HELD && seen.insert(*held)));
                types.extend(&ty.args);
            }
        }
        false
    }

    /// The files of a module whose code makes clients, calls them or takes them.
    fn naming_clients(&mut self, file: FileId) -> Rc<FxHashSet<FileId>> {
        if let Some(known) = self.loaded.naming_clients.get(&file) {
            return known.clone();
        }
        let module = self.module_of(file);
        let mut found = FxHashSet::default();
        for function in &module.functions {
            let mut types = function.params.iter().filter_map(|param| param.ty.as_ref());
            if types.any(|ty| self.is_client_type(ty)) {
                found.insert(function.span.file);
            }
        }
        for expr in &module.exprs {
            if let ExprKind::Global(path) = &expr.kind
                && !found.contains(&expr.span.file)
                && let Value::Library(path) = self.language.global(self, path, expr.span)
                && self.clients.is_of_requests(&format!("{path}()"))
            {
                found.insert(expr.span.file);
            }
        }
        let found = Rc::new(found);
        self.loaded.naming_clients.insert(file, found.clone());
        found
    }

    fn is_client_type(&self, ty: &Type) -> bool {
        self.clients.is_of_requests(&format!("type {}", ty.path))
    }
}
