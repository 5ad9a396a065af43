//! Commands of the system: the list of their words, which may hold URLs and headers.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::source::Span;

impl Interpreter<'_> {
    /// A method of `std::process::Command`, which is a list of its words here; `None` for any other method.
    pub(crate) fn command_of_words(
        &mut self,
        id: ObjectId,
        receiver: &Value,
        name: &str,
        args: &Args,
        span: Span,
    ) -> Option<Value> {
        match name {
            "arg" => self.heap.update(id, |object| object.append([args.get(0)], span)),
            "args" => match self.items_of(&args.get(0), false) {
                Some(items) => self.heap.update(id, |object| object.append(items, span)),
                None => self.heap.update(id, |object| object.open_by(span, "words that are not known")),
            },
            "current_dir" | "env" | "envs" | "env_clear" | "stdin" | "stdout" | "stderr" | "kill_on_drop" => {}
            "output" | "status" | "spawn" | "exec" if args.values.is_empty() => {
                let words = self.heap.obj(id).items.clone();
                let words = Args { spans: vec![span; words.len()], values: words, ..Args::default() };
                self.note_urls(&words, span);
                return Some(Value::unknown(span));
            }
            _ => return None,
        }
        Some(receiver.clone())
    }
}
