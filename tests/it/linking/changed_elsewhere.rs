//! What a module exports is not all that is in it, where another one that says nothing of an API changes it.

use crate::support::found;
use crate::support::process::{command, out, project};
use serde_json::Value;

/// Whether the second credential is told to be missing: a list of one parameter, who sends it, and a module that does something
/// with the list.
fn is_told(statement: &str) -> bool {
    let other = format!(
        "import {{ list }} from './lib.js';\nimport {{ helper }} from './helper.js';\nfunction put(to, value) {{ to.push(value); }}\n\
         export function other(value) {{ {statement} }}\n"
    );
    let tree = project(&[
        ("lib.js", "export const list = ['apikey=1'];\n"),
        ("helper.js", "export function helper(to, value) { to[to.length] = value; }\n"),
        ("other.js", &other),
        (
            "send.js",
            "import { list } from './lib.js';\nexport const send = () =>\n  fetch('https://api.loginradius.com/identity/v2/manage/account/1?' + list.join('&'));\n",
        ),
    ]);
    found(tree.path()).iter().any(|(_, _, rule)| rule == "incomplete-credentials")
}

#[test]
fn what_a_cold_module_changes_is_open() {
    for statement in [
        "list.push('apisecret=' + value);",
        "list.splice(0, 0, 'apisecret=' + value);",
        "list.fill(value);",
        "list[1] = 'apisecret=' + value;",
        "list.length = 0;",
        "Reflect.set(list, 1, 'apisecret=' + value);",
        "Object.assign(list, ['apisecret=' + value]);",
        "Object.defineProperty(list, 1, { value });",
        "Array.prototype.push.call(list, 'apisecret=' + value);",
        "[].push.apply(list, ['apisecret=' + value]);",
        "put(list, 'apisecret=' + value);",
        "helper(list, 'apisecret=' + value);",
    ] {
        assert!(!is_told(statement), "{statement}");
    }
}

#[test]
fn what_a_cold_module_reads_is_as_it_was() {
    for statement in [
        "return list.includes(value);",
        "return list.map((one) => one + value);",
        "return [...list, value].sort();",
        "return Object.assign({}, list);",
        "return Object.keys(list);",
        "const all = list; return all.length;",
    ] {
        assert!(is_told(statement), "{statement}");
    }
}

/// Whether the second credential is told to be missing on a server, where another program sets it for all requests.
fn is_told_beside(name: &str, other: &str) -> bool {
    let server = "import express from 'express';\nimport axios from 'axios';\nimport { path } from './shared.js';\n\
        express().get('/', () => axios.get('https://api.loginradius.com' + path, { headers: { 'X-LoginRadius-ApiKey': process.env.LR_KEY } }));\n";
    let other = format!(
        "import axios from 'axios';\nimport {{ path }} from './shared.js';\n{other}\n\
         axios.defaults.headers.common['X-LoginRadius-ApiSecret'] = other(path);\n"
    );
    let tree = project(&[
        (
            "package.json",
            "{ \"name\": \"both\", \"private\": true, \"dependencies\": { \"axios\": \"1\", \"express\": \"4\" } }",
        ),
        ("index.html", "<script type=\"module\" src=\"./main.js\"></script>\n"),
        ("shared.js", "export const path = '/identity/v2/manage/account/1';\n"),
        ("server.js", server),
        (name, &other),
    ]);
    found(tree.path()).iter().any(|(path, _, rule)| path == "server.js" && rule == "incomplete-credentials")
}

#[test]
fn what_a_page_sets_is_nothing_on_a_server() {
    assert!(is_told_beside("main.js", "const other = (path) => document.querySelector(path).value;"));
}

#[test]
fn what_one_server_sets_may_be_there_in_another() {
    let other = "import express from 'express';\nconst other = (path) => express.secret(path);";
    assert!(!is_told_beside("worker.js", other));
    // Nothing tells where this one runs.
    assert!(!is_told_beside("setup.js", "const other = (path) => global.secret(path);"));
}

/// Whether a page's request is told to lack the user's token, where another module of the program does something to clients.
fn is_told_of_page(page: &str, other: &str) -> bool {
    let tree = project(&[
        ("package.json", "{ \"name\": \"page\", \"private\": true }"),
        ("index.html", "<script type=\"module\" src=\"./main.js\"></script>\n"),
        ("main.js", "import './set-up.js';\nimport './page.js';\n"),
        ("page.js", page),
        ("set-up.js", other),
    ]);
    found(tree.path()).iter().any(|(path, _, rule)| path == "page.js" && rule == "incomplete-credentials")
}

const AXIOS: &str =
    "import axios from 'axios';\naxios.get('https://api.loginradius.com/identity/v2/auth/account?apikey=k');\n";
const KY: &str = "import ky from 'ky';\nky.get('https://api.loginradius.com/identity/v2/auth/account?apikey=k');\n";
const ANGULARJS: &str = "import angular from 'angular';\n\
    angular.module('q', []).factory('c', ['$http', ($http) => ({ go: () => $http.get('https://api.loginradius.com/identity/v2/auth/account', { params: { apikey: 'k' } }) })]);\n";

/// A function that takes the place of `XMLHttpRequest.prototype.open` or `fetch`.
const PATCHED_OPEN: &str = "const open = XMLHttpRequest.prototype.open;\n\
    XMLHttpRequest.prototype.open = function (...all) { open.apply(this, all); this.setRequestHeader('Authorization', 'Bearer ' + localStorage.t); };\n";
const PATCHED_FETCH: &str = "const before = window.fetch;\n\
    window.fetch = (url, init = {}) => before(url, { ...init, headers: { ...init.headers, Authorization: 'Bearer ' + localStorage.t } });\n";

#[test]
fn who_changes_what_a_client_sends_by_changes_its_requests() {
    assert!(!is_told_of_page(AXIOS, PATCHED_OPEN));
    assert!(!is_told_of_page(KY, PATCHED_FETCH));
    assert!(is_told_of_page(KY, PATCHED_OPEN), "nothing is sent by XMLHttpRequest there");
    assert!(is_told_of_page(AXIOS, "const sent = new XMLHttpRequest(); sent.open('GET', '/own'); sent.send();\n"));
}

#[test]
fn a_client_that_all_share_is_open_once_something_unknown_has_it() {
    let page = format!("import './set-up.js';\n{AXIOS}");
    for handed in
        ["setUp(axios)", "setUp({ http: axios })", "setUp([axios])", "app.use(plugin, { via: { http: axios } })"]
    {
        let other =
            format!("import axios from 'axios';\nimport {{ app, setUp, plugin }} from '@acme/auth';\n{handed};\n");
        assert!(!is_told_of_page(&page, &other), "{handed}");
    }
    for kept in
        ["axiosRetry(axios, { retries: 3 })", "createApp({}).use(VueAxios, axios).mount('#app')", "setUp(other)"]
    {
        let other = format!(
            "import axios from 'axios';\nimport axiosRetry from 'axios-retry';\nimport VueAxios from 'vue-axios';\nimport {{ createApp }} from 'vue';\n\
             import {{ setUp }} from '@acme/auth';\nconst other = axios.create();\n{kept};\n"
        );
        assert!(is_told_of_page(&page, &other), "{kept}");
    }
}

#[test]
fn what_sets_up_an_injected_client_in_another_module_is_seen() {
    let provider = "import angular from 'angular';\n\
        angular.module('p', ['q']).config(['$httpProvider', ($httpProvider) => { $httpProvider.interceptors.push('added'); }])\n\
        .factory('added', () => ({ request: (config) => { config.headers.Authorization = 'Bearer ' + localStorage.t; return config; } }));\n";
    assert!(!is_told_of_page(ANGULARJS, provider));
    let plain = "import angular from 'angular';\nangular.module('p', ['q']).factory('other', () => ({ a: 1 }));\n";
    assert!(is_told_of_page(ANGULARJS, plain));
}

/// The lines of a page's requests that are told to lack the user's token, where the entry imports modules in some order.
fn told_in_order(imports: [&str; 2]) -> Vec<u64> {
    let page = "import axios from 'axios';\n\
        axios.get('https://api.loginradius.com/identity/v2/auth/account?apikey=k');\n\
        document.addEventListener('click', () => {\n\
          axios.get('https://api.loginradius.com/identity/v2/auth/account?apikey=k');\n});\n";
    let set_up =
        "import axios from 'axios';\naxios.defaults.headers.common.Authorization = 'Bearer ' + localStorage.t;\n";
    let tree = project(&[
        ("package.json", "{ \"name\": \"page\", \"private\": true }"),
        ("main.js", &imports.map(|from| format!("import './{from}.js';\n")).concat()),
        ("page.js", page),
        ("set-up.js", set_up),
    ]);
    let found = found(tree.path()).into_iter().filter(|(.., rule)| rule == "incomplete-credentials");
    found.map(|(_, line, _)| line).collect()
}

#[test]
fn modules_run_in_the_order_of_imports_and_listeners_behind_all_of_them() {
    assert!(told_in_order(["set-up", "page"]).is_empty());
    assert_eq!(told_in_order(["page", "set-up"]), [2]);
}

/// The URLs of all requests of a program.
fn urls(files: &[(&str, &str)]) -> Vec<String> {
    let tree = project(files);
    let args = ["requests", "--no-sift", "--no-config", "--format", "json", "."];
    let report: Value = serde_json::from_str(&out(&command(tree.path(), &args, &[]).output().unwrap())).unwrap();
    let rows = report["requests"].as_array().unwrap();
    let urls = rows.iter().flat_map(|row| row["urls"].as_array().unwrap());
    urls.map(|url| url.as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_one_caller_or_a_test_sends_stands_for_no_other() {
    let seen = urls(&[
        ("send.js", "export const send = (url) => fetch('https://api.example.com' + url, { method: 'DELETE' });\n"),
        (
            "remove.js",
            "import { send } from './send.js';\nexport const remove = (url) => (it) => send(`${url}/${it.id}`);\n",
        ),
        (
            "a.js",
            "import { remove } from './remove.js';\nexport const table = { b: remove('/tags'), c: remove('/films') };\n",
        ),
        ("b.js", "import { remove } from './remove.js';\nexport const act = (it) => remove('/files')(it);\n"),
    ]);
    for path in ["/tags/{id}", "/films/{id}", "/files/{id}"] {
        assert!(seen.contains(&format!("https://api.example.com{path}")), "{path} of {seen:?}");
    }
    let seen = urls(&[
        (
            "client.js",
            "export const one = (host, id) => fetch(`https://${host}/threads/${id}`, { method: 'PATCH' });\n",
        ),
        ("all.js", "import { one } from './client.js';\nexport const all = { mark: (host, id) => one(host, id) };\n"),
        (
            "all.test.js",
            "import { all } from './all.js';\ntest('all', async () => { await all.mark('own.example.com', '12'); });\n",
        ),
    ]);
    for url in ["https://{host}/threads/{id}", "https://own.example.com/threads/12"] {
        assert!(seen.contains(&url.to_owned()), "{url} of {seen:?}");
    }
}
