//! Source maps: the sources that a bundle was made of, where its map carries their text.

use std::borrow::Cow;
use std::fmt;

use data_url::DataUrl;
use rustc_hash::FxHashMap;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::source::SourceKind;
use crate::source::prefilter::Prefilter;

/// So many bytes of sources that mention no API are kept beside those that do.
const MAX_COLD: usize = 8 * 1024 * 1024;

/// So many bytes of sources are kept in all.
const MAX_KEPT: usize = 64 * 1024 * 1024;

/// What a bundle says in front of its map, if it holds it.
const INLINE: &str = "sourceMappingURL=data:application/json";

/// A source that a map carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its path as the map gives it, without what the bundler put around it: `src/api.ts`.
    pub name: String,
    /// Its text.
    pub text: String,
    /// Whether it mentions an API.
    pub hot: bool,
}

/// The scripts and pages of a project that a map carries; none unless one of them mentions an API. What packages
/// brought is left out.
///
/// # Errors
/// What is wrong with the map, as a phrase.
pub fn originals(json: &str, prefilter: &Prefilter) -> Result<Vec<Original>, String> {
    let json = unguarded(json);
    let mut kept = Kept { prefilter, cold: 0, all: 0, sources: Vec::new() };
    let mut reader = serde_json::Deserializer::from_str(json);
    MapSeed(&mut kept).deserialize(&mut reader).map_err(|error| error.to_string())?;
    let mut found: Vec<Original> = Vec::new();
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    for (name, text, hot) in kept.sources {
        let Some(name) = project_path(&name) else { continue };
        // Parts of components go by the name of the whole; the first is that.
        match places.get(&name).and_then(|at| found.get_mut(*at)) {
            Some(one) if hot && !one.hot => *one = Original { name, text, hot },
            Some(_) => {}
            None => {
                places.insert(name.clone(), found.len());
                found.push(Original { name, text, hot });
            }
        }
    }
    if !found.iter().any(|one| one.hot) {
        found.clear();
    }
    Ok(found)
}

/// A map without what some servers put in front of it, so that nobody loads it as a script.
pub(super) fn unguarded(json: &str) -> &str {
    let json = json.trim_start_matches('\u{feff}');
    match json.strip_prefix(")]}'") {
        Some(rest) => rest.split_once('\n').map_or("", |(_, json)| json),
        None => json,
    }
}

/// Whether a script ends in its own map. What stands before the last line is not looked at.
pub fn ends_in_map(script: &str) -> bool {
    let line = script.trim_end().rsplit('\n').next().unwrap_or_default();
    line.get(..INLINE.len() + 4).is_some_and(|begin| begin.contains(INLINE))
}

/// The map that a bundle holds itself, decoded.
pub fn inline(bundle: &str) -> Option<String> {
    let (_, url) = bundle.get(bundle.rfind(INLINE)?..)?.split_once('=')?;
    // What closes the comment is no part of the URL.
    let url = url.lines().next()?.trim_end().trim_end_matches("*/").trim_end();
    let (bytes, _) = DataUrl::process(url).ok()?.decode_to_vec().ok()?;
    String::from_utf8(bytes).ok()
}

/// The path of a source inside its project; `None` for what is no source of the project.
pub fn project_path(name: &str) -> Option<String> {
    let path = match name.split_once("://") {
        // `webpack://name/./src/a.js`, `turbopack:///[project]/src/a.js`
        Some((_, rest)) => rest.split_once('/').map_or(rest, |(_, path)| path),
        None => name,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> =
        path.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".." | "[project]" | "~")).collect();
    if parts.contains(&"node_modules") {
        return None;
    }
    let kind = SourceKind::of_name(parts.last()?)?;
    (kind.is_script() && !parts.iter().any(|part| part.contains(char::is_control))).then(|| parts.join("/"))
}

/// What is kept of a map while it is read: of the many sources most are let go at once.
struct Kept<'s> {
    prefilter: &'s Prefilter,
    cold: usize,
    all: usize,
    /// Name, text, and whether it mentions an API.
    sources: Vec<(String, String, bool)>,
}

impl Kept<'_> {
    /// The text, if it is worth keeping.
    fn pass(&mut self, text: Cow<'_, str>) -> Option<(String, bool)> {
        let hot = self.prefilter.is_hot(text.as_bytes());
        let cold = if hot { 0 } else { text.len() };
        if text.is_empty() || self.all + text.len() > MAX_KEPT || self.cold + cold > MAX_COLD {
            return None;
        }
        self.all += text.len();
        self.cold += cold;
        Some((text.into_owned(), hot))
    }
}

/// A map, or what holds maps: an index of them has `sections`.
struct MapSeed<'k, 's>(&'k mut Kept<'s>);

impl<'de> DeserializeSeed<'de> for MapSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for MapSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a source map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut names: Vec<Option<String>> = Vec::new();
        let mut texts: Vec<Option<(String, bool)>> = Vec::new();
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            match &*key {
                "sources" => names = map.next_value()?,
                "sourcesContent" => texts = map.next_value_seed(TextsSeed(self.0))?,
                "sections" => map.next_value_seed(SectionsSeed(self.0))?,
                "map" => map.next_value_seed(MapSeed(self.0))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        for (name, text) in names.into_iter().zip(texts) {
            if let (Some(name), Some((text, hot))) = (name, text) {
                self.0.sources.push((name, text, hot));
            }
        }
        Ok(())
    }
}

struct SectionsSeed<'k, 's>(&'k mut Kept<'s>);

impl<'de> DeserializeSeed<'de> for SectionsSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for SectionsSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of source maps")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(MapSeed(self.0))?.is_some() {}
        Ok(())
    }
}

struct TextsSeed<'k, 's>(&'k mut Kept<'s>);

impl<'de> DeserializeSeed<'de> for TextsSeed<'_, '_> {
    type Value = Vec<Option<(String, bool)>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for TextsSeed<'_, '_> {
    type Value = Vec<Option<(String, bool)>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the texts of sources")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = items.next_element_seed(TextSeed(self.0))? {
            texts.push(text);
        }
        Ok(texts)
    }
}

struct TextSeed<'k, 's>(&'k mut Kept<'s>);

impl<'de> DeserializeSeed<'de> for TextSeed<'_, '_> {
    type Value = Option<(String, bool)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for TextSeed<'_, '_> {
    type Value = Option<(String, bool)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the text of a source")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.0.pass(Cow::Borrowed(text)))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Err(E::custom("the text of a source is a text"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(json: &str) -> Vec<String> {
        let prefilter = Prefilter::new(["acme".to_owned()].into_iter());
        originals(json, &prefilter)
            .unwrap()
            .into_iter()
            .map(|one| format!("{}{}", one.name, ["", "!"][usize::from(one.hot)]))
            .collect()
    }

    #[test]
    fn sources_of_the_project_are_kept() {
        let json = r#"{"version":3,"sourcesContent":["acme\n","b",null,"acme","acme","x"],"mappings":"AAAA",
            "sources":["webpack://shop/./src/a.js?1f","../../src/b.ts","src/c.js","../node_modules/acme/d.js","e.css",null]}"#;
        assert_eq!(names(json), ["src/a.js!", "src/b.ts"]);
        assert_eq!(
            names(r#"{"sections":[{"offset":{"line":0},"map":{"sources":["/p/a.js"],"sourcesContent":["acme"]}}]}"#),
            ["p/a.js!"]
        );
        assert!(names(r#"{"sources":["a.js"],"sourcesContent":["cold"]}"#).is_empty());
    }

    #[test]
    fn broken_maps_are_errors() {
        for json in
            ["", "[]", "{\"sources\":1}", "{\"sourcesContent\":[true]}", "{\"sections\":[[", &"{\"map\":".repeat(9999)]
        {
            assert!(originals(json, &Prefilter::open()).is_err(), "{json}");
        }
    }

    #[test]
    fn maps_inside_bundles() {
        let map = |text: &str| inline(text).unwrap();
        assert_eq!(
            map("a()\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,eyJhIjoxfQ==\n"),
            r#"{"a":1}"#
        );
        assert_eq!(map("/*# sourceMappingURL=data:application/json;base64,eyJhIjoxfQ== */"), r#"{"a":1}"#);
        assert_eq!(map("//# sourceMappingURL=data:application/json,%7B%7D"), "{}");
        assert!(inline("//# sourceMappingURL=data:application/json;base64,!!!").is_none());
        assert!(inline("//# sourceMappingURL=a.js.map").is_none());
        assert!(ends_in_map("a()\n//# sourceMappingURL=data:application/json;base64,e30=\n"));
        assert!(!ends_in_map("a('//# sourceMappingURL=data:application/json;base64,e30=')\nb()") && !ends_in_map(""));
    }
}
