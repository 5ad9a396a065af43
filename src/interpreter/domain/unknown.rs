//! Unknown values.

use std::rc::Rc;

use crate::ir::ClassId;
use crate::request::Hole;

/// An unknown value.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// What is known of its origin.
    pub hole: Hole,
    /// Its declared type as an API-graph path, or a class of the module.
    pub ty: Option<Rc<str>>,
    /// The class of the module it is declared as.
    pub class: Option<ClassId>,
}
