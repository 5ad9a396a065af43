//! The helpers that compilers write into their output: TypeScript and tslib, Babel, SWC, esbuild.
//!
//! They are known by their names, for a compiler reserves them, and what they do is known better than it could be
//! followed.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

/// Packages whose members are helpers.
const PACKAGES: [&str; 4] = ["npm:tslib.", "npm:@babel/runtime/helpers/", "npm:@swc/helpers/_/", "npm:@swc/helpers."];

/// The name of a helper that comes from a package: `npm:tslib.__importStar`.
pub(crate) fn helper(path: &str) -> Option<&str> {
    let rest = PACKAGES.iter().find_map(|package| path.strip_prefix(package))?;
    let name = rest.strip_prefix("esm/").unwrap_or(rest);
    name.split('.').next()
}

impl Interpreter<'_> {
    /// A call of a helper; `None` where it is none, or one that is not modelled. Names in a module count with their
    /// underscores; those of packages come without.
    pub(crate) fn call_helper(&mut self, name: &str, args: &Args, span: Span) -> Option<Value> {
        if args.rest.is_some() {
            return None;
        }
        // Babel numbers what would clash: `_interopRequireDefault2`.
        let name = name.trim_end_matches(|c: char| c.is_ascii_digit());
        Some(match name {
            "__importDefault" | "_interopRequireDefault" | "_interop_require_default" | "interopRequireDefault" => {
                self.with_default(&args.get(0), false, span)
            }
            "__importStar"
            | "_interopRequireWildcard"
            | "_interop_require_wildcard"
            | "interopRequireWildcard"
            | "__toESM" => self.with_default(&args.get(0), true, span),
            "__exportStar" | "_export_star" => {
                if let Value::Object(target, _) = args.get(1) {
                    let members = self.listed_of(&args.get(0), span);
                    let source = self.without(&members, &["default".into()], span);
                    self.spread_into(target, &source, span);
                }
                args.get(1)
            }
            "__createBinding" => {
                let given = if args.values.len() > 3 { args.get(3) } else { args.get(2) };
                if let (Some(from), Some(to)) = (args.get(2).as_fixed(), given.as_fixed()) {
                    let value = self.member(&args.get(1), &from, span);
                    self.set_member(&args.get(0), &to, span, value);
                }
                Value::Undefined
            }
            "__assign"
            | "_extends"
            | "_objectSpread"
            | "_object_spread"
            | "_object_spread_props"
            | "objectSpread"
            | "extends"
            | "__spreadValues"
            | "__spreadProps" => {
                return self.library_call("global:Object.assign", args, span);
            }
            "_defineProperty" | "_define_property" | "defineProperty" | "__publicField" => {
                match args.get(1).as_fixed() {
                    Some(key) => self.set_member(&args.get(0), &key, span, args.get(2)),
                    None => self.open_object(&args.get(0), span, "a property that is not known"),
                }
                args.get(0)
            }
            "__rest" | "_objectWithoutProperties" | "_object_without_properties" | "objectWithoutProperties" => {
                let keys = self.items_of(&args.get(1), false)?;
                let keys = keys.iter().map(Value::as_fixed).collect::<Option<Vec<_>>>()?;
                self.without(&args.get(0), &keys, span)
            }
            "__awaiter" => self.run_with(&args.get(3), &args.get(0), span)?,
            "__async" => self.run_with(&args.get(2), &args.get(0), span)?,
            "_asyncToGenerator"
            | "_async_to_generator"
            | "asyncToGenerator"
            | "_toConsumableArray"
            | "_to_consumable_array"
            | "toConsumableArray"
            | "__toCommonJS" => args.get(0),
            // Of a class; of a member nothing is given.
            "__decorate" if args.values.len() == 2 => args.get(1),
            "__decorate" | "_classCallCheck" | "_class_call_check" | "classCallCheck" => Value::Undefined,
            "_createClass" | "_create_class" | "createClass" => {
                let class = args.get(0);
                let prototype = self.member(&class, "prototype", span);
                self.define_all(&prototype, &args.get(1), span);
                self.define_all(&class, &args.get(2), span);
                class
            }
            "_inherits" | "inherits" | "__extends" => return self.library_call("npm:util.inherits", args, span),
            _ => return None,
        })
    }

    /// What `import` makes of what `require` gave: a module of ES stays, another gets a member for itself.
    fn with_default(&mut self, module: &Value, members: bool, span: Span) -> Value {
        let Value::Object(id, via) = module else {
            return match module {
                // A package is what its default is.
                Value::Api(_) | Value::Hole(..) => module.clone(),
                other => {
                    let mut wrapped = Object::new(Shape::Record);
                    wrapped.set("default", span, other.clone());
                    Value::Object(self.heap.object(wrapped), LOCAL)
                }
            };
        };
        let object = self.heap.obj(*id).clone();
        if matches!(object.shape, Shape::Namespace(_)) || object.entry("__esModule").is_some() {
            return module.clone();
        }
        let wrapped = self.heap.object(Object::new(Shape::Record));
        if members {
            self.spread_into(wrapped, module, span);
        }
        let default = Value::Object(*id, *via);
        self.heap.update(wrapped, |object| object.set("default", span, default));
        Value::Object(wrapped, LOCAL)
    }

    /// The members of a module as an object of its own.
    fn listed_of(&mut self, module: &Value, span: Span) -> Value {
        match self.listed(module, span) {
            listed @ Value::Object(..) => listed,
            other => {
                let copy = self.heap.object(Object::new(Shape::Record));
                self.spread_into(copy, &other, span);
                Value::Object(copy, LOCAL)
            }
        }
    }

    /// Runs the body of an asynchronous function, which was made a function of its own.
    fn run_with(&mut self, body: &Value, this: &Value, span: Span) -> Option<Value> {
        let Value::Function(closure) = body else { return None };
        let this = closure.this.clone().unwrap_or_else(|| this.clone());
        Some(self.call_closure(closure, Vec::new(), Some(this), span))
    }

    /// Gives an object the members that a list describes: `{ key: "get", value: function … }`.
    fn define_all(&mut self, target: &Value, list: &Value, span: Span) {
        let Some(descriptors) = self.items_of(list, false) else {
            if !matches!(list, Value::Undefined | Value::Null) {
                self.open_object(target, span, "members that are not known");
            }
            return;
        };
        for descriptor in descriptors {
            let Some(key) = self.member(&descriptor, "key", span).as_fixed() else { continue };
            let value = match self.member(&descriptor, "get", span) {
                // What a getter gives depends on the instance.
                Value::Function(_) => Value::unknown(span),
                _ => self.member(&descriptor, "value", span),
            };
            self.set_member(target, &key, span, value);
        }
    }
}
