//! Built output: bundles and their source maps.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::process::project;
use crate::support::{check, shown};

const SECRET: &str = "b41f7c09-6d2e-4a83-95f1-c07d3e8a2b64";

fn run(folder: &Path, arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// A map of one source.
fn map(source: &str, text: &str) -> String {
    serde_json::json!({ "version": 3, "sources": [source], "sourcesContent": [text], "mappings": "" }).to_string()
}

/// A call with a secret, on one long line with what bundlers put around it.
fn minified(around: &str) -> String {
    let filler = "function t(e){return e+1}".repeat(30);
    format!(
        "{around}{filler}fetch(\"https://api.loginradius.com/identity/v2/manage/account\",{{headers:{{\"X-LoginRadius-ApiKey\":k,\"X-LoginRadius-ApiSecret\":\"{SECRET}\"}}}});\n"
    )
}

#[test]
fn what_a_bundle_is_made_for_shows_in_it() {
    let bundle = minified("document.querySelector(\"p\").innerHTML=1;");
    let server = minified("var h=require(\"http\");document.querySelector(\"p\");");
    let module = minified("import{createServer as s}from\"node:http\";document.querySelector(\"p\");");
    let nothing = minified("");
    let written = bundle.replace([';', '}'], ";\n");
    let dir = project(&[
        ("dist/app.js", &bundle),
        ("public/js/chunk.js", &minified("(self.webpackChunk=self.webpackChunk||[]).push([]);")),
        ("elsewhere/app.js", &bundle),
        ("dist/server.js", &server),
        ("dist/module.js", &module),
        ("dist/nothing.js", &nothing),
        ("public/written.js", &written),
        (".next/server/app.js", &bundle),
    ]);
    let found: Vec<_> = check(dir.path(), &["--select", "client-secret-exposure"]).into_iter().collect();
    let paths: Vec<&str> = found.iter().map(|(path, ..)| path.as_str()).collect();
    assert_eq!(paths, ["dist/app.js", "public/js/chunk.js"]);
    let all = check(dir.path(), &["--select", "client-secret-exposure", "--bundle"]);
    assert!(all.iter().any(|(path, ..)| path == "dist/nothing.js"), "{}", shown(&all));
}

#[test]
fn reports_name_the_map_and_the_source_in_it() {
    let source = format!("export const loginRadius = {{\n  apiSecret: '{SECRET}',\n}};\n");
    let dir = project(&[("dist/app.js.map", &map("webpack://shop/./src/config.ts?8a1f", &source))]);
    let (json, _) = run(dir.path(), &["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["findings"][0]["path"], "dist/app.js.map!src/config.ts");
    assert_eq!(report["findings"][0]["span"]["line"], 2);
    assert!(!json.contains(SECRET));
    let (sarif, _) = run(dir.path(), &["check", "--format", "sarif"]);
    let report: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let result = &report["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "dist/app.js.map");
    assert!(result["message"]["text"].as_str().unwrap().contains("In the source map: src/config.ts:2:15."));
    let (annotations, _) = run(dir.path(), &["check", "--format", "github"]);
    assert!(annotations.contains("file=dist/app.js.map,line=1,"), "{annotations}");
}

#[test]
fn a_source_in_the_tree_is_judged_there() {
    let source = format!("export const loginRadius = {{\n  apiSecret: '{SECRET}',\n}};\n");
    let built = map("../src/config.ts", &source.replace('\n', "\r\n"));
    let dir = project(&[("src/config.ts", &source), ("dist/app.js.map", &built)]);
    assert_eq!(shown(&check(dir.path(), &[])), "src/config.ts:2 hardcoded-secret");
    fs::write(dir.path().join("src/config.ts"), "export const loginRadius = {};\n").unwrap();
    assert_eq!(shown(&check(dir.path(), &[])), "dist/app.js.map!src/config.ts:2 hardcoded-secret");
}

#[test]
fn sources_of_a_map_import_one_another() {
    let sources = [
        "webpack://shop/./src/config.js",
        "webpack://shop/./src/api.js",
        "webpack://shop/./node_modules/x/loginradius.js",
    ];
    let texts = [
        format!("export const pass = '{SECRET}';\n"),
        "import { pass } from './config';\nexport const load = () =>\n  fetch(`https://api.loginradius.com/identity/v2/manage/account?apikey=1&apisecret=${pass}`);\n".to_owned(),
        format!("export const loginradiusSecret = '{SECRET}';\n"),
    ];
    let map =
        serde_json::json!({ "version": 3, "sources": sources, "sourcesContent": texts, "mappings": "" }).to_string();
    let dir = project(&[
        ("dist/app.js.map", &map),
        ("dist/app.js", "document.body.append(1)\n//# sourceMappingURL=app.js.map\n"),
    ]);
    assert_eq!(
        shown(&check(dir.path(), &["--ignore", "secret-in-query,backend-call-in-client"])),
        "dist/app.js.map!src/api.js:3 client-secret-exposure\ndist/app.js.map!src/config.js:1 hardcoded-secret"
    );
}

#[test]
fn maps_that_are_none_are_a_remark() {
    let dir =
        project(&[("a.js.map", "{\"sources\": \"loginradius\"}"), ("b.map", "{}"), ("c.css.map", "no loginradius")]);
    let (_, remarks) = run(dir.path(), &["check", "-v"]);
    assert!(remarks.contains("a.js.map") && remarks.contains("is no source map that can be read"), "{remarks}");
    assert!(!remarks.contains("b.map"), "{remarks}");
}

/// A bundle of one line that ends in the name of its map.
fn with_map(code: &str) -> String {
    format!("document.body.append(1);{code}\n//# sourceMappingURL=app.js.map\n")
}

/// A map of one source, to a place of which all of the first line comes.
fn mapped(source: &str, text: Option<&str>, mappings: &str) -> String {
    let content: Vec<_> = text.into_iter().collect();
    serde_json::json!({ "version": 3, "sources": [source], "sourcesContent": content, "mappings": mappings })
        .to_string()
}

/// The findings, each with what else it points at.
fn findings(folder: &Path) -> Vec<String> {
    findings_in(folder, ".")
}

/// The same for one path.
fn findings_in(folder: &Path, path: &str) -> Vec<String> {
    let (json, _) = run(folder, &["check", "--format", "json", path]);
    assert!(!json.contains(SECRET));
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let place = |one: &serde_json::Value| format!("{}:{}", one["path"].as_str().unwrap(), one["span"]["line"]);
    let shown = |one: &serde_json::Value| {
        let related: Vec<String> = one["related"].as_array().unwrap().iter().map(place).collect();
        format!("{} {} [{}]", place(one), one["rule"].as_str().unwrap(), related.join(" "))
    };
    report["findings"].as_array().unwrap().iter().map(shown).collect()
}

#[test]
fn what_a_bundle_and_its_source_show_is_told_at_the_source() {
    let source = format!("export const loginRadius = {{\n  apiSecret: '{SECRET}',\n}};\n");
    let bundle = with_map(&format!("const loginRadius={{apiSecret:\"{SECRET}\"}};"));
    // Told by the mappings, and by the text where there are none.
    for mappings in ["AACa", ""] {
        let dir = project(&[
            ("out.d/app.js", &bundle),
            ("out.d/app.js.map", &mapped("webpack://shop/./src/config.ts", Some(&source), mappings)),
        ]);
        assert_eq!(findings(dir.path()), ["out.d/app.js.map!src/config.ts:2 hardcoded-secret [out.d/app.js:1]"]);
        // The source lies in the tree, as it was built.
        let path = dir.path().join("src/config.ts");
        fs::create_dir(path.parent().unwrap()).unwrap();
        fs::write(path, &source).unwrap();
        assert_eq!(findings(dir.path()), ["src/config.ts:2 hardcoded-secret [out.d/app.js:1]"]);
    }
    // The map names a source in the tree without carrying it.
    let dir = project(&[
        ("out.d/app.js", &bundle),
        ("out.d/app.js.map", &mapped("../src/config.ts", None, "AACa")),
        ("src/config.ts", &source),
    ]);
    assert_eq!(findings(dir.path()), ["src/config.ts:2 hardcoded-secret [out.d/app.js:1]"]);
}

#[test]
fn a_bundle_that_is_named_is_told_itself() {
    let source = format!("export const loginRadius = {{\n  apiSecret: '{SECRET}',\n}};\n");
    let bundle = with_map(&format!("const loginRadius={{apiSecret:\"{SECRET}\"}};"));
    let dir = project(&[
        ("package.json", "{}"),
        ("out.d/app.js", &bundle),
        ("out.d/app.js.map", &mapped("../src/config.ts", Some(&source), "AACa")),
        ("src/config.ts", &source),
    ]);
    assert_eq!(findings_in(dir.path(), "out.d/app.js"), ["out.d/app.js:1 hardcoded-secret []"]);
    assert_eq!(
        findings_in(dir.path(), "out.d"),
        ["out.d/app.js.map!src/config.ts:2 hardcoded-secret [out.d/app.js:1]"]
    );
    assert_eq!(findings_in(dir.path(), "src/config.ts"), ["src/config.ts:2 hardcoded-secret [out.d/app.js:1]"]);
}

#[test]
fn what_a_source_does_not_show_stays_in_the_bundle() {
    let bundle = with_map(&format!("const loginRadius={{apiSecret:\"{SECRET}\"}};"));
    let source = "// loginradius\nexport const loginRadius = {\n  apiSecret: SECRET_OF_THE_BUILD,\n};\n";
    let dir = project(&[
        ("out.d/app.js", &bundle),
        ("out.d/app.js.map", &mapped("webpack://shop/./src/config.ts", Some(source), "AAEa")),
    ]);
    assert_eq!(findings(dir.path()), ["out.d/app.js:1 hardcoded-secret []"]);
    fs::remove_file(dir.path().join("out.d/app.js.map")).unwrap();
    assert_eq!(findings(dir.path()), ["out.d/app.js:1 hardcoded-secret []"]);
}

#[test]
fn a_variable_that_was_built_in_is_told_where_it_is_read() {
    let source = "export const loginRadius = {\n  apiSecret: import.meta.env.VITE_LR_API_SECRET,\n};\n";
    let bundle = with_map(&format!("const loginRadius={{apiSecret:\"{SECRET}\"}};"));
    let dir = project(&[
        ("package.json", "{\"devDependencies\": {\"vite\": \"6\"}}"),
        ("dist/assets/app.js", &bundle),
        ("dist/assets/app.js.map", &mapped("../../src/config.ts", Some(source), "AACa")),
    ]);
    assert_eq!(
        findings(dir.path()),
        ["dist/assets/app.js.map!src/config.ts:2 public-env-secret [dist/assets/app.js:1]"]
    );
}

#[test]
fn a_map_inside_a_bundle_that_mentions_no_api_is_read() {
    // The build has dropped the code, and its map has kept it.
    let source = format!("export const loginRadius = {{\n  apiSecret: '{SECRET}',\n}};\n");
    let map = mapped("src/config.ts", Some(&source), "");
    let encoded = percent_encoding::utf8_percent_encode(&map, percent_encoding::NON_ALPHANUMERIC);
    let bundle = format!("document.body.append(1);\n//# sourceMappingURL=data:application/json,{encoded}\n");
    let dir = project(&[("out.d/app.js", &bundle)]);
    assert_eq!(findings(dir.path()), ["out.d/app.js!src/config.ts:2 hardcoded-secret []"]);
}

#[test]
fn a_read_that_a_request_sends_is_told_once() {
    let dir = project(&[
        ("package.json", "{\"dependencies\": {\"expo\": \"51\", \"react-native\": \"0.74\"}}"),
        (
            "app.json",
            "{\n  \"expo\": {\n    \"extra\": {\n      \"lrApiSecret\": \"8d1f5b26-0c7e-4a9b-b3f4-61e0d2a7c958\"\n    }\n  }\n}\n",
        ),
        (
            "App.js",
            "import Constants from 'expo-constants';\nexport default () => fetch('https://api.loginradius.com/identity/v2/manage/account', {\n  headers: { 'X-LoginRadius-ApiKey': 'k', 'X-LoginRadius-ApiSecret': Constants.expoConfig.extra.lrApiSecret },\n});\n",
        ),
    ]);
    let (json, _) = run(dir.path(), &["check", "--format", "json", "--select", "public-env-secret"]);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let places: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}:{}", one["path"], one["span"]["line"]))
        .collect();
    assert_eq!(places, ["\"App.js\":3", "\"app.json\":4"]);
    assert!(!json.contains("8d1f5b26"));
}
