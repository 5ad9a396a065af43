//! The rules and their registry.
//!
//! A rule speaks of operations, alternatives, schemes and carriers; what these are called is the API table's affair.

mod backend_call_in_client;
pub mod bearer;
mod client_secret_exposure;
pub mod constants;
pub mod credentials;
pub mod exposure;
pub mod hardcoded_secret;
pub mod inlined;
pub mod insecure_transport;
mod mending;
pub mod names;
pub mod presented;
pub mod public_env_secret;
pub mod secret_in_query;
pub mod settings;
pub mod signing_keys;
pub mod unknown_operation;
pub mod unsent;
pub mod verdict;
pub mod wording;

use std::fmt;

use crate::api::{Api, Apis, Operation};
use crate::config::Configs;
use crate::finding::{Confidence, Finding, Level, OperationRef};
use crate::matching::{Matched, Outcome};
use crate::near;
use crate::request::Request;
use crate::runtime::{Context, Publisher};
use crate::source::{FileId, Span};
use presented::Presented;

/// What is fixed about a rule. Its text is `rules/docs/<id>.md`.
#[derive(Debug)]
pub struct Rule {
    /// Its id, kebab case; public interface.
    pub id: &'static str,
    /// One line: what it reports.
    pub summary: &'static str,
    /// The level of its findings unless configured otherwise.
    pub level: Level,
    /// The CWE number it belongs to.
    pub cwe: Option<u32>,
    /// GitHub's 0.0 to 10.0 scale, as text.
    pub severity: &'static str,
    /// The whole page, Markdown.
    pub docs: &'static str,
}

macro_rules! rules {
    ($($id:literal $level:ident $cwe:expr, $severity:literal, $summary:literal;)*) => {
        static RULES: &[&Rule] = &[$(&Rule {
            id: $id,
            summary: $summary,
            level: Level::$level,
            cwe: $cwe,
            severity: $severity,
            docs: include_str!(concat!("../../rules/docs/", $id, ".md")),
        }),*];
    };
}

// Sorted by id: reports number the rules in this order.
rules! {
    "backend-call-in-client" Error Some(602), "8.1", "An operation for servers is called from client code";
    "bearer-only" Error Some(287), "7.5", "An operation for servers is called with a bearer token alone";
    "client-secret-exposure" Error Some(522), "9.8", "Client code carries a secret";
    "consumer-credentials" Error Some(287), "7.5", "An operation for servers is called with a user's token and public credentials";
    "hardcoded-secret" Error Some(798), "9.1", "A secret is written into the code";
    "incomplete-credentials" Error Some(287), "6.5", "A part of the credentials that belong together is missing";
    "incomplete-signature" Error Some(347), "6.5", "One half of a signature is sent without the other";
    "insecure-transport" Error Some(319), "8.1", "Credentials are sent over unencrypted HTTP";
    "missing-credentials" Warning Some(306), "5.3", "An operation that demands credentials is called without any";
    "misspelled-credential" Error Some(287), "6.5", "The name of a query parameter or header is nearly that of a credential";
    "mixed-credentials" Error Some(287), "6.5", "Credentials that belong together are split over query and header";
    "public-env-secret" Error Some(200), "9.8", "A secret is in an environment variable that the toolchain puts into the bundle";
    "redundant-credentials" Note Some(287), "2.0", "The same credential is sent in the query and in a header";
    "secret-in-query" Warning Some(598), "5.9", "A secret is sent in the URL where a header would do";
    "unknown-operation" Note None, "2.0", "The API has no operation of this method and path";
    "unsupported-credentials" Error Some(287), "6.5", "The credentials are not among those that the operation accepts";
    "unused-suppression" Warning None, "", "A comment that suppresses findings suppresses none";
}

/// All rules, sorted by id.
pub fn all() -> &'static [&'static Rule] {
    RULES
}

/// The rule of an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.binary_search_by(|rule| rule.id.cmp(id)).ok().and_then(|at| RULES.get(at)).copied()
}

/// The rule whose id is nearest to a name that is none.
pub fn nearest(name: &str) -> Option<&'static str> {
    near::nearest(name, RULES.iter().map(|rule| rule.id))
}

/// Tells how a server reads a secret; see [`Scene::server_read`].
type ServerRead<'a> = dyn Fn(Span, Option<&str>, Option<&str>) -> Option<String> + Sync + 'a;

/// What rules may know beside a request.
pub struct Scene<'a> {
    /// The API tables.
    pub apis: &'a Apis,
    /// The configurations of files.
    pub configs: &'a Configs,
    /// The path of a file, as reported; `None` where it is not known.
    pub path: &'a (dyn Fn(FileId) -> Option<String> + Sync),
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
    /// Whether a component is given a property at a place.
    pub property: &'a (dyn Fn(Span) -> bool + Sync),
}

impl<'a> Scene<'a> {
    /// A scene of which only the paths are known: nothing tells where the code runs.
    pub fn new(apis: &'a Apis, configs: &'a Configs, path: &'a (dyn Fn(FileId) -> Option<String> + Sync)) -> Self {
        fn unknown(span: Span) -> Context {
            Context::unknown(span.file)
        }
        fn none(_: &str, _: Span) -> Option<Publisher> {
            None
        }
        fn nothing(_: Span, _: Option<&str>, _: Option<&str>) -> Option<String> {
            None
        }
        fn no(_: Span) -> bool {
            false
        }
        fn unfilled(_: Span) -> Option<bool> {
            None
        }
        Self {
            apis,
            configs,
            path,
            test_code: &no,
            context: &unknown,
            public_env: &none,
            server_read: &nothing,
            filled: &unfilled,
            property: &no,
        }
    }
}

impl Scene<'_> {
    /// Whether a place is in a test.
    pub fn is_test(&self, span: Span) -> bool {
        (self.test_code)(span) || (self.path)(span.file).is_some_and(|path| names::is_test_file(&path))
    }
}

impl fmt::Debug for Scene<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scene").field("apis", &self.apis).finish_non_exhaustive()
    }
}

/// All that there is to say about a request: one finding for each rule and span, in order of place and rule.
pub fn judge(scene: &Scene, request: &Request, matched: &[Matched]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in matched {
        let call = |api: usize, operation: Option<&crate::api::OperationId>| {
            let api = scene.apis.tables.get(api)?;
            let operation = operation.and_then(|id| api.operations.get(id.0 as usize));
            Some(Call { scene, api, operation, request, url: one.url, sent: Presented::of(api, request, one.url) })
        };
        let call = match &one.outcome {
            Outcome::Operation { api, operation } | Outcome::OtherHost { api, operation, .. } => {
                call(*api, Some(operation))
            }
            Outcome::UnknownOperation { api, .. } | Outcome::Retired { api } => call(*api, None),
            Outcome::Unmatched(_) => {
                findings.extend(hardcoded_secret::unmatched(scene, request, one.url));
                continue;
            }
            Outcome::Elsewhere => continue,
        };
        let Some(call) = call else { continue };
        if let (Outcome::Operation { .. }, Some(operation)) = (&one.outcome, call.operation) {
            findings.extend(credentials::judge(scene, call.api, operation, request, &call.sent));
            findings.extend(secret_in_query::judge(&call, operation));
            findings.extend(backend_call_in_client::judge(&call, operation));
        }
        findings.extend(client_secret_exposure::judge(&call));
        findings.extend(public_env_secret::judge(&call));
        findings.extend(hardcoded_secret::judge(&call));
        findings.extend(insecure_transport::judge(&call));
        findings.extend(unknown_operation::judge(&call, one));
    }
    distinct(findings)
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
    pub sent: Presented,
}

/// Drops all but one finding for each rule and span, the most confident first, and sorts.
pub fn distinct(mut findings: Vec<Finding>) -> Vec<Finding> {
    // A stable sort: of equals, the one that was found first stays.
    findings.sort_by(|a, b| {
        (a.span, a.rule.id).cmp(&(b.span, b.rule.id)).then((b.level, b.confidence).cmp(&(a.level, a.confidence)))
    });
    findings.dedup_by(|a, b| a.span == b.span && a.rule.id == b.rule.id);
    findings
}

/// A finding with the rule's own level.
pub(crate) fn finding(rule: &'static Rule, confidence: Confidence, span: Span, title: String, help: String) -> Finding {
    Finding {
        rule,
        level: rule.level,
        confidence,
        span,
        title,
        label: String::new(),
        operation: None,
        presented: None,
        accepted: None,
        help,
        reach: None,
        related: Vec::new(),
    }
}

/// An operation as findings name it.
fn operation_ref(api: &Api, operation: &Operation) -> OperationRef {
    OperationRef {
        api: api.name.clone(),
        id: operation.id.clone(),
        method: operation.method.clone(),
        path: operation.path.clone(),
    }
}
