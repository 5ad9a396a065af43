//! Functions of the standard library of Rust, and of the crates that its clients share.

use std::rc::Rc;

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::Piece;
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
            | (
                "Arc" | "Rc" | "Box" | "Mutex" | "RwLock" | "RefCell" | "Cell" | "Cow" | "Secret" | "SecretString",
                "new",
            )
            | ("HeaderValue", "from_static" | "from_str" | "from_bytes" | "try_from" | "from" | "from_maybe_shared")
            | (
                "HeaderName" | "Method" | "Uri" | "PathAndQuery",
                "from_static" | "from_str" | "from_bytes" | "try_from",
            )
            | ("Vec" | "HashMap" | "BTreeMap" | "HeaderMap" | "IndexMap" | "Some" | "Cow", "from" | "from_iter")
            | ("HeaderMap", "try_from")
            | ("Cow", "Borrowed" | "Owned")
            | ("urlencoding" | "Arc", "encode" | "clone")
            | (_, "black_box" | "identity") => match (ty, args.get(0)) {
                // Pairs make a map.
                ("HeaderMap", pairs) => {
                    let fields = self.fields_of(&pairs, FieldsOf::Headers, span);
                    self.multi(&fields)
                }
                ("HashMap" | "BTreeMap" | "IndexMap", pairs) => {
                    let fields = self.fields_of(&pairs, FieldsOf::Query, span);
                    self.multi(&fields)
                }
                (_, value) => value,
            },
            ("Vec" | "VecDeque", "new" | "with_capacity") => self.list(Vec::new()),
            ("HeaderMap" | "HashMap" | "BTreeMap" | "IndexMap" | "FxHashMap", "new" | "with_capacity" | "default") => {
                Value::Object(self.heap.object(Object::new(Shape::Multi)), LOCAL)
            }
            ("LazyLock" | "Lazy" | "LazyCell", "new" | "force") => match (last, args.get(0)) {
                ("new", maker) => self.rust_callback(&maker, &[], span),
                (_, made) => made,
            },
            // Serialises pairs, of which a string may hold some already.
            ("Serializer", "new") => {
                let fields = self.fields_of(&args.get(0), FieldsOf::Query, span);
                self.multi(&fields)
            }
            ("String", "new" | "with_capacity") => Value::Text(Rc::new(Vec::new())),
            ("Url", "parse" | "from_str" | "try_from") => {
                let text = self.text_of(&args.get(0), span);
                self.url_object(&text, span)
            }
            ("Url", "parse_with_params") => {
                let text = self.text_of(&args.get(0), span);
                let url = self.url_object(&text, span);
                let query = self.member(&url, "searchParams", span);
                if let Value::Object(id, _) = query {
                    let pairs = Args { values: vec![args.get(1)], spans: vec![span], rest: args.rest };
                    self.rust_map_method(id, &query, "extend_pairs", &pairs, span);
                }
                url
            }
            (_, "json!" | "println!" | "eprintln!" | "print!" | "info!" | "debug!" | "warn!" | "error!" | "trace!") => {
                Value::Null
            }
            ("serde_urlencoded" | "serde_qs" | "serde_html_form", "to_string") => {
                let fields = self.fields_of(&args.get(0), FieldsOf::Query, span);
                Value::Text(Rc::new(vec![Piece::Fields(Rc::new(fields))]))
            }
            _ => return None,
        })
    }
}
