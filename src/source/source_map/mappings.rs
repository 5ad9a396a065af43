//! Where the parts of a bundle come from, by the mappings of its source map.

use std::borrow::Cow;

use serde::Deserialize;

/// A line and a column, both from 0; the column in UTF-16 units.
pub type LineColumn = (u32, u32);

/// What a map says of some places of its bundle.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Traced {
    /// The sources as the map names them, below its root.
    pub sources: Vec<String>,
    /// For each place asked for the index of its source, and where in that it comes from.
    pub origins: Vec<Option<(usize, LineColumn)>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Map<'j> {
    #[serde(borrow)]
    mappings: Cow<'j, str>,
    sources: Vec<Option<String>>,
    source_root: Option<String>,
    #[serde(borrow)]
    sections: Vec<Section<'j>>,
}

/// A part of an index of maps.
#[derive(Debug, Deserialize)]
struct Section<'j> {
    offset: Offset,
    #[serde(borrow, default)]
    map: Option<Map<'j>>,
}

#[derive(Debug, Deserialize)]
struct Offset {
    line: u32,
    column: u32,
}

/// Traces places of a bundle to its sources. A place comes from where the last part before it on its line does.
///
/// # Errors
/// A map that is none, as a phrase.
pub fn trace(json: &str, places: &[LineColumn]) -> Result<Traced, String> {
    let map: Map = serde_json::from_str(super::contents::unguarded(json)).map_err(|error| error.to_string())?;
    let mut traced = Traced { sources: Vec::new(), origins: vec![None; places.len()] };
    let mut reading = Reading { places, found: vec![None; places.len()], traced: &mut traced };
    reading.map(&map, (0, 0), 0);
    Ok(traced)
}

/// How deep indices of maps may nest.
const MAX_DEPTH: usize = 4;

struct Reading<'p, 't> {
    places: &'p [LineColumn],
    /// Where the part begins that is known to be the nearest before a place.
    found: Vec<Option<LineColumn>>,
    traced: &'t mut Traced,
}

impl Reading<'_, '_> {
    fn map(&mut self, map: &Map, offset: LineColumn, depth: usize) {
        for section in map.sections.iter().filter(|_| depth < MAX_DEPTH) {
            if let Some(inner) = &section.map {
                let line = offset.0.saturating_add(section.offset.line);
                let before = if section.offset.line == 0 { offset.1 } else { 0 };
                self.map(inner, (line, before.saturating_add(section.offset.column)), depth + 1);
            }
        }
        let first = self.traced.sources.len();
        let root = map.source_root.as_deref().unwrap_or_default().trim_end_matches('/');
        self.traced.sources.extend(map.sources.iter().map(|name| match name {
            Some(name) if root.is_empty() => name.clone(),
            Some(name) => format!("{root}/{name}"),
            None => String::new(),
        }));
        let wanted = self.places.iter().map(|place| place.0);
        let (least, most) = (wanted.clone().min().unwrap_or(0), wanted.max().unwrap_or(0));
        // Source, line and column go on from one part to the next over the whole map.
        let (mut source, mut line, mut column) = (0_i64, 0_i64, 0_i64);
        for (at, parts) in (offset.0..).zip(map.mappings.split(';')) {
            if at > most {
                break;
            }
            let mut own = if at == offset.0 { i64::from(offset.1) } else { 0 };
            for part in parts.split(',').filter(|part| !part.is_empty()) {
                let Some((fields, count)) = fields(part) else { continue };
                own += fields[0];
                if count >= 4 {
                    source += fields[1];
                    line += fields[2];
                    column += fields[3];
                }
                if at >= least {
                    let origin = (count >= 4).then(|| origin(first, map.sources.len(), source, line, column)).flatten();
                    self.note((at, u32::try_from(own).unwrap_or(u32::MAX)), origin);
                }
            }
        }
    }

    /// A part of the bundle begins here, and comes from there.
    fn note(&mut self, begin: LineColumn, origin: Option<(usize, LineColumn)>) {
        for (at, place) in self.places.iter().enumerate() {
            let is_nearer = self.found[at].is_none_or(|known| known <= begin);
            if place.0 == begin.0 && begin.1 <= place.1 && is_nearer {
                self.found[at] = Some(begin);
                self.traced.origins[at] = origin;
            }
        }
    }
}

fn origin(first: usize, count: usize, source: i64, line: i64, column: i64) -> Option<(usize, LineColumn)> {
    let source = usize::try_from(source).ok().filter(|source| *source < count)?;
    Some((first + source, (u32::try_from(line).ok()?, u32::try_from(column).ok()?)))
}

/// The numbers of one part, in base 64 with continuation bits, and how many there are.
fn fields(part: &str) -> Option<([i64; 5], usize)> {
    let (mut fields, mut count) = ([0_i64; 5], 0);
    let (mut value, mut shift) = (0_i64, 0);
    for byte in part.bytes() {
        let digit = digit(byte)?;
        // Numbers of a map fit into 32 bits.
        if shift > 30 {
            return None;
        }
        value |= i64::from(digit & 31) << shift;
        shift += 5;
        if digit & 32 == 0 {
            let signed = if value & 1 == 1 { -(value >> 1) } else { value >> 1 };
            *fields.get_mut(count)? = signed;
            count += 1;
            (value, shift) = (0, 0);
        }
    }
    (shift == 0 && count > 0).then_some((fields, count))
}

/// What a digit of base64 stands for.
fn digit(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        assert_eq!(fields("AAgBC"), Some(([0, 0, 16, 1, 0], 4)));
        assert_eq!(fields("D"), Some(([-1, 0, 0, 0, 0], 1)));
        assert_eq!(fields("2HwcqxB"), Some(([123, 456, 789, 0, 0], 3)));
        for broken in ["g", "!", "gggggggggA", "AAAAAA"] {
            assert_eq!(fields(broken), None, "{broken}");
        }
    }

    #[test]
    fn places_are_those_of_the_nearest_part_before() {
        // The second line: column 0 from b.js 2:4, column 9 from a.js 0:0, column 12 from nowhere.
        let json = r#"{"version":3,"sourceRoot":"/p/","sources":["a.js","b.js"],"mappings":"AAAA;ACEI,SDFJ,G"}"#;
        let traced = trace(json, &[(1, 0), (1, 8), (1, 9), (1, 12), (5, 0), (0, 3)]).unwrap();
        assert_eq!(traced.sources, ["/p/a.js", "/p/b.js"]);
        let (a, b) = (Some((0, (0, 0))), Some((1, (2, 4))));
        assert_eq!(traced.origins, [b, b, a, None, None, a]);
    }

    #[test]
    fn indices_of_maps() {
        let json = r#"{"sections":[{"offset":{"line":0,"column":0},"map":{"sources":["a"],"mappings":"AAAA"}},
            {"offset":{"line":2,"column":5},"map":{"sources":["b"],"mappings":"AAAA;AACA"}}]}"#;
        let traced = trace(json, &[(0, 1), (2, 4), (2, 5), (3, 0)]).unwrap();
        assert_eq!(traced.origins, [Some((0, (0, 0))), None, Some((1, (0, 0))), Some((1, (1, 0)))]);
    }

    #[test]
    fn hostile_maps() {
        assert!(trace("[", &[]).is_err());
        let json = r#"{"sources":["a"],"mappings":"AgggggggggggA,,;!;DDDD;+/+/+/B"}"#;
        assert_eq!(trace(json, &[(0, 0), (3, 9)]).unwrap().origins, [None, None]);
    }
}
