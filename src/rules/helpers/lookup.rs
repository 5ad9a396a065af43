//! What the names of query parameters, headers and fields of a body are to an API.

use super::exposure::{is_hidden, told_first};
use super::member::{Member, Place, Role, credentials, place_of};
use super::names::{is_secret_name, is_squeezed, squeezed};
use super::spoken;
use crate::api::{Api, Carrier, CredentialId, CredentialKind, Operation, Scheme, SchemeId};
use crate::request::{Field, Hole, Origin, Part, Text};

/// The squeezed names of carriers that say of a value what it is: `apikey`, but not `secret`.
const MIN_CARRIER: usize = "apikey".len();

/// Two names are near each other if so many letters, at most, are wrong.
const MAX_DISTANCE: usize = 2;

/// Shorter names are near too much: of those, one letter may be wrong, or none.
const MIN_NEAR: usize = 5;

/// Shorter names are near nothing.
const MIN_NEAR_BY_ONE: usize = 4;

/// An API, and the operation that is called where that is known.
#[derive(Debug, Clone, Copy)]
pub struct Lookup<'a> {
    /// The API.
    pub api: &'a Api,
    /// The operation: some carriers are its own.
    pub operation: Option<&'a Operation>,
}

impl<'a> Lookup<'a> {
    /// The schemes by which a credential may be presented.
    pub fn schemes(&self) -> impl Iterator<Item = (SchemeId, &'a Scheme)> {
        let (api, operation) = (self.api, self.operation);
        let is_own =
            move |id: SchemeId| operation.is_some_and(|it| it.alternatives.iter().flatten().any(|own| *own == id));
        api.scheme_ids().filter(move |(id, scheme)| {
            api.credential(scheme.credential).kind != CredentialKind::None && (!scheme.is_local || is_own(*id))
        })
    }

    fn fitting(&self, test: impl Fn(&Carrier) -> bool) -> Vec<SchemeId> {
        self.schemes().filter(|(_, scheme)| test(&scheme.carrier)).map(|(id, _)| id).collect()
    }

    /// What a query parameter, a header or a field of the body is, if it has to do with credentials.
    pub fn member(&self, place: Place, field: &Field) -> Option<Member> {
        let name = field.name.trim();
        // Of cookies the case counts.
        let same = |other: &str| other == name || place != Place::Cookie && other.eq_ignore_ascii_case(name);
        let is = |carrier: &Carrier, wanted: Place| {
            !carrier.is_authorization() && place_of(carrier).is_some_and(|(place, name)| place == wanted && same(name))
        };
        let exact = self.fitting(|carrier| is(carrier, place));
        if !exact.is_empty() {
            return Some(self.of(place, field, Role::Carrier, exact));
        }
        let translated = self.api.overlay.translated.iter().filter(|it| is(&it.carrier, place));
        let carried: Vec<CredentialId> = translated.map(|it| it.credential).collect();
        if !carried.is_empty() {
            let schemes = self.translated_to(&carried, place);
            return Some(Member { credentials: carried, ..self.of(place, field, Role::Carrier, schemes) });
        }
        if place == Place::Body {
            return None;
        }
        let elsewhere = if place == Place::Query { Place::Header } else { Place::Query };
        let misplaced = self.fitting(|carrier| place != Place::Cookie && is(carrier, elsewhere));
        if !misplaced.is_empty() {
            let carried = credentials(self.api, &misplaced);
            return Some(Member { credentials: carried, ..self.of(place, field, Role::Misplaced, Vec::new()) });
        }
        // What is a carrier of the API, or of no credential, is nothing here, and no slip either; what some operation takes
        // beside that may be a slip elsewhere.
        if self.api.schemes.iter().any(|scheme| !scheme.is_local && is(&scheme.carrier, place)) {
            return None;
        }
        self.near_miss(place, field)
    }

    fn near_miss(&self, place: Place, field: &Field) -> Option<Member> {
        let name = field.name.trim();
        let same = |other: &str| other.eq_ignore_ascii_case(name);
        let overlay = &self.api.overlay;
        let is_cookie = place == Place::Cookie;
        let legacy = overlay.legacy.iter().filter(|it| place_of(&it.carrier).is_some_and(|(_, wrong)| same(wrong)));
        let spelling = overlay.misspellings.iter().filter(|it| same(&it.wrong));
        let meant: Vec<CredentialId> = legacy.map(|it| it.credential).chain(spelling.map(|it| it.credential)).collect();
        if !meant.is_empty() && !is_cookie {
            let schemes = self.schemes().filter(|(_, scheme)| meant.contains(&scheme.credential)).map(|(id, _)| id);
            let schemes = schemes.collect();
            return Some(Member { credentials: meant, ..self.of(place, field, Role::NearMiss, schemes) });
        }
        let plain = squeezed(name);
        let allowed = match plain.len() {
            MIN_NEAR.. => MAX_DISTANCE,
            MIN_NEAR_BY_ONE.. => 1,
            _ => return None,
        };
        let near = self.fitting(|carrier| {
            *carrier != Carrier::Basic
                && place_of(carrier).is_some_and(|(place, right)| {
                    place != Place::Body && is_cookie == (place == Place::Cookie) && is_near(&plain, right, allowed)
                })
        });
        (!near.is_empty()).then(|| self.of(place, field, Role::NearMiss, near))
    }

    fn of(&self, place: Place, field: &Field, role: Role, schemes: Vec<SchemeId>) -> Member {
        Member {
            place,
            name: field.name.to_string(),
            span: field.name_span,
            certain: field.certain,
            role,
            credentials: told_first(self.api, credentials(self.api, &schemes), &field.values),
            schemes,
            bearer: None,
            form: None,
            is_any_form: false,
            lacks_half: false,
            values: field.values.clone(),
            given: field.given.clone(),
        }
    }

    /// The schemes that a translated carrier meets: those of its credentials in the same place, or else in any.
    fn translated_to(&self, carried: &[CredentialId], place: Place) -> Vec<SchemeId> {
        let all = self.schemes().filter(|(_, scheme)| carried.contains(&scheme.credential));
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            all.partition(|(_, scheme)| place_of(&scheme.carrier).is_some_and(|(other, _)| other == place));
        let met = if here.is_empty() { elsewhere } else { here };
        met.into_iter().map(|(id, _)| id).collect()
    }

    /// What a field that the API does not know sends of its secrets: by the shape of a value, or by its name.
    pub fn stray(&self, place: Place, field: &Field) -> Option<Member> {
        let credentials = self.secrets_in(&field.values);
        let is_sent = !credentials.is_empty();
        is_sent.then(|| Member { credentials, ..self.of(place, field, Role::Stray, Vec::new()) })
    }

    /// The secrets that values are, whatever they are sent as: by the shapes of their own, or by names that bear the API's.
    pub fn secrets_in(&self, values: &[Text]) -> Vec<CredentialId> {
        let named = |value: &Text| {
            let is_told = |name: &str| self.api.named_in(name) && is_secret_name(self.api, name);
            let hole = value.hole().filter(|hole| names_of(hole).any(is_told));
            let spoken = hole.and_then(|_| spoken::of_value(self.api, value));
            spoken.filter(|spoken| is_hidden(spoken.kind)).map(|spoken| spoken.ids).unwrap_or_default()
        };
        let of_value = |value: &Text| match value.fixed() {
            Some(text) => self.api.secrets_of_shape(&text),
            None => named(value),
        };
        let mut ids: Vec<CredentialId> = values.iter().flat_map(of_value).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether the value of a field goes by the name of a carrier of the API.
    pub fn is_for_credential(&self, field: &Field) -> bool {
        let is_carrier = |name: &str| {
            let name = squeezed(name);
            self.schemes().any(|(_, scheme)| {
                let carrier = scheme.carrier.name();
                let length = carrier.bytes().filter(u8::is_ascii_alphanumeric).count();
                length >= MIN_CARRIER && length <= name.len() && is_squeezed(carrier, &name[name.len() - length..])
            })
        };
        field.values.iter().flat_map(|text| &text.parts).any(|part| match part {
            Part::Hole(hole) => names_of(hole).any(is_carrier),
            Part::Fixed { .. } => false,
        })
    }
}

/// What an unknown value is called: its names, and the variable of the environment that it is read from.
fn names_of(hole: &Hole) -> impl Iterator<Item = &str> {
    let variable = if let Origin::Env(name) = &hole.origin { Some(&**name) } else { None };
    variable.into_iter().chain(hole.names.iter().map(|name| &**name))
}

/// Whether a squeezed name is another one but for so many letters. Most are of quite another length.
fn is_near(plain: &str, right: &str, allowed: usize) -> bool {
    let length = right.bytes().filter(u8::is_ascii_alphanumeric).count();
    length.abs_diff(plain.len()) <= allowed && strsim::osa_distance(plain, &squeezed(right)) <= allowed
}
