//! What a request presents to an API.

use super::bearer::Bearer;
use super::names::squeezed;
use crate::api::{Api, Carrier, CredentialId, Kind, SchemeId};
use crate::request::{Field, Hole, Origin, Part, Request, Text};
use crate::source::Span;

/// The parts of a request that carry credentials in plain sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The query of the URL.
    Query,
    /// The headers.
    Header,
}

/// How a name relates to the carriers of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is a carrier.
    Carrier,
    /// It is a carrier's name in the wrong place, or an `Authorization` of a kind that the API does not know.
    Misplaced,
    /// It is nearly a carrier's name, or that of an older version.
    NearMiss,
}

/// One name of the request that has to do with credentials.
#[derive(Debug, Clone)]
pub struct Member {
    /// Where it stands.
    pub place: Place,
    /// The name as written.
    pub name: String,
    /// Where the name is written.
    pub span: Span,
    /// Sent on every path.
    pub certain: bool,
    /// What the name is to the API.
    pub role: Role,
    /// The schemes that it meets, or may meet; of a near miss, those that may have been meant.
    pub schemes: Vec<SchemeId>,
    /// The credentials that it carries, or may carry.
    pub credentials: Vec<CredentialId>,
    /// A bearer token, and whose.
    pub bearer: Option<Bearer>,
    /// The values it may have, without a `Bearer` in front.
    pub values: Vec<Text>,
    /// The arguments and options by which the values come in, where the name merely passes them on.
    pub given: Vec<Span>,
}

/// Everything a request presents to one API at one URL.
#[derive(Debug, Clone, Default)]
pub struct Presented {
    /// In the order query, URL's own query, headers.
    pub members: Vec<Member>,
    /// Fields of the body that carry a credential.
    pub body: Vec<BodyCredential>,
    /// It may carry credentials that cannot be seen.
    pub open: bool,
    /// Under a name that the API does not know it sends what is named for one of its credentials: `key=${apiKey}`.
    pub has_foreign: bool,
}

/// A credential in the body.
#[derive(Debug, Clone)]
pub struct BodyCredential {
    /// The name as written.
    pub name: String,
    /// What it carries, where the overlay knows.
    pub credential: Option<CredentialId>,
    /// Where the name is written.
    pub span: Span,
    /// The values it may have.
    pub values: Vec<Text>,
    /// The arguments and options by which the values come in, where the name merely passes them on.
    pub given: Vec<Span>,
}

impl Presented {
    /// What `request` presents to `api` at one of its URLs.
    pub fn of(api: &Api, request: &Request, url: usize) -> Self {
        let mut this = Self { open: request.is_open(), ..Self::default() };
        let url = request.urls.get(url);
        this.open |= url.is_some_and(|url| !url.open.is_empty());
        let own = url.into_iter().flat_map(|url| &url.query.entries);
        for field in request.query.entries.iter().chain(own) {
            this.named(api, Place::Query, field);
        }
        for field in &request.headers.entries {
            if field.name.trim().eq_ignore_ascii_case("authorization") {
                this.authorization(api, field);
            } else {
                this.named(api, Place::Header, field);
            }
        }
        for field in &request.body.entries {
            let known = api.overlay.body.iter().find(|(name, _)| name.eq_ignore_ascii_case(&field.name));
            let carrier = api.schemes.iter().any(|scheme| match &scheme.carrier {
                Carrier::Query(name) => name.eq_ignore_ascii_case(&field.name),
                _ => false,
            });
            if known.is_some() || carrier {
                this.body.push(BodyCredential {
                    name: field.name.to_string(),
                    credential: known.map(|(_, credential)| *credential),
                    span: field.name_span,
                    values: field.values.clone(),
                    given: field.given.clone(),
                });
            }
        }
        // The schemes say nothing of bodies, so they may be all that the operation asks for.
        this.open |= !this.body.is_empty();
        this
    }

    fn named(&mut self, api: &Api, place: Place, field: &Field) {
        let member = named(api, place, field);
        self.has_foreign |= member.is_none() && is_for_credential(api, field);
        self.members.extend(member);
    }

    /// Members that count as presented: everything but near misses.
    pub fn counted(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.role != Role::NearMiss)
    }

    /// The names under which it presents anything, as written.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| &*member.name).chain(self.body.iter().map(|field| &*field.name))
    }

    /// Whether the request carries any credential of the API, in whatever way.
    pub fn carries_any(&self) -> bool {
        !self.members.is_empty() || !self.body.is_empty()
    }

    fn authorization(&mut self, api: &Api, field: &Field) {
        let mut bearer: Option<Bearer> = None;
        let mut tokens = Vec::new();
        let mut basic = Vec::new();
        let mut foreign = Vec::new();
        for value in &field.values {
            let start = value.prefix().trim_start().to_ascii_lowercase();
            if start.is_empty() {
                if value.parts.iter().all(|part| matches!(part, Part::Fixed { .. })) {
                    continue; // an empty header is none
                }
                // The caller's own header, passed on whole, is known for what it is; any other value may be anything.
                let whose = Bearer::of(api, value);
                self.open |= whose == Bearer::UNKNOWN;
                bearer = Some(bearer.map_or(whose, |before| before.or(whose)));
                tokens.push(value.clone());
            } else if start.starts_with("bearer") {
                let token = without_scheme(value, "bearer".len());
                let whose = Bearer::of(api, &token);
                bearer = Some(bearer.map_or(whose, |before| before.or(whose)));
                tokens.push(token);
            } else if start.starts_with("basic") {
                basic.push(without_scheme(value, "basic".len()));
            } else {
                foreign.push(value.clone());
            }
        }
        let all = field.values.len();
        let member = |role, schemes: Vec<SchemeId>, bearer, values: Vec<Text>| Member {
            place: Place::Header,
            name: field.name.to_string(),
            span: field.name_span,
            certain: field.certain && values.len() == all,
            role,
            credentials: credentials(api, &schemes),
            schemes,
            bearer,
            values,
            given: field.given.clone(),
        };
        if let Some(whose) = bearer {
            let schemes = schemes(api, |carrier| *carrier == Carrier::Bearer)
                .into_iter()
                .filter(|&id| match kind_of(api, id) {
                    Some(Kind::User) => whose.may_user,
                    Some(Kind::Machine) => whose.may_machine,
                    _ => true,
                })
                .collect();
            self.members.push(member(Role::Carrier, schemes, Some(whose), tokens));
        }
        if !basic.is_empty() {
            let schemes = schemes(api, |carrier| *carrier == Carrier::Basic);
            let role = if schemes.is_empty() { Role::Misplaced } else { Role::Carrier };
            self.members.push(member(role, schemes, None, basic));
        }
        if !foreign.is_empty() {
            self.members.push(member(Role::Misplaced, Vec::new(), None, foreign));
        }
    }
}

/// The kind of what a scheme carries.
pub fn kind_of(api: &Api, scheme: SchemeId) -> Option<Kind> {
    let scheme = api.schemes.get(usize::from(scheme.0))?;
    kind(api, scheme.credential)
}

/// The kind of a credential.
pub fn kind(api: &Api, credential: CredentialId) -> Option<Kind> {
    api.credentials.get(usize::from(credential.0)).map(|it| it.kind)
}

/// Where a carrier stands, and its name.
pub fn place_of(carrier: &Carrier) -> Option<(Place, &str)> {
    match carrier {
        Carrier::Query(name) => Some((Place::Query, name)),
        Carrier::Header(name) => Some((Place::Header, name)),
        Carrier::Bearer | Carrier::Basic | Carrier::Authorization(_) => Some((Place::Header, "Authorization")),
        Carrier::Cookie(_) | Carrier::Body(_) | Carrier::Other(_) => None,
    }
}

#[allow(clippy::cast_possible_truncation)] // a document with 65,536 schemes is refused on reading
fn schemes(api: &Api, test: impl Fn(&Carrier) -> bool) -> Vec<SchemeId> {
    let fitting = api.schemes.iter().enumerate().filter(|(_, scheme)| test(&scheme.carrier));
    fitting.map(|(at, _)| SchemeId(at as u16)).collect()
}

fn credentials(api: &Api, schemes: &[SchemeId]) -> Vec<CredentialId> {
    let mut ids: Vec<CredentialId> =
        schemes.iter().filter_map(|id| api.schemes.get(usize::from(id.0))).map(|scheme| scheme.credential).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Whether the value of a field goes by the name of a carrier of the API.
fn is_for_credential(api: &Api, field: &Field) -> bool {
    let is_carrier = |name: &str| {
        let name = squeezed(name);
        api.schemes.iter().any(|scheme| {
            let carrier = squeezed(scheme.carrier.name());
            carrier.len() >= MIN_CARRIER && name.ends_with(&carrier)
        })
    };
    field.values.iter().flat_map(|text| &text.parts).any(|part| match part {
        Part::Hole(Hole { origin: Origin::Env(name), .. }) if is_carrier(name) => true,
        Part::Hole(hole) => hole.names.iter().any(|name| is_carrier(name)),
        Part::Fixed { .. } => false,
    })
}

/// The squeezed names of carriers that say of a value what it is: `apikey`, but not `secret`.
const MIN_CARRIER: usize = "apikey".len();

/// A query parameter or header, if it has to do with credentials.
fn named(api: &Api, place: Place, field: &Field) -> Option<Member> {
    let name = field.name.trim();
    let is = |carrier: &Carrier, wanted: Place, test: &dyn Fn(&str) -> bool| {
        matches!(carrier, Carrier::Query(_) | Carrier::Header(_))
            && place_of(carrier).is_some_and(|(place, name)| place == wanted && test(name))
    };
    let same = |other: &str| other.eq_ignore_ascii_case(name);
    let elsewhere = if place == Place::Query { Place::Header } else { Place::Query };
    let member = |role, schemes: Vec<SchemeId>, credentials| {
        Some(Member {
            place,
            name: field.name.to_string(),
            span: field.name_span,
            certain: field.certain,
            role,
            schemes,
            credentials,
            bearer: None,
            values: field.values.clone(),
            given: field.given.clone(),
        })
    };
    let exact = schemes(api, |carrier| is(carrier, place, &same));
    if !exact.is_empty() {
        let carried = credentials(api, &exact);
        return member(Role::Carrier, exact, carried);
    }
    let translated = api.overlay.translated.iter().filter(|it| is(&it.carrier, place, &same));
    let carried: Vec<CredentialId> = translated.map(|it| it.credential).collect();
    if !carried.is_empty() {
        let ids = translated_to(api, &carried, place);
        return member(Role::Carrier, ids, carried);
    }
    let misplaced = schemes(api, |carrier| is(carrier, elsewhere, &same));
    if !misplaced.is_empty() {
        let carried = credentials(api, &misplaced);
        return member(Role::Misplaced, Vec::new(), carried);
    }
    let plain = squeezed(name);
    let legacy = api.overlay.legacy.iter().filter(|it| place_of(&it.carrier).is_some_and(|(_, wrong)| same(wrong)));
    let spelling = api.overlay.misspellings.iter().filter(|it| same(&it.wrong));
    let meant: Vec<CredentialId> = legacy.map(|it| it.credential).chain(spelling.map(|it| it.credential)).collect();
    if !meant.is_empty() {
        let mut ids = Vec::new();
        for (at, scheme) in (0u16..).zip(&api.schemes) {
            if meant.contains(&scheme.credential) {
                ids.push(SchemeId(at));
            }
        }
        return member(Role::NearMiss, ids, meant);
    }
    let near = schemes(api, |carrier| {
        *carrier != Carrier::Basic
            && place_of(carrier).is_some_and(|(_, right)| {
                let right = squeezed(right);
                plain.len() >= 5 && strsim::osa_distance(&plain, &right) <= 2
            })
    });
    if near.is_empty() {
        return None;
    }
    let carried = credentials(api, &near);
    member(Role::NearMiss, near, carried)
}

/// The schemes that a translated carrier meets: those of its credentials in the same place, or else in any.
fn translated_to(api: &Api, carried: &[CredentialId], place: Place) -> Vec<SchemeId> {
    let all = (0u16..).map(SchemeId).zip(&api.schemes).filter(|(_, scheme)| carried.contains(&scheme.credential));
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        all.partition(|(_, scheme)| place_of(&scheme.carrier).is_some_and(|(other, _)| other == place));
    let met = if here.is_empty() { elsewhere } else { here };
    met.into_iter().map(|(id, _)| id).collect()
}

/// A value without its first `skip` characters and the blanks after them.
fn without_scheme(value: &Text, skip: usize) -> Text {
    let mut parts = Vec::new();
    let mut left = skip;
    let mut begun = false;
    for part in &value.parts {
        match part {
            Part::Hole(_) => {
                begun = true;
                parts.push(part.clone());
            }
            Part::Fixed { text, span } => {
                let mut rest: &str = text;
                if !begun {
                    if left > 0 {
                        rest = rest.trim_start();
                        let cut = left.min(rest.len());
                        left -= cut;
                        rest = rest.get(cut..).unwrap_or_default();
                    }
                    if left == 0 {
                        rest = rest.trim_start();
                    }
                }
                if rest.is_empty() {
                    continue;
                }
                begun = true;
                let mut span = *span;
                if span.len() as usize == text.len() {
                    #[allow(clippy::cast_possible_truncation)] // no longer than the span
                    let cut = (text.len() - rest.len()) as u32;
                    span.start += cut;
                }
                parts.push(Part::Fixed { text: rest.into(), span });
            }
        }
    }
    Text { parts }
}
