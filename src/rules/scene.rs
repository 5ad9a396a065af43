//! What rules may know beside a request.

use std::fmt;

use super::helpers::names::belongs;
use super::helpers::presented::Presented;
use crate::api::{Api, Apis, Operation};
use crate::finding::OperationRef;
use crate::request::Request;
use crate::runtime::{Context, Publisher};
use crate::source::test_files::is_test_file;
use crate::source::{FileId, Span};

/// Tells how a server reads a secret; see [`Scene::server_read`].
type ServerRead<'a> = dyn Fn(Span, Option<&str>, Option<&str>) -> Option<String> + Sync + 'a;

/// What rules may know beside a request.
pub struct Scene<'a> {
    /// The API tables.
    pub apis: &'a Apis,
    /// The path of a file, as reported; `None` where it is not known.
    pub path: &'a (dyn Fn(FileId) -> Option<String> + Sync),
    /// The line in its file on which a place begins, from 1.
    pub line: &'a (dyn Fn(Span) -> Option<usize> + Sync),
    /// What the file and the package around a place are called.
    pub names: &'a (dyn Fn(Span) -> Vec<String> + Sync),
    /// Whether the code at a place says that only tests run it.
    pub test_code: &'a (dyn Fn(Span) -> bool + Sync),
    /// Where the code at a place runs.
    pub context: &'a (dyn Fn(Span) -> Context + Sync),
    /// What puts a variable into the bundle of the package around a place.
    pub public_env: &'a (dyn Fn(&str, Span) -> Option<Publisher> + Sync),
    /// How a server of the project around a place reads a secret: a sentence, for what makes a variable public, and for
    /// the variable's own name.
    pub server_read: &'a ServerRead<'a>,
    /// Whether callers are seen to fill the carrier whose name stands at a place, and if so, with something known.
    pub filled: &'a (dyn Fn(Span) -> Option<bool> + Sync),
    /// Whether requests that are sent at a place to an operation have to be signed, by the API's id and the operation's
    /// path.
    pub signing: &'a (dyn Fn(Span, &str, &str) -> bool + Sync),
    /// How many minutes ahead signatures that are sent at a place may expire, where that is configured.
    pub max_expiry: &'a (dyn Fn(Span) -> Option<u32> + Sync),
    /// What tells that the code at a place is run by nobody's request: a phrase.
    pub automation: &'a (dyn Fn(Span) -> Option<String> + Sync),
    /// Whether a server renders what elements show at a place.
    pub rendered: &'a (dyn Fn(Span) -> bool + Sync),
    /// Whether a component is given a property at a place.
    pub property: &'a (dyn Fn(Span) -> bool + Sync),
}

impl<'a> Scene<'a> {
    /// A scene of which only the paths are known: nothing tells where the code runs.
    pub fn new(apis: &'a Apis, path: &'a (dyn Fn(FileId) -> Option<String> + Sync)) -> Self {
        Self {
            apis,
            path,
            line: &|_| None,
            names: &|_| Vec::new(),
            test_code: &|_| false,
            context: &|span| Context::unknown(span.file),
            public_env: &|_, _| None,
            server_read: &|_, _, _| None,
            filled: &|_| None,
            signing: &|_, _, _| false,
            max_expiry: &|_| None,
            automation: &|_| None,
            rendered: &|_| false,
            property: &|_| false,
        }
    }

    /// Whether a place is in a test.
    pub fn is_test(&self, span: Span) -> bool {
        (self.test_code)(span) || (self.path)(span.file).is_some_and(|path| is_test_file(&path))
    }

    /// Whether something at a place that goes by these names, its own last, is of an API: by the nearest name that says whose
    /// it is, which may be that of the file or the package around.
    pub fn is_of(&self, api: &Api, names: &[impl AsRef<str>], span: Span) -> bool {
        let own = names.iter().rev().find_map(|name| belongs(api, name.as_ref()));
        own.unwrap_or_else(|| self.is_near(api, span))
    }

    /// Whether the file around a place, or else the package, bears the name of an API.
    pub fn is_near(&self, api: &Api, span: Span) -> bool {
        (self.names)(span).iter().rev().find_map(|name| belongs(api, name)).unwrap_or_default()
    }
}

impl fmt::Debug for Scene<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scene").field("apis", &self.apis).finish_non_exhaustive()
    }
}

/// One request to one URL of one API.
#[derive(Debug)]
pub struct Call<'a> {
    /// What rules may know beside it.
    pub scene: &'a Scene<'a>,
    /// The API called.
    pub api: &'a Api,
    /// The operation called, where it is known.
    pub operation: Option<&'a Operation>,
    /// The whole request.
    pub request: &'a Request,
    /// Index into the request's URLs.
    pub url: usize,
    /// What it presents.
    pub sent: &'a Presented,
}

impl Call<'_> {
    /// The operation as findings name it.
    pub fn operation_ref(&self) -> Option<OperationRef> {
        self.operation.map(|it| operation_ref(self.api, it))
    }
}

/// An operation as findings name it.
pub fn operation_ref(api: &Api, operation: &Operation) -> OperationRef {
    OperationRef {
        api: api.name.clone(),
        id: operation.id.clone(),
        method: operation.method.clone(),
        path: operation.path.clone(),
    }
}
