//! Reports say what was found, in the formats of those who read them.

mod formats;
mod html;
mod mending;
mod outputs;
mod sarif;
mod sarif_validator;
