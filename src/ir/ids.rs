//! The names by which nodes of modules refer to one another.

use crate::source::FileId;

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name {
            /// The module, by its file: ids of different modules are different.
            pub module: FileId,
            /// The place in the module's arena.
            pub at: u32,
        }

        impl $name {
            /// The id of a place in a module's arena.
            #[allow(clippy::cast_possible_truncation)] // files are limited to far below 4 GiB
            pub(crate) fn new(module: FileId, at: usize) -> Self {
                Self { module, at: at as u32 }
            }

            pub(super) fn index(self) -> usize {
                self.at as usize
            }
        }
    )+};
}

ids! {
    /// Names an expression.
    ExprId
    /// Names a binding: a variable, parameter, import, function or class name.
    BindingId
    /// Names a function. The first of a module is its own top level.
    FunctionId
    /// Names a class: a Rust struct with its impls, an enum or a trait.
    ClassId
}

impl FunctionId {
    /// The function that holds a module's top-level statements.
    pub fn top_of(module: FileId) -> Self {
        Self { module, at: 0 }
    }

    /// Whether this is the top level of a module.
    pub fn is_top(self) -> bool {
        self.at == 0
    }
}
