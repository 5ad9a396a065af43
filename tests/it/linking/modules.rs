//! Programs of many files: what is split over them comes to the same as in one, and costs little more.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use authlint::pipeline::Options;

use crate::support::process::project;
use crate::support::{assert_same, check, found, marked, shown};
use tempfile::TempDir;

/// A top-level declaration: its name, its text, and the names of others that it uses.
type Part = (&'static str, &'static str, &'static [&'static str]);

/// Programs as declarations, each of which may stand in a file of its own.
const PROGRAMS: [&[Part]; 8] = [
    &[
        ("BASE", "const BASE = 'https://api.loginradius.com';", &[]),
        ("key", "const key = process.env.LR_KEY;", &[]),
        ("get", "function get(path, query) { return fetch(`${BASE}${path}?${new URLSearchParams(query)}`); }", &["BASE"]),
        (
            "main",
            "async function main(id) {
  await get('/v2/manage/organizations', { apikey: key });
  await get(`/v2/manage/organizations/${id}`, { apikey: key, apisecret: process.env.LR_SECRET });
  await get('/v2/manage/organizations/' + id, {});
  await get('/v2/manage/nothing', { apikey: key });
}",
            &["get", "key"],
        ),
    ],
    &[
        ("axios", "const axios = require('axios');", &[]),
        ("settings", "const settings = { host: 'https://api.loginradius.com', pair: { apikey: process.env.A, apisecret: process.env.B } };", &[]),
        ("client", "const client = axios.create({ baseURL: settings.host });", &["axios", "settings"]),
        (
            "main",
            "async function main(id) {
  await client.get('/v2/manage/organizations', { params: settings.pair });
  await client.get('/v2/manage/organizations', { params: { apikey: settings.pair.apikey } });
  await client.delete(`/v2/manage/organizations/${id}`);
}",
            &["client", "settings"],
        ),
    ],
    &[
        ("secret", "const secret = '3f0c7f62-5d34-4b6e-8f19-8a3b0c9d7e21';", &[]),
        ("Api", "class Api {
  constructor(base, secret) {
    this.base = base;
    this.secret = secret;
  }
  send(method, path, more) {
    return fetch(`${this.base}${path}?apisecret=${this.secret}${more}`, { method });
  }
}", &[]),
        ("Organizations", "class Organizations extends Api {
  all() {
    return this.send('GET', '/v2/manage/organizations', '');
  }
  remove(id) {
    return this.send('DELETE', `/v2/manage/organizations/${id}`, `&apikey=${process.env.LR_KEY}`);
  }
}", &["Api"]),
        ("organizations", "const organizations = new Organizations('https://api.loginradius.com', secret);", &["Organizations", "secret"]),
        ("main", "async function main(id) {
  await organizations.all();
  await organizations.remove(id);
  await organizations.send('GET', '/v2/manage/workflows', '');
}", &["organizations"]),
    ],
    &[
        ("headers", "const headers = () => ({ 'X-LoginRadius-ApiKey': process.env.K, 'X-LoginRadius-ApiSecret': process.env.S });", &[]),
        ("request", "const request = ({ path, method = 'GET', extra = {} }) => fetch('https://api.loginradius.com' + path, { method, headers: { ...extra } });", &[]),
        ("account", "const account = (uid, extra) => request({ path: '/identity/v2/manage/account/' + uid, extra });", &["request"]),
        ("main", "async function main(uid) {
  await account(uid, headers());
  await account(uid, { 'X-LoginRadius-ApiKey': process.env.K });
  await account(uid);
  await request({ path: '/v2/manage/organizations', extra: headers() });
}", &["account", "headers", "request"]),
    ],
    &[
        ("axios", "const axios = require('axios');", &[]),
        ("full", "const full = axios.create({ baseURL: 'https://api.loginradius.com' });", &["axios"]),
        ("bare", "const bare = axios.create({ baseURL: 'https://api.loginradius.com' });", &["axios"]),
        ("install", "function install(instance) {
  instance.interceptors.request.use((config) => {
    config.params = { ...config.params, apikey: process.env.K, apisecret: process.env.S };
    return config;
  });
  return instance;
}", &[]),
        ("ready", "const ready = install(full);", &["install", "full"]),
        ("main", "async function main(id) {
  await ready.get('/v2/manage/organizations');
  await bare.get('/v2/manage/organizations/' + id);
}", &["ready", "bare"]),
    ],
    &[
        ("makeApi", "function makeApi(options) {
  const query = new URLSearchParams({ apikey: options.key });
  return {
    read: (path) => fetch(`${options.base}${path}?${query}`),
    write: (path, body) => fetch(`${options.base}${path}?${query}`, { method: 'POST', body }),
  };
}", &[]),
        ("api", "const api = makeApi({ base: 'http://api.loginradius.com', key: process.env.K });", &["makeApi"]),
        ("main", "async function main() {
  await api.read('/v2/manage/organizations');
  await api.write('/v2/manage/organizations', '{}');
}", &["api"]),
    ],
    &[
        ("visitor", "const visitor = () => localStorage.getItem('token');", &[]),
        ("machine", "async function machine() {
  const response = await fetch('https://acme.hub.loginradius.com/service/oauth/token', { method: 'POST', body: JSON.stringify({ grant_type: 'client_credentials', client_id: process.env.I, client_secret: process.env.S }) });
  return (await response.json()).access_token;
}", &[]),
        ("bearer", "const bearer = (token) => ({ headers: { Authorization: 'Bearer ' + token } });", &[]),
        ("main", "async function main() {
  await fetch('https://api.loginradius.com/v2/manage/workflows', bearer(visitor()));
  await fetch('https://api.loginradius.com/v2/manage/workflows', bearer(await machine()));
}", &["visitor", "machine", "bearer"]),
    ],
    &[
        ("routes", "const routes = { all: '/v2/manage/organizations', one: (id) => `/v2/manage/organizations/${id}` };", &[]),
        ("credentials", "const credentials = { apikey: process.env.K };", &[]),
        ("complete", "function complete(query) { return Object.assign({}, credentials, query); }", &["credentials"]),
        ("main", "function main(id) {
  fetch('https://api.loginradius.com' + routes.all + '?' + new URLSearchParams(complete({ apisecret: process.env.S })));
  fetch('https://api.loginradius.com' + routes.one(id) + '?' + new URLSearchParams(complete({})));
  fetch('https://api.loginradius.com' + routes.all + '?' + new URLSearchParams(complete({ api_secret: process.env.S })));
}", &["routes", "complete"]),
    ],
];

/// How declarations are spread over files, and how they find one another.
#[derive(Debug, Clone, Copy)]
enum Layout {
    Named,
    Default,
    Namespace,
    Barrel,
    Exports,
    ModuleExports,
    Required,
}

const LAYOUTS: [Layout; 7] = [
    Layout::Named,
    Layout::Default,
    Layout::Namespace,
    Layout::Barrel,
    Layout::Exports,
    Layout::ModuleExports,
    Layout::Required,
];

fn is_word(text: &str, at: usize, word: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.');
    apart(text[..at].chars().next_back())
        && text[at + word.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
}

/// Puts `to` where `name` is used as a name, outside strings that hold it by chance.
fn renamed(text: &str, name: &str, to: &str) -> String {
    let mut result = String::new();
    let mut rest = 0;
    for (at, _) in text.match_indices(name) {
        if is_word(text, at, name) {
            result += &text[rest..at];
            result += to;
            rest = at + name.len();
        }
    }
    result + &text[rest..]
}

fn file_of((name, text, uses): &Part, layout: Layout) -> String {
    let mut file = String::new();
    let mut text = (*text).to_owned();
    let esm = matches!(layout, Layout::Named | Layout::Default | Layout::Namespace | Layout::Barrel);
    if esm {
        text = text.replace("const axios = require('axios');", "import client from 'axios';\nconst axios = client;");
    }
    for used in *uses {
        file += &match layout {
            Layout::Named => format!("import {{ {used} }} from './{used}.js';\n"),
            Layout::Default => format!("import {used} from './{used}.js';\n"),
            Layout::Namespace => {
                text = renamed(&text, used, &format!("{used}_.{used}"));
                format!("import * as {used}_ from './{used}';\n")
            }
            Layout::Barrel => format!("import {{ {used} }} from '.';\n"),
            Layout::Exports => format!("const {{ {used} }} = require('./{used}');\n"),
            Layout::ModuleExports => format!("const {used} = require('./{used}');\n"),
            Layout::Required => {
                text = renamed(&text, used, &format!("{used}_.{used}"));
                format!("const {used}_ = require('./{used}.js');\n")
            }
        };
    }
    file += &text;
    file += &match layout {
        Layout::Named | Layout::Namespace | Layout::Barrel => format!("\nexport {{ {name} }};\n"),
        Layout::Default => format!("\nexport default {name};\n"),
        Layout::Exports => format!("\nexports.{name} = {name};\n"),
        Layout::ModuleExports => format!("\nmodule.exports = {name};\n"),
        Layout::Required => format!("\nmodule.exports = {{ {name} }};\n"),
    };
    file
}

fn written(files: &[(String, String)]) -> TempDir {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    project(&files)
}

/// The findings of a folder as rules with the lines that they point at, whatever names are imported by.
fn findings(dir: &Path) -> BTreeSet<String> {
    let line = |path: &str, line: u64| {
        let text = fs::read_to_string(dir.join(path)).unwrap();
        text.lines().nth(usize::try_from(line).unwrap() - 1).unwrap().trim().to_owned()
    };
    let plain = |text: String| {
        let names = PROGRAMS.iter().flat_map(|program| program.iter().map(|part| part.0));
        names.fold(text, |text, name| text.replace(&format!("{name}_.{name}"), name))
    };
    found(dir).into_iter().map(|(path, at, rule)| format!("{rule}: {}", plain(line(&path, at)))).collect()
}

#[test]
fn what_is_split_over_files_comes_to_the_same() {
    for program in PROGRAMS {
        let texts: Vec<&str> = program.iter().map(|part| part.1).collect();
        let whole = written(&[("whole.js".to_owned(), texts.join("\n") + "\nmain('1');\n")]);
        let expected = findings(whole.path());
        assert!(!expected.is_empty(), "{}", texts.join("\n"));
        for layout in LAYOUTS {
            let mut files: Vec<(String, String)> = program
                .iter()
                .map(|part| {
                    let start = if part.0 == "main" { "\nmain('1');\n" } else { "" };
                    (format!("{}.js", part.0), file_of(part, layout) + start)
                })
                .collect();
            if let Layout::Barrel = layout {
                let lines = program.iter().map(|part| format!("export * from './{}.js';\n", part.0));
                files.push(("index.js".to_owned(), lines.collect()));
            }
            let split = written(&files);
            assert_eq!(findings(split.path()), expected, "{layout:?} of\n{}", texts.join("\n"));
        }
    }
}

/// Each folder is a program; a comment at the end of a line says what is reported there, nothing else is.
#[test]
fn programs_of_several_files_have_exactly_the_marked_findings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/modules");
    let mut programs = 0;
    for program in fs::read_dir(&folder).unwrap() {
        let program = program.unwrap().path();
        let mut expected = BTreeSet::new();
        for file in fs::read_dir(&program).unwrap() {
            let file = file.unwrap();
            let marked = marked(&fs::read_to_string(file.path()).unwrap());
            let name = file.file_name().to_string_lossy().into_owned();
            expected.extend(marked.into_iter().map(|(line, rule)| (name.clone(), line, rule)));
        }
        programs += 1;
        assert_same(&found(&program), &expected);
    }
    assert!(programs >= 10);
}

fn sifting_changes_nothing_in(folder: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let sifted = check(&folder, &[]);
    assert!(!sifted.is_empty());
    assert_eq!(shown(&sifted), shown(&check(&folder, &["--no-sift"])), "{}", folder.display());
}

#[test]
fn sifting_changes_no_finding() {
    sifting_changes_nothing_in("fixtures");
}

#[test]
#[ignore = "long: all cases"]
fn sifting_changes_no_finding_of_the_cases() {
    sifting_changes_nothing_in("tests/cases");
}

#[test]
fn cycles_of_imports_come_to_an_end() {
    let dir = written(&[
        ("a.js".into(), "import { send } from './b.js';\nexport const BASE = 'https://api.loginradius.com';\nexport const a = () => send('/v2/manage/organizations');\n".into()),
        ("b.js".into(), "import { BASE } from './a.js';\nexport * from './a.js';\nexport * from './c.js';\nexport const send = (path) => fetch(BASE + path);\n".into()),
        ("c.js".into(), "export * from './b.js';\nimport { a, nothing } from './b.js';\nexport const c = () => [a(), nothing()];\n".into()),
        ("d.js".into(), "const d = require('./d');\nmodule.exports = () => fetch('https://api.loginradius.com/v2/manage/workflows' + d);\n".into()),
    ]);
    assert_eq!(shown(&found(dir.path())), "a.js:3 missing-credentials");
}

/// Steps of the evaluator.
fn steps(dir: &Path) -> usize {
    authlint::analyse(&Options::default(), &[dir.to_path_buf()]).unwrap().timings.steps
}

/// Carriers that other vendors have too say nothing of an API by themselves; an alias anywhere does.
#[test]
fn names_that_everybody_uses_make_no_tree_worth_parsing() {
    let others = (
        "src/mail.js".to_owned(),
        "export const send = (apisecret) => fetch(`https://mail.example.com/v1?apikey=k&apisecret=${apisecret}`);\n"
            .to_owned(),
    );
    let own = "export const lr = { apiSecret: '1f4b2c3d-5e6f-4a7b-8c9d-0e1f2a3b4c5d' };\n".to_owned();
    assert_eq!(steps(written(std::slice::from_ref(&others)).path()), 0);
    let dir = written(&[others, ("src/keys.js".to_owned(), own)]);
    assert!(steps(dir.path()) > 0);
    assert_eq!(shown(&found(dir.path())), "src/keys.js:1 hardcoded-secret");
}

/// A chain of barrels between a wrapper and its caller.
fn chain(length: usize) -> TempDir {
    let mut files = vec![
        ("b0.js".to_owned(), "export const send = (path) => fetch('https://api.loginradius.com' + path);\n".to_owned()),
        ("use.js".to_owned(), format!("import {{ send }} from './b{length}.js';\nsend('/v2/manage/organizations');\n")),
    ];
    files.extend((1..=length).map(|at| (format!("b{at}.js"), format!("export * from './b{}.js';\n", at - 1))));
    written(&files)
}

#[test]
fn a_chain_of_barrels_is_followed_to_its_end() {
    let dir = chain(200);
    assert_eq!(shown(&found(dir.path())), "use.js:2 missing-credentials");
    assert!(steps(dir.path()) < 15 * steps(chain(20).path()));
}

/// Packages of which each has a client, a caller of it, and a file that has nothing to do with either.
fn workspace(modules: usize) -> TempDir {
    let mut files =
        vec![("package.json".to_owned(), r#"{ "private": true, "workspaces": ["packages/*"] }"#.to_owned())];
    files.push(("packages/core/package.json".into(), r#"{ "name": "@acme/core", "main": "index.js" }"#.into()));
    files.push((
        "packages/core/index.js".into(),
        "export const send = (path, query) => fetch(`https://api.loginradius.com${path}?${new URLSearchParams(query)}`);\n".into(),
    ));
    for at in 0..modules / 4 {
        let folder = format!("packages/p{at}");
        files.push((format!("{folder}/package.json"), format!(r#"{{ "name": "@acme/p{at}", "main": "index.js" }}"#)));
        let next = (at + 1) % (modules / 4);
        files.push((
            format!("{folder}/index.js"),
            format!("export * from './lib.js';\nexport {{ other as other{next} }} from '@acme/p{next}';\n"),
        ));
        files.push((
            format!("{folder}/lib.js"),
            "export { other } from './other.js';\nexport const key = process.env.KEY;\n".into(),
        ));
        files.push((format!("{folder}/other.js"), "export const other = (x) => x + 1;\n".into()));
        files.push((format!("{folder}/use.js"), "import { send } from '@acme/core';\nimport { key } from './index.js';\nexport const use = (id) => send(`/v2/manage/organizations/${id}`, { apikey: key });\n".into()));
    }
    written(&files)
}

#[test]
fn a_workspace_ten_times_as_large_costs_ten_times_as_much() {
    let (small, large) = (workspace(40), workspace(400));
    assert_eq!(found(small.path()).len(), 10);
    assert!(steps(large.path()) < 15 * steps(small.path()));
}

/// Programs of which each takes up the same library, and what sets it up: `count` of them.
fn users_of_a_library(count: usize) -> TempDir {
    let resources: String =
        (0..40).map(|it| format!("  get{it}(id) {{ return this.send(`/r{it}/${{id}}`); }}\n")).collect();
    let library = format!(
        "export const defaults = {{}};\nexport class Client {{\n  constructor(base) {{ this.base = base; }}\n  send(path) {{ return fetch(this.base + path, defaults); }}\n{resources}}}\n"
    );
    let mut files: Vec<(String, String)> = vec![
        ("lib/client.js".into(), library),
        ("lib/setup.js".into(), "import { defaults } from './client.js';\ndefaults.mode = 'cors';\n".into()),
        ("package.json".into(), "{}\n".into()),
    ];
    for app in 0..count {
        files.push((
            format!("apps/{app}/api.js"),
            "import { Client } from '../../lib/client.js';\nexport const api = new Client('https://api.loginradius.com');\n"
                .into(),
        ));
        files.push((
            format!("apps/{app}/use.js"),
            "import { api } from './api.js';\nexport const use = () => api.send('/v2/manage/organizations');\n".into(),
        ));
    }
    written(&files)
}

/// What they share is run once for all of them.
#[test]
fn programs_that_come_to_share_files_are_run_together() {
    let (one, many) = (users_of_a_library(1), users_of_a_library(20));
    assert_eq!(found(one.path()).len() + 19, found(many.path()).len());
    let (one, many) = (steps(one.path()), steps(many.path()));
    assert!(many < 10 * one, "{many} steps, {one} of one");
}

/// What has nothing to do with the files that are named is not run.
#[test]
fn a_file_that_is_named_costs_no_more_than_what_goes_with_it() {
    let (one, many) = (users_of_a_library(1), users_of_a_library(20));
    for file in ["apps/0/api.js", "apps/0/use.js"] {
        let (one, many) = (one.path().join(file), many.path().join(file));
        let findings =
            |file: &Path| authlint::analyse(&Options::default(), &[file.to_path_buf()]).unwrap().findings.len();
        assert_eq!((findings(&one), findings(&many)), if file.ends_with("use.js") { (1, 1) } else { (0, 0) }, "{file}");
        let (one, many) = (steps(&one), steps(&many));
        assert!(many < 3 * one, "{file}: {many} steps, {one} of one");
    }
}
