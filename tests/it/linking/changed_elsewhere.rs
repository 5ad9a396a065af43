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
