//! What the steps of the verdict ask of what is presented to an operation.

use crate::api::{Api, CredentialId, CredentialKind, Form, Operation, SchemeId};
use crate::rules::helpers::names::squeezed;
use crate::rules::helpers::presented::{Member, Place, Presented, Role, credentials, kind, kind_of, place_of};

/// What is presented to an operation.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The API called.
    pub api: &'a Api,
    /// The operation called.
    pub operation: &'a Operation,
    /// What is presented.
    pub presented: &'a Presented,
}

impl Case<'_> {
    fn carried_by(&self, id: SchemeId) -> Option<CredentialId> {
        self.api.schemes.get(usize::from(id.0)).map(|it| it.credential)
    }

    fn place(&self, id: SchemeId) -> Option<Place> {
        self.api.schemes.get(usize::from(id.0)).and_then(|it| place_of(&it.carrier)).map(|(place, _)| place)
    }

    fn sends(&self, id: SchemeId) -> bool {
        self.whole().any(|member| member.schemes.contains(&id))
    }

    /// A user's token that the operation also lists as a parameter travels in either place; what the document leaves out
    /// may travel in any.
    fn stands_for(&self, sent: SchemeId, wanted: SchemeId) -> bool {
        let is_listed = || {
            kind_of(self.api, sent) == Some(CredentialKind::User)
                && (self.operation.parameters.contains(&sent) || self.operation.parameters.contains(&wanted))
        };
        let is_same = || self.carried_by(sent) == self.carried_by(wanted);
        sent == wanted || is_same() && (self.operation.is_added() || self.presented.by_sdk || is_listed())
    }

    fn meets(&self, wanted: SchemeId) -> bool {
        self.whole().any(|it| it.schemes.iter().any(|&sent| self.stands_for(sent, wanted)))
    }

    /// What is presented and not half of something.
    fn whole(&self) -> impl Iterator<Item = &Member> {
        self.presented.counted().filter(|member| !member.lacks_half)
    }

    pub(super) fn lacks(&self, alternative: &[SchemeId]) -> Vec<SchemeId> {
        let is_credential = |id: &SchemeId| kind_of(self.api, *id) != Some(CredentialKind::None);
        alternative.iter().copied().filter(|id| is_credential(id) && !self.meets(*id)).collect()
    }

    /// Whether some alternative takes a bearer token, of a kind or of any.
    pub fn takes_bearer(&self, kind: Option<CredentialKind>) -> bool {
        self.operation.alternatives.iter().flatten().any(|&id| {
            let scheme = self.api.schemes.get(usize::from(id.0));
            let bearer = scheme.is_some_and(|it| it.carrier.takes(&Form::Bearer));
            bearer && (kind.is_none() || kind_of(self.api, id) == kind)
        })
    }

    /// Some alternative is met, or there is none to meet.
    pub fn is_satisfied(&self) -> bool {
        let alternatives = &self.operation.alternatives;
        alternatives.is_empty() || alternatives.iter().any(|it| self.lacks(it).is_empty())
    }

    /// A credential that must be kept is sent in the query and in a header.
    pub(super) fn redundant(&self) -> Option<CredentialId> {
        let in_place = |place: Place, credential: CredentialId| {
            self.presented.counted().any(|it| {
                let whose = match (kind(self.api, credential), it.bearer) {
                    // Of two kinds of token it is the one that the operation takes.
                    (Some(kind @ (CredentialKind::User | CredentialKind::Machine)), Some(bearer)) => {
                        bearer.is_user() || bearer.is_machine() || self.takes_bearer(Some(kind))
                    }
                    _ => true,
                };
                it.certain
                    && !it.is_any_form
                    && it.place == place
                    && it.role == Role::Carrier
                    && whose
                    && it.credentials.contains(&credential)
            })
        };
        (0u16..).map(CredentialId).zip(&self.api.credentials).find_map(|(id, credential)| {
            let matters =
                matches!(credential.kind, CredentialKind::Secret | CredentialKind::User | CredentialKind::Machine);
            (matters && in_place(Place::Query, id) && in_place(Place::Header, id)).then_some(id)
        })
    }

    /// The alternative that the fewest corrections complete.
    pub(super) fn misspelled(&self) -> Option<Vec<(usize, SchemeId)>> {
        let near = || self.presented.members.iter().enumerate().filter(|(_, it)| it.role == Role::NearMiss);
        let mut best: Option<(usize, Vec<(usize, SchemeId)>)> = None;
        for alternative in &self.operation.alternatives {
            let mut meant = Vec::new();
            let mut moved = 0;
            let complete = self.lacks(alternative).into_iter().all(|id| {
                // One wrong name cannot stand for two credentials; of several, the nearest in place and spelling.
                let free = near().filter(|(at, it)| {
                    it.schemes.iter().any(|&sent| self.stands_for(sent, id))
                        && !meant.iter().any(|(used, _)| used == at)
                });
                let best = free.min_by_key(|(at, it)| (Some(it.place) != self.place(id), self.distance(it, id), *at));
                let Some((at, member)) = best else { return false };
                moved += usize::from(Some(member.place) != self.place(id));
                meant.push((at, id));
                true
            });
            let cost = moved * 100 + meant.len();
            if complete && best.as_ref().is_none_or(|(before, _)| cost < *before) {
                best = Some((cost, meant));
            }
        }
        best.map(|(_, mut meant)| {
            meant.sort_unstable();
            meant
        })
    }

    fn distance(&self, member: &Member, id: SchemeId) -> usize {
        let right = self.api.schemes.get(usize::from(id.0)).and_then(|it| place_of(&it.carrier));
        right.map_or(usize::MAX, |(_, name)| strsim::osa_distance(&squeezed(&member.name), &squeezed(name)))
    }

    /// The half of a signature that is sent, and the one that is not.
    pub(super) fn half_signature(&self) -> Option<(SchemeId, SchemeId)> {
        self.operation.alternatives.iter().find_map(|alternative| {
            let halves: Vec<SchemeId> = alternative
                .iter()
                .copied()
                .filter(|&id| kind_of(self.api, id) == Some(CredentialKind::Signature))
                .collect();
            let sent = halves.iter().copied().find(|&id| self.sends(id))?;
            let missing = halves.into_iter().find(|&id| !self.sends(id))?;
            Some((sent, missing))
        })
    }

    /// All credentials are there, and neither the query nor the headers hold them all.
    pub(super) fn is_split(&self, alternative: &[SchemeId]) -> bool {
        let wanted = self.credentials_of(alternative);
        let held = |place: Option<Place>| {
            let sent: Vec<CredentialId> = self
                .presented
                .counted()
                .filter(|it| it.role == Role::Carrier && !matches!(it.place, Place::Body | Place::Cookie))
                .filter(|it| place.is_none_or(|place| place == it.place))
                .flat_map(|it| it.credentials.iter().copied())
                .collect();
            wanted.iter().all(|id| sent.contains(id))
        };
        wanted.len() >= 2 && held(None) && !held(Some(Place::Query)) && !held(Some(Place::Header))
    }

    /// A mixture that the API takes though no operation lists it: both ways of sending occur here, each for itself.
    pub(super) fn is_tolerated(&self) -> bool {
        let members = self.presented.counted().flat_map(|member| member.schemes.iter().copied());
        let listed = |id: &SchemeId| self.operation.alternatives.iter().any(|it| it.contains(id));
        let sent: Vec<SchemeId> = members.filter(listed).collect();
        self.api.is_tolerated(self.operation, &sent)
    }

    /// A user's token, or one that is taken for it: a machine's or another credential would do here, had it been one.
    pub(super) fn is_user(&self, member: &Member) -> bool {
        let is_other = |id: &SchemeId| {
            kind_of(self.api, *id) != Some(CredentialKind::User)
                && self.operation.alternatives.iter().any(|it| it.contains(id))
        };
        match member.bearer {
            Some(bearer) => bearer.may_user && !member.schemes.iter().any(is_other),
            None => self.are_all(member, CredentialKind::User),
        }
    }

    /// Any bearer token, where none is taken.
    pub(super) fn is_useless_bearer(&self, member: &Member) -> bool {
        member.bearer.is_some() && !self.takes_bearer(None)
    }

    pub(super) fn is_public(&self, member: &Member) -> bool {
        self.are_all(member, CredentialKind::Public)
    }

    fn are_all(&self, member: &Member, sought: CredentialKind) -> bool {
        !member.credentials.is_empty() && member.credentials.iter().all(|&id| kind(self.api, id) == Some(sought))
    }

    pub(super) fn belongs(&self, member: &Member) -> bool {
        member.schemes.iter().any(|&sent| {
            self.operation.parameters.contains(&sent)
                || self.operation.parameters.iter().any(|&listed| self.stands_for(sent, listed))
                || self.operation.alternatives.iter().flatten().any(|&wanted| self.stands_for(sent, wanted))
        })
    }

    /// The alternative that lacks the least; of these, the one that has the most.
    pub(super) fn nearest(&self) -> Option<(usize, Vec<SchemeId>)> {
        let lacking = self.operation.alternatives.iter().map(|it| (it.len(), self.lacks(it))).enumerate();
        let best = lacking.min_by_key(|(at, (len, missing))| (missing.len() == *len, missing.len(), *at));
        best.map(|(at, (_, missing))| (at, missing))
    }

    /// The operation as messages name it.
    pub fn called(&self) -> String {
        format!("{} {}", self.operation.method, self.operation.path)
    }

    /// The credentials of an alternative.
    pub fn credentials_of(&self, alternative: &[SchemeId]) -> Vec<CredentialId> {
        let mut ids = credentials(self.api, alternative);
        ids.retain(|id| kind(self.api, *id) != Some(CredentialKind::None));
        ids
    }

    /// Whether some alternative asks for a credential of this kind.
    pub fn has_kind(&self, kind: CredentialKind) -> bool {
        self.operation.alternatives.iter().flatten().any(|&id| kind_of(self.api, id) == Some(kind))
    }
}
