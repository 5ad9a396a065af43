//! Why a request is closed: how each slot of its client's table was seen.

use crate::request::{Fields, Part, Request, SlotSeen, Url};

/// A phrase for each part of a request, with the slots of the table that it is made of.
pub(super) fn of(request: &Request) -> Vec<String> {
    let mut phrases = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    let mut tell = |parts: &[&'static str], how: String| {
        let is_there = |part: &&&str| request.slots.iter().any(|slot| slot.part == **part);
        let there: Vec<&str> = parts.iter().filter(is_there).copied().collect();
        told.extend(parts);
        let label = if there.is_empty() { parts[0].to_owned() } else { there.join(", ") };
        phrases.push(format!("{label}: {how}"));
    };
    let methods = if request.methods.is_empty() { "not known".to_owned() } else { request.methods.join(" or ") };
    tell(&["method"], methods);
    let urls: Vec<String> = request.urls.iter().map(url).collect();
    tell(&["url", "base", "scheme", "host", "port", "path"], urls.join("; or "));
    let of_urls = request.urls.iter().flat_map(|url| &url.query.entries);
    let query: Vec<_> = request.query.entries.iter().chain(of_urls).collect();
    let query = query.into_iter().map(|field| (&*field.name, field.certain)).collect();
    tell(&["query"], names(query));
    tell(&["header"], fields(&request.headers));
    if request.slots.iter().any(|slot| matches!(slot.part, "body" | "data")) {
        let unseen = if request.body.is_open {
            ", and what cannot be seen, for it counts where an operation has it only"
        } else {
            ""
        };
        tell(&["body", "data"], format!("{}{unseen}", fields(&request.body)));
    }
    let rest = request.slots.iter().filter(|slot| !told.contains(&slot.part));
    let (filled, empty): (Vec<_>, Vec<_>) = rest.partition(|slot| slot.is_filled);
    let words = |slots: Vec<&SlotSeen>| slots.iter().map(|slot| slot.name).collect::<Vec<_>>().join(", ");
    if !filled.is_empty() {
        phrases.push(format!("{}: read, and what they do is in the request", words(filled)));
    }
    if !empty.is_empty() {
        phrases.push(format!("{}: nothing, or what changes nothing", words(empty)));
    }
    phrases.push("the whole program: nothing changes the client for all requests".to_owned());
    phrases
}

fn url(url: &Url) -> String {
    let holes = url.text.parts.iter().filter(|part| matches!(part, Part::Hole(_))).count();
    match holes {
        0 => format!("{}, all of it", url.text),
        1 => format!("{}, but for one value", url.text),
        more => format!("{}, but for {more} values", url.text),
    }
}

fn fields(fields: &Fields) -> String {
    names(fields.entries.iter().map(|field| (&*field.name, field.certain)).collect())
}

/// All names, each once.
fn names(all: Vec<(&str, bool)>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for (name, certain) in all {
        let name = if certain { name.to_owned() } else { format!("{name} on some paths") };
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    if seen.is_empty() { "nothing".to_owned() } else { format!("{}, and no other name", seen.join(", ")) }
}
