//! Small realistic programs under `tests/cases/javascript/`: a comment `expect: <rule>, …` at the end of a line is a finding there, and
//! there are no others.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use authlint::pipeline::Options;
use authlint::pipeline::triage::Wanted;

use crate::support::{Place, found_with};

#[test]
fn programs_have_the_findings_that_their_comments_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/javascript");
    let mut expected: BTreeSet<Place> = BTreeSet::new();
    let mut programs = 0;
    for file in fs::read_dir(&folder).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().to_string_lossy().into_owned();
        programs += 1;
        for (line, text) in (1..).zip(fs::read_to_string(file.path()).unwrap().lines()) {
            if let Some((_, rules)) = text.rsplit_once("// expect: ") {
                expected.extend(rules.split(',').map(|rule| (name.clone(), line, rule.trim().to_owned())));
            }
        }
    }
    assert!(programs >= 25, "{programs} programs");
    let found = found_with(&folder, &Options { no_ignore: true, ..Options::default() }, &Wanted::default());
    let mut wrong = String::new();
    for (name, line, rule) in found.difference(&expected) {
        let _ = writeln!(wrong, "{name}:{line}: {rule} should not be reported");
    }
    for (name, line, rule) in expected.difference(&found) {
        let _ = writeln!(wrong, "{name}:{line}: {rule} is missing");
    }
    assert!(wrong.is_empty(), "{wrong}");
}
