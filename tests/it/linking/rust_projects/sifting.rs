//! Sifting changes nothing in what is found in Rust.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{assert_same, check};

#[test]
fn sifting_makes_no_difference() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let stories = fs::read_dir(top.join("fixtures")).unwrap().map(|entry| entry.unwrap().path());
    let is_rust = |story: &PathBuf| story.file_name().unwrap().to_str().unwrap().starts_with("rust-");
    let twins = stories.filter(is_rust).flat_map(|story| [story.join("vulnerable"), story.join("mended")]);
    let mut found = 0;
    for project in twins.chain([top.join("tests/cases/rust")]) {
        let sifted = check(&project, &[]);
        assert_same(&sifted, &check(&project, &["--no-sift"]));
        found += sifted.len();
    }
    assert!(found > 50);
}
