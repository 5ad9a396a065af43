//! OpenAPI documents, in JSON and YAML, with overlays and without.
#![no_main]

use authlint::api::Api;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let name = if first % 2 == 0 { "api.json" } else { "api.yaml" };
    let (document, overlay) = text.split_once("\n#overlay\n").unwrap_or((text, ""));
    let overlay = (!overlay.is_empty()).then_some(("api.toml", overlay));
    // What is wrong with it is an error, and nothing else.
    let _ = Api::read((name, document), overlay);
});
