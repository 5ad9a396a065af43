//! Whole files of Rust in `tests/cases/rust/`: a comment `// expect: rule, rule` at the end of a line says what is
//! reported on it; nothing else may be.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{Place, assert_same, check, marked};

#[test]
fn rust_cases_have_exactly_the_marked_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/rust");
    // By relative paths, for below `tests` everything is a test.
    let found = check(&folder, &[]);
    let mut expected: BTreeSet<Place> = BTreeSet::new();
    let mut files = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        files += 1;
        let marked = marked(&fs::read_to_string(&path).unwrap());
        expected.extend(marked.into_iter().map(|(line, rule)| (name.clone(), line, rule)));
    }
    assert!(files > 0);
    assert_same(&found, &expected);
}
