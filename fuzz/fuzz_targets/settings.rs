//! Files of configuration beside the code, this program's own among them. The first byte tells which.
#![no_main]

use authlint::config_files;
use authlint::source::{FileId, files::kind_of};
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 5] = [".env", "a.yaml", "a.toml", "a.json", "Cargo.toml"];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let which = usize::from(*first) % (NAMES.len() + 1);
    let Some(name) = NAMES.get(which) else {
        let _ = authlint::clients::Clients::with(&[("a.toml".to_owned(), text.to_owned())]);
        return;
    };
    let Some(kind) = kind_of(name.as_ref()) else { return };
    let (settings, _) = config_files::read(FileId(0), kind, text);
    for setting in settings {
        assert!(!setting.names.is_empty() && setting.span.end as usize <= text.len());
    }
});
