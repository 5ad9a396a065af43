//! What the scripts of pages share costs as much as there are scripts and pages.

use std::fmt::Write;
use std::path::Path;

use authlint::pipeline::Options;
use tempfile::TempDir;

use crate::support::found;
use crate::support::process::project;

fn steps(dir: &Path) -> usize {
    authlint::analyse(&Options::default(), &[dir.to_path_buf()]).unwrap().timings.steps
}

fn written(files: &[(String, String)]) -> TempDir {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    project(&files)
}

fn tags(scripts: usize) -> String {
    (0..scripts).fold(String::new(), |mut tags, at| {
        let _ = writeln!(tags, "<script src=\"s{at}.js\"></script>");
        tags
    })
}

/// A page with scripts each of which uses what the one before declares.
fn page(scripts: usize) -> TempDir {
    let script = |at: usize| {
        let base = if at == 0 { "'https://api.loginradius.com'".to_owned() } else { format!("base{}", at - 1) };
        let text = format!(
            "var base{at} = {base};\nfunction send{at}() {{ return fetch(base{at} + '/v2/manage/organizations'); }}\n"
        );
        (format!("s{at}.js"), text)
    };
    let mut files: Vec<(String, String)> = (0..scripts).map(script).collect();
    files.push(("index.html".to_owned(), tags(scripts)));
    written(&files)
}

/// Pages that have the same scripts.
fn pages(pages: usize) -> TempDir {
    let script = |at: usize| {
        let text = format!(
            "var base{at} = 'https://api.loginradius.com';\nfunction send{at}(path) {{ return fetch(base{at} + path); }}\n"
        );
        (format!("s{at}.js"), text)
    };
    let mut files: Vec<(String, String)> = (0..20).map(script).collect();
    let text = |at: usize| format!("{}<script>send{}('/v2/manage/organizations');</script>\n", tags(20), at % 20);
    files.extend((0..pages).map(|at| (format!("p{at}.html"), text(at))));
    written(&files)
}

#[test]
fn a_page_with_ten_times_as_many_scripts_costs_ten_times_as_much() {
    let (small, large) = (page(30), page(300));
    assert_eq!(found(small.path()).len(), 60);
    assert!(steps(large.path()) < 15 * steps(small.path()));
}

#[test]
fn ten_times_as_many_pages_cost_ten_times_as_much() {
    let (small, large) = (pages(10), pages(100));
    assert_eq!(found(small.path()).len(), 20);
    assert!(steps(large.path()) < 15 * steps(small.path()));
}

/// Beside a page that says nothing of an API, nothing is looked at.
#[test]
fn cold_pages_cost_nothing() {
    let mut files =
        vec![("api.js".to_owned(), "fetch('https://api.loginradius.com/v2/manage/organizations');\n".to_owned())];
    let alone = steps(written(&files).path());
    files.push(("index.html".to_owned(), tags(20)));
    files.extend((0..20).map(|at| (format!("s{at}.js"), format!("var name{at} = name{};\n", (at + 1) % 20))));
    assert_eq!(steps(written(&files).path()), alone);
}

/// A library whose functions all call one another, its page, and a script that sends a request.
fn with_library(functions: usize) -> Vec<(String, String)> {
    let mut library = "var all = {};\n".to_owned();
    for at in 0..functions {
        let [next, far] = [(at + 1) % functions, (at * 7 + 3) % functions];
        let _ = writeln!(
            library,
            "all.m{at} = function (a, b) {{ if (a) all.m{next}(b, a); if (b) all.m{far}(a); this.x{at} = a; return all; }};"
        );
    }
    let call = "https://api.loginradius.com/identity/v2/manage/account/1?apikey=";
    vec![
        ("library.js".to_owned(), library),
        ("page.html".to_owned(), "<script src=library.js></script>\n<script src=hot.js></script>\n".to_owned()),
        ("hot.js".to_owned(), format!("function one(key) {{ all.m0(key); fetch('{call}' + key); }}\n")),
    ]
}

/// What a library does by itself is followed for a while only.
#[test]
fn a_library_beside_a_script_costs_a_bounded_number_of_steps() {
    let found = |functions: usize| {
        let dir = written(&with_library(functions));
        let lines: Vec<u64> = found(dir.path())
            .into_iter()
            .filter(|(.., rule)| rule == "incomplete-credentials")
            .map(|(_, line, _)| line)
            .collect();
        (lines, steps(dir.path()))
    };
    let (few, of_few) = found(4);
    let (many, of_many) = found(400);
    for lines in [few, many] {
        assert_eq!(lines, [1]);
    }
    assert!(of_many < 2_000_000 && of_few < of_many, "{of_few} and {of_many} steps");
}
