//! What nests deeply, read with the smallest stacks that there are: what a shell gives to the program is its main thread's, and
//! all that reads files runs on threads of its own.

use std::fs;
use std::path::Path;
use std::process::Command;

const LEVELS: usize = 12_000;
const CALL: &str =
    "export const plain = (key) => fetch('https://api.loginradius.com/identity/v2/manage/account/1?apikey=' + key);\n";

fn deep(open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(LEVELS), close.repeat(LEVELS))
}

/// Files of every kind of code that is read, each with what it may nest.
fn nested() -> Vec<(&'static str, String)> {
    let script = |text: String| format!("{CALL}{text}\n");
    vec![
        ("plain.js", script(String::new())),
        (
            "brackets.js",
            script(format!("a({}, {}, {})", deep("(", "1", ")"), deep("[", "", "]"), deep("({a:", "1", "})"))),
        ),
        (
            "regex.js",
            script(format!("if (/{}/.test(x)) f(); x.replace(/{}/, '');", deep("(", "a", ")"), deep("(?:", "a", ")*"))),
        ),
        (
            "made.js",
            script(format!("new RegExp('{}').test(x); new RegExp('{}');", deep("(", "a", ")"), "[".repeat(LEVELS))),
        ),
        ("template.js", script(deep("`${", "1", "}`"))),
        (
            "types.ts",
            script(format!(
                "let x: {}; type F = {}; type G = {}; type H = {}",
                deep("A<", "b", ">"),
                deep("(a: ", "b", ") => c"),
                deep("[", "b", "]"),
                deep("{a: ", "b", "}")
            )),
        ),
        ("page.jsx", script(format!("const a = {};", deep("<a>", "", "</a>")))),
        ("attributes.tsx", script(format!("const a = {};", deep("<a b={", "1", "}/>")))),
        (
            "brackets.rs",
            format!(
                "fn a() {{ b({}, {}); {} c!{{{}}} }}",
                deep("(", "1", ")"),
                deep("[", "", "]"),
                deep("{", "", "}"),
                deep("[", "", "]")
            ),
        ),
        ("types.rs", format!("fn a<T: {}>() {{ f::<{}>(); }}", deep("A<", "b", ">"), deep("A<", "b", ">"))),
        (
            "attributes.rs",
            format!(
                "#[a{}]\nfn c() {{ format!(\"{}\"); Regex::new(\"{}\"); }}",
                deep("(", "b", ")"),
                deep("{", "e", "}"),
                deep("(", "a", ")")
            ),
        ),
    ]
}

/// The same of settings, documents and pages.
fn nested_settings() -> Vec<(&'static str, String)> {
    let script = |text: String| format!("{CALL}{text}\n");
    vec![
        ("a.json", format!("{{\"loginradius\": {}}}", deep("[", "", "]"))),
        ("b.json", deep("{\"loginradius\":", "1", "}")),
        ("package.json", deep("{\"exports\":", "1", "}")),
        ("tsconfig.json", deep("{\"extends\":", "1", "}")),
        ("a.yaml", format!("loginradius: {}\n", deep("[", "", "]"))),
        ("b.yaml", format!("loginradius: {}\n", deep("{a: ", "1", "}"))),
        ("c.yaml", format!("loginradius:\n  {}a\n", "- ".repeat(LEVELS))),
        ("pnpm-workspace.yaml", format!("packages: {}\n", deep("[", "a", "]"))),
        ("a.toml", format!("loginradius = {}\n", deep("[", "", "]"))),
        ("b.toml", format!("loginradius = {}\n", deep("{a = ", "1", "}"))),
        ("Cargo.toml", format!("workspace.members = {}\n", deep("[", "", "]"))),
        ("a.html", deep("<div>", "<script>fetch('https://api.loginradius.com/x')</script>", "</div>")),
        ("map.html", format!("<script type=importmap>{}</script>", deep("{\"imports\":", "1", "}"))),
        (
            "a.vue",
            format!(
                "<template>{}{{{{ {} }}}}</template>",
                deep("<a v-if=\"", "b", "\">"),
                deep("(", "fetch('a')", ")")
            ),
        ),
        ("a.svelte", format!("{}<script>{CALL}</script>", deep("{#if a}", "", "{/if}"))),
        (".env", format!("LOGINRADIUS_API_SECRET={}\nA=\"{}\"\n", deep("${", "A", "}"), deep("$(", "a", ")"))),
        ("bundle.js", script("//# sourceMappingURL=bundle.js.map".to_owned())),
        (
            "bundle.js.map",
            format!(
                "{{\"version\":3,\"sections\":{}",
                "[{\"offset\":{\"line\":0,\"column\":0},\"map\":{\"version\":3,\"sections\":".repeat(LEVELS)
            ),
        ),
        ("apis.json", format!("{{\"openapi\":\"3.0.0\",\"paths\":{{\"/a\":{}}}}}", deep("{\"a\":", "1", "}"))),
        ("apis.yaml", format!("openapi: 3.0.0\npaths: {}\n", deep("{a: ", "1", "}"))),
        ("base.json", format!("{{\"version\":1,\"findings\":{}}}", deep("[", "", "]"))),
        ("conf.toml", format!("exclude = {}\n", deep("[", "", "]"))),
    ]
}

/// Runs the program where the shell gives it so many kilobytes of stack.
fn run(folder: &Path, stack: usize, args: &[&str]) -> (Option<i32>, String) {
    let command = format!("ulimit -s {stack}; exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &command, env!("CARGO_BIN_EXE_authlint")]).args(args).current_dir(folder);
    let output =
        shell.env_remove("RUST_MIN_STACK").env_remove("GITHUB_STEP_SUMMARY").output().expect("the binary runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn no_nesting_takes_the_process_however_small_its_stack() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in nested().into_iter().chain(nested_settings()) {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    for args in [
        &["check", "--no-sift", "--format", "concise", "."][..],
        &["check", "--no-sift", "--threads", "1", "--format", "html", "."],
        &["requests", "."],
        &["init", "."],
        &["check", "--apis", "apis.json", "plain.js"],
        &["check", "--apis", "apis.yaml", "plain.js"],
        &["check", "--config", "conf.toml", "plain.js"],
        &["check", "--baseline", "base.json", "plain.js"],
    ] {
        let (code, told) = run(folder.path(), 512, args);
        assert!(matches!(code, Some(0..=2)) && !told.contains("internal error"), "{args:?}: {code:?} {told}");
        if args.contains(&"concise") {
            assert!(told.contains("plain.js:1"), "{told}");
        }
    }
}
