//! The keys of an API's overlay, in a file of its own or under `[[api]]`: what is known of an API beside its document.

use super::key::{Key, ValueKind, key, required};

/// All keys of an overlay.
pub const API: &[Key] = &[
    key("id", ValueKind::Text, "Its short name; by default that of the file.", "\"parcels\""),
    key("name", ValueKind::Text, "Its name for people; by default the title of the document.", "\"Parcel Service\""),
    key("document", ValueKind::Text, "The OpenAPI document.", "\"openapi.yaml\""),
    key("source", ValueKind::Text, "Where the document is from.", "\"https://parcels.example/openapi.yaml\""),
    key("date", ValueKind::Text, "When it was taken.", "\"2026-01-31\""),
    key(
        "partial",
        ValueKind::Flag,
        "Whether it covers a part of the API only: then nothing is an unknown operation.",
        "false",
    ),
    key(
        "described-bodies",
        ValueKind::Flag,
        "Whether a body of which the document names no field has none that carries a credential.",
        "false",
    ),
    key("aliases", ValueKind::Texts, "Words that name the API in identifiers, files and packages.", "[\"parcels\"]"),
    key(
        "hosts",
        ValueKind::Texts,
        "More hosts of this API, with the path of a gateway or without.",
        "[\"parcels.internal\"]",
    ),
    key("prefixes", ValueKind::UrlPaths, "Paths of a proxy that lead to this API.", "[\"/parcels-proxy\"]"),
    key("distinctive-paths", ValueKind::UrlPaths, "Beginnings of paths that no other API shares.", "[\"/v1/depots\"]"),
    key("retired", ValueKind::UrlPaths, "Paths of versions that are gone, of which nothing is said.", "[\"/v0\"]"),
    key("machine-token-tags", ValueKind::Texts, "Tags whose operations answer with a machine's token.", "[]"),
    key("user-token-tags", ValueKind::Texts, "Tags whose operations answer with a user's token.", "[]"),
    key("no-token-operations", ValueKind::Texts, "Of those, the operations that answer with none.", "[]"),
    key(
        "security",
        ValueKind::Free,
        "What operations demand of which the document does not say it: lists of schemes, or \"unknown\".",
        "[[\"ParcelsKey\"]]",
    ),
    key(
        "tolerated",
        ValueKind::Free,
        "Schemes that are taken together, though no operation lists them together.",
        "[[\"ParcelsKey\", \"AccountQuery\"]]",
    ),
    key(
        "credential",
        ValueKind::Tables(CREDENTIAL),
        "What schemes carry.",
        "[{ id = \"key\", name = \"account key\", kind = \"secret\" }]",
    ),
    key(
        "schemes",
        ValueKind::Free,
        "The credential of each scheme; or a table with it and `prefix`, `half`, or `in` and `name`.",
        "{ ParcelsKey = \"key\" }",
    ),
    key("groups", ValueKind::Free, "Groups of tags.", "{ Depots = [\"depots\"] }"),
    key("body", ValueKind::Free, "Fields of bodies that carry credentials.", "{ parcels_key = \"key\" }"),
    key(
        "legacy",
        ValueKind::Tables(LEGACY),
        "Carriers of older versions.",
        "[{ in = \"query\", name = \"pkey\", credential = \"key\" }]",
    ),
    key("misspellings", ValueKind::Free, "Wrong names that people write.", "{ x-parcel-key = \"key\" }"),
    key(
        "operations",
        ValueKind::Tables(OPERATIONS),
        "Operations that the document lacks or gets wrong.",
        "[{ calls = [\"GET /status\"], security = [], reason = \"open to everybody\" }]",
    ),
    key(
        "signature",
        ValueKind::Table(SIGNATURE),
        "How requests are signed.",
        "{ digest = \"Signature\", key = \"key\", algorithm = \"SHA-512\", encoding = \"hex\" }",
    ),
    key(
        "errors",
        ValueKind::Tables(ERRORS),
        "Codes by which the API says that something is wrong with credentials.",
        "[{ code = \"4011\", meaning = \"key missing\", status = 401, rules = [\"missing-credentials\"] }]",
    ),
    key(
        "page",
        ValueKind::Text,
        "The address of an operation's page, with {tag}, {operationId}, {method} and {path} in it.",
        "\"https://parcels.example/docs/{operationId}\"",
    ),
];

const SIGNATURE: &[Key] = &[
    required("digest", ValueKind::Text, "The scheme that carries the signature.", "\"Signature\""),
    key("expiry", ValueKind::Text, "The scheme that carries the time at which it expires.", "\"SignatureExpiry\""),
    required("key", ValueKind::Text, "The id of the credential that is the key.", "\"key\""),
    required("algorithm", ValueKind::Text, "The algorithm of the HMAC.", "\"SHA-512\""),
    required("encoding", ValueKind::Text, "What its bytes are written as: base64, base64url or hex.", "\"hex\""),
    key("prefix", ValueKind::Text, "What stands in front of that.", "\"v1=\""),
    key("text", ValueKind::Text, "What is signed, with {expiry}, {url} and {body} in it.", "\"{expiry}.{body}\""),
    key(
        "expiry-form",
        ValueKind::Word(&["text", "seconds", "milliseconds"]),
        "What the expiry is written as: date and time in UTC, or a number since the epoch.",
        "\"seconds\"",
    ),
    key("formats", ValueKind::Texts, "The formats of dates.", "[\"yyyy-MM-dd HH:mm:ss\"]"),
    key("max-expiry", ValueKind::Count, "How many minutes ahead it may lie.", "60"),
];

const ERRORS: &[Key] = &[
    required("code", ValueKind::Text, "The code.", "\"4011\""),
    required("meaning", ValueKind::Text, "What it means.", "\"key missing\""),
    key("status", ValueKind::Count, "The HTTP status of the answer.", "401"),
    key("rules", ValueKind::Rules, "The rules that find what leads to it.", "[\"missing-credentials\"]"),
    key("lacks", ValueKind::Text, "The id of the credential whose absence it tells of.", "\"key\""),
    key("sends", ValueKind::Text, "The id of the credential that is there and wrong.", "\"key\""),
];

const KINDS: &[&str] = &["public", "secret", "user", "machine", "signature", "none", "unknown"];

const CREDENTIAL: &[Key] = &[
    required("id", ValueKind::Text, "Its id.", "\"key\""),
    required("name", ValueKind::Text, "Its name, without an article.", "\"account key\""),
    required("kind", ValueKind::Word(KINDS), "What it is.", "\"secret\""),
    key("pattern", ValueKind::Text, "The shape of its values: a regular expression.", "\"pk_live_[a-z0-9]+\""),
    key("public-pattern", ValueKind::Text, "The shape of values that everybody may know.", "\"pub_[a-z0-9]+\""),
    key("values", ValueKind::Tables(VALUES), "Shapes of its values, each with what it says.", "[]"),
];

const VALUES: &[Key] = &[
    required("pattern", ValueKind::Text, "A regular expression for whole values.", "\"pk_test_[a-z0-9]+\""),
    required("kind", ValueKind::Word(KINDS), "What such a value is.", "\"secret\""),
    key("test", ValueKind::Flag, "Whether it opens a sandbox only.", "true"),
];

const LEGACY: &[Key] = &[
    required("in", ValueKind::Word(&["query", "header"]), "Where it travels.", "\"query\""),
    required("name", ValueKind::Text, "Its name there.", "\"pkey\""),
    required("credential", ValueKind::Text, "The id of what it carries.", "\"key\""),
];

const OPERATIONS: &[Key] = &[
    required("calls", ValueKind::Texts, "Methods with paths.", "[\"GET /status\"]"),
    key("security", ValueKind::Free, "The alternatives, each a list of schemes; or \"unknown\".", "[[\"ParcelsKey\"]]"),
    key("carriers", ValueKind::Free, "More carriers of schemes.", "{ ParcelsKey = [\"query:key\"] }"),
    key("hosts", ValueKind::Texts, "Hosts that they are on.", "[\"api2.parcels.example\"]"),
    key("tag", ValueKind::Text, "Their tag.", "\"depots\""),
    required("reason", ValueKind::Text, "Why the document is not followed.", "\"open to everybody\""),
];
