//! The credentials that a run has met: what requests carry, options hold and something is signed with. Reports show
//! none of them, wherever it stands.

use rustc_hash::FxHashSet;

use crate::finding::Finding;
use crate::report::redact::{announces, label_len};
use crate::request::{Field, Part, Request, Text};
use crate::rules::helpers::placeholders::is_placeholder;
use crate::rules::unsent::Unsent;
use crate::rules::{MatchedCall, ids};
use crate::source::Span;

/// Shorter text is no secret: it would hide words.
const MIN_LEN: usize = 8;

/// More URLs are not searched for what is no secret.
const MAX_URLS: usize = 1_000;

/// Secrets, by where they are written and by what they are.
#[derive(Debug, Default)]
pub(super) struct Credentials {
    /// Where they are written.
    pub(super) places: Vec<Span>,
    /// Their values, sorted.
    pub(super) values: Vec<Box<str>>,
}

impl Credentials {
    /// Those of requests, whatever they call, and of what is not seen to be sent.
    pub(super) fn of(calls: &[MatchedCall], unsent: &[Unsent]) -> Self {
        let mut all = Self::default();
        for call in calls {
            call.presented_fields().flat_map(|field| &field.values).for_each(|text| all.add(text, true));
            let named = fields(&call.request).filter(|field| announces(&field.name));
            named.flat_map(|field| &field.values).for_each(|text| all.add(text, false));
        }
        for one in unsent {
            let options = one.options.iter().filter(|option| announces(&option.name));
            options.flat_map(|option| &option.values).for_each(|text| all.add(text, false));
            one.keys.iter().flat_map(|key| &key.values).for_each(|text| all.add(text, true));
        }
        // What URLs say is there to be read, also where it is a part of what is signed.
        if all.values.iter().any(|value| is_path(value)) {
            let urls = calls.iter().flat_map(|call| &call.request.urls);
            let read: FxHashSet<String> = urls.map(|url| url.text.prefix()).take(MAX_URLS).collect();
            all.values.retain(|value| !is_path(value) || !read.iter().any(|url| url.contains(&**value)));
            let parts = calls.iter().flat_map(|call| &call.request.urls).flat_map(|url| &url.text.parts);
            let places: FxHashSet<Span> = parts
                .filter_map(|part| match part {
                    Part::Fixed { text, span } if is_path(text) => Some(*span),
                    _ => None,
                })
                .collect();
            all.places.retain(|place| !places.contains(place));
        }
        all.places.sort_unstable();
        all.places.dedup();
        all.values.sort_unstable();
        all.values.dedup();
        all
    }

    /// Notes the literals that findings are about too.
    pub(super) fn found(&mut self, findings: &[Finding]) {
        let literals = findings.iter().filter(|finding| finding.rule.id == ids::HARDCODED_SECRET);
        self.places.extend(literals.map(|finding| finding.span));
    }

    /// Notes a text that is sent as a credential, or only goes by the name of one.
    fn add(&mut self, text: &Text, certain: bool) {
        let mut whole = String::new();
        for (at, part) in text.parts.iter().enumerate() {
            let Part::Fixed { text: fixed, span } = part else {
                whole.clear();
                continue;
            };
            whole.push_str(fixed);
            // `Bearer `, `SHA-256=` and the like in front of a value are no secrets.
            let fills = || label_len(fixed.trim_start()) == fixed.trim_start().len();
            let is_in_front = matches!(text.parts.get(at + 1), Some(Part::Hole(_))) && fills();
            let text = fixed;
            if text.trim().len() >= MIN_LEN && !is_in_front && (certain || is_secret(text)) {
                self.places.push(*span);
                self.values.push(bare(text).into());
            }
        }
        let whole = bare(&whole);
        if text.parts.len() > 1 && is_secret(whole) {
            self.values.push(whole.into());
        }
        // What stands behind a name: `id:secret`.
        if let Some((_, secret)) = whole.rsplit_once(':')
            && is_secret(secret)
        {
            self.values.push(secret.into());
        }
    }
}

/// Whether a text can be nothing but a path of plain words.
fn is_path(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || b"/._-:".contains(&byte);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.contains('/') && digits < 4 && text.bytes().all(|byte| is_plain(byte) || byte.is_ascii_digit())
}

/// All that a request has under a name.
fn fields(request: &Request) -> impl Iterator<Item = &Field> {
    let of_urls = request.urls.iter().map(|url| &url.query);
    of_urls.chain([&*request.query, &*request.headers, &*request.body]).flat_map(|fields| &fields.entries)
}

/// A value without the authorization scheme before it.
fn bare(text: &str) -> &str {
    let text = text.trim();
    text.split_once(' ').map_or(text, |(_, value)| value)
}

/// Whether a value that goes by the name of a secret may be one: it is no word, and stands for no other.
fn is_secret(text: &str) -> bool {
    let text = text.trim();
    text.len() >= MIN_LEN && !text.bytes().all(|byte| byte.is_ascii_lowercase()) && !is_placeholder(text)
}
