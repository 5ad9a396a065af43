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
    /// The credentials of an alternative are there, but split over query and header.
    Mixed {
        /// Index of the alternative.
        alternative: usize,
        /// The API takes this mixture, though no description says so.
        is_tolerated: bool,
    },
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

/// Judges what is presented to an operation: the first step that holds. Pure: the same answer for the same arguments.
///
/// 1. All that an alternative needs is there, one credential of it twice.
/// 2. A name is nearly the one that is missing.
/// 3. One half of a signature is there without the other.
/// 4. All that an alternative needs is there, split over query and header.
/// 5. Nothing but a user's token is sent to what belongs on a server.
/// 6. A user's token and public credentials are.
/// 7. Something is sent that the operation does not take.
/// 8. A part of an alternative is sent.
/// 9. Nothing is, which is asked before step 5.
///
/// Where it is not known which of the possible members come here, all choices among them must be judged alike.
pub fn verdict(api: &Api, operation: &Operation, presented: &Presented) -> Option<Verdict> {
    let judged = verdict_of_all(api, operation, presented)?;
    let is_it = |some: Presented| verdict_of_all(api, operation, &some).as_ref() == Some(&judged);
    let is_sure = !presented.is_mixed || presented.choices().is_some_and(|mut choices| choices.all(is_it));
    is_sure.then_some(judged)
}

/// The same where all that is possible counts.
fn verdict_of_all(api: &Api, operation: &Operation, presented: &Presented) -> Option<Verdict> {
    if operation.is_security_unknown {
        return None;
    }
    let case = Case { api, operation, presented };
    if case.is_satisfied() {
        // How an SDK sends what it was given is not its user's affair.
        return case.redundant().filter(|_| !presented.by_sdk).map(Verdict::Redundant);
    }
    if presented.open || !presented.unseen.is_empty() {
        return None;
    }
    // What none of the schemes in turn satisfies is judged as a bearer would be.
    let presented = &*presented.with_bearers(api);
    let case = Case { api, operation, presented };
    // How an operation is really called that the document leaves out nobody knows as exactly.
    let is_described = !operation.is_added();
    if is_described && let Some(split) = case.misplaced() {
        return Some(split);
    }
    let members: Vec<&Member> = presented.counted().collect();
    if members.is_empty() {
        return (!presented.has_foreign).then_some(Verdict::Missing);
    }
    case.as_user(&members).or_else(|| if is_described { case.incomplete(&members) } else { None })
}

impl Case<'_> {
    /// Steps 2 to 4: everything that is needed may be there, were it sent as it is wanted.
    fn misplaced(&self) -> Option<Verdict> {
        if let Some(wrong) = self.misspelled() {
            return Some(Verdict::Misspelled(wrong));
        }
        if let Some((sent, missing)) = self.half_signature() {
            return Some(Verdict::IncompleteSignature { sent, missing });
        }
        let alternative = self.operation.alternatives.iter().position(|it| self.is_split(it))?;
        Some(Verdict::Mixed { alternative, is_tolerated: self.is_tolerated() })
    }

    /// Steps 5 and 6: what belongs on a server is called as a user would.
    fn as_user(&self, members: &[&Member]) -> Option<Verdict> {
        if !self.api.is_backend_only(self.operation) {
            return None;
        }
        if members.iter().all(|it| self.is_user(it) || self.is_useless_bearer(it)) {
            return Some(Verdict::BearerOnly);
        }
        let is_consumer = members.iter().any(|it| self.is_user(it))
            && members.iter().all(|it| self.is_user(it) || self.is_public(it));
        is_consumer.then_some(Verdict::ConsumerCredentials)
    }

    /// Steps 7 and 8: a part of what the operation takes, or what it does not take.
    fn incomplete(&self, members: &[&Member]) -> Option<Verdict> {
        if !members.iter().all(|it| self.belongs(it)) {
            return Some(Verdict::Unsupported);
        }
        let (alternative, missing) = self.nearest()?;
        Some(Verdict::Incomplete { alternative, missing })
    }
}
