//! What tests put in the place of clients: what is called behind that sends nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::clients::CallDef;
use crate::interpreter::domain::object::Shape;
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::client_call::ClientCall;
use crate::interpreter::observations::Observations;
use crate::interpreter::state::Interpreter;
use crate::ir::program::Program;
use crate::request::Request;
use crate::source::{FileId, Span};

/// What the tests of one file put something of their own in the place of.
#[derive(Debug, Default)]
pub(crate) struct Mocks {
    /// Clients, by their names in reports.
    clients: BTreeSet<Box<str>>,
    /// Methods and globals.
    members: BTreeSet<Box<str>>,
    /// Modules of the program.
    modules: BTreeSet<FileId>,
}

/// The same of all files.
pub(crate) type AllMocks = BTreeMap<FileId, Mocks>;

impl Interpreter<'_> {
    /// Notes what a call puts something in the place of.
    pub(crate) fn note_mocks(&mut self, def: &CallDef, call: &ClientCall) {
        let file = call.site.file;
        if !self.program.is_test(file) {
            return;
        }
        if let Some(module) = &def.mocks_module
            && let Some(name) = self.selected(module, call).as_fixed()
        {
            let clients = self.clients.of_package(&name);
            self.mock_clients(clients, call.site);
            if name.starts_with(['.', '/', '@', '~', '#'])
                && let Value::Object(id, _) = self.import(&name, "*", call.site)
                && let Shape::Namespace(module) = self.heap.obj(id).shape
            {
                self.observations.mocks.entry(file).or_default().modules.insert(module);
            }
        }
        if let Some(member) = &def.mocks_member
            && let Some(name) = self.selected(member, call).as_fixed()
        {
            self.observations.mocks.entry(file).or_default().members.insert((*name).into());
        }
    }

    /// The tests of the file in which this stands put something in the place of these clients.
    pub(crate) fn mock_clients(&mut self, clients: Vec<Box<str>>, site: Span) {
        if !clients.is_empty() {
            self.observations.mocks.entry(site.file).or_default().clients.extend(clients);
        }
    }

    /// Forgets the requests that are not sent because a test has put something in the place of what sends them.
    pub(crate) fn forget_mocked(&mut self) {
        let Observations { mocks, requests, top_requests, .. } = &mut self.observations;
        if !mocks.is_empty() {
            requests.retain(|noted| !is_mocked(self.program, mocks, &noted.request));
            top_requests.retain(|noted| !is_mocked(self.program, mocks, &noted.request));
        }
    }
}

/// Whether what a test has put in the place of what sends a request answers in place of it.
fn is_mocked(program: &dyn Program, mocks: &AllMocks, request: &Request) -> bool {
    let outermost = request.views.last().map_or(request.site, |view| view.point);
    let Some(mocks) = mocks.get(&outermost.file) else { return false };
    let calls = || request.views.iter().map(|view| view.point).chain([request.site]);
    let is_member = |call: Span| {
        let text = program.text(call.file).get(call.start as usize..call.end as usize).unwrap_or_default();
        mocks.members.iter().any(|name| has_call(text, name))
    };
    mocks.clients.contains(&request.client)
        || calls().any(|call| mocks.modules.contains(&call.file))
        || calls().filter(|call| call.file == outermost.file).any(is_member)
}

/// Whether a text has a call of something of this name.
fn has_call(text: &str, name: &str) -> bool {
    let ends = |before: &str| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$');
    !name.is_empty()
        && text.match_indices(name).any(|(at, _)| text[at + name.len()..].starts_with('(') && ends(&text[..at]))
}
