//! What has been loaded of a program.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::interpreter::budget::MAX_MODULES;
use crate::interpreter::correlation::Split;
use crate::interpreter::domain::ids::ObjectId;
use crate::interpreter::domain::value::{Frame, Value};
use crate::interpreter::modules::roots::Worlds;
use crate::ir::{BindingId, ClassId, ExprId, FunctionId};
use crate::source::FileId;

/// The methods that a module gives to types of libraries, by name: each with the path of its type.
pub(crate) type Extensions = FxHashMap<Box<str>, Vec<(Box<str>, FunctionId)>>;

/// A module and a name that it exports.
pub(crate) type Exported = (FileId, Box<str>);

/// What has been loaded of a program.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// How many modules the program may take up.
    pub most: usize,
    /// Whether it would take up more.
    pub is_cut: bool,
    /// Top levels of which conditions pick the URL or the method of a request.
    pub mixed: Vec<Split>,
    /// The frame of each module's top level.
    pub frames: FxHashMap<FileId, Rc<Frame>>,
    /// In the order in which they began to run.
    pub order: Vec<FileId>,
    /// Modules whose top level has not ended.
    pub running: Vec<FileId>,
    /// `module` of `CommonJS`.
    pub commonjs: FxHashMap<FileId, ObjectId>,
    /// `exports`, by `module`.
    pub exports: FxHashMap<ObjectId, Value>,
    /// `export default` of something without a name.
    pub defaults: FxHashMap<ExprId, Value>,
    pub namespaces: FxHashMap<FileId, ObjectId>,
    /// Classes by the paths that types name them by.
    pub classes: FxHashMap<(FileId, Box<str>), Option<ClassId>>,
    /// How often the program holds a word.
    pub mentions: FxHashMap<Box<str>, usize>,
    /// Of each module with many exports, which of them has what name.
    pub named: FxHashMap<FileId, Rc<FxHashMap<Box<str>, usize>>>,
    /// Which module has under which name what another one exports; `None` where none has it.
    pub leading: FxHashMap<Exported, Option<Exported>>,
    /// Of each module, the methods that it gives to types of libraries.
    pub extensions: FxHashMap<FileId, Rc<Extensions>>,
    /// Of each module, the names of fields that its code gives a value.
    pub written: FxHashMap<FileId, Rc<FxHashSet<Box<str>>>>,
    /// Of each module, the literals of its classes outside of tests.
    pub literals: FxHashMap<FileId, Rc<FxHashMap<ClassId, Vec<ExprId>>>>,
    /// Of each module, the variables that its code changes after their declaration.
    pub changed: FxHashMap<FileId, Rc<[BindingId]>>,
    /// Whether instances of a class may send requests.
    pub sending: FxHashMap<ClassId, bool>,
    /// The files of each module that name clients.
    pub naming_clients: FxHashMap<FileId, Rc<FxHashSet<FileId>>>,
    /// What the programs have set up that are evaluated together.
    pub worlds: Worlds,
}

impl Default for Loaded {
    fn default() -> Self {
        Self {
            most: MAX_MODULES,
            is_cut: false,
            mixed: Vec::new(),
            frames: FxHashMap::default(),
            order: Vec::new(),
            running: Vec::new(),
            commonjs: FxHashMap::default(),
            exports: FxHashMap::default(),
            defaults: FxHashMap::default(),
            namespaces: FxHashMap::default(),
            classes: FxHashMap::default(),
            mentions: FxHashMap::default(),
            named: FxHashMap::default(),
            leading: FxHashMap::default(),
            extensions: FxHashMap::default(),
            written: FxHashMap::default(),
            literals: FxHashMap::default(),
            changed: FxHashMap::default(),
            sending: FxHashMap::default(),
            naming_clients: FxHashMap::default(),
            worlds: Worlds::default(),
        }
    }
}

impl Loaded {
    /// Whether code of a module changes what it declared before, or what it imports.
    pub fn has_state(&self, file: FileId) -> bool {
        self.changed.get(&file).is_some_and(|bindings| !bindings.is_empty())
    }
}
