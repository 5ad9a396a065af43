//! The rules and their registry.
//!
//! One file a rule, named for its id: what is fixed about it, and what it says. A rule speaks of operations,
//! alternatives, schemes and carriers; what these are called is the API table's affair. [`run`] is the one way by which
//! findings come to be.

mod backend_call_in_client;
mod bearer_only;
mod client_secret_exposure;
mod consumer_credentials;
pub mod credentials;
mod hardcoded_secret;
pub mod helpers;
mod incomplete_credentials;
mod incomplete_signature;
mod insecure_transport;
mod invalid_digest;
mod invalid_expiry;
mod matched_call;
mod misplaced_credential;
mod missing_credentials;
mod misspelled_credential;
mod mixed_credentials;
mod prefer_m2m;
mod public_env_secret;
mod redundant_credentials;
mod run;
mod scene;
mod secret_in_log;
mod secret_in_query;
mod unknown_operation;
pub mod unsent;
mod unsigned_request;
mod unsupported_credentials;
pub mod unused_suppression;

use crate::finding::{Finding, Rule};
use crate::near;

pub use matched_call::{MatchedCall, PresentedTo};
pub use run::{Inlined, Input, judge, run};
pub use scene::{Call, Scene};

/// The registry: the ids of all rules, and the files they are in. A rule takes its id from here, so that one which is
/// not listed does not compile.
macro_rules! registry {
    ($($id:ident = $text:literal in $file:ident;)*) => {
        /// The ids of the rules.
        pub mod ids {
            $(#[doc = concat!("`", $text, "`")] pub const $id: &str = $text;)*
        }

        static RULES: &[&Rule] = &[$(&$file::RULE),*];
    };
}

// Sorted by id: reports number the rules in this order.
registry! {
    BACKEND_CALL_IN_CLIENT = "backend-call-in-client" in backend_call_in_client;
    BEARER_ONLY = "bearer-only" in bearer_only;
    CLIENT_SECRET_EXPOSURE = "client-secret-exposure" in client_secret_exposure;
    CONSUMER_CREDENTIALS = "consumer-credentials" in consumer_credentials;
    HARDCODED_SECRET = "hardcoded-secret" in hardcoded_secret;
    INCOMPLETE_CREDENTIALS = "incomplete-credentials" in incomplete_credentials;
    INCOMPLETE_SIGNATURE = "incomplete-signature" in incomplete_signature;
    INSECURE_TRANSPORT = "insecure-transport" in insecure_transport;
    INVALID_DIGEST = "invalid-digest" in invalid_digest;
    INVALID_EXPIRY = "invalid-expiry" in invalid_expiry;
    MISPLACED_CREDENTIAL = "misplaced-credential" in misplaced_credential;
    MISSING_CREDENTIALS = "missing-credentials" in missing_credentials;
    MISSPELLED_CREDENTIAL = "misspelled-credential" in misspelled_credential;
    MIXED_CREDENTIALS = "mixed-credentials" in mixed_credentials;
    PREFER_M2M = "prefer-m2m" in prefer_m2m;
    PUBLIC_ENV_SECRET = "public-env-secret" in public_env_secret;
    REDUNDANT_CREDENTIALS = "redundant-credentials" in redundant_credentials;
    SECRET_IN_LOG = "secret-in-log" in secret_in_log;
    SECRET_IN_QUERY = "secret-in-query" in secret_in_query;
    UNKNOWN_OPERATION = "unknown-operation" in unknown_operation;
    UNSIGNED_REQUEST = "unsigned-request" in unsigned_request;
    UNSUPPORTED_CREDENTIALS = "unsupported-credentials" in unsupported_credentials;
    UNUSED_SUPPRESSION = "unused-suppression" in unused_suppression;
}

/// All rules, sorted by id.
pub fn all() -> &'static [&'static Rule] {
    RULES
}

/// The rule of a name that somebody wrote.
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == name)
}

/// The id that is nearest to a name that is none.
pub fn nearest(name: &str) -> Option<&'static str> {
    near::nearest(name, RULES.iter().map(|rule| rule.id))
}

/// Drops all but one finding for each rule and span, the most confident first, and sorts.
pub fn distinct(mut findings: Vec<Finding>) -> Vec<Finding> {
    // A stable sort: of equals, the one that was found first stays.
    findings.sort_by(|a, b| {
        (a.span, a.rule.id).cmp(&(b.span, b.rule.id)).then((b.level, b.confidence).cmp(&(a.level, a.confidence)))
    });
    findings.dedup_by(|a, b| a.span == b.span && a.rule == b.rule);
    findings
}
