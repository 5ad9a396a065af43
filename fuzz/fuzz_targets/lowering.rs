//! Text of any kind to modules: scripts, pages, Rust, JSON. The first byte tells the kind.
#![no_main]

use authlint::source::{FileId, SourceKind, files::kind_of};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 9] = ["a.js", "a.ts", "a.tsx", "a.rs", "a.html", "a.vue", "a.svelte", "a.astro", "a.json"];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let (Some(kind), Ok(text)) = (kind_of(name.as_ref()), std::str::from_utf8(rest)) else { return };
    let module = authlint::syntax::lower(FileId(0), kind, text);
    for problem in &module.problems {
        assert!(problem.span.end as usize <= text.len());
    }
    let _: SourceKind = kind;
});
