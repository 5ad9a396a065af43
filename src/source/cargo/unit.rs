//! What is lowered together.

use std::path::PathBuf;

/// Crates that depend on one another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// The crates; a crate comes after those it depends on, where there is such an order.
    pub crates: Vec<Crate>,
    /// The files that the unit is lowered for. Those that belong to none of the crates are read by themselves.
    pub hot: Vec<PathBuf>,
}

/// A crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crate {
    /// The name that dependants know it by, unless they rename it.
    pub name: String,
    /// Its root file.
    pub root: PathBuf,
    /// The crates of the unit that it can name: the name it uses, and their place among [`Unit::crates`].
    pub externs: Vec<(String, usize)>,
    /// The packages that are not here and go by another name in it: that name, and their own.
    pub renamed: Vec<(String, String)>,
    /// Its code only runs in tests.
    pub test: bool,
    /// Packages that are not here can use it.
    pub library: bool,
}

impl Unit {
    /// A file that belongs to no crate.
    pub fn alone(file: PathBuf) -> Self {
        Self { crates: Vec::new(), hot: vec![file] }
    }
}
