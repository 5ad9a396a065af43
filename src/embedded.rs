//! The data files under `rules/`, as they were when the program was built, and the one notation they share.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Whether a name is the one that data gives, or begins as data that ends in `*` says.
pub(crate) fn fits(known: &str, name: &str) -> bool {
    known.strip_suffix('*').map_or(known == name, |prefix| name.starts_with(prefix))
}
