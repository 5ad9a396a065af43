//! A look at a large tree, by hand.

use std::collections::BTreeMap;
use std::path::PathBuf;

use authlint::source::FileId;
use authlint::source::cargo::crates_around;
use authlint::syntax::STACK_SIZE;
use authlint::syntax::rust::lower_unit;

use super::project::Project;

/// Reads all packages below the directory in `AUTHLINT_SMOKE`, each with what it depends on.
#[test]
#[ignore = "long: reads the whole tree that AUTHLINT_SMOKE names"]
fn a_large_tree_is_read() {
    let Ok(root) = std::env::var("AUTHLINT_SMOKE") else { return };
    let mut files = BTreeMap::new();
    for entry in ignore::WalkBuilder::new(root).standard_filters(false).build().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "rs" || extension == "toml")
            && let Ok(text) = std::fs::read_to_string(path)
        {
            let id = FileId(u32::try_from(files.len()).unwrap());
            files.insert(path.to_path_buf(), (id, text));
        }
    }
    let project = Project::of(files);
    let all: Vec<PathBuf> = project.rust_files();
    let units = crates_around(&all, &project, &BTreeMap::new());
    println!("{} files, {} units", all.len(), units.len());
    let read = move || {
        for unit in units {
            let start = std::time::Instant::now();
            let lowered = lower_unit(&unit, &project);
            let (files, exprs) = (lowered.files.len(), lowered.module.exprs.len());
            let of = unit.crates.first().map_or_else(String::new, |one| one.root.display().to_string());
            println!("{:?} {files} files of {} hot, {exprs} expressions: {of}", start.elapsed(), unit.hot.len());
            for problem in &lowered.module.problems {
                println!("    {}: {}", project.path(problem.span.file), problem.message);
            }
        }
    };
    std::thread::Builder::new().stack_size(STACK_SIZE).spawn(read).unwrap().join().unwrap();
}
