//! The names of the global scope by which clients are known.

use rustc_hash::FxHashSet;

use super::Clients;

/// The names of the global object (ECMA-262, 19.1.1; HTML, 7.2.2; those of Node.js).
const GLOBAL_OBJECTS: [&str; 4] = ["window.", "globalThis.", "global.", "self."];

/// Names of the global scope by which clients, and what belongs to them, are known.
#[derive(Debug, Default)]
pub struct Globals {
    names: FxHashSet<Box<str>>,
    /// Those that are called as they are.
    called: FxHashSet<Box<str>>,
}

impl Globals {
    /// Whether something is known by a name.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether it is a function or a constructor, in whose place programs put some of their own.
    pub fn is_called(&self, name: &str) -> bool {
        self.called.contains(name)
    }
}

/// What stands behind the global object in a path of the global scope, `global:window.name` or `global:name`; `None` where it
/// is no such path.
pub fn behind_global_object(path: &str) -> Option<&str> {
    let path = path.strip_prefix("global:")?;
    Some(GLOBAL_OBJECTS.iter().find_map(|object| path.strip_prefix(object)).unwrap_or(path))
}

impl Clients {
    /// The names of the global scope by which clients are known.
    pub fn globals(&self) -> Globals {
        let paths = self.functions.keys().chain(self.sources.keys()).chain(self.aliases.keys());
        let mut globals = Globals::default();
        for path in paths {
            let is_made = path.starts_with("new ");
            let path = path.trim_start_matches("new ").trim_start_matches("type ");
            let Some(path) = behind_global_object(path) else { continue };
            let name = path.split(['.', '(']).next().unwrap_or_default();
            if is_made && path == name || path.strip_prefix(name) == Some("()") {
                globals.called.insert(name.into());
            }
            globals.names.insert(name.into());
        }
        globals
    }
}
