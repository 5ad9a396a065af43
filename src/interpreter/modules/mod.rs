//! Programs of many modules.

pub mod loader;
