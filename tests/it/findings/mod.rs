//! Small realistic programs have the findings that they are marked with, and no others.

mod fixtures;
mod javascript;
mod rust;
