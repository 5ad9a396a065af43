//! What the documents say is true.

mod links;
mod readme;
mod rules;
