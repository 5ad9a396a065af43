//! What the analysis reconstructed of one HTTP call. This is the waist of the hourglass: every language and client
//! ends here, every rule begins here.

use std::fmt;
use std::sync::Arc;

use crate::source::Span;

/// One call that sends an HTTP request, as far as it can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The client's own call.
    pub site: Span,
    /// Where findings about the request point: `site`, or the wrapper's call in the innermost caller that knows
    /// what is called.
    pub point: Span,
    /// The calls on the way from `point` to `site`, outermost first; empty where they are the same.
    pub via: Vec<Span>,
    /// The client's name as its data file gives it: `fetch`, `axios`, `reqwest`.
    pub client: Box<str>,
    /// What is known of what sends it.
    pub sender: Sender,
    /// The methods it may use, upper case, sorted; empty when unknown.
    pub methods: Vec<Box<str>>,
    /// The URLs it may go to, each without its query; at least one.
    pub urls: Vec<Url>,
    /// What is sent as query parameters, other than those of one URL alternative alone. Requests that send the same share
    /// it, as they do the headers and the body: many take all they carry from one place.
    pub query: Arc<Fields>,
    /// What is sent as headers.
    pub headers: Arc<Fields>,
    /// The top-level fields of the body, as far as they can be seen.
    pub body: Arc<Fields>,
    /// Why parts that may carry credentials cannot be seen; empty when the request is closed.
    pub open: Vec<Open>,
    /// Which of its URLs or methods goes with which of its possible parts is not known: each goes with some of them.
    pub is_mixed: bool,
    /// An SDK of the API sends it, in whatever ways it knows.
    pub by_sdk: bool,
    /// How the call looks from the client's own call outwards; the last one is what `methods` and `urls` say.
    pub views: Vec<View>,
    /// The slots that the client's table has, each once. Of a closed request all that was put there is known.
    pub slots: Vec<SlotSeen>,
}

/// A slot that the table of a client has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotSeen {
    /// As the tables write it.
    pub name: &'static str,
    /// The part of the request that it fills; empty where it fills none by itself.
    pub part: &'static str,
    /// Whether anything was put into it.
    pub is_filled: bool,
}

/// What is known of what sends a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sender {
    /// A client that the tables know.
    #[default]
    Client,
    /// Something that is called as clients are, and of which nothing is known.
    Unknown,
    /// No client: a URL that goes somewhere in another way, as a navigation, an image or a beacon.
    WayOut,
}

/// A request as one function on the call stack sees it: what comes from its callers is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The call in this function that leads to the request.
    pub point: Span,
    /// The calls from there to the client's own call; empty where `point` is that.
    pub via: Vec<Span>,
    /// The methods as seen here.
    pub methods: Vec<Box<str>>,
    /// The URLs as seen here.
    pub urls: Vec<Url>,
}

impl Request {
    /// How much it takes up: the pieces of its texts, and what holds them.
    pub fn pieces(&self) -> usize {
        6 + self.open.len() + pieces_of(&self.urls) + self.views.iter().map(View::pieces).sum::<usize>()
    }
}

impl View {
    /// How much it takes up.
    pub fn pieces(&self) -> usize {
        2 + self.via.len() / 4 + pieces_of(&self.urls)
    }
}

fn pieces_of(urls: &[Url]) -> usize {
    let of_field = |field: &Field| 2 + field.values.iter().map(|value| 1 + value.parts.len()).sum::<usize>();
    let of_url = |url: &Url| 3 + url.text.parts.len() + url.query.entries.iter().map(of_field).sum::<usize>();
    urls.iter().map(of_url).sum()
}

/// One URL that a request may go to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Url {
    /// Scheme, host and path; the text before any `?`.
    pub text: Text,
    /// The query parameters written in the URL itself.
    pub query: Fields,
    /// The URL as a whole has parts that may carry query parameters unseen (`…?${rest}`).
    pub open: Vec<Open>,
}

/// Names with values: a query, headers, or the top level of a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// In the order written.
    pub entries: Vec<Field>,
    /// There may be more than can be seen. Of query and headers, [`Request::open`] says so as well.
    pub is_open: bool,
}

impl Fields {
    /// These, or others in their place: what only one of them has is possible.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        let named =
            |fields: &Self, name: &str| fields.entries.iter().position(|field| field.name.eq_ignore_ascii_case(name));
        let mut all = Self { entries: Vec::new(), is_open: self.is_open || other.is_open };
        for field in &self.entries {
            let mut field = field.clone();
            match named(other, &field.name).map(|at| &other.entries[at]) {
                Some(same) => {
                    field.certain &= same.certain;
                    let new: Vec<Text> =
                        same.values.iter().filter(|value| !field.values.contains(value)).cloned().collect();
                    field.values.extend(new);
                    field.given.extend(&same.given);
                    field.given.sort_unstable();
                    field.given.dedup();
                }
                None => field.certain = false,
            }
            all.entries.push(field);
        }
        let more = other.entries.iter().filter(|field| named(self, &field.name).is_none());
        all.entries.extend(more.map(|field| Field { certain: false, ..field.clone() }));
        all
    }
}

/// One named value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name as written.
    pub name: Box<str>,
    /// Where the name is written.
    pub name_span: Span,
    /// The values it may have; at least one.
    pub values: Vec<Text>,
    /// Present on every path; otherwise on some only.
    pub certain: bool,
    /// The arguments and options that hand the values to the functions of the program that send them, sorted; empty
    /// where they are written or read right here.
    pub given: Vec<Span>,
}

/// A string, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Text {
    /// Pieces in order; neighbouring pieces are never both fixed text of the same literal.
    pub parts: Vec<Part>,
}

/// A piece of a string.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// Fixed text, and where it is written.
    Fixed {
        /// The text.
        text: Box<str>,
        /// The place of this very text; as long as the text itself unless it was written with escapes.
        span: Span,
    },
    /// A piece that is not known; what shows the same one shares it.
    Hole(Arc<Hole>),
}

/// What is known of an unknown piece.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hole {
    /// Where it comes from.
    pub origin: Origin,
    /// The names it went by on its way, the one nearest to its source first: variables, properties, parameters.
    pub names: Vec<Box<str>>,
    /// The expression that brought it in.
    pub span: Span,
    /// A piece that was cut out of it, or it with something in it replaced.
    pub is_part: bool,
    /// What a call gave that is not followed, or a member of that: it need not be what it goes by.
    pub is_result: bool,
}

/// A key that something is signed with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SigningKey {
    /// Where it is given to what signs.
    pub span: Span,
    /// The arguments and options that hand it on to there, sorted; empty where it is written or read right there.
    pub given: Vec<Span>,
    /// The values it may have.
    pub values: Vec<Text>,
}

/// What a digest makes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signature {
    /// The key; `None` of a digest without one.
    pub key: Option<SigningKey>,
    /// The algorithm in small letters and digits, `sha256`; `None` where it is not known.
    pub algorithm: Option<Box<str>>,
    /// What the bytes were written as, in small letters and digits: `hex`, `base64`; `None` where that is not known.
    pub encoding: Option<Box<str>>,
    /// What the signed text may begin with; empty where it is not seen. What is itself made by a digest in it has lost
    /// its own texts and keys.
    pub begins: Vec<Text>,
}

/// A time, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Where the clock is read, and the call around that; `None` of what is written in the code.
    pub clock: Option<(Span, Span)>,
    /// Milliseconds after the reading of the clock; of a plain number the number.
    pub ahead: Option<i64>,
    /// The argument or option that hands over how much later it is.
    pub given: Option<Span>,
    /// What it is written as.
    pub form: MomentForm,
    /// In which zone its parts and texts are.
    pub zone: Zone,
    /// No method changes it in place: what counts from there is another time.
    pub fixed: bool,
}

/// What a time is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MomentForm {
    /// An object that stands for it.
    Instant,
    /// A number of milliseconds since the epoch.
    Milliseconds,
    /// A number of seconds since the epoch.
    Seconds,
    /// A text with date and time.
    Text,
    /// One part of it, and how many milliseconds one more of it is; of months and years that is not said.
    Part(Option<i64>),
    /// How far the zone is from UTC.
    Offset,
    /// A length of time in milliseconds.
    Length,
    /// A plain number.
    Number,
}

/// In which zone parts and texts of a time are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Universal time.
    Utc,
    /// That of the machine.
    Local,
    /// Nothing is known of it.
    Unknown,
}

/// Where an unknown value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// An environment variable.
    Env(Box<str>),
    /// A parameter that no known caller fills.
    Parameter,
    /// A value of a library or the platform, as an API-graph path: `global:localStorage.getItem()`.
    Api(Box<str>),
    /// Part of the answer to a request: the site of that request, and the members taken.
    Response {
        /// The request's client call.
        site: Span,
        /// `access_token`, `data.access_token`.
        path: Box<str>,
        /// What the request presented as `grant_type`, where that is known.
        grant: Option<Box<str>>,
        /// The URLs it went to, fixed text only, holes as `{}`.
        url: Box<str>,
    },
    /// Made by a digest, with a key or without, whatever form it was brought into since.
    Signed(Arc<Signature>),
    /// A time, or a part or text of one; also a number that times are counted with.
    Time(Arc<Moment>),
    /// Computed by something that is not modelled (a hash, arithmetic, a random value).
    Computed,
    /// Nothing is known.
    Unknown,
}

impl Origin {
    /// What a script reads of its environment or of a package, without what says which: `localStorage.token`.
    pub fn read_by_script(&self) -> Option<&str> {
        match self {
            Self::Api(path) => path.strip_prefix("global:").or_else(|| path.strip_prefix("npm:")),
            _ => None,
        }
    }
}

/// A reason why a request may carry more than can be seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Open {
    /// The expression that cannot be followed.
    pub span: Span,
    /// Which part of the request it may fill.
    pub part: OpenPart,
    /// Why it cannot be followed, as a phrase: `headers come from a parameter`.
    pub why: String,
}

/// The parts of a request that can be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OpenPart {
    /// Query parameters.
    Query,
    /// Headers.
    Headers,
    /// Cookies that a browser or a jar adds: they matter only to an operation that takes some.
    Cookies,
    /// Anything: an interceptor, a middleware, a wrapper that cannot be read.
    All,
}

impl Text {
    /// The whole text, if all of it is fixed.
    pub fn fixed(&self) -> Option<String> {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Fixed { text, .. } => Some(&**text),
                Part::Hole(_) => None,
            })
            .collect()
    }

    /// The only part, if it is a hole.
    pub fn hole(&self) -> Option<&Hole> {
        match &self.parts[..] {
            [Part::Hole(hole)] => Some(hole),
            _ => None,
        }
    }

    /// Whether it is whatever callers give, and nothing else.
    pub fn is_from_outside(&self) -> bool {
        self.hole().is_some_and(|hole| hole.origin == Origin::Parameter)
    }

    /// The fixed text it starts with; empty where it starts with a hole.
    pub fn prefix(&self) -> String {
        let fixed = self.parts.iter().map_while(|part| match part {
            Part::Fixed { text, .. } => Some(&**text),
            Part::Hole(_) => None,
        });
        fixed.collect()
    }
}

/// Fixed text as it is, holes as `{name}`.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Fixed { text, .. } => f.write_str(text)?,
                Part::Hole(hole) => write!(f, "{{{}}}", hole.names.last().map_or("?", |name| name))?,
            }
        }
        Ok(())
    }
}

impl Hole {
    /// A hole of which its origin is all that is known.
    pub fn new(origin: Origin, span: Span) -> Self {
        Self { origin, names: Vec::new(), span, is_part: false, is_result: false }
    }
}

impl Request {
    /// Whether it may carry credentials that cannot be seen, whatever it calls.
    pub fn is_open(&self) -> bool {
        self.open.iter().any(|open| open.part != OpenPart::Cookies)
    }

    /// Why it may carry cookies that cannot be seen.
    pub fn unseen_cookies(&self) -> impl Iterator<Item = &Open> {
        self.open.iter().filter(|open| open.part == OpenPart::Cookies)
    }

    /// Whether another one is sent by the same call to the same URLs, and has only other things with it.
    pub fn differs_in_fields(&self, other: &Self) -> bool {
        self.site == other.site
            && self.client == other.client
            && self.sender == other.sender
            && self.methods == other.methods
            && self.urls == other.urls
            && self.views == other.views
            && self.by_sdk == other.by_sdk
    }

    /// Whether another one is the same that may go to all its URLs, and to others as well.
    pub fn is_among(&self, other: &Self) -> bool {
        let sent = |request: &Self| (request.query.clone(), request.headers.clone(), request.body.clone());
        self.site == other.site
            && (self.point, &self.via) == (other.point, &other.via)
            && (&self.client, self.sender, self.by_sdk) == (&other.client, other.sender, other.by_sdk)
            && (&self.methods, &self.open) == (&other.methods, &other.open)
            && self.urls.len() < other.urls.len()
            && self.urls.iter().all(|url| other.urls.contains(url))
            && sent(self) == sent(other)
    }

    /// Becomes this request or another one, which differs in what it has with it.
    pub fn join(&mut self, other: Self) {
        for (own, other) in
            [(&mut self.query, &other.query), (&mut self.headers, &other.headers), (&mut self.body, &other.body)]
        {
            if own != other {
                *own = Arc::new(own.or(other));
            }
        }
        self.open.extend(other.open);
        self.open.sort();
        self.open.dedup();
        self.is_mixed |= other.is_mixed;
        for slot in &mut self.slots {
            slot.is_filled |= other.slots.iter().any(|same| same.name == slot.name && same.is_filled);
        }
    }

    /// Whether it may, as a whole or on the way to one of its URLs.
    pub fn is_open_somewhere(&self) -> bool {
        self.is_open() || self.urls.iter().any(|url| !url.open.is_empty())
    }
}

impl Url {
    /// Its path as a text with holes: what stands behind scheme and host, or behind what stands for them; `/` where there is
    /// no path.
    pub fn path(&self) -> String {
        let text = self.text.to_string();
        let path = match text.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
            None => text.find('/').map_or(&*text, |at| &text[at..]),
        };
        path.to_owned()
    }
}

impl Open {
    /// An opening with its reason.
    pub fn new(span: Span, part: OpenPart, why: impl Into<String>) -> Self {
        Self { span, part, why: why.into() }
    }
}
