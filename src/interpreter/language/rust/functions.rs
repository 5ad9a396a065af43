//! Functions of the standard library of Rust, and of the crates that its clients share.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::fields::FieldsOf;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    #[allow(clippy::unnested_or_patterns)] // a line for each family of types
    pub(crate) fn rust_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let name = path.strip_prefix("crate:")?;
        let mut segments = name.rsplit("::");
        let last = segments.next().unwrap_or_default();
        let ty = segments.next().unwrap_or_default();
        Some(match (ty, last) {
            ("String", "from")
            | ("Arc" | "Rc" | "Box" | "Pin" | "Cow", "new")
            | ("Arc" | "Rc" | "Box", "pin")
            | ("Vec" | "Some" | "Cow", "from" | "from_iter")
            | ("Cow", "Borrowed" | "Owned")
            | ("Arc" | "Rc", "clone")
            | (_, "black_box" | "identity" | "dbg!") => args.get(0),
            ("Mutex" | "RwLock" | "RefCell" | "Cell", "new") => {
                self.hold_in_cell(&args.get(0));
                args.get(0)
            }
            // Pairs make a map.
            ("HashMap" | "BTreeMap", "from" | "from_iter") => {
                let fields = self.fields_of(&args.get(0), FieldsOf::Query, span);
                self.multi(Shape::Params, &fields)
            }
            ("Vec" | "VecDeque", "new" | "with_capacity" | "default") => self.list(Vec::new()),
            ("Command", "new") if name.ends_with("process::Command::new") => self.list(vec![args.get(0)]),
            ("HashMap" | "BTreeMap", "new" | "with_capacity" | "default") => {
                Value::Object(self.heap.object(Object::new(Shape::Params)), LOCAL)
            }
            ("LazyLock" | "LazyCell", "new" | "force") => match (last, args.get(0)) {
                ("new", maker) => self.rust_callback(&maker, &[], span),
                (_, made) => made,
            },
            ("String", "new" | "with_capacity") => Value::of_pieces(Vec::new()),
            (_, "println!" | "eprintln!" | "print!") | ("" | "mem", "drop") => Value::Undefined,
            _ => {
                let defs = self.clients.functions_of_crates(name)?;
                self.given_by(defs, path, args, span)?
            }
        })
    }
}
