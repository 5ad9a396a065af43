//! Scripts inside pages: what is found in them, and where.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{Place, check, shown};
use authlint::ir::{ExprKind, Module};
use authlint::source::markup::Markup;
use authlint::source::{FileId, SourceKind};
use proptest::prelude::*;

const KINDS: [Markup; 4] = [Markup::Html, Markup::Vue, Markup::Svelte, Markup::Astro];

fn lower(markup: Markup, text: &str) -> Module {
    authlint::syntax::lower(FileId(0), SourceKind::Page(markup), text)
}

/// `expect: rule, rule` in a comment of either kind, at the end of a line.
fn expected(name: &str, text: &str) -> BTreeSet<Place> {
    let marks = (1..).zip(text.lines()).filter_map(|(line, text)| {
        let (_, rules) = text.split_once("expect: ")?;
        Some((line, rules.trim_end_matches("-->").trim().to_owned()))
    });
    marks
        .flat_map(|(line, rules)| {
            rules.split(", ").map(|rule| (name.to_owned(), line, rule.to_owned())).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn pages_have_the_findings_that_their_comments_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/pages");
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        all.extend(expected(&path.file_name().unwrap().to_string_lossy(), &fs::read_to_string(&path).unwrap()));
    }
    assert!(all.len() >= 15);
    assert_eq!(shown(&check(&folder, &["--strict"])), shown(&all));
}

#[test]
fn places_are_those_of_the_page_whatever_its_line_ends_and_characters() {
    let folder = tempfile::tempdir().unwrap();
    let page = "\u{feff}<p title='é😀'>é 😀</p>\n<p>漢</p><script>/* 😀 */ fetch('https://api.loginradius.com/identity/v2/manage/account/' + uid) // expect: missing-credentials\n</script>\n";
    fs::write(folder.path().join("a.html"), page).unwrap();
    fs::write(folder.path().join("b.htm"), page.replace('\n', "\r\n")).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(folder.path())
        .args(["check", "--format", "json", "--ignore", "backend-call-in-client"])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let places: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (it["path"].as_str().unwrap(), it["span"]["line"].as_u64().unwrap(), it["span"]["column"].as_u64().unwrap())
        })
        .collect();
    // `<p>漢</p><script>` is 16 units wide, `/* 😀 */ ` is 9.
    assert_eq!(places, [("a.html", 2, 26), ("b.htm", 2, 26)]);
}

#[test]
fn scripts_say_what_they_are() {
    let module = lower(Markup::Astro, "---\nconst a = 1;\n---\n<script src=\"/b.js\"></script><script>let c</script>");
    let kinds: Vec<_> = module.scripts.iter().map(|script| (script.is_server(), script.span.start)).collect();
    assert_eq!(kinds, [(true, 3), (false, 58)]);
    assert_eq!(&*module.links[0].target, "/b.js");
    assert!(lower(Markup::Html, "<p>no script</p>").scripts.is_empty());
}

#[test]
fn one_broken_script_does_not_spoil_the_next() {
    let module = lower(Markup::Html, "<script>f({ </script><script>g()</script>");
    let called =
        |name: &str| module.exprs.iter().any(|expr| matches!(&expr.kind, ExprKind::Global(it) if &**it == name));
    assert!(called("g"));
    assert_eq!(module.problems.iter().filter(|problem| problem.span.start > 20).count(), 0);
    // A script that a server fills in is no program yet.
    assert!(lower(Markup::Html, "<script>f({{ user }}, {% if a %})</script>").problems.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_pages_are_read_to_the_end(
        pieces in prop::collection::vec(prop_oneof![
            Just("<script>".to_owned()), Just("</script>".to_owned()), Just("<script lang=ts>".to_owned()),
            Just("<!--".to_owned()), Just("-->".to_owned()), Just("---\n".to_owned()), Just("<a onclick='".to_owned()),
            Just("{`${".to_owned()), Just("}`}".to_owned()), Just("<template>".to_owned()), Just("fetch('é')".to_owned()),
            Just("<script type=importmap>".to_owned()), Just("{\"imports\":{\"a\":\"b\"}}".to_owned()), ".{0,6}",
        ], 0..12)
    ) {
        let text = pieces.concat();
        for markup in KINDS {
            let module = lower(markup, &text);
            let spans = module.exprs.iter().map(|it| it.span).chain(module.links.iter().map(|it| it.span));
            for span in spans.chain(module.scripts.iter().map(|it| it.span)) {
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{markup:?} {span:?}");
            }
        }
    }
}

#[test]
fn hostile_pages_end() {
    for piece in ["<", "<a ", "{", "<!--", "<script", "<script>", "<script><!--", "{`${", "<a b={", "---\n", "<p onx='"]
    {
        for markup in KINDS {
            lower(markup, &piece.repeat(25_000));
        }
    }
}
