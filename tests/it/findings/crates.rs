//! Packages of Rust in `tests/cases/crates/`: a comment `expect: <rule>, …` at the end of a line is a finding there, and
//! there are no others.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::{assert_same, copied, found};

#[test]
fn packages_have_the_findings_that_their_comments_name() {
    // Elsewhere, for below `tests` everything is a test.
    let project = tempfile::tempdir().unwrap();
    let mut expected = BTreeSet::new();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/crates");
    copied(&cases, project.path(), "", &mut expected);
    assert!(!expected.is_empty());
    assert_same(&found(project.path()), &expected);
}
