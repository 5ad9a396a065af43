//! Sifting changes nothing in what is found in Rust.

use std::fs;
use std::path::{Path, PathBuf};

use authlint::pipeline::Options;
use authlint::pipeline::triage::Wanted;

use crate::support::{assert_same, found, found_with};

#[test]
fn sifting_makes_no_difference() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stories = fs::read_dir(top.join("fixtures")).unwrap().map(|entry| entry.unwrap().path());
    let is_rust = |story: &PathBuf| story.file_name().unwrap().to_str().unwrap().starts_with("rust-");
    let twins = stories.filter(is_rust).flat_map(|story| [story.join("vulnerable"), story.join("mended")]);
    let whole = Options { no_sift: true, ..Options::default() };
    let mut count = 0;
    for project in twins.chain([top.join("tests/cases/rust")]) {
        let sifted = found(&project);
        assert_same(&sifted, &found_with(&project, &whole, &Wanted::default()));
        count += sifted.len();
    }
    assert!(count > 50);
}
