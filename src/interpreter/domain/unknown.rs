//! Unknown values.

use std::rc::Rc;
use std::sync::Arc;

use crate::interpreter::domain::count::Count;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::text::FieldsValue;
use crate::ir::ClassId;
use crate::request::Hole;

/// An unknown value.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// What is known of its origin.
    pub hole: Arc<Hole>,
    /// Its declared type as an API-graph path, or a class of the module.
    pub ty: Option<Rc<str>>,
    /// The class of the module it is declared as.
    pub class: Option<ClassId>,
    /// It stands beside a value that is written in the code, for what something that cannot be read may have put in its
    /// place. Conditions hold neither way then; what is sent is the value that is known.
    pub replaces: bool,
    /// It came with a request, to a function that may change that: what is written into it may change the request.
    pub of_request: bool,
    /// It is the text of an object, JSON for instance, which shows these.
    pub shows: Option<Rc<FieldsValue>>,
    /// It is a number of which bounds are known.
    pub count: Option<Count>,
    /// A call that cannot be followed gave it, of this request: it may be that, with more in it.
    pub request: Option<ObjectId>,
}

impl Unknown {
    /// A value of which its origin is all that is known.
    pub fn of(hole: Hole) -> Self {
        Self {
            hole: Arc::new(hole),
            ty: None,
            class: None,
            replaces: false,
            of_request: false,
            shows: None,
            count: None,
            request: None,
        }
    }

    /// What is known of its origin, to be changed for this one alone.
    pub fn hole_mut(&mut self) -> &mut Hole {
        Arc::make_mut(&mut self.hole)
    }
}
