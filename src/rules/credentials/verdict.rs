//! One verdict for the credentials of a request: at most one of nine rules, the first that holds.

use super::case::Case;
use crate::api::{Api, CredentialId, Operation, SchemeId};
use crate::rules::helpers::presented::{Member, Presented};

/// What is wrong with the credentials of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Satisfied, but one credential is sent in the query and in a header.
    Redundant(CredentialId),
    /// Names that would complete an alternative if they were spelled right: index of the member and scheme meant.
    Misspelled(Vec<(usize, SchemeId)>),
    /// One half of a signature without the other.
    IncompleteSignature {
        /// The half that is sent.
        sent: SchemeId,
        /// The other half.
        missing: SchemeId,
    },
    /// The credentials of this alternative are there, but split over query and header.
    Mixed(usize),
    /// Nothing but a user's token, or any bearer token where none is taken, on a backend-only operation.
    BearerOnly,
    /// A user's token and public credentials on a backend-only operation.
    ConsumerCredentials,
    /// Part of this alternative, the nearest one.
    Incomplete {
        /// Index of the alternative.
        alternative: usize,
        /// What it lacks.
        missing: Vec<SchemeId>,
    },
    /// Credentials that the operation does not take, or not in this place.
    Unsupported,
    /// No credentials at all.
    Missing,
}

/// Judges what is presented against what an operation accepts. Pure: the same answer for the same arguments.
pub fn verdict(api: &Api, operation: &Operation, presented: &Presented, open: bool) -> Option<Verdict> {
    let case = Case { api, operation, presented };
    if operation.alternatives.is_empty() || operation.alternatives.iter().any(|it| case.lacks(it).is_empty()) {
        return case.redundant();
    }
    if open || case.has_unseen_carrier() {
        return None;
    }
    if let Some(wrong) = case.misspelled() {
        return Some(Verdict::Misspelled(wrong));
    }
    if let Some((sent, missing)) = case.half_signature() {
        return Some(Verdict::IncompleteSignature { sent, missing });
    }
    if let Some(alternative) = operation.alternatives.iter().position(|it| case.is_split(it)) {
        return Some(Verdict::Mixed(alternative));
    }
    let members: Vec<&Member> = presented.counted().collect();
    if members.is_empty() {
        return (!presented.has_foreign).then_some(Verdict::Missing);
    }
    if api.is_backend_only(operation) {
        if members.iter().all(|it| case.is_user(it) || case.is_useless_bearer(it)) {
            return Some(Verdict::BearerOnly);
        }
        let user = members.iter().any(|it| case.is_user(it));
        if user && members.iter().all(|it| case.is_user(it) || case.is_public(it)) {
            return Some(Verdict::ConsumerCredentials);
        }
    }
    if members.iter().all(|it| case.belongs(it)) {
        let (alternative, missing) = case.nearest()?;
        return Some(Verdict::Incomplete { alternative, missing });
    }
    Some(Verdict::Unsupported)
}
