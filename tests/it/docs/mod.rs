//! What the documents say is true.

mod book;
mod layers;
mod links;
mod readme;
mod rules;
mod signatures;
