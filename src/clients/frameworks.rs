//! What frameworks call, give and inject, as `rules/frameworks/*.toml` says it.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::last_name;

/// What is known of frameworks beside what calls of them give.
#[derive(Debug, Default)]
pub struct Frameworks {
    /// Values that components hand to all components below them.
    pub contexts: Vec<ContextDef>,
    /// Objects of options whose functions run on one instance.
    pub components: Vec<ComponentDef>,
    /// What gives the components that files are their properties.
    pub properties: Vec<PropertiesDef>,
    /// How an entry of a list of providers is written.
    pub injections: Vec<InjectionDef>,
    /// What callbacks that come in as parameters are called.
    pub callbacks: Vec<Box<str>>,
    /// Headers that are never a credential.
    pub plain_headers: Vec<Box<str>>,
    /// Types of what comes with the request of a caller.
    pub callers: Vec<CallerDef>,
    /// What carries things from where a program sets them up to the functions that use them.
    pub carried: Vec<CarriedDef>,
    /// Classes of which whoever finds an instance may write its members.
    pub written_from_outside: Vec<Box<str>>,
    /// What the paths of decorators begin with that only tell something of what they stand before, and change nothing of it.
    pub telling_decorators: Vec<Box<str>>,
    /// Headers by which callers say who they are.
    pub caller_headers: Vec<Box<str>>,
    /// What gives the address that the code itself was loaded from.
    pub own_address: Vec<Box<str>>,
    /// Names that code uses without importing them.
    pub auto_imports: Vec<AutoImportDef>,
}

/// Names that the code of a project uses without importing them, for its build puts the imports in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AutoImportDef {
    /// Packages of the manifest by which a project is known.
    pub packages: Vec<Box<str>>,
    /// What the files of configuration are called by which it is known, too.
    pub configs: Vec<Box<str>>,
    /// Packages whose functions get what the keys below are those of. Without any, every object of the configuration counts.
    #[serde(default)]
    pub calls: Vec<Box<str>>,
    /// Folders that the sources may be in, from that of the project; the first with one of the `files` counts.
    #[serde(default = "project_itself")]
    pub roots: Vec<Box<str>>,
    /// The key of the configuration that says so instead.
    pub root_key: Option<Box<str>>,
    /// Patterns of the modules whose exports are names, from the folder of the sources.
    #[serde(default)]
    pub files: Vec<Box<str>>,
    /// Keys of the configuration with the folders of other projects whose modules count as well.
    #[serde(default)]
    pub layers_in: Vec<Box<str>>,
    /// Keys of the configuration, `imports.dirs`, with more folders of such modules.
    #[serde(default)]
    pub folders_in: Vec<Box<str>>,
    /// Keys of the configuration with names that are imported from modules and packages.
    #[serde(default)]
    pub names_in: Vec<Box<str>>,
    /// Names of packages, by the package; configuration names such a list.
    #[serde(default)]
    pub lists: FxHashMap<Box<str>, Vec<Box<str>>>,
    /// Those of the lists whose names are there without being listed.
    #[serde(default)]
    pub given: Vec<Box<str>>,
    /// Patterns of the files that have the names, from the folder of the project; all of them, if empty.
    #[serde(default)]
    pub within: Vec<Box<str>>,
    /// Patterns of those that do not.
    #[serde(default)]
    pub except: Vec<Box<str>>,
    /// Modules that code may import the names from.
    #[serde(default)]
    pub modules: Vec<Box<str>>,
    /// Where not the exports of the modules are names: the member of an object whose members are, or a method that is given one.
    pub provided: Option<Box<str>>,
    /// What stands before names that are provided so.
    #[serde(default)]
    pub prefix: Box<str>,
}

fn project_itself() -> Vec<Box<str>> {
    vec!["".into()]
}

/// Types whose values come with the request of a caller.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CallerDef {
    /// The last names of their paths: `CookieJar`.
    pub types: Vec<Box<str>>,
    /// What they are called where their values are looked at: `headers`, `authorization`.
    pub names: Vec<Box<str>>,
}

/// What carries things from where a program sets them up to the functions that use them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CarriedDef {
    /// What it is called, as a parameter or a member of one: `req`, `locals`.
    pub names: Vec<Box<str>>,
    /// What the paths of others begin with: `new npm:koa()`.
    pub from: Vec<Box<str>>,
    /// The names of the clients that others are objects of: `answers`.
    pub clients: Vec<Box<str>>,
    /// Its methods that put something under a name, or all that an object has.
    pub put: Vec<Box<str>>,
    /// Its methods that give what stands under a name.
    pub get: Vec<Box<str>>,
    /// What stands before names that such a method puts something under.
    #[serde(default)]
    pub prefix: Box<str>,
    /// Names with that prefix that nothing declares are those of what it carries.
    #[serde(default)]
    pub is_global: bool,
}

/// A value that a component hands to all components below it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ContextDef {
    /// The calls that make one: `npm:react.createContext()`.
    pub create: Vec<Box<str>>,
    /// The calls that read the one they are given.
    pub read: Vec<Box<str>>,
    /// Its member that is the component which provides it. It may stand for that itself.
    pub provider: Box<str>,
    /// The property of that component that is the value.
    pub value: Box<str>,
}

/// An object of options: what stands in it runs on an instance that has all of it in one place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ComponentDef {
    /// An object is one if all conditions of one of these lists hold.
    pub is: Vec<Vec<Trait>>,
    /// Functions that are called in its life.
    #[serde(default)]
    pub life: Vec<Box<str>>,
    /// What the instance begins with: an object, or a function that gives one.
    #[serde(default)]
    pub data: Vec<Box<str>>,
    /// Objects of functions whose values the instance has under their names.
    #[serde(default)]
    pub computed: Vec<Box<str>>,
    /// Objects of functions that the instance has under their names.
    #[serde(default)]
    pub methods: Vec<Box<str>>,
    /// Objects of functions that run on the instance, which does not have them.
    #[serde(default)]
    pub handlers: Vec<Box<str>>,
    /// The member that is the function, where there is an object in place of one.
    #[serde(default)]
    pub function: Vec<Box<str>>,
    /// A list of objects of the same form, whose parts come first.
    pub mixins: Option<Box<str>>,
    /// What is given from outside, by name.
    pub properties: Option<Box<str>>,
    /// The member of a property that is its default.
    pub default: Option<Box<str>>,
    /// A function that gets the properties.
    pub setup: Option<Box<str>>,
}

/// A condition on a member of an object: `methods is functions`.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Trait {
    /// Its name; the life functions have `life` for a common one.
    pub name: Box<str>,
    /// What it has to be.
    pub is: Member,
}

/// What a member of an object may have to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    /// There is one.
    Given,
    /// A function.
    Function,
    /// An object with nothing but functions and objects in it.
    Functions,
}

impl TryFrom<String> for Trait {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (name, is) = text.split_once(" is ").unwrap_or_default();
        let is = match is {
            "given" => Member::Given,
            "function" => Member::Function,
            "functions" => Member::Functions,
            _ => return Err(format!("{text:?} is no condition: write \"data is function\", functions or given")),
        };
        Ok(Self { name: name.into(), is })
    }
}

/// What gives a component that is a file of its own its properties.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PropertiesDef {
    /// The calls that give them where the component runs: `global:defineProps()`.
    #[serde(default)]
    pub call: Vec<Box<str>>,
    /// The option of `new` that has them: `new Component({ props })`.
    pub new: Option<Box<str>>,
}

/// How an entry of a list of providers is written: `{ provide: TOKEN, useClass: Interceptor }`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InjectionDef {
    /// What it is provided for.
    pub token: Box<str>,
    /// A class, of which there will be an instance.
    pub class: Vec<Box<str>>,
    /// A function that gives it.
    pub factory: Vec<Box<str>>,
    /// The thing itself.
    pub value: Vec<Box<str>>,
    /// Another token, for which it is provided.
    #[serde(default)]
    pub existing: Vec<Box<str>>,
    /// The member that lists the tokens of what a factory is given.
    #[serde(default)]
    pub arguments: Vec<Box<str>>,
}

/// In which way something is provided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As an instance of a class.
    Class,
    /// As what a function gives.
    Factory,
    /// Itself.
    Value,
    /// As what is provided for another token.
    Existing,
}

impl InjectionDef {
    /// In which way the option of this name provides something.
    pub fn way(&self, option: &str) -> Option<Way> {
        let ways = [
            (&self.class, Way::Class),
            (&self.factory, Way::Factory),
            (&self.value, Way::Value),
            (&self.existing, Way::Existing),
        ];
        ways.into_iter().find(|(names, _)| names.iter().any(|name| **name == *option)).map(|(_, way)| way)
    }
}

impl Frameworks {
    /// Whether calling a path gives a component that is a file of its own its properties.
    pub fn gives_properties(&self, called: &str) -> bool {
        self.properties.iter().any(|def| def.call.iter().any(|path| **path == *called))
    }

    /// Whether a header of this name is never a credential.
    pub fn is_plain_header(&self, name: &str) -> bool {
        self.plain_headers.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// What a value is called that comes with the request of a caller, by the path of its type; nothing for any other.
    pub fn caller_names(&self, ty: &str) -> &[Box<str>] {
        let last = last_name(ty);
        let known = self.callers.iter().find(|def| def.types.iter().any(|name| **name == *last));
        known.map_or(&[], |def| &def.names)
    }

    /// Whether a parameter of this name is called back.
    pub fn is_callback(&self, name: &str) -> bool {
        self.callbacks.iter().any(|known| **known == *name)
    }
}
