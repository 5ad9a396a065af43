//! Which configuration puts a variable into the bundle, and which does not.

use std::fs;

use crate::support::{check, shown};

/// What is found in a page's script that sends a variable as a secret, beside these files.
fn found(files: &[(&str, &str)]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let script = "fetch('https://api.loginradius.com/identity/v2/manage/account', {\n  headers: { 'X-LoginRadius-ApiKey': 'k', 'X-LoginRadius-ApiSecret': process.env.LR_API_SECRET },\n});\n";
    let page = "<script type=\"module\" src=\"/app.js\"></script>\n";
    for (path, text) in [("app.js", script), ("index.html", page)].iter().chain(files) {
        fs::write(dir.path().join(path), text).unwrap();
    }
    shown(&check(dir.path(), &["--ignore", "backend-call-in-client"]))
}

#[test]
fn the_whole_environment() {
    let vite = |define: &str| format!("export default {{ define: {define} }};\n");
    for define in ["{ 'process.env': process.env }", "{ 'process.env': JSON.stringify({ ...process.env }) }"] {
        let all = found(&[("vite.config.js", &vite(define))]);
        assert_eq!(all, "app.js:2 public-env-secret\nvite.config.js:1 public-env-secret", "{define}");
    }
    let loaded = "import { loadEnv } from 'vite';\nexport default ({ mode }) => ({ define: { 'process.env': loadEnv(mode, '.', PREFIX) } });\n";
    let all = found(&[("vite.config.js", &loaded.replace("PREFIX", "''"))]);
    assert_eq!(all, "app.js:2 public-env-secret\nvite.config.js:2 public-env-secret");
    let parsed = "const { parsed: env } = require('dotenv').config();\nmodule.exports = { plugins: [new DefinePlugin({ 'process.env': JSON.stringify(env) })] };\n";
    let all = found(&[("webpack.config.js", parsed)]);
    assert_eq!(all, "app.js:2 public-env-secret\nwebpack.config.js:2 public-env-secret");
}

#[test]
fn not_the_whole_environment() {
    // The variable is missing in the browser, which is another rule's affair.
    let undefined = "app.js:2 client-secret-exposure";
    let computed = "const names = Object.keys(process.env).filter((name) => /^SHOP_/.test(name)).reduce((all, name) => {\n  all[`process.env.${name}`] = JSON.stringify(process.env[name]);\n  return all;\n}, {});\nmodule.exports = { plugins: [new DefinePlugin(names)] };\n";
    let files = [
        ("vite.config.js", "export default { define: { 'process.env': {} } };\n"),
        ("vite.config.js", "export default { define: { 'process.env': 'window.settings' } };\n"),
        ("vite.config.js", "export default { define: { 'process.env.NODE_ENV': process.env.NODE_ENV } };\n"),
        ("vite.config.js", "export default { envPrefix: 'SHOP_' };\n"),
        ("webpack.config.js", "module.exports = { plugins: [new DefinePlugin(environment.stringified)] };\n"),
        ("webpack.config.js", computed),
        ("package.json", "{\"devDependencies\": {\"react-native-config\": \"1\", \"vite\": \"6\"}}"),
    ];
    for file in files {
        assert_eq!(found(&[file]), undefined, "{file:?}");
    }
}

#[test]
fn tools_that_put_in_what_is_read() {
    for tool in ["parcel", "parcel-bundler", "babel-plugin-transform-inline-environment-variables"] {
        let manifest = format!("{{\"devDependencies\": {{\"{tool}\": \"1\"}}}}");
        assert_eq!(found(&[("package.json", &manifest)]), "app.js:2 public-env-secret", "{tool}");
    }
}
