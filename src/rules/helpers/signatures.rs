//! What the rules about signatures share.

use super::presented::{Member, Role};
use crate::api::{CredentialKind, Operation, SchemeId};
use crate::request::{Hole, Moment, Origin, Part, Text};
use crate::rules::Call;
use crate::rules::helpers::presented::kind_of;

/// The member of a call that carries a scheme.
pub fn member<'c>(call: &'c Call, scheme: SchemeId) -> Option<&'c Member> {
    call.sent.members.iter().find(|member| member.role == Role::Carrier && member.schemes.contains(&scheme))
}

/// Whether an operation takes signatures.
pub fn takes(call: &Call, operation: &Operation) -> bool {
    operation.alternatives.iter().flatten().any(|id| kind_of(call.api, *id) == Some(CredentialKind::Signature))
}

/// The pieces of a value that are not known.
pub fn holes(value: &Text) -> impl Iterator<Item = &Hole> {
    value.parts.iter().filter_map(|part| match part {
        Part::Hole(hole) => Some(&**hole),
        Part::Fixed { .. } => None,
    })
}

/// The time that a piece is.
pub fn moment(hole: &Hole) -> Option<&Moment> {
    match &hole.origin {
        Origin::Time(moment) => Some(moment),
        _ => None,
    }
}
