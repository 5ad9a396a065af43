//! What to do about a secret that has left the house: rotate it, where it belongs, and how a server of this project reads
//! it there.

use crate::rules::Scene;
use crate::runtime::Publisher;
use crate::source::Span;

/// A secret that was found, as far as it matters for what to do about it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Leak<'a> {
    /// Who has it already: the clause behind `Rotate it: `.
    pub who: &'a str,
    /// Where it belongs: a sentence without a full stop.
    pub belongs: &'a str,
    /// The variable that holds it, if one does.
    pub variable: Option<&'a str>,
    /// What makes that public.
    pub publisher: Option<&'a Publisher>,
}

/// The mend, as sentences without the last full stop.
pub fn mend(scene: &Scene, span: Span, leak: Leak) -> String {
    with_server(scene, span, format!("Rotate it: {}. {}", leak.who, leak.belongs), leak)
}

/// A mend with how a server of the project around a place reads a secret, where that is known.
pub fn with_server(scene: &Scene, span: Span, mend: String, leak: Leak) -> String {
    let (toolchain, prefix) = match leak.publisher {
        Some(Publisher::Toolchain { what, prefix }) => (Some(what.as_str()), prefix.as_str()),
        _ => (None, ""),
    };
    let private = leak.variable.map(|name| name.strip_prefix(prefix).unwrap_or(name)).filter(|name| is_variable(name));
    match (scene.server_read)(span, toolchain, private) {
        Some(how) => format!("{mend}. {how}"),
        None => mend,
    }
}

/// Whether a name is one that environments use: `ACME_SECRET`.
fn is_variable(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}
