//! URLs that are given to what nothing is known of: to something that is called as clients are, and to anything else.

use crate::clients::{ResultDef, Slot};
use crate::interpreter::arguments::Args;
use crate::interpreter::domain::object::{Object, Shape};
use crate::interpreter::domain::provenance::LOCAL;
use crate::interpreter::domain::text::{Piece, TextValue};
use crate::interpreter::domain::value::Value;
use crate::interpreter::http::url::{is_absolute, tail_span};
use crate::interpreter::state::Interpreter;
use crate::request::Sender;
use crate::source::Span;

/// What a URL that goes somewhere is called in reports, where nothing says how it goes.
const URL: &str = "URL";
/// More URLs among the arguments of one call are not looked at.
const MAX_URLS_OF_CALL: usize = 8;
/// How deep URLs lie in objects and lists among the arguments.
const MAX_URL_DEPTH: usize = 3;

/// What among the arguments of a call is that of requests.
#[derive(Default)]
struct Found {
    urls: Vec<TextValue>,
    headers: Vec<(Box<str>, TextValue)>,
}

impl Interpreter<'_> {
    /// Something that cannot be followed is called as `path`: a client by the form of the call, or anything else that gets
    /// URLs. What is called is still to be told what it may change. Gives the request that is begun by the call, if one is.
    pub(crate) fn note_unknown_call(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        if args.values.is_empty() {
            return None;
        }
        let clients = self.clients;
        let begun = self.begun_by(path, args, span);
        if begun.is_some() || self.calls.is_dry_run() {
            return begun;
        }
        let name = path.trim_start_matches('.').trim_end_matches("()");
        if let Some(defs) = clients.methods_of_packages(name)
            && let Some(def) =
                self.choose(defs, args).filter(|def| def.sender == Sender::WayOut || !def.patches.is_empty())
        {
            self.apply(def, None, path, args, span);
            return None;
        }
        let anything = clients.source(self.language.anything());
        if let Some(def) = anything
            && let calls = &clients.objects[def].calls
            && let Some(call) = calls.get(path).or_else(|| calls.get("()")).and_then(|calls| self.choose(calls, args))
        {
            let id = self.new_client(def);
            self.heap.update(id, |object| object.open_by(span, "a client that is not known"));
            self.apply(call, Some(id), path, args, span);
            return None;
        }
        self.note_urls(args, span);
        None
    }

    /// The request that a call of something unknown begins, which is filled and sent by other calls.
    fn begun_by(&mut self, path: &str, args: &Args, span: Span) -> Option<Value> {
        let clients = self.clients;
        let def = clients.source(self.language.anything())?;
        let call = self.choose(clients.objects[def].calls.get(path)?, args)?;
        if call.sends || !matches!(call.result, ResultDef::Object(_)) {
            return None;
        }
        let id = self.new_client(def);
        self.heap.update(id, |object| object.open_by(span, "a client that is not known"));
        Some(self.apply(call, Some(id), path, args, span))
    }

    /// The URLs with a query among arguments go somewhere.
    pub(crate) fn note_urls(&mut self, args: &Args, span: Span) {
        if self.calls.is_dry_run() {
            return;
        }
        let mut found = Found::default();
        for value in &args.values {
            self.urls_in(value, &mut found, MAX_URL_DEPTH);
        }
        let Found { urls, headers } = found;
        let has_query = |url: &&TextValue| !headers.is_empty() || has_query(url);
        for url in urls.iter().filter(has_query) {
            let id = self.new_client(usize::MAX);
            self.heap.update(id, |object| {
                object.set("url", span, Value::of_pieces(url.clone()));
                object.set("method", span, Value::unknown(span));
            });
            for (name, value) in &headers {
                let mut header = Object::new(Shape::Record);
                header.set(name, span, Value::of_pieces(value.clone()));
                let header = Value::Object(self.heap.object(header), LOCAL);
                self.fill_slot(id, Slot::Header, &[header], span);
            }
            self.emit(id, (URL, Sender::WayOut), &[], span);
        }
    }

    fn urls_in(&self, value: &Value, found: &mut Found, depth: usize) {
        if depth == 0 || found.urls.len() >= MAX_URLS_OF_CALL {
            return;
        }
        match value {
            Value::Text(text) => {
                found.urls.extend(url_in(text));
                found.headers.extend(headers_in(text));
            }
            Value::Choice(parts) => parts.iter().for_each(|part| self.urls_in(part, found, depth - 1)),
            Value::Object(id, _) => {
                let object = self.heap.obj(*id);
                let entries = object.entries.iter().map(|entry| &entry.value);
                if matches!(object.shape, Shape::Record | Shape::List) {
                    entries.chain(&object.items).for_each(|value| self.urls_in(value, found, depth - 1));
                }
            }
            _ => {}
        }
    }

    /// Whether a value begins as a URL, or as a path of one.
    pub(crate) fn is_address(&self, value: &Value) -> bool {
        match value {
            Value::Text(text) => begins_as_address(text),
            Value::Object(id, _) => self.heap.obj(*id).shape == Shape::Url,
            _ => false,
        }
    }

    /// Whether a value is a text with a slash in it, or a URL.
    pub(crate) fn is_like_url(&self, value: &Value) -> bool {
        match value {
            Value::Text(text) => has_slash(text),
            Value::Object(id, _) => self.heap.obj(*id).shape == Shape::Url,
            _ => false,
        }
    }
}

/// Whether a text begins with a URL or a path, behind what is not known where that stands in front.
fn begins_as_address(text: &[Piece]) -> bool {
    let is_start = |piece: Option<&Piece>| match piece {
        Some(Piece::Fixed(fixed, ..)) => {
            fixed.starts_with('/') || fixed.starts_with("https://") || fixed.starts_with("http://")
        }
        Some(Piece::Alt(alts)) => alts.iter().any(|alt| begins_as_address(alt)),
        _ => false,
    };
    is_start(text.first()) || matches!(text.first(), Some(Piece::Unknown(..))) && is_start(text.get(1))
}

fn has_slash(text: &[Piece]) -> bool {
    text.iter().any(|piece| match piece {
        Piece::Fixed(fixed, ..) => fixed.contains('/'),
        Piece::Alt(alts) => alts.iter().any(|alt| has_slash(alt)),
        Piece::Unknown(..) | Piece::Fields(_) => false,
    })
}

/// The URL with a query that a text is, or that stands in it as in the line of a shell.
fn url_in(text: &[Piece]) -> Option<TextValue> {
    let mut url = if is_absolute(text) || matches!(text.first(), Some(Piece::Unknown(..))) {
        text.to_vec()
    } else {
        let starts = |piece: &Piece| match piece {
            Piece::Fixed(fixed, ..) => fixed.find("https://").or_else(|| fixed.find("http://")),
            _ => None,
        };
        let (at, start) = text.iter().enumerate().find_map(|(at, piece)| Some((at, starts(piece)?)))?;
        text[at..]
            .iter()
            .enumerate()
            .map(|(index, piece)| if index == 0 { behind(piece, start) } else { piece.clone() })
            .collect()
    };
    end(&mut url);
    has(&url, '/').then_some(url)
}

fn has(text: &[Piece], what: char) -> bool {
    text.iter().any(|piece| matches!(piece, Piece::Fixed(fixed, ..) if fixed.contains(what)))
}

/// Whether a URL may have a query.
fn has_query(url: &[Piece]) -> bool {
    has(url, '=') || url.iter().any(|piece| matches!(piece, Piece::Fields(_) | Piece::Alt(_)))
}

/// The headers that stand in a text as command lines have them: the whole text is one, `X-Key: value`, or quotes are around
/// each.
fn headers_in(text: &[Piece]) -> Vec<(Box<str>, TextValue)> {
    let mut found = Vec::new();
    for (at, piece) in text.iter().enumerate() {
        let Piece::Fixed(fixed, ..) = piece else { continue };
        let starts = fixed.match_indices(['"', '\'']).map(|(quote, _)| quote + 1);
        for start in (at == 0).then_some(0).into_iter().chain(starts) {
            let Some(name) = header_name(&fixed[start..]) else { continue };
            let Some(value) = fixed[start + name.len() + 1..].find(|c: char| c != ' ') else {
                // The value begins with what is put in.
                let mut value: TextValue = text[at + 1..].to_vec();
                end(&mut value);
                found.extend((!value.is_empty()).then(|| (name.into(), value)));
                continue;
            };
            let mut value: TextValue = std::iter::once(behind(piece, start + name.len() + 1 + value))
                .chain(text[at + 1..].iter().cloned())
                .collect();
            end_at(&mut value, |c| matches!(c, '"' | '\'' | '\n'));
            found.push((name.into(), value));
            if found.len() >= MAX_URLS_OF_CALL {
                return found;
            }
        }
    }
    found
}

/// The name of a header before a colon and its value: letters, digits and at least one hyphen, or the one that all know.
fn header_name(text: &str) -> Option<&str> {
    let (name, value) = text.split_once(':')?;
    let is_name = name.len() > 2
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && (name.contains('-') || name.eq_ignore_ascii_case("authorization"));
    (is_name && !value.starts_with("//")).then_some(name)
}

/// A fixed piece without what stands before a place in it.
fn behind(piece: &Piece, start: usize) -> Piece {
    match piece {
        Piece::Fixed(fixed, span, via) => {
            let tail = &fixed[start..];
            Piece::Fixed(tail.into(), tail_span(*span, fixed, tail), *via)
        }
        other => other.clone(),
    }
}

/// Ends a URL where a space, a quote or a bracket ends it.
fn end(url: &mut TextValue) {
    end_at(url, |c| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>'));
}

fn end_at(url: &mut TextValue, ends: impl Fn(char) -> bool) {
    let found = url.iter().enumerate().find_map(|(at, piece)| match piece {
        Piece::Fixed(fixed, ..) => Some((at, fixed.find(&ends)?)),
        _ => None,
    });
    if let Some((at, stop)) = found {
        url.truncate(at + 1);
        if let Some(Piece::Fixed(fixed, span, via)) = url.pop()
            && stop > 0
        {
            let head = &fixed[..stop];
            url.push(Piece::Fixed(head.into(), super::url::sub_span(span, &fixed, 0, stop), via));
        }
    }
}
