//! What `authlint.toml` says is done.

mod authlint_toml;
mod wrappers;
