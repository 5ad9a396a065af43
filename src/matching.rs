//! Which operations a request calls.

use crate::api::OperationId;

/// What one URL and method of a request turned out to be.
#[derive(Debug, Clone)]
pub struct Matched {
    /// Index into the request's `urls`.
    pub url: usize,
    /// The method; `None` when it is unknown.
    pub method: Option<Box<str>>,
    /// The result.
    pub outcome: Outcome,
}

/// The result of looking a call up in the API tables.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// It calls this operation.
    Operation {
        /// Index into the tables.
        api: usize,
        /// The operation.
        operation: OperationId,
    },
    /// It goes to the API, but to no operation of it.
    UnknownOperation {
        /// Index into the tables.
        api: usize,
        /// The operation that is nearest, if any is near.
        nearest: Option<(OperationId, Distance)>,
    },
    /// It calls an operation on a host of the API that the operation is not on.
    OtherHost {
        /// Index into the tables.
        api: usize,
        /// The operation.
        operation: OperationId,
        /// The host called.
        host: String,
    },
    /// A retired path of the API.
    Retired {
        /// Index into the tables.
        api: usize,
    },
    /// Certainly not a call of any known API.
    Elsewhere,
    /// It cannot be told; the reason as a phrase.
    Unmatched(String),
}

/// How far a call is from an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// Another method has this path.
    Method,
    /// One segment differs, is missing or is too many.
    Segment,
    /// More than that.
    Far,
}
