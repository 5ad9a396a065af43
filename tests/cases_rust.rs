//! Whole files of Rust in `tests/cases/rust/`: a comment `// expect: rule, rule` at the end of a line says what is
//! reported on it; nothing else may be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking

mod common;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use common::{Place, check, shown};

const MARKER: &str = "// expect: ";

#[test]
fn rust_cases_have_exactly_the_marked_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rust");
    let found = check(&folder, &[]);
    let mut expected: BTreeSet<Place> = BTreeSet::new();
    let mut files = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        files += 1;
        for (line, text) in (1..).zip(fs::read_to_string(&path).unwrap().lines()) {
            if let Some((_, rules)) = text.split_once(MARKER) {
                expected.extend(rules.split(',').map(|rule| (name.clone(), line, rule.trim().to_owned())));
            }
        }
    }
    assert!(files > 0);
    let missing: BTreeSet<Place> = expected.difference(&found).cloned().collect();
    let extra: BTreeSet<Place> = found.difference(&expected).cloned().collect();
    let mut wrong = String::new();
    for (what, places) in [("not reported", missing), ("reported, but not expected", extra)] {
        if !places.is_empty() {
            writeln!(wrong, "{what}:\n{}", shown(&places)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "in {files} files\n{wrong}");
}
