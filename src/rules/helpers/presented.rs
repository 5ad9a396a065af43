//! What a request presents to an operation.

use std::borrow::Cow;

use super::authorization;
use super::cookies::cookies;
use super::lookup::Lookup;
pub use super::member::{Member, Place, Role, credentials, kind, kind_of, place_of};
use crate::api::{Api, Carrier, CredentialId, Form, Operation};
use crate::request::{Field, Open, OpenPart, Request, Text};
use crate::source::Span;

/// How many members that are not certain are combined in all ways.
const MAX_UNCERTAIN: usize = 4;

/// Everything a request presents at one URL.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools)] // each says something of its own
pub struct Presented {
    /// In the order query, URL's own query, headers and cookies, body.
    pub members: Vec<Member>,
    /// Fields of the body that carry a credential, whether the operation takes it there or not.
    pub body: Vec<BodyCredential>,
    /// It may carry credentials that cannot be seen, whatever it calls.
    pub open: bool,
    /// Where else there may be some that the operation takes, and why they cannot be seen.
    pub unseen: Vec<Open>,
    /// Which of the members that are not certain are sent to which of the operations that it may call is not known.
    pub is_mixed: bool,
    /// An SDK of the API sends it: each credential by the carriers that it knows.
    pub by_sdk: bool,
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
    /// What `request` presents at one of its URLs to an operation, or to an API where the operation is not known.
    pub fn of(api: &Api, operation: Option<&Operation>, request: &Request, url: usize) -> Self {
        let lookup = Lookup { api, operation };
        let (open, is_mixed, by_sdk) = (request.is_open(), request.is_mixed, request.by_sdk);
        let mut this = Self { open, is_mixed, by_sdk, ..Self::default() };
        let url = request.urls.get(url);
        this.open |= url.is_some_and(|url| !url.open.is_empty());
        let own = url.into_iter().flat_map(|url| &url.query.entries);
        for field in request.query.entries.iter().chain(own) {
            this.take(&lookup, Place::Query, field);
        }
        for field in &request.headers.entries {
            if field.name.trim().eq_ignore_ascii_case("authorization") {
                this.members.extend(authorization::members(&lookup, field));
            } else if field.name.trim().eq_ignore_ascii_case("cookie") {
                this.take_cookies(&lookup, field);
            } else {
                this.take(&lookup, Place::Header, field);
            }
        }
        // Elsewhere a body neither satisfies nor opens.
        if operation.is_some_and(|operation| api.takes_body(operation)) {
            for field in &request.body.entries {
                this.take(&lookup, Place::Body, field);
            }
        }
        this.body = request.body.entries.iter().filter_map(|field| in_body(api, field)).collect();
        if let Some(operation) = operation {
            this.unseen = unseen(api, operation, request);
        }
        this
    }

    fn take(&mut self, lookup: &Lookup, place: Place, field: &Field) {
        let member = lookup.member(place, field);
        self.has_foreign |= member.is_none() && lookup.is_for_credential(field);
        self.members.extend(member.or_else(|| lookup.stray(place, field).filter(|_| place != Place::Body)));
    }

    /// All cookies together, where a scheme says so, or each by its name.
    fn take_cookies(&mut self, lookup: &Lookup, field: &Field) {
        let whole = lookup.member(Place::Header, field).filter(|member| member.role == Role::Carrier);
        self.members.extend(whole);
        for cookie in &cookies(field).entries {
            self.members.extend(lookup.member(Place::Cookie, cookie));
        }
    }

    /// The same with each choice among the members that are not certain; `None` of too many.
    pub fn choices(&self) -> Option<impl Iterator<Item = Self>> {
        let uncertain = self.members.iter().filter(|member| !member.certain).count();
        let choice = |chosen: usize| {
            let mut this = self.clone();
            let mut at = 0;
            this.members.retain(|member| {
                at += usize::from(!member.certain);
                member.certain || chosen & (1 << (at - 1)) != 0
            });
            this
        };
        (uncertain <= MAX_UNCERTAIN).then(|| (0..1 << uncertain).map(choice))
    }

    /// Members that count as presented: everything but near misses and what the API does not know.
    pub fn counted(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| !matches!(member.role, Role::NearMiss | Role::Stray))
    }

    /// The names under which it presents anything, as written.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|member| &*member.name).chain(self.body.iter().map(|field| &*field.name))
    }

    /// Whether the request carries any credential of the API, in whatever way.
    pub fn carries_any(&self) -> bool {
        !self.members.is_empty() || !self.body.is_empty()
    }

    /// The same with bearer tokens in place of what is sent in a form that cannot be seen.
    pub fn with_bearers(&self, api: &Api) -> Cow<'_, Self> {
        if self.members.iter().all(|member| !member.is_any_form) {
            return Cow::Borrowed(self);
        }
        let mut this = self.clone();
        for member in this.members.iter_mut().filter(|member| member.is_any_form) {
            member.schemes.retain(|id| api.scheme(*id).carrier.takes(&Form::Bearer));
            member.credentials = credentials(api, &member.schemes);
        }
        Cow::Owned(this)
    }
}

/// Where a request may carry credentials that an operation takes and that nobody sees: in a body that cannot be read, as
/// cookies that something adds, or by the connection.
fn unseen(api: &Api, operation: &Operation, request: &Request) -> Vec<Open> {
    let mut unseen = Vec::new();
    let mut may_be = |part, why: &str| unseen.push(Open::new(request.site, part, why));
    if api.takes_body(operation) && request.body.is_open {
        may_be(OpenPart::All, "the operation takes credentials in the body, which cannot be read");
    }
    for scheme in operation.alternatives.iter().flatten().map(|id| api.scheme(*id)) {
        if let Carrier::Other(what) = &scheme.carrier {
            may_be(OpenPart::All, &format!("the operation takes what no call is seen to send: {what}"));
        }
    }
    if api.takes_cookies(operation) {
        let is_cookie = |field: &&Field| field.name.trim().eq_ignore_ascii_case("cookie");
        if request.headers.entries.iter().filter(is_cookie).any(|field| cookies(field).is_open) {
            may_be(OpenPart::Cookies, "the names of its cookies are not known");
        }
        unseen.extend(request.unseen_cookies().cloned());
    }
    unseen.sort();
    unseen.dedup();
    unseen
}

/// A field of a body that carries a credential, whatever the operation.
fn in_body(api: &Api, field: &Field) -> Option<BodyCredential> {
    let known = api.overlay.body.iter().find(|(name, _)| name.eq_ignore_ascii_case(&field.name));
    let is_carrier = || {
        api.schemes.iter().any(|scheme| match &scheme.carrier {
            Carrier::Query(name) | Carrier::Body(name) => name.eq_ignore_ascii_case(&field.name),
            _ => false,
        })
    };
    (known.is_some() || is_carrier()).then(|| BodyCredential {
        name: field.name.to_string(),
        credential: known.map(|(_, credential)| *credential),
        span: field.name_span,
        values: field.values.clone(),
        given: field.given.clone(),
    })
}
