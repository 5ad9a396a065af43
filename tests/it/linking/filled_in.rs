//! What a program begins with is not all that it sends, where something is filled in later.

use crate::support::process::{command, out, project};

/// What `authlint requests` shows of a program, by method and URLs.
fn sent(files: &[(&str, &str)]) -> Vec<String> {
    let tree = project(files);
    let output = command(tree.path(), &["requests", "--no-sift", "--no-config", "--format", "json", "."], &[]).output();
    let listed: serde_json::Value = serde_json::from_str(&out(&output.unwrap())).unwrap();
    let mut all: Vec<String> = listed["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|request| format!("{} {}", request["methods"][0].as_str().unwrap(), request["urls"]))
        .collect();
    all.sort();
    all
}

const CONFIG: &str = "export const config = { BASE: '' };\n\
    export const load = () => fetch('config.json').then((r) => r.json()).then((result) => {\n\
      Object.keys(result).forEach((key) => { config[key] = result[key]; });\n\
    });\n\
    export const login = (body) => fetch(`${config.BASE}/auth/login`, { method: 'POST', body });\n";

#[test]
fn a_base_that_is_filled_in_later_may_be_there_or_not() {
    let loader = "import { useEffect } from 'react';\nimport { load } from './config';\n\
        export default (props) => { useEffect(() => { load(); }, []); return props.ready(); };\n";
    let index = "import { createRoot } from 'react-dom/client';\nimport Loader from './loader';\nimport { login } from './config';\n\
        createRoot(document.body).render(<Loader ready={() => <button onClick={() => login({})}>in</button>} />);\n";
    assert_eq!(
        sent(&[("config.js", CONFIG), ("loader.jsx", loader), ("index.jsx", index)]),
        [r#"GET ["config.json"]"#, r#"POST ["/auth/login","{BASE}/auth/login"]"#]
    );
}

#[test]
fn one_that_nothing_fills_in_is_what_it_is() {
    let config = "export const config = { BASE: '' };\n\
        export const login = (body) => fetch(`${config.BASE}/auth/login`, { method: 'POST', body });\n";
    let index = "import { login } from './config';\ndocument.onclick = () => login({});\n";
    assert_eq!(sent(&[("config.js", config), ("index.js", index)]), [r#"POST ["/auth/login"]"#]);
}
