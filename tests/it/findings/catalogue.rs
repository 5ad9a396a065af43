//! Programs about signatures, logs, SDKs, misplaced values and automation, in `tests/cases/catalogue/`: a comment `expect: <rule>, …` at the
//! end of a line is a finding there, and there are no others.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use authlint::pipeline::Options;
use authlint::pipeline::triage::Wanted;

use crate::support::process::{command, out, project};
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

const PARCELS: &str = "openapi: 3.1.0
info: {title: Parcel Service, version: '1'}
servers: [{url: 'https://api.parcels.dev'}]
components: {securitySchemes: {Key: {type: apiKey, in: header, name: X-Parcel-Key}}}
paths:
  /v1/depots/{id}: {get: {operationId: getDepot, tags: [Depots & docks], security: [{Key: []}]}}
";

#[test]
fn findings_and_operations_link_the_page_of_an_operation() {
    let config = "[[api]]\ndocument = 'parcels.yaml'\npage = 'https://parcels.dev/reference/{tag}/{operationId}?{method}={path}'\n";
    let call = "fetch('https://api.parcels.dev/v1/depots/7');\n";
    let project = project(&[("parcels.yaml", PARCELS), ("authlint.toml", config), ("a.js", call)]);
    let page = "https://parcels.dev/reference/Depots%20%26%20docks/getDepot?GET=/v1/depots/%7Bid%7D";
    let checked = out(&command(project.path(), &["check", "--format", "json"], &[]).output().unwrap());
    assert!(checked.contains(page), "{checked}");
    let listed = out(&command(project.path(), &["operations", "--path", "/v1/depots/7"], &[]).output().unwrap());
    assert!(listed.contains(&format!("\n    see {page}\n")), "{listed}");
    let json = out(&command(project.path(), &["operations", "--path", "/v1/depots/7", "--format", "json"], &[])
        .output()
        .unwrap());
    assert!(json.contains(&format!("\"page\": \"{page}\"")), "{json}");
    // Without a pattern nobody is sent anywhere.
    let built_in =
        out(&command(project.path(), &["operations", "--method", "GET", "--path", "/v1/depots/7", "--no-config"], &[])
            .output()
            .unwrap());
    assert!(!built_in.contains("see "), "{built_in}");
}
