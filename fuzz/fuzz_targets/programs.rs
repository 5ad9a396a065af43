//! Programs put together of statements that mean something, so that values meet that nobody would let meet.
#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use authlint::clients::Clients;
use authlint::interpreter;
use authlint::source::{FileId, files::kind_of};
use libfuzzer_sys::fuzz_target;

static CLIENTS: LazyLock<Clients> = LazyLock::new(|| Clients::built_in().expect("the tables are valid"));

/// More steps are taken by no program of so few statements.
const MOST_STEPS: usize = 2_000_000;

#[derive(Debug, Arbitrary)]
struct Program {
    rust: bool,
    statements: Vec<(u8, u8, u8, u8)>,
}

/// Statements over variables `$a`, `$b` and `$c`.
const SCRIPT: &[&str] = &[
    "let $a = {};",
    "let $a = [];",
    "let $a = 'https://api.example.com/v2/' + $b;",
    "let $a = new Map([['x', $b]]);",
    "let $a = new Headers($b);",
    "let $a = new URL($b, $c);",
    "let $a = new URLSearchParams($b);",
    "let $a = axios.create({ baseURL: $b, headers: $c });",
    "let $a = ($b) => $c;",
    "class $a extends $b { x = new $c(); m() { return this.n($b); } get g() { return $c; } static s = $c; }",
    "function $a($b, $c) { if ($b) return $a($c, $b); this.f = $c; return fetch($b, { headers: $c }); }",
    "$a.x = $b;",
    "$a[$b] = $c;",
    "$a.push($b, ...$c);",
    "$a = [...$a, ...$b];",
    "$a = { ...$b, x: $c, ...$a };",
    "$a = `${$b}?a=${$c}`;",
    "$a += $b;",
    "$a = $b.map(($c) => $a);",
    "$a = $b.replace(/(.)/g, $c);",
    "$a = JSON.stringify([$b, $c]);",
    "$a = Object.assign($b, $c);",
    "$a = Object.entries($b);",
    "$a = $b.concat($c).join($a);",
    "$a = $b.bind($c);",
    "$a = new $b($c);",
    "$a = $b($c);",
    "$a = await $b;",
    "for (const k of $a) { $b = k; fetch($c, { headers: $b }); }",
    "for (const k in $a) { $b[k] = $c; }",
    "while ($a) { $b = [$b]; if ($c) break; }",
    "if ($a) { $b = $c; } else { $c = $b; }",
    "try { $a = $b; throw $c; } catch (e) { $a = e; } finally { $b = $a; }",
    "switch ($a) { case $b: $c = $a; break; default: $a = $c; }",
    "const { x: $a, ...$b } = $c;",
    "const [$a, ...$b] = $c;",
    "fetch($a, { method: $b, headers: $c, body: $a });",
    "axios.post($a, $b, { headers: $c, auth: $a });",
    "$.ajax({ url: $a, data: $b, headers: $c });",
    "$a.interceptors.request.use((c) => { c.headers = $b; return c; });",
    "$a.prototype.y = $b;",
    "module.exports = { $a, $b };",
    "export default { data() { return { a: $a }; }, computed: { b() { return this.b; } }, methods: { go() { fetch(this.a, $b); } } };",
];

const RUST: &[&str] = &[
    "let mut $a = HashMap::new();",
    "let mut $a = vec![$b, $c];",
    "let mut $a = String::from($b);",
    "let $a = format!(\"{}{}\", $b, $c);",
    "$a.insert($b, $c.clone());",
    "$a.push($b.clone());",
    "$a.extend($b.clone());",
    "$a.push_str(&$b);",
    "let $a = [$b.clone(), $c.clone()].concat();",
    "let $a = $b.iter().map(|x| $c.clone()).collect::<Vec<_>>();",
    "let $a = S { a: $b, b: $c };",
    "let $a = Client::new().get($b).headers($c.clone());",
    "let $a = $b.header(\"x\", $c).send().await?;",
    "let $a = if $b { $c } else { $a };",
    "let $a = match $b { Some($c) => $c, None => $a };",
    "for x in $a.iter() { $b = x.clone(); $c.push($b); }",
    "loop { $a = $b.clone(); if $c { break; } }",
    "let $a = |$b| $c.clone();",
    "let $a = $b.unwrap_or_else(|| $c.clone());",
    "macro_rules! $a { ($x:expr) => { $b($x, $c!($x)) }; }",
    "let $a = $b!($c);",
];

fuzz_target!(|program: Program| {
    let table = if program.rust { RUST } else { SCRIPT };
    let mut body = String::new();
    for (which, a, b, c) in program.statements.iter().take(48) {
        let name = |at: &u8| format!("v{}", at % 6);
        let statement = table[usize::from(*which) % table.len()];
        body.push_str(&statement.replace("$a", &name(a)).replace("$b", &name(b)).replace("$c", &name(c)));
        body.push('\n');
    }
    let (name, text) = if program.rust {
        ("a.rs", format!("struct S {{ a: Box<S>, b: String }}\nasync fn go(v0: String, v1: S, v2: Vec<S>) {{\n{body}}}"))
    } else {
        ("a.js", format!("import axios from 'axios';\nlet v0, v1 = 'x', v2;\n{body}"))
    };
    let Some(kind) = kind_of(name.as_ref()) else { return };
    let module = authlint::syntax::lower(FileId(0), kind, &text);
    let single = authlint::ir::program::Single { module: &module, text: &text };
    let evaluation = interpreter::evaluate(&single, &[FileId(0)], &CLIENTS);
    assert!(evaluation.steps < MOST_STEPS, "{} steps", evaluation.steps);
});
