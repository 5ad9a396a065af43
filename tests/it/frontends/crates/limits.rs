//! What is hostile, or large.

use std::fmt::Write as _;

use super::project::Project;

const MANIFEST: &str = "//- Cargo.toml\n[package]\nname = \"app\"\n";

#[test]
fn files_that_include_themselves_end() {
    let project = Project::new(&format!(
        "{MANIFEST}//- src/lib.rs\n#[path = \"lib.rs\"] mod a; mod b; include!(\"lib.rs\"); fn f() {{}}\n\
         //- src/b.rs\n#[path = \"c.rs\"] mod c;\n//- src/c.rs\n#[path = \"b.rs\"] mod b; const C: u8 = 1;\n"
    ));
    let module = project.lower(&["src/lib.rs"]).module;
    assert_eq!(module.bindings.iter().filter(|binding| &*binding.name == "C").count(), 1);
}

#[test]
fn files_that_multiply_end() {
    let mut text = MANIFEST.to_owned();
    for level in 0..30 {
        writeln!(text, "//- src/l{level}.rs").unwrap();
        writeln!(text, "#[path = \"l{0}.rs\"] mod a; #[path = \"l{0}.rs\"] mod b; const C: u8 = 1;", level + 1)
            .unwrap();
    }
    text.push_str("//- src/lib.rs\n#[path = \"l0.rs\"] mod a;\n");
    let module = Project::new(&text).lower(&["src/lib.rs"]).module;
    assert!(module.bindings.len() <= 4 * 30, "{}", module.bindings.len());
}

#[test]
fn modules_may_nest_deeply_in_files() {
    let mut text = format!("{MANIFEST}//- src/lib.rs\nmod m;\n");
    let mut path = "src/m".to_owned();
    for _ in 0..300 {
        writeln!(text, "//- {path}.rs\npub mod m; const C: u8 = 1;").unwrap();
        path.push_str("/m");
    }
    let module = Project::new(&text).lower(&["src/lib.rs"]).module;
    let found = module.bindings.iter().filter(|binding| &*binding.name == "C").count();
    assert!((100..300).contains(&found), "{found}");
}

#[test]
fn what_is_too_large_together_is_read_file_by_file() {
    let mut project = Project::new(&format!("{MANIFEST}//- src/hot.rs\nmod big0; fn hot() {{ big0::C; }}\n"));
    let comment = format!("// {}\npub const C: u8 = 1;\n", "x".repeat(2_000_000));
    let mut root = "mod hot;\n".to_owned();
    for index in 0..10 {
        writeln!(root, "mod big{index};").unwrap();
        project.add(&format!("src/big{index}.rs"), &comment);
    }
    project.add("src/lib.rs", &root);
    let lowered = project.lower(&["src/hot.rs"]);
    assert_eq!(project.read(&lowered), ["src/hot.rs"]);
    assert_eq!(lowered.module.problems.len(), 1, "{:?}", lowered.module.problems);
    assert!(lowered.module.functions.iter().any(|function| function.name.as_deref() == Some("hot")));
}

/// A crate of many modules that use their neighbours, with macros, traits and implementations.
fn many(count: usize) -> Project {
    let mut project = Project::new(MANIFEST);
    let mut root = "macro_rules! twice { ($x:expr) => { [$x, $x] }; }\npub trait All { fn all(&self); }\n".to_owned();
    for index in 0..count {
        writeln!(root, "mod m{index};").unwrap();
        let next = (index + 1) % count;
        let text = format!(
            "use crate::m{next}::KEY as NEXT; use super::All;\npub const KEY: &str = \"k{index}\";\npub struct S;\n\
             pub trait Own {{ fn own(&self); }}\nimpl Own for S {{ fn own(&self) {{}} }}\n\
             impl All for S {{ fn all(&self) {{ twice!(NEXT); }} }}\nmacro_rules! here {{ () => {{ KEY }}; }}\nfn f() {{ here!(); }}\n"
        );
        project.add(&format!("src/m{index}.rs"), &text);
    }
    project.add("src/lib.rs", &root);
    project
}

#[test]
fn time_grows_with_the_text() {
    let time = |count: usize| {
        let project = many(count);
        let start = std::time::Instant::now();
        let module = project.lower(&["src/m0.rs"]).module;
        assert_eq!(module.exports.len() / 4, count);
        start.elapsed()
    };
    time(20);
    let (few, many) = (time(100), time(1_000));
    // Ten times the text: a hundred times the time would be quadratic.
    assert!(many < few * 40, "{few:?} for 100 modules, {many:?} for 1,000");
}
