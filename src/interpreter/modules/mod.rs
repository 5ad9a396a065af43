//! Programs of many modules.

pub mod loaded;
pub mod loader;
