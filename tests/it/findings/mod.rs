//! Small realistic programs have the findings that they are marked with, and no others.

mod catalogue;
mod crates;
mod fixtures;
mod javascript;
mod rust;
mod sdk;
