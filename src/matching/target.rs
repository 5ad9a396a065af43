//! Where a URL leads: host and path, as far as its text is known.

use std::fmt;

use crate::api::matcher::{is_between, segments};
use crate::api::{Apis, Segment};
use crate::request::{Hole, Part, Text};

/// Stands for an unknown piece in a URL that is taken apart. No URL holds this character.
const HOLE: char = '\u{1}';

/// Host and path of a URL.
#[derive(Debug)]
pub(super) struct Destination {
    pub(super) host: Host,
    /// The path, or why it is not known.
    pub(super) path: Result<Path, &'static str>,
    /// How many of the URL's unknown pieces are in scheme and host.
    base_holes: usize,
}

/// The host of a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Host {
    /// Labels, lower case; some may be unknown, but not all that matter.
    Named(Vec<Label>),
    /// This machine.
    Loopback,
    /// Not known.
    Unknown,
    /// None is given: the page's own origin, or a base that the client adds.
    Relative,
}

/// A label of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    Text(String),
    Hole,
    Partial(String, String),
}

/// How well a host fits a server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum HostFit {
    /// It is another host.
    No,
    /// It may be the same, depending on labels that are not known.
    Perhaps,
    /// It is the same.
    Sure,
    /// It is taken for every server of the API.
    Any,
}

/// The segments of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    steps: Vec<Step>,
    /// It ends in a slash.
    slash: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Text(String),
    Hole,
    /// The known pieces, at least two, of which the first and the last may be empty.
    Partial(Vec<String>),
}

impl Destination {
    /// Takes a URL apart.
    pub(super) fn of(text: &Text, apis: &Apis) -> Self {
        let url = flatten(text);
        let url = url.trim().split(['?', '#']).next().unwrap_or_default();
        let (authority, path) = split(url);
        let (host, glued) = match authority {
            Authority::Given(authority) => host(authority),
            Authority::Unknown(_) => (Host::Unknown, false),
            Authority::None => (Host::Relative, false),
        };
        let base_holes = match authority {
            Authority::Given(base) | Authority::Unknown(base) => holes_in(base) + holes_before(url, base),
            Authority::None => 0,
        };
        let path = match path {
            Some(_) if glued => Err("a part of the path is not known"),
            Some(path) => Path::of(path),
            None if authority == Authority::Unknown(url) || glued => Err("the URL is not known"),
            None => Ok(Path { steps: Vec::new(), slash: false }),
        };
        let mut target = Self { host, path, base_holes };
        target.take_bare_host(apis);
        target
    }

    /// The unknown pieces in scheme and host, or in what stands for both.
    pub(super) fn base_holes<'t>(&self, text: &'t Text) -> impl Iterator<Item = &'t Hole> {
        let holes = text.parts.iter().filter_map(|part| match part {
            Part::Hole(hole) => Some(&**hole),
            Part::Fixed { .. } => None,
        });
        holes.take(self.base_holes)
    }

    /// `api.example.com/v1/things` without a scheme: a host, if it is one of a table's.
    fn take_bare_host(&mut self, apis: &Apis) {
        let (Host::Relative, Ok(path)) = (&self.host, &mut self.path) else { return };
        let Some(Step::Text(first)) = path.steps.first() else { return };
        if first.contains('.')
            && let (named @ Host::Named(_), _) = host(first)
            && apis.iter().any(|(_, _, matcher)| named.fit_of_any(matcher.hosts()) == HostFit::Sure)
        {
            self.host = named;
            path.steps.remove(0);
        }
    }

    /// The rest of the path where a host or a path prefix stands in front that is configured to lead to an API.
    pub(super) fn behind(&self, hosts: &[String], prefixes: &[String]) -> Option<Path> {
        let path = self.path.as_ref().ok()?;
        match &self.host {
            Host::Named(_) | Host::Loopback => hosts.iter().find_map(|entry| {
                let entry = entry.split_once("://").map_or(&**entry, |(_, rest)| rest);
                let (authority, prefix) = entry.split_at(entry.find('/').unwrap_or(entry.len()));
                if self.host.is_configured_as(authority) { path.without(prefix) } else { None }
            }),
            Host::Unknown | Host::Relative => {
                let mut prefixes = prefixes.iter().filter(|prefix| segments(prefix).next().is_some());
                prefixes.find_map(|prefix| path.without(prefix))
            }
        }
    }
}

/// The text with [`HOLE`]s.
fn flatten(text: &Text) -> String {
    let mut url = String::new();
    for part in &text.parts {
        match part {
            Part::Fixed { text, .. } => url.extend(text.chars().map(|char| if char == HOLE { ' ' } else { char })),
            Part::Hole(_) => url.push(HOLE),
        }
    }
    url
}

fn holes_in(text: &str) -> usize {
    text.matches(HOLE).count()
}

/// The unknown pieces before `part`, which is a slice of `url`.
fn holes_before(url: &str, part: &str) -> usize {
    url.find(part).map_or(0, |at| holes_in(&url[..at]))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Authority<'u> {
    /// Written out, at least in part.
    Given(&'u str),
    /// Unknown pieces stand for it.
    Unknown(&'u str),
    /// There is none.
    None,
}

/// Splits a URL into authority and path; the path is `None` where nothing follows.
fn split(url: &str) -> (Authority<'_>, Option<&str>) {
    let at_slash = |rest: &'_ str| rest.find('/').unwrap_or(rest.len());
    let scheme_end = url.find("://").filter(|end| {
        url[..*end].chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '+' | '.' | '-' | HOLE))
    });
    let after_scheme = match scheme_end {
        Some(end) => Some(&url[end + 3..]),
        None => url.strip_prefix("//"),
    };
    if let Some(rest) = after_scheme {
        let (authority, path) = rest.split_at(at_slash(rest));
        return (Authority::Given(authority), (!path.is_empty()).then_some(path));
    }
    if !url.starts_with(HOLE) {
        return (Authority::None, Some(url));
    }
    let (lead, path) = url.split_at(at_slash(url));
    let after_holes = lead.trim_start_matches(HOLE);
    if after_holes.starts_with('.') && after_holes.matches('.').count() >= 2 {
        // `{tenant}.hub.example.com/…`
        (Authority::Given(lead), (!path.is_empty()).then_some(path))
    } else if after_holes.is_empty() || after_holes.starts_with(':') {
        (Authority::Unknown(lead), (!path.is_empty()).then_some(path))
    } else {
        // `{base}v1/things`: the base ends in a slash.
        let holes = lead.len() - after_holes.len();
        (Authority::Unknown(&url[..holes]), Some(&url[holes..]))
    }
}

/// The host of an authority, and whether an unknown piece is glued to its end, which may be anything from a port to a
/// path.
fn host(authority: &str) -> (Host, bool) {
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => &host[..colon],
        _ => host,
    };
    let without = host.trim_end_matches(HOLE);
    let glued = without.len() < host.len() && !without.is_empty() && !without.ends_with('.');
    let host = if glued { without } else { host }.trim_end_matches('.').to_ascii_lowercase();
    if is_loopback(&host) {
        return (Host::Loopback, glued);
    }
    let labels: Vec<Label> = host.split('.').map(Label::of).collect();
    let fixed = labels.iter().filter(|label| matches!(label, Label::Text(_))).count();
    // `https://{host}`, `https://{name}.com`: too little to tell anything by.
    if host.is_empty() || fixed < labels.len() && fixed < 2 {
        return (Host::Unknown, glued);
    }
    (Host::Named(labels), glued)
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "0.0.0.0" | "[::1]" | "[::]")
        || host.ends_with(".localhost")
        || host.starts_with("127.") && host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// The text before the first and after the last unknown piece.
fn ends(text: &str) -> Option<(&str, &str)> {
    let (prefix, rest) = text.split_once(HOLE)?;
    let suffix = rest.rsplit(HOLE).next().unwrap_or_default();
    Some((prefix, suffix))
}

impl Label {
    fn of(text: &str) -> Self {
        match ends(text) {
            None => Self::Text(text.to_owned()),
            Some(("", "")) => Self::Hole,
            Some((prefix, suffix)) => Self::Partial(prefix.to_owned(), suffix.to_owned()),
        }
    }

    fn fit(&self, server: &str) -> HostFit {
        let perhaps = match self {
            Self::Text(text) => return if text == server { HostFit::Sure } else { HostFit::No },
            Self::Hole => true,
            Self::Partial(prefix, suffix) => is_between(server, prefix, suffix),
        };
        if perhaps { HostFit::Perhaps } else { HostFit::No }
    }
}

impl Host {
    /// The host, where it is written out.
    pub(super) fn written(&self) -> Option<String> {
        let Self::Named(labels) = self else { return None };
        let labels: Option<Vec<&str>> = labels
            .iter()
            .map(|label| match label {
                Label::Text(text) => Some(&**text),
                Label::Hole | Label::Partial(..) => None,
            })
            .collect();
        Some(labels?.join("."))
    }

    /// How well it fits the host of a server. A server without a host of its own fits nothing.
    pub(super) fn fit(&self, server: &[Option<String>]) -> HostFit {
        let Self::Named(labels) = self else { return HostFit::No };
        if server.is_empty() || server.len() != labels.len() {
            return HostFit::No;
        }
        let fits = server.iter().zip(labels).map(|(server, label)| match server {
            Some(server) => label.fit(server),
            None => HostFit::Sure,
        });
        fits.min().unwrap_or(HostFit::No)
    }

    /// The best fit of several.
    pub(super) fn fit_of_any(&self, servers: &[Vec<Option<String>>]) -> HostFit {
        servers.iter().map(|server| self.fit(server)).max().unwrap_or(HostFit::No)
    }

    /// Whether it ends in the same two labels as a server of the API: its documentation, its content network.
    pub(super) fn is_kin_of(&self, servers: &[Vec<Option<String>>]) -> bool {
        let Self::Named(labels) = self else { return false };
        let [.., Label::Text(domain), Label::Text(top)] = &labels[..] else { return false };
        servers.iter().any(
            |server| matches!(&server[..], [.., Some(other), Some(other_top)] if other == domain && other_top == top),
        )
    }

    /// Whether a configured host is this one. A port says nothing, but on this machine.
    fn is_configured_as(&self, configured: &str) -> bool {
        let configured = configured.trim_end_matches('/').to_ascii_lowercase();
        let configured = match configured.rfind(':') {
            Some(colon) if !configured[colon..].contains(']') => &configured[..colon],
            _ => &configured,
        };
        match self {
            Self::Loopback => is_loopback(configured),
            Self::Named(labels) => {
                let wanted: Vec<&str> = configured.split('.').collect();
                wanted.len() == labels.len()
                    && wanted
                        .iter()
                        .zip(labels)
                        .all(|(wanted, label)| *wanted == "*" || matches!(label, Label::Text(text) if text == wanted))
            }
            Self::Unknown | Self::Relative => false,
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Named(labels) = self else { return Ok(()) };
        for (index, label) in labels.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            match label {
                Label::Text(text) => f.write_str(text)?,
                Label::Hole => f.write_str("{}")?,
                Label::Partial(prefix, suffix) => write!(f, "{prefix}{{}}{suffix}")?,
            }
        }
        Ok(())
    }
}

impl Path {
    /// The segments of a path. Empty ones do not count, and dots lead where they lead.
    fn of(path: &str) -> Result<Self, &'static str> {
        let mut steps = Vec::new();
        let mut rest = segments(path).peekable();
        while let Some(segment) = rest.next() {
            let last = rest.peek().is_none() && !path.ends_with('/');
            match ends(segment) {
                None if segment == "." => {}
                None if segment == ".." => {
                    steps.pop();
                }
                None => steps.push(Step::Text(decode(segment))),
                Some(("", "")) if segment.len() == HOLE.len_utf8() => steps.push(Step::Hole),
                // `/account{rest}`: it may be more segments, or a query.
                Some((_, "")) if last && !ends_in_value(segment) => {
                    return Err("the path ends in a piece that may be more than a segment");
                }
                Some(_) => steps.push(Step::Partial(pieces(segment))),
            }
        }
        Ok(Self { steps, slash: path.ends_with('/') })
    }

    /// The segments as the matcher takes them.
    pub(super) fn segments(&self) -> Vec<Segment<'_>> {
        let segment = |step| match step {
            &Step::Hole => Segment::Hole,
            Step::Text(text) => Segment::Text(text),
            Step::Partial(pieces) => Segment::Partial { pieces },
        };
        self.steps.iter().map(segment).collect()
    }

    /// Whether it ends in a slash, which makes a difference only where two templates differ in that alone.
    pub(super) fn ends_in_slash(&self) -> bool {
        self.slash
    }

    /// Whether a segment is not known to the last letter.
    pub(super) fn has_holes(&self) -> bool {
        self.steps.iter().any(|step| !matches!(step, Step::Text(_)))
    }

    /// Whether it begins with one of the prefixes, by whole segments.
    pub(super) fn begins_with_any(&self, prefixes: &[String]) -> bool {
        prefixes.iter().any(|prefix| self.begins_with(prefix).is_some())
    }

    /// Whether one of its known segments is so.
    pub(super) fn bears(&self, is: impl Fn(&str) -> bool) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Text(text) if is(text)))
    }

    /// Whether it lies below the path of a server, or below one that differs in the number of a version alone.
    pub(super) fn is_below(&self, base: &str) -> bool {
        let mut steps = self.steps.iter();
        segments(base).all(|wanted| match steps.next() {
            Some(Step::Text(text)) => {
                let are_versions = || version(text).is_some() && version(text) == version(wanted);
                wanted.contains('{') || text.eq_ignore_ascii_case(wanted) || are_versions()
            }
            Some(Step::Hole | Step::Partial(_)) => true,
            None => false,
        })
    }

    /// The number of segments of the prefix, where the path begins with it.
    fn begins_with(&self, prefix: &str) -> Option<usize> {
        let mut count = 0;
        for wanted in segments(prefix) {
            match self.steps.get(count) {
                Some(Step::Text(text)) if text.eq_ignore_ascii_case(wanted) => count += 1,
                _ => return None,
            }
        }
        Some(count)
    }

    /// The path behind a prefix; `None` where it does not begin with it.
    pub(super) fn without(&self, prefix: &str) -> Option<Self> {
        let count = self.begins_with(prefix)?;
        self.steps.get(count..).map(|rest| Self { steps: rest.to_vec(), slash: self.slash })
    }

    /// The path with a suffix at its end, by which some APIs let callers choose a format.
    pub(super) fn with_suffix(&self, suffix: &str) -> Option<Self> {
        let (Step::Text(last), before) = self.steps.split_last()? else { return None };
        let mut steps = before.to_vec();
        steps.push(Step::Text(format!("{last}{suffix}")));
        Some(Self { steps, slash: self.slash })
    }

    /// The path without one of the suffixes at its end, by which some APIs let callers choose a format.
    pub(super) fn without_suffix(&self, suffixes: &[&str]) -> Option<Self> {
        let (Step::Text(last), before) = self.steps.split_last()? else { return None };
        let rest = suffixes.iter().find_map(|suffix| last.strip_suffix(suffix)).filter(|rest| !rest.is_empty())?;
        let mut steps = before.to_vec();
        steps.push(Step::Text(rest.to_owned()));
        Some(Self { steps, slash: self.slash })
    }
}

/// How a segment names a version, if it does: `v2`, or a date, `2024-01`.
fn version(text: &str) -> Option<bool> {
    let is_number = |text: &str| text.starts_with(|char: char| char.is_ascii_digit());
    let is_numbered = || text.strip_prefix(['v', 'V']).is_some_and(is_number);
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let is_date = || text.split_once('-').is_some_and(|(year, rest)| is_year(year) && is_number(rest));
    if is_numbered() { Some(false) } else { is_date().then_some(true) }
}

/// The known pieces of a segment; unknown ones that touch are one.
fn pieces(segment: &str) -> Vec<String> {
    let all: Vec<&str> = segment.split(HOLE).collect();
    let last = all.len() - 1;
    let kept = all.iter().enumerate().filter(|(index, piece)| *index == 0 || *index == last || !piece.is_empty());
    kept.map(|(_, piece)| decode(piece)).collect()
}

/// Whether what a segment ends in is a value between others, such as `{lat},{lon}` or `{name}.{ext}`, and not perhaps
/// more of the path.
fn ends_in_value(segment: &str) -> bool {
    let known = segment.trim_end_matches(HOLE);
    segment.len() - known.len() == HOLE.len_utf8()
        && known.ends_with([',', '.', ':', ';', '-', '_', '~', '@', '=', '+', '!', '$', '(', '\''])
}

/// Percent-decodes a segment, unless that would make another path of it.
fn decode(segment: &str) -> String {
    match percent_encoding::percent_decode_str(segment).decode_utf8() {
        Ok(decoded) if !decoded.contains(['/', HOLE]) => decoded.into_owned(),
        _ => segment.to_owned(),
    }
}
