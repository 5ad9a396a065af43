//! The abstract domain: values, strings, objects and the state that holds them, and how they are joined.

pub mod heap;
pub mod string;
pub mod value;
