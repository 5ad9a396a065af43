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

#[test]
fn a_watcher_is_not_what_it_watches() {
    let picker = |markup: &str| {
        format!(
            "<template>{markup}</template>\n<script>\nexport default {{\n  data() {{ return {{ theme: '' }} }},\n\
               watch: {{ async theme(val) {{ await this.load('https://a.com/index.css') }} }},\n\
               methods: {{ load(url) {{ return fetch(url) }} }}\n}}\n</script>\n"
        )
    };
    for markup in ["<el-picker v-model=\"theme\" />", "<el-picker />"] {
        assert_eq!(sent(&[("Theme.vue", &picker(markup))]), [r#"GET ["https://a.com/index.css"]"#], "{markup}");
    }
}

#[test]
fn handlers_of_a_factory_are_seen_beside_one_that_is_called() {
    let remove = "export default function remove(url) {\n\
        return function (payload) { return fetch(`${url}/${payload.id}`, { method: 'DELETE' }); };\n};\n";
    let table = "import remove from './remove';\nexport const handlers = { b: remove('/tag'), c: remove('/movie') };\n";
    let direct = "import remove from './remove';\nexport const act = (payload) => remove('/file')(payload);\n";
    let seen = sent(&[("remove.js", remove), ("table.js", table), ("direct.js", direct)]);
    assert_eq!(seen, [r#"DELETE ["/file/{id}"]"#, r#"DELETE ["/movie/{id}"]"#, r#"DELETE ["/tag/{id}"]"#]);
}
