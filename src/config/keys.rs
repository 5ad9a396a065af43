//! The keys of a configuration file. Checks, schema and the file that `init` writes all come from this table.

pub use super::apis::API;
pub use super::key::{Key, Kind};
use super::key::{key, required};
use crate::rules;

/// The levels of a rule.
pub const LEVELS: &[&str] = &["off", "note", "warning", "error"];

/// What holds for a whole project.
pub const KEYS: &[Key] = &[
    key(
        "extends",
        Kind::Text,
        "A file whose settings hold where this one says nothing; lists and tables add up.",
        "\"../authlint.toml\"",
    ),
    key(
        "include",
        Kind::Patterns,
        "Only these files are checked. Patterns are those of .gitignore, from this file's directory.",
        "[\"src/**\"]",
    ),
    key(
        "exclude",
        Kind::Patterns,
        "These files are not checked, unless they are named on the command line.",
        "[\"vendor/\", \"*.min.js\"]",
    ),
    key("select", Kind::Rules, "Only these rules.", "[\"hardcoded-secret\"]"),
    key("ignore", Kind::Rules, "All but these rules.", "[\"unknown-operation\"]"),
    key(
        "fail-on",
        Kind::Word(&["error", "warning", "note", "never"]),
        "The level from which findings fail a run.",
        "\"error\"",
    ),
    key(
        "baseline",
        Kind::Text,
        "The baseline: findings that are known and not reported.",
        "\"authlint-baseline.json\"",
    ),
    key(
        "apis",
        Kind::Texts,
        "More APIs: OpenAPI documents, overlays, directories of them.",
        "[\"openapi.yaml\", \"apis\"]",
    ),
    key("clients", Kind::Texts, "Files with more HTTP clients.", "[\"clients.toml\"]"),
    key(
        "hosts",
        Kind::Texts,
        "More hosts of the API: custom domains, and gateways with the path that leads to it. Of several APIs, each has its own.",
        "[\"auth.example.com\", \"gateway.example.com/identity-proxy\"]",
    ),
    key(
        "prefixes",
        Kind::UrlPaths,
        "Paths of a proxy that lead to the API, in front of the operation's own.",
        "[\"/identity-proxy\"]",
    ),
    key(
        "signing",
        Kind::Word(&["required", "preferred", "off"]),
        "Whether requests that may be signed have to be.",
        "\"preferred\"",
    ),
    key(
        "signing-for",
        Kind::Free,
        "The same for single APIs, by id, and for beginnings of paths; these win.",
        "{ parcels = \"required\", \"/v1/depots\" = \"off\" }",
    ),
    key("max-expiry", Kind::Count, "How many minutes ahead a signature may expire.", "60"),
    key("rules", Kind::Levels(LEVELS), "Levels of rules.", "secret-in-query = \"error\""),
    key("contexts", Kind::Table(CONTEXTS), "Where code runs, if that cannot be told from the code.", ""),
    key(
        "api",
        Kind::Tables(API),
        "One more API and what is known of it; without a document, more of an API that is known, by its id.",
        "",
    ),
    key(
        "carriers",
        Kind::Tables(CARRIERS),
        "More names under which credentials travel, as a gateway takes them and hands them on.",
        "",
    ),
    key("wrappers", Kind::Tables(WRAPPERS), "Functions that send requests, but whose code is not here.", ""),
    key("overrides", Kind::Tables(OVERRIDES), "What holds for some files only; of several the last one wins.", ""),
];

const CONTEXTS: &[Key] = &[
    key("client", Kind::Patterns, "Code that reaches a browser or an app.", "[\"web/**\"]"),
    key("server", Kind::Patterns, "Code that does not.", "[\"server/**\"]"),
];

const CARRIERS: &[Key] = &[
    required("name", Kind::Text, "Name of the query parameter or header.", "\"X-Tenant-Secret\""),
    required("in", Kind::Word(&["query", "header"]), "Where it travels.", "\"header\""),
    required("credential", Kind::Text, "Id of the credential, as in the API's table.", "\"tenant-secret\""),
];

const WRAPPERS: &[Key] = &[
    required("name", Kind::Text, "Name of the function, as its module exports it.", "\"callApi\""),
    key(
        "from",
        Kind::Text,
        "The module as imports name it, or the end of its path. Without it: any module, and a global function.",
        "\"lib/api\"",
    ),
    key("method", Kind::Selectors, "Which argument holds the method: $0 is the first, 'GET' a text.", "\"$0\""),
    key("base", Kind::Selectors, "What a URL without a host is put behind.", "\"'https://api.example.com'\""),
    required("url", Kind::Selectors, "Which argument holds the URL or path.", "\"$1\""),
    key("query", Kind::Selectors, "Which holds query parameters.", "\"$2.params\""),
    key("header", Kind::Selectors, "Which holds headers.", "\"$2.headers\""),
    key("body", Kind::Selectors, "Which holds the body.", "\"$2.body\""),
    key(
        "adds-nothing",
        Kind::Flag,
        "Whether it sends what it is given and no credentials of its own. Without it, none is said to be absent.",
        "false",
    ),
];

const OVERRIDES: &[Key] = &[
    required("files", Kind::Patterns, "The files.", "[\"*.test.ts\"]"),
    key("rules", Kind::Levels(LEVELS), "Levels of rules.", "{ hardcoded-secret = \"warning\" }"),
    key(
        "signing",
        Kind::Word(&["required", "preferred", "off"]),
        "Whether requests that may be signed have to be.",
        "\"off\"",
    ),
    key("max-expiry", Kind::Count, "How many minutes ahead a signature may expire.", "60"),
];

/// The names of all rules.
pub fn rule_names() -> impl Iterator<Item = &'static str> {
    rules::all().iter().map(|rule| rule.id)
}
