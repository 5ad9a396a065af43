//! Which credential of an API a value speaks of by its own names.

use super::member::kind;
use super::names::{ends_in_alias, is_secret_name, is_squeezed, words};
use super::naming::{Naming, has};
use super::wording;
use crate::api::{Api, Carrier, CredentialId, CredentialKind};
use crate::request::{Hole, Origin, Part, Text};

/// How many words at the end of a name are looked at together.
const MAX_WORDS: usize = 4;

/// What a name speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// The credentials that it may be.
    pub ids: Vec<CredentialId>,
    /// Their kind.
    pub kind: CredentialKind,
    /// In words: `the tenant key`.
    pub words: String,
}

/// What the names of a value speak of; `None` where they say nothing, or not all the same.
pub fn of_value(api: &Api, value: &Text) -> Option<Spoken> {
    let mut holes = value.parts.iter().filter_map(|part| match part {
        Part::Hole(hole) => Some(hole),
        Part::Fixed { .. } => None,
    });
    let hole = holes.next()?;
    if holes.next().is_some() || hole.is_part {
        return None;
    }
    of_hole(api, hole)
}

fn of_hole(api: &Api, hole: &Hole) -> Option<Spoken> {
    let variable = match &hole.origin {
        Origin::Env(name) => Some(name),
        Origin::Parameter | Origin::Unknown => None,
        _ => return None,
    };
    let mut said = variable.into_iter().chain(&hole.names).filter_map(|name| of_name(api, name));
    let first = said.next()?;
    said.all(|other| other.kind == first.kind).then_some(first)
}

/// What one name speaks of.
pub fn of_name(api: &Api, name: &str) -> Option<Spoken> {
    let words = words(name);
    let naming = Naming::get();
    for count in (1..=words.len().min(MAX_WORDS)).rev() {
        let end = words[words.len() - count..].concat();
        let is_common = has(&naming.common, &end);
        // `ACME_KEY` is the one of Acme's credentials that is called a key.
        if is_common && !ends_in_alias(api, &words[..words.len() - count]) {
            continue;
        }
        let ids: Vec<CredentialId> =
            ids(api).filter(|id| goes_by(api, *id, &end) || is_common && ends_so(api, *id, &end)).collect();
        let mut kinds = ids.iter().filter_map(|id| kind(api, *id));
        if let Some(first) = kinds.next()
            && kinds.all(|other| other == first)
        {
            let words = wording::credential(api, ids[0]);
            return Some(Spoken { ids, kind: first, words });
        }
    }
    // `ACME_SECRET` is one of Acme's secrets, whichever.
    let is_secret = words.last().is_some_and(|last| has(&naming.secret_ends, last));
    (is_secret && is_secret_name(api, name) && api.named_in(name)).then(|| Spoken {
        ids: ids(api).filter(|id| kind(api, *id) == Some(CredentialKind::Secret)).collect(),
        kind: CredentialKind::Secret,
        words: format!("a secret of {}", api.name),
    })
}

fn ids(api: &Api) -> impl Iterator<Item = CredentialId> {
    (0u16..).map(CredentialId).take(api.credentials.len())
}

/// Whether the name of a credential ends in a word.
fn ends_so(api: &Api, id: CredentialId, word: &str) -> bool {
    words(&api.credential(id).name).last().is_some_and(|last| last == word)
}

/// Whether a credential is called so: by a carrier, by a field of a body, or by its own name.
fn goes_by(api: &Api, id: CredentialId, name: &str) -> bool {
    let credential = api.credential(id);
    let is = |other: &str| is_squeezed(other, name);
    let of_carrier = |carrier: &Carrier| match carrier {
        Carrier::Query(own) | Carrier::Header(own) | Carrier::Body(own) => is(own),
        _ => false,
    };
    is(&credential.id)
        || is(&credential.name)
        || api.schemes.iter().any(|scheme| scheme.credential == id && !scheme.is_local && of_carrier(&scheme.carrier))
        || api.overlay.body.iter().any(|(own, carried)| *carried == id && is(own))
        || api.overlay.legacy.iter().any(|other| other.credential == id && of_carrier(&other.carrier))
}
