//! The verdict on the credentials of a request: at most one of nine rules.

pub mod case;
mod verdict;

use super::helpers::wording;
use super::{
    Call, bearer_only, consumer_credentials, incomplete_credentials, incomplete_signature, missing_credentials,
    misspelled_credential, mixed_credentials, redundant_credentials, unsupported_credentials,
};
use crate::api::Operation;
use crate::finding::{Confidence, Finding, Rule};

use case::Case;
pub use verdict::{Verdict, verdict};

impl Verdict {
    /// The rule that reports it.
    pub fn rule(&self) -> &'static Rule {
        match self {
            Self::Redundant(_) => &redundant_credentials::RULE,
            Self::Misspelled(_) => &misspelled_credential::RULE,
            Self::IncompleteSignature { .. } => &incomplete_signature::RULE,
            Self::Mixed { .. } => &mixed_credentials::RULE,
            Self::BearerOnly => &bearer_only::RULE,
            Self::ConsumerCredentials => &consumer_credentials::RULE,
            Self::Incomplete { .. } => &incomplete_credentials::RULE,
            Self::Unsupported => &unsupported_credentials::RULE,
            Self::Missing => &missing_credentials::RULE,
        }
    }
}

/// The finding about the credentials of a call to an operation, if any.
pub fn judge(call: &Call, operation: &Operation) -> Option<Finding> {
    let verdict = verdict(call.api, operation, call.sent)?;
    let case = Case { api: call.api, operation, presented: call.sent };
    let point = call.request.point;
    let finding = match &verdict {
        Verdict::Redundant(id) => redundant_credentials::finding(&case, point, *id),
        Verdict::Misspelled(wrong) => misspelled_credential::finding(&case, point, wrong),
        Verdict::IncompleteSignature { sent, missing } => incomplete_signature::finding(&case, point, *sent, *missing),
        Verdict::Mixed { alternative, is_tolerated } => {
            mixed_credentials::finding(&case, point, *alternative, *is_tolerated)
        }
        Verdict::BearerOnly => bearer_only::finding(&case, point),
        Verdict::ConsumerCredentials => consumer_credentials::finding(&case, point),
        Verdict::Incomplete { alternative, missing } => {
            incomplete_credentials::finding(&case, point, *alternative, missing)
        }
        Verdict::Unsupported => unsupported_credentials::finding(&case, point),
        Verdict::Missing => missing_credentials::finding(&case, point),
    };
    let finding = finding
        .confidence(confidence(&case))
        .operation(call.operation_ref())
        .presented(wording::presented(call.api, call.sent.members.iter()))
        .accepted(wording::accepted(call.api, operation));
    // A misspelt name says itself where it is sent.
    let elsewhere = finding.span == point && point != call.request.site;
    Some(if elsewhere { finding.related(call.request.site, "the request is sent here") } else { finding })
}

/// A token known for a user's or a machine's by its name alone could be either after all.
fn confidence(case: &Case) -> Confidence {
    let by_name = case.presented.members.iter().any(|it| it.bearer.is_some_and(|bearer| bearer.by_name));
    if by_name && case.takes_bearer(None) { Confidence::Medium } else { Confidence::High }
}
