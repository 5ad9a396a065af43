//! Programs of many modules.

pub mod commonjs;
pub mod exports;
pub mod loaded;
pub mod loader;
pub mod roots;
pub mod sending;
pub mod shared;
