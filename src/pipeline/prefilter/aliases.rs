//! Whether code names an API by an alias: as a word or a part of a name, and not in a comment.

use crate::api::Apis;
use crate::source::prefilter::Prefilter;

/// Longer runs of letters are no names.
const MAX_NAME: usize = 64;

/// The aliases of all APIs of a run.
pub(super) struct Aliases<'a> {
    apis: &'a Apis,
    prefilter: Prefilter,
}

impl<'a> Aliases<'a> {
    pub(super) fn new(apis: &'a Apis) -> Self {
        Self { apis, prefilter: Prefilter::new(apis.aliases()) }
    }

    /// Whether a name in the text bears an alias.
    pub(super) fn name(&self, text: &str) -> bool {
        let mut last = 0;
        self.prefilter.places(text.as_bytes()).into_iter().any(|at| {
            // The same name may hold several.
            if at < last {
                return false;
            }
            let (from, to) = name_around(text, at);
            last = to;
            // What is longer is data, of which nobody knows.
            let name = text.get(from..to).filter(|name| name.len() < MAX_NAME);
            name.is_none_or(|name| self.apis.tables.iter().any(|api| api.named_in(name))) && !is_comment(text, from)
        })
    }
}

/// The name of which `at` is a part.
fn name_around(text: &str, at: usize) -> (usize, usize) {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(*byte, b'_' | b'-');
    let bytes = text.as_bytes();
    let before = bytes.get(..at).unwrap_or_default().iter().rev().take_while(|byte| is_part(byte)).count();
    let after = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_part(byte)).count();
    (at - before, at + after.max(1))
}

/// Whether the line in front of `at` begins a comment.
fn is_comment(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    // In front of a comment stands a space, in front of a host a colon.
    let start = line.trim_start();
    ["//", "/*", "* ", "<!--"].iter().any(|mark| start.starts_with(mark)) || line.contains(" // ")
}

#[cfg(test)]
mod tests {
    use super::Aliases;
    use crate::api::{Api, Apis};

    #[test]
    fn names_count_and_comments_do_not() {
        let overlay = "id = 'acme'\naliases = ['stone', 'acme-corp']\ndocument = 'a.yaml'\n";
        let document = "openapi: 3.0.0\ninfo: {title: a, version: '1'}\npaths: {}\n";
        let apis = Apis::new(vec![Api::read(("a.yaml", document), Some(("a.toml", overlay))).unwrap()]);
        let aliases = Aliases::new(&apis);
        for text in [
            "const stoneUrl = 1",
            "import x from '@org/stone'",
            "get(`https://${host}/stone/x`)",
            "fetch('https://eu.stone.com/x')",
            "let ACME_CORP_URL = '';",
            "new AcmeCorp()",
            "import 'acme-corp'",
            "x\n// stone\ny = stone.a; // stone",
        ] {
            assert!(aliases.name(text), "{text}");
        }
        for text in
            ["let milestones = 1", "// stone", " * see https://stone.com/x", "f(); // stone", "<!-- stone -->", "acme"]
        {
            assert!(!aliases.name(text), "{text}");
        }
    }
}
