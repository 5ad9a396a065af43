//! What a module exports is not all that is in it, where another one that says nothing of an API changes it.

use crate::support::found;
use crate::support::process::project;

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
