//! What git has stored: the index, how it differs from a commit, objects, attributes.

use std::path::{Component, Path};

use rustc_hash::{FxHashMap, FxHashSet};
use sha1_smol::Sha1;

use super::command::{Git, path_of};
use crate::error::Error;
use crate::source::SourceKind;

/// Objects are asked for in lots of about this many bytes.
const LOT: u64 = 64 << 20;

/// The renames of more files than this are not looked for; git's own default.
const RENAMES: &str = "-l1000";

/// The id of an object, in hexadecimal digits.
pub(super) type Id = String;

/// A file as the index has it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct IndexEntry {
    /// The id of its content; `None` during a merge that has not settled it.
    pub(super) id: Option<Id>,
    /// Neither a link nor a submodule.
    pub(super) is_file: bool,
    /// It is taken for what the index has, whatever the working tree has.
    pub(super) is_assumed: bool,
    /// It is not meant to be in the working tree.
    pub(super) is_sparse: bool,
}

/// The files of the index, by their paths from the top as git prints them.
pub(super) type Index = FxHashMap<Vec<u8>, IndexEntry>;

/// Reads the index.
///
/// # Errors
/// Trouble with git.
pub(super) fn index(git: &Git) -> Result<Index, Error> {
    Ok(entries(&must(git.run(["ls-files", "--stage", "-v", "-z", "--full-name"])?)?))
}

/// Reads `H 100644 id 0\tpath`, each ended by NUL. The letter is small for files that are assumed to be unchanged, and
/// `S` for those left out of a sparse working tree.
fn entries(output: &[u8]) -> Index {
    let mut index = Index::default();
    for line in output.split(|byte| *byte == 0) {
        let Some(tab) = line.iter().position(|byte| *byte == b'\t') else { continue };
        let path = &line[tab + 1..];
        // An index may have been written by anything; nothing outside of the working tree is looked at.
        if !Path::new(&path_of(path)).components().all(|part| matches!(part, Component::Normal(_))) {
            continue;
        }
        let head = String::from_utf8_lossy(&line[..tab]);
        let mut words = head.split(' ');
        let (Some(tag), Some(mode), Some(id), Some(stage)) = (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let entry = IndexEntry {
            id: (stage == "0").then(|| id.to_owned()),
            is_file: mode.starts_with("100"),
            is_assumed: tag.starts_with(|letter: char| letter.is_ascii_lowercase()),
            is_sparse: tag.eq_ignore_ascii_case("S"),
        };
        index.insert(path.to_vec(), entry);
    }
    index
}

/// How a file of the index differs from a commit.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// The commit does not have it.
    New,
    /// The commit has this content, be it by another name, with another mode or as a link.
    Other {
        /// The id of the content.
        id: Id,
        /// It had another name or another mode.
        has_moved: bool,
    },
    /// A merge has not settled it.
    Unsettled,
}

/// The files of the index that differ from a commit or a tree.
///
/// # Errors
/// Trouble with git.
pub(super) fn differences(git: &Git, base: &str) -> Result<FxHashMap<Vec<u8>, Difference>, Error> {
    // Similar files are looked for in what is stored; where that is not all here, the same ones are told by their ids.
    let ask = |renames| {
        let args = ["diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv"];
        git.run(args.into_iter().chain(["--ignore-submodules=all", RENAMES, renames, base, "--"]))
    };
    let output = match ask("--find-renames")? {
        Ok(output) => output,
        Err(_) => must(ask("--find-renames=100%")?)?,
    };
    Ok(raw(&output))
}

/// Reads `:100644 100644 old new R90`, then one path or two, each ended by NUL; the path of a difference is the new one.
fn raw(output: &[u8]) -> FxHashMap<Vec<u8>, Difference> {
    let mut found = FxHashMap::default();
    let mut fields = output.split(|byte| *byte == 0);
    while let (Some(head), Some(mut path)) = (fields.next(), fields.next()) {
        let head = String::from_utf8_lossy(head);
        let words: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
        let [old_mode, new_mode, old, _, status] = words[..] else { break };
        let is_renamed = status.starts_with(['R', 'C']);
        if is_renamed {
            let Some(new) = fields.next() else { break };
            path = new;
        }
        let difference = match status.as_bytes().first() {
            Some(b'A') => Difference::New,
            Some(b'U') => Difference::Unsettled,
            _ => Difference::Other { id: old.to_owned(), has_moved: is_renamed || old_mode != new_mode },
        };
        found.insert(path.to_vec(), difference);
    }
    found
}

/// The contents of objects; those that are not here, that are none of files or too large are left out.
///
/// # Errors
/// Trouble with git.
pub(super) fn contents(git: &Git, ids: impl Iterator<Item = Id>) -> Result<FxHashMap<Id, Vec<u8>>, Error> {
    let mut ids: Vec<Id> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = FxHashMap::default();
    let (mut lot, mut bytes) = (Vec::new(), 0);
    // What is too large is not even unfolded. More is read of no kind of file.
    for (id, size) in sizes(git, &ids)?.into_iter().filter(|(_, size)| *size <= SourceKind::JavaScript.max_bytes()) {
        lot.push(id);
        bytes += size;
        if bytes > LOT {
            read(git, &std::mem::take(&mut lot), &mut found)?;
            bytes = 0;
        }
    }
    read(git, &lot, &mut found)?;
    Ok(found)
}

/// The sizes of the contents of files, in bytes.
fn sizes(git: &Git, ids: &[Id]) -> Result<Vec<(Id, u64)>, Error> {
    let output = asked(git, "--batch-check", ids)?;
    let output = String::from_utf8_lossy(&output);
    let sizes = output.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (id, kind, size) = (words.next()?, words.next()?, words.next()?.parse().ok()?);
        (kind == "blob").then(|| (id.to_owned(), size))
    });
    Ok(sizes.collect())
}

/// Reads `id blob size`, the content and a line end, for each object.
fn read(git: &Git, ids: &[Id], found: &mut FxHashMap<Id, Vec<u8>>) -> Result<(), Error> {
    let output = asked(git, "--batch", ids)?;
    let mut rest = &output[..];
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 1..];
        let mut words = head.split(' ');
        let (Some(id), Some("blob"), Some(Ok(size))) =
            (words.next(), words.next(), words.next().map(str::parse::<usize>))
        else {
            continue;
        };
        let (Some(content), Some(after)) = (rest.get(..size), rest.get(size + 1..)) else { break };
        found.insert(id.to_owned(), content.to_vec());
        rest = after;
    }
    Ok(())
}

fn asked(git: &Git, how: &str, ids: &[Id]) -> Result<Vec<u8>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let input: String = ids.iter().flat_map(|id| [id, "\n"]).collect();
    must(git.feed(["cat-file", how], input.into_bytes())?)
}

/// Those of some paths whose content goes through a filter, in the sense of `.gitattributes`, on its way into the
/// index. Only the attribute is read; the filter is not run.
///
/// # Errors
/// Trouble with git.
pub(super) fn filtered<'p>(git: &Git, paths: impl IntoIterator<Item = &'p [u8]>) -> Result<FxHashSet<Vec<u8>>, Error> {
    let input: Vec<u8> = paths.into_iter().flat_map(|path| [path, b"\0"].concat()).collect();
    let mut found = FxHashSet::default();
    if input.is_empty() {
        return Ok(found);
    }
    let output = must(git.feed(["check-attr", "--stdin", "-z", "filter"], input)?)?;
    let mut fields = output.split(|byte| *byte == 0);
    while let (Some(path), Some(_), Some(value)) = (fields.next(), fields.next(), fields.next()) {
        if !matches!(value, b"unspecified" | b"unset" | b"set") {
            found.insert(path.to_vec());
        }
    }
    Ok(found)
}

/// Whether a content is that of an object. Not to be told of ids of another kind than SHA-1.
pub(super) fn is_of(content: &[u8], id: &str) -> bool {
    let mut hash = Sha1::new();
    hash.update(format!("blob {}\0", content.len()).as_bytes());
    hash.update(content);
    hash.digest().to_string() == id
}

/// An output that has to be there.
pub(super) fn must(output: Result<Vec<u8>, String>) -> Result<Vec<u8>, Error> {
    output.map_err(|reason| Error::new(format!("git failed: {reason}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_read() {
        let output = b"H 100644 aaa 0\ta b\"\xc3\xa9.js\0h 100755 bbb 0\tassumed\0S 100644 ccc 0\tsparse\0\
            H 120000 ddd 0\tlink\0M 100644 eee 1\tmerge\0M 100644 fff 2\tmerge\0H 160000 0ff 0\tmodule\0\
            H 100644 aaa 0\t../out\0H 100644 aaa 0\t/etc/out\0";
        let index = entries(output);
        let entry = |path: &str| index.get(path.as_bytes());
        let file = |id: Option<&str>, is_assumed, is_sparse| IndexEntry {
            id: id.map(str::to_owned),
            is_file: true,
            is_assumed,
            is_sparse,
        };
        assert_eq!(entry("a b\"é.js"), Some(&file(Some("aaa"), false, false)));
        assert_eq!(entry("assumed"), Some(&file(Some("bbb"), true, false)));
        assert_eq!(entry("sparse"), Some(&file(Some("ccc"), false, true)));
        assert_eq!(entry("merge"), Some(&file(None, false, false)));
        assert!(["link", "module"].iter().all(|path| entry(path).is_some_and(|entry| !entry.is_file)));
        assert_eq!(index.len(), 6);
    }

    #[test]
    fn differences_are_read() {
        let output = b":100644 100644 aaa bbb M\0a\"\xc3\xa9.js\0:000000 100644 000 ccc A\0new.js\0\
            :100644 100644 ddd eee R90\0old.js\0moved.js\0:100644 100755 fff fff M\0mode\0:000000 000000 0 0 U\0merge\0";
        let found = raw(output);
        let at = |path: &str| found.get(path.as_bytes());
        let other = |id: &str, has_moved| Difference::Other { id: id.to_owned(), has_moved };
        assert_eq!(at("a\"é.js"), Some(&other("aaa", false)));
        assert_eq!(at("new.js"), Some(&Difference::New));
        assert_eq!((at("old.js"), at("moved.js")), (None, Some(&other("ddd", true))));
        assert_eq!(at("mode"), Some(&other("fff", true)));
        assert_eq!(at("merge"), Some(&Difference::Unsettled));
    }

    #[test]
    fn ids_are_told_from_contents() {
        assert!(is_of(b"", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"));
        assert!(!is_of(b"x", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"));
    }
}
