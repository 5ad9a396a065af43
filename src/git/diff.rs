//! Reading what `git diff --raw --patch -z -U0` prints: NUL-ended entries, then patches in the same order.

use std::ops::Range;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::path_of;

/// The lines of a file that have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// All of them.
    All,
    /// These, from 1, ends exclusive.
    Some(Vec<Range<usize>>),
}

/// Files that have changed, by their absolute paths.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    files: FxHashMap<PathBuf, Lines>,
}

impl Changes {
    pub(super) fn insert(&mut self, path: PathBuf, lines: Lines) {
        self.files.insert(path, lines);
    }

    /// Whether one of the lines of a file has changed; the end is inclusive.
    pub fn touch(&self, path: &Path, first: usize, last: usize) -> bool {
        match self.files.get(path) {
            None => false,
            Some(Lines::All) => true,
            Some(Lines::Some(ranges)) => ranges.iter().any(|range| range.start <= last && first < range.end),
        }
    }

    /// Whether a file has changed at all.
    pub fn has(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }
}

/// What an entry says of a file.
#[derive(Debug)]
pub(super) struct Entry {
    /// The id of the old content.
    pub(super) old: String,
    /// Neither a link nor a submodule, before the change or after it.
    pub(super) is_file: bool,
}

/// The raw entries with the path of the file, the new one if it was renamed.
pub(super) fn entries(output: &[u8]) -> Vec<(Entry, &[u8])> {
    parse(output).0
}

/// Entries and what follows them.
fn parse(output: &[u8]) -> (Vec<(Entry, &[u8])>, &[u8]) {
    let mut found = Vec::new();
    let mut rest = output;
    while rest.first() == Some(&b':') {
        let Some((head, after)) = field(rest) else { break };
        let head = String::from_utf8_lossy(head).into_owned();
        let mut words = head.trim_start_matches(':').split(' ');
        let (old_mode, new_mode) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let old = words.next().unwrap_or_default().to_owned();
        let status = words.nth(1).unwrap_or_default();
        let Some((mut path, mut after)) = field(after) else { break };
        if status.starts_with(['R', 'C'])
            && let Some((new, rest)) = field(after)
        {
            (path, after) = (new, rest);
        }
        let mode = if new_mode == "000000" { old_mode } else { new_mode };
        found.push((Entry { old, is_file: mode.starts_with("100") }, path));
        rest = after;
    }
    (found, rest)
}

fn field(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = text.iter().position(|byte| *byte == 0)?;
    Some((&text[..end], &text[end + 1..]))
}

/// Reads entries and patches.
pub(super) fn read(output: &[u8], top: &Path) -> Changes {
    let (entries, patches) = parse(output);
    let mut lines: Vec<Vec<Range<usize>>> = Vec::new();
    // Everything but the heads of patches begins with another character.
    for line in patches.split(|byte| *byte == b'\n') {
        let line = line.strip_prefix(b"\0").unwrap_or(line);
        if line.starts_with(b"diff --git ") {
            lines.push(Vec::new());
        } else if let (Some(hunk), Some(last)) = (line.strip_prefix(b"@@ "), lines.last_mut()) {
            last.extend(added(&String::from_utf8_lossy(hunk)));
        }
    }
    let mut changes = Changes::default();
    for (index, (entry, path)) in entries.into_iter().enumerate() {
        if entry.is_file {
            let lines = lines.get(index).cloned().unwrap_or_default();
            changes.insert(top.join(path_of(path)), Lines::Some(lines));
        }
    }
    changes
}

/// The added lines of `-1,2 +3,4 @@`. Where lines were only taken away, the ones around the gap have changed: a call
/// that lost its header is as wrong as one that got a bad one.
fn added(hunk: &str) -> Option<Range<usize>> {
    let new = hunk.split(' ').find_map(|word| word.strip_prefix('+'))?;
    let (start, count) = new.split_once(',').unwrap_or((new, "1"));
    let (start, count): (usize, usize) = (start.parse().ok()?, count.parse().ok()?);
    Some(if count == 0 { start.max(1)..start + 2 } else { start..start + count })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_patches_are_joined() {
        let output = b":100644 100644 aaa bbb M\0a b\"\xc3\xa9.js\0:000000 120000 000 ccc A\0link\0\
            :100644 100644 ddd eee R90\0old.js\0new.js\0:160000 160000 f 0 M\0module\0:100644 000000 0ff 000 D\0gone.js\0\0\
            diff --git a b\n--- a\n+++ b\n@@ -1 +1 @@ fn\n-x\n+@@ -9 +9 @@\n@@ -5,2 +5,0 @@\n-diff --git\n\
            diff --git l l\n@@ -0,0 +1 @@\n+x\ndiff --git o n\n@@ -1,0 +2,3 @@\n+y\n";
        let changes = read(output, Path::new("/top"));
        let at = |path: &str| changes.files.get(&Path::new("/top").join(path)).cloned();
        assert_eq!(at("a b\"é.js"), Some(Lines::Some(vec![1..2, 5..7])));
        assert_eq!(at("new.js"), Some(Lines::Some(vec![Range { start: 2, end: 5 }])));
        assert!(at("old.js").is_none() && at("link").is_none() && at("module").is_none());
        assert!(changes.touch(Path::new("/top/new.js"), 1, 2) && !changes.touch(Path::new("/top/new.js"), 5, 9));
    }
}
