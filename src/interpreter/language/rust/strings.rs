//! Strings of Rust.

use crate::interpreter::arguments::Args;
use crate::interpreter::domain::string::{Skeleton, recased};
use crate::interpreter::domain::text::Piece;
use crate::interpreter::domain::value::Value;
use crate::interpreter::state::Interpreter;
use crate::request::Origin;
use crate::source::Span;

impl Interpreter<'_> {
    #[allow(clippy::match_same_arms)] // an arm for each family of methods
    pub(crate) fn rust_text_method(&mut self, receiver: &Value, name: &str, args: &Args, span: Span) -> Option<Value> {
        Some(match name {
            "replace" | "replacen" => match args.get(0).as_fixed() {
                Some(pattern) => {
                    let text = Args {
                        values: vec![Value::text(&pattern, span), args.get(1)],
                        spans: vec![span; 2],
                        ..Args::default()
                    };
                    return self.javascript_method(receiver, "replaceAll", &text, span);
                }
                None => Value::of_origin(Origin::Computed, span),
            },
            "trim_end_matches" | "trim_start_matches" | "trim_matches" | "strip_suffix" | "strip_prefix" => {
                Self::rust_cut(receiver, name, args, span)
            }
            // What is between the separators, where all of it is known.
            "split" | "split_terminator" if receiver.as_fixed().is_some() && args.get(0).as_fixed().is_some() => {
                return self.javascript_method(receiver, "split", args, span);
            }
            // A string has no such method: it was parsed into a URL.
            "join" => {
                let text = self.resolve_url(&args.get(0), Some(receiver), span);
                self.url_object(&text, span)
            }
            "to_lowercase" | "to_uppercase" | "to_ascii_lowercase" | "to_ascii_uppercase" => {
                let case = if name.ends_with("lowercase") { str::to_lowercase } else { str::to_uppercase };
                Value::of_pieces(recased(&self.text_of(receiver, span), case))
            }
            _ => return None,
        })
    }

    /// A text without what a method cuts off its ends. Where that is not known, it is what it was.
    pub(crate) fn rust_cut(receiver: &Value, name: &str, args: &Args, span: Span) -> Value {
        if let Value::Choice(parts) = receiver {
            return Value::choice(parts.iter().map(|part| Self::rust_cut(part, name, args, span)), span);
        }
        let Value::Text(text) = receiver else { return receiver.clone() };
        let Some(skeleton) = Skeleton::of(text) else { return receiver.clone() };
        let whole = &*skeleton.string;
        let (all, front, back) = (0..whole.len(), |kept: &str| whole.len() - kept.len(), |kept: &str| kept.len());
        let kept = match (name, args.get(0).as_fixed().as_deref()) {
            ("trim" | "trim_start" | "trim_end", _) => {
                return Value::of_pieces(skeleton.trimmed(name != "trim_end", name != "trim_start"));
            }
            (_, None | Some("")) => all,
            ("trim_start_matches", Some(cut)) => front(whole.trim_start_matches(cut))..all.end,
            ("trim_end_matches", Some(cut)) => 0..back(whole.trim_end_matches(cut)),
            ("trim_matches", Some(cut)) => front(whole.trim_start_matches(cut))..back(whole.trim_end_matches(cut)),
            ("strip_prefix", Some(cut)) => match skeleton.starts_with(cut) {
                Some(true) => cut.len()..all.end,
                Some(false) => return Value::Null,
                None => return Value::choice([receiver.clone(), Value::Null], span),
            },
            ("strip_suffix", Some(cut)) => match skeleton.ends_with(cut) {
                Some(true) => 0..all.end - cut.len(),
                Some(false) => return Value::Null,
                None => return Value::choice([receiver.clone(), Value::Null], span),
            },
            _ => all,
        };
        Value::of_pieces(skeleton.cut(kept.start..kept.end.max(kept.start)))
    }

    /// Whether a text is empty.
    pub(crate) fn is_empty_text(receiver: &Value) -> Option<bool> {
        let Value::Text(text) = receiver else { return None };
        let has_any = |piece: &Piece| matches!(piece, Piece::Fixed(fixed, ..) if !fixed.is_empty());
        if text.iter().any(has_any) { Some(false) } else { text.is_empty().then_some(true) }
    }

    /// Whether a text begins with, ends with or contains another.
    pub(crate) fn rust_asked(receiver: &Value, name: &str, part: &Value) -> Option<bool> {
        let Value::Text(text) = receiver else { return None };
        let skeleton = Skeleton::of(text)?;
        let part = part.as_fixed()?;
        match name {
            "starts_with" => skeleton.starts_with(&part),
            "ends_with" => skeleton.ends_with(&part),
            _ => skeleton.contains(&part),
        }
    }
}
