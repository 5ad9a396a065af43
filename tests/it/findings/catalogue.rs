//! Programs about signatures, logs, SDKs, misplaced values and automation, in `tests/cases/catalogue/`: a comment `expect: <rule>, …` at the
//! end of a line is a finding there, and there are no others.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use authlint::pipeline::Options;
use authlint::pipeline::triage::Wanted;

use crate::support::{Place, assert_same, found_with, marked};

fn folders() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/catalogue");
    let mut folders: Vec<PathBuf> = fs::read_dir(all).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

#[test]
fn programs_of_the_catalogue_have_the_findings_that_their_comments_name() {
    for folder in folders() {
        // Elsewhere, for below `tests` everything is a test.
        let project = tempfile::tempdir().unwrap();
        let mut expected: BTreeSet<Place> = BTreeSet::new();
        for file in fs::read_dir(&folder).unwrap() {
            let (path, name) = (file.as_ref().unwrap().path(), file.unwrap().file_name());
            let text = fs::read_to_string(&path).unwrap();
            let name = name.to_string_lossy().into_owned();
            expected.extend(marked(&text).into_iter().map(|(line, rule)| (name.clone(), line, rule)));
            fs::write(project.path().join(name), text).unwrap();
        }
        assert!(!expected.is_empty(), "{}: no line says `expect: <rule>`", folder.display());
        let in_project = fs::read_dir(project.path()).unwrap().map(|entry| entry.unwrap().path());
        let apis: Vec<PathBuf> = in_project.filter(|path| path.to_string_lossy().ends_with(".overlay.toml")).collect();
        let options = Options { apis, ..Options::default() };
        assert_same(&found_with(project.path(), &options, &Wanted::default()), &expected);
    }
}
