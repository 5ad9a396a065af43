//! The keys of a configuration file. Checks, schema and the file that `init` writes all come from this table.

pub use super::apis::API;
pub use super::key::{Key, ValueKind};
use super::key::{key, required};
use crate::rules;

/// The levels of a rule.
pub const LEVELS: &[&str] = &["off", "note", "warning", "error"];

/// What holds for a whole project.
pub const KEYS: &[Key] = &[
    key(
        "extends",
        ValueKind::Text,
        "A file whose settings hold where this one says nothing; lists and tables add up.",
        "\"../authlint.toml\"",
    ),
    key(
        "include",
        ValueKind::Patterns,
        "Only these files are checked. Patterns are those of .gitignore, from this file's directory.",
        "[\"src/**\"]",
    ),
    key(
        "exclude",
        ValueKind::Patterns,
        "These files are not checked, unless they are named on the command line.",
        "[\"vendor/\", \"*.min.js\"]",
    ),
    key("select", ValueKind::Rules, "Only these rules.", "[\"hardcoded-secret\"]"),
    key("ignore", ValueKind::Rules, "All but these rules.", "[\"unknown-operation\"]"),
    key(
        "fail-on",
        ValueKind::Word(&["error", "warning", "note", "never"]),
        "The level from which findings fail a run.",
        "\"error\"",
    ),
    key(
        "baseline",
        ValueKind::Text,
        "The baseline: findings that are known and not reported.",
        "\"authlint-baseline.json\"",
    ),
    key(
        "apis",
        ValueKind::Texts,
        "More APIs: OpenAPI documents, overlays, directories of them.",
        "[\"openapi.yaml\", \"apis\"]",
    ),
    key("clients", ValueKind::Texts, "Files with more HTTP clients.", "[\"clients.toml\"]"),
    key(
        "hosts",
        ValueKind::Texts,
        "More hosts of the API: custom domains, and gateways with the path that leads to it. Of several APIs, each has its own.",
        "[\"auth.example.com\", \"gateway.example.com/identity-proxy\"]",
    ),
    key(
        "prefixes",
        ValueKind::UrlPaths,
        "Paths of a proxy that lead to the API, in front of the operation's own.",
        "[\"/identity-proxy\"]",
    ),
    key(
        "signing",
        ValueKind::Word(&["required", "preferred", "off"]),
        "Whether requests that may be signed have to be.",
        "\"preferred\"",
    ),
    key(
        "signing-for",
        ValueKind::Free,
        "The same for single APIs, by id, and for beginnings of paths; these win.",
        "{ parcels = \"required\", \"/v1/depots\" = \"off\" }",
    ),
    key("max-expiry", ValueKind::Count, "How many minutes ahead a signature may expire.", "60"),
    key("rules", ValueKind::Levels(LEVELS), "Levels of rules.", "secret-in-query = \"error\""),
    key("contexts", ValueKind::Table(CONTEXTS), "Where code runs, if that cannot be told from the code.", ""),
    key(
        "api",
        ValueKind::Tables(API),
        "One more API and what is known of it; without a document, more of an API that is known, by its id.",
        "",
    ),
    key(
        "carriers",
        ValueKind::Tables(CARRIERS),
        "More names under which credentials travel, as a gateway takes them and hands them on.",
        "",
    ),
    key("wrappers", ValueKind::Tables(WRAPPERS), "Functions that send requests, but whose code is not here.", ""),
    key("overrides", ValueKind::Tables(OVERRIDES), "What holds for some files only; of several the last one wins.", ""),
];

const CONTEXTS: &[Key] = &[
    key("client", ValueKind::Patterns, "Code that reaches a browser or an app.", "[\"web/**\"]"),
    key("server", ValueKind::Patterns, "Code that does not.", "[\"server/**\"]"),
];

const CARRIERS: &[Key] = &[
    required("name", ValueKind::Text, "Name of the query parameter or header.", "\"X-Tenant-Secret\""),
    required("in", ValueKind::Word(&["query", "header"]), "Where it travels.", "\"header\""),
    required("credential", ValueKind::Text, "Id of the credential, as in the API's table.", "\"tenant-secret\""),
];

const WRAPPERS: &[Key] = &[
    required("name", ValueKind::Text, "Name of the function, as its module exports it.", "\"callApi\""),
    key(
        "from",
        ValueKind::Text,
        "The module as imports name it, or the end of its path. Without it: any module, and a global function.",
        "\"lib/api\"",
    ),
    key("method", ValueKind::Selectors, "Which argument holds the method: $0 is the first, 'GET' a text.", "\"$0\""),
    key("base", ValueKind::Selectors, "What a URL without a host is put behind.", "\"'https://api.example.com'\""),
    required("url", ValueKind::Selectors, "Which argument holds the URL or path.", "\"$1\""),
    key("query", ValueKind::Selectors, "Which holds query parameters.", "\"$2.params\""),
    key("header", ValueKind::Selectors, "Which holds headers.", "\"$2.headers\""),
    key("body", ValueKind::Selectors, "Which holds the body.", "\"$2.body\""),
    key(
        "adds-nothing",
        ValueKind::Flag,
        "Whether it sends what it is given and no credentials of its own. Without it, none is said to be absent.",
        "false",
    ),
];

const OVERRIDES: &[Key] = &[
    required("files", ValueKind::Patterns, "The files.", "[\"*.test.ts\"]"),
    key("rules", ValueKind::Levels(LEVELS), "Levels of rules.", "{ hardcoded-secret = \"warning\" }"),
    key(
        "signing",
        ValueKind::Word(&["required", "preferred", "off"]),
        "Whether requests that may be signed have to be.",
        "\"off\"",
    ),
    key("max-expiry", ValueKind::Count, "How many minutes ahead a signature may expire.", "60"),
];

/// The names of all rules.
pub fn rule_names() -> impl Iterator<Item = &'static str> {
    rules::all().iter().map(|rule| rule.id)
}
