//! Programs whose values hold themselves, double, or have no end. Each file has a call beside them that must be found.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::support;

/// A call that lacks its secret, in a file of either language.
const JS_CALL: &str = "export const plain = () => fetch('https://api.loginradius.com/identity/v2/manage/account/1?apikey=' + process.env.KEY);";
const RUST_CALL: &str = r#"async fn plain(key: &str) { reqwest::Client::new().get(format!("https://api.loginradius.com/identity/v2/manage/account/1?apikey={key}")).send().await; }"#;

/// Whatever `h` is, it is turned into everything that a request is made of.
const JS_USES: &str = "
const U = 'https://api.loginradius.com/identity/v2/manage/account/1';
fetch(U, { headers: h }); fetch(U, { body: h, method: 'POST' }); fetch(U + h); fetch(h, h); fetch(new URL(h, U));
fetch(U + '?' + new URLSearchParams(h)); fetch(U, { headers: new Headers(h) }); fetch(new Request(h, h));
fetch(U, { headers: { a: h, b: `${h}`, c: String(h), d: h.toString(), e: btoa(h), [h]: h } });
axios.get(U, { params: h, headers: h, auth: h }); axios.create(h).post(h, h, h); $.ajax(h);
const x = new XMLHttpRequest(); x.open('GET', h); x.setRequestHeader(h, h); x.send(h);
for (const a of h) fetch(U, { headers: a }); Object.entries(h).map(([a, b]) => fetch(U, { headers: { [a]: b } }));
h.concat(h).join('&'); h.flat(Infinity); structuredClone(h); JSON.parse(JSON.stringify({ ...h, h }));
unknown(h); new Unknown(h); await h; h(h); new h(h); h[h][h]; const { a, ...rest } = h; fetch(U, { headers: { a, ...rest } });
";

const RUST_USES: &str = "
    let c = reqwest::Client::new();
    const U: &str = \"https://api.loginradius.com/identity/v2/manage/account/1\";
    c.post(U).query(&m).form(&m).json(&m).headers(m.clone()).send().await;
    c.get(format!(\"{U}{:?}\", m)).header(\"a\", m.to_string()).bearer_auth(m.clone()).send().await;
    for (k, v) in &m { c.get(U).header(k, v).send().await; }
    c.get(m.join(\"&\")).send().await; c.get(U).query(&[m.clone(), m.clone()].concat()).send().await;
";

/// Values that hold themselves.
const JS_CIRCLES: &[&str] = &[
    "const h = {}; h.b = h;",
    "const h = []; h.push(h);",
    "const h = [], g = [h]; h.push(g); h.push([h, g]);",
    "const h = new Map(); h.set('a', h);",
    "const h = new Headers(); h.set('a', h); h.append('b', h);",
    "const h = new URL('https://api.loginradius.com/a'); h.pathname = h; h.search = h; h.host = h; h.searchParams.set('a', h);",
    "const h = new URLSearchParams(); h.set('a', h); h.append('b', h);",
    "const h = new XMLHttpRequest(); h.open('GET', h); h.setRequestHeader('a', h); h.send(h);",
    "const h = new Request('https://api.loginradius.com/a'); h.headers = h; h.url = h; h.body = h;",
    "const h = axios.create(); h.defaults.headers = h; h.defaults.baseURL = h; h.defaults.params = h;",
    "class C { constructor() { this.self = this; this.headers = this; } get x() { return this.x; } toString() { return `${this}`; } } const h = new C();",
    "const h = { get a() { return h.a; }, get b() { return h; }, toString() { return '' + h; } };",
    "const h = {}; Object.assign(h, { a: h, b: [h] }); Object.assign(h, h); h.c = { ...h };",
    "const h = {}; Object.defineProperty(h, 'a', { get() { return h; } }); h.b = Object.entries(h); h.c = Object.fromEntries([['a', h]]);",
    "function F() { this.f = this; } F.prototype.g = F.prototype; F.prototype.h = new F(); const h = new F();",
    "const h = module.exports; module.exports.h = module.exports; module.exports.m = module;",
    "const h = {}; h.params = h.headers = h.data = h.url = h.baseURL = h.auth = h.body = h.method = h;",
    "const h = () => h; h.h = h; h.toString = h; h.prototype = h; h.c = h.bind(h);",
    // Classes that extend one another.
    "class A extends B { m() { super.m(); return this.q; } } class B extends A {} const h = new A(); h.zzz(); A.stat; B.make();",
    "class A extends B {} class B extends C {} class C extends A {} const h = new B(); h.zzz; C.x; class D extends A { static s = D.q; go() { super.go(); } } new D().go();",
    "class A extends A {} const h = new A(); h.x; A.y;",
    "const M = (P) => class extends M(P) {}; class X extends M(Object) {} const h = new X(); h.y; X.z;",
    "const N = (P) => class extends P {}; class Y extends N(Y) {} const h = new Y(); h.foo(); Y.b; class Z extends N(N(N(Z))) {} new Z().foo;",
];

const RUST_CIRCLES: &[&str] = &[
    "let mut m = HashMap::new(); m.insert(\"a\", m.clone()); m.insert(\"b\", &m);",
    "let mut m = vec![]; m.push(m.clone()); m.extend(m.clone()); m.append(&mut m);",
    "let mut m = S::default(); m.s = Some(Box::new(m)); m.t.s.push(m.clone()); m.me().me();",
];

/// What is done to `s`, which is a list, text or map, some sixty times.
const JS_DOUBLING: &[(&str, &str)] = &[
    ("['x']", "s = [...s, ...s];"),
    ("['x']", "s.push(...s);"),
    ("['x']", "s = s.concat(s, s);"),
    ("['x', 'y']", "s = [s.join(s), s.join(s)];"),
    ("['x']", "s = s.flatMap((a) => [a, a]);"),
    ("['x']", "s = s.map(() => s);"),
    ("['x']", "s = JSON.stringify([s, s]);"),
    ("'xx'", "s = s.replace(/x/g, s);"),
    ("'xx'", "s = s.replaceAll('x', s);"),
    ("'x'", "s = `${s}${s}`;"),
    ("'x'", "s = (s + s).toUpperCase();"),
    ("'x'", "s = Object.keys({ [s + s]: 1 })[0];"),
    ("'x,x'", "s = s.split(',').join(s);"),
    ("'x=1'", "s = new URLSearchParams({ a: s, b: s }).toString();"),
    ("{}", "s = { a: s, b: s };"),
    ("{}", "s = { a: [s], b: new Map([['x', s]]), ...s };"),
    ("'x'", "s = window.q ? s + s : s + 'y';"),
    ("function () {}", "s = s.bind(s);"),
];

const RUST_DOUBLING: &[(&str, &str)] = &[
    ("vec![\"x\"]", "s = [s.clone(), s.clone()].concat();"),
    ("vec![\"x\"]", "s.extend(s.clone());"),
    ("String::from(\"x\")", "s = format!(\"{s}{s}\");"),
    ("String::from(\"x\")", "s.push_str(&s.clone());"),
];

/// What has no end by itself.
const JS_ENDLESS: &[&str] = &[
    "class C { a = new C(); b = new C(); c = new C(); } const h = new C();",
    "class C { constructor() { this.a = new C(); this.b = new C(); this.c = new C(); } } const h = new C();",
    "class C { a = new D(); b = new D(); } class D { a = new C(); b = new C(); } const h = new D();",
    "const C = (P) => class extends P { a = new (C(P))(); b = new (C(P))(); }; const h = new (C(Object))();",
    "function r(a, b, c) { return r(b, c, a) + r(c, a, b) + r(a, c, b); } const h = r('x', 'y', 'z');",
];

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("a file is written");
}

/// Runs the binary on files; each of them has one call that has to be found. Gives the steps that it took.
fn run(files: &[(String, String)]) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(folder.path())
        .args(["check", "--format", "json", "--no-sift", "--stats", "."])
        .output()
        .expect("the binary runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    let found = report["findings"].as_array().expect("findings").iter();
    let found: BTreeSet<&str> = found
        .filter(|it| it["rule"] == "incomplete-credentials")
        .map(|it| it["path"].as_str().expect("a path").trim_start_matches("./"))
        .collect();
    let missed: Vec<&str> = files.iter().map(|(name, _)| &**name).filter(|name| !found.contains(name)).collect();
    assert!(missed.is_empty(), "nothing is found in {missed:?}: {errors}");
    let steps = errors.split("; ").find_map(|part| part.split_once(" steps")).expect("steps are counted");
    steps.0.parse().expect("a number")
}

#[test]
fn values_that_hold_themselves_end_nothing() {
    let js = JS_CIRCLES.iter().enumerate();
    let mut files: Vec<(String, String)> =
        js.map(|(at, made)| (format!("c{at}.js"), format!("{JS_CALL}\n{made}\n{JS_USES}"))).collect();
    for (at, made) in RUST_CIRCLES.iter().enumerate() {
        let types = "#[derive(Serialize, Clone, Default)] struct S { s: Option<Box<S>>, #[serde(flatten)] t: T }
            #[derive(Serialize, Clone, Default)] struct T { s: Vec<S>, t: Box<T> }
            impl S { fn me(&self) -> &S { self.me() } }";
        let text = format!("{types}\n{RUST_CALL}\nasync fn go() {{ {made} {RUST_USES} }}");
        files.push((format!("c{at}.rs"), text));
    }
    // Across files, and in components.
    for (own, other) in [("a", "b"), ("b", "a")] {
        let class = format!(
            "import {{ {other} }} from './x{other}.js'; export class {own} extends {other} {{ go() {{ this.zz(); }} }} new {own}().go();"
        );
        files.push((format!("x{own}.js"), format!("{JS_CALL}\n{class}")));
    }
    let component = "export default { data() { return { a: this }; }, computed: { me() { return this; }, other() { return this.other; } },
        methods: { go() { fetch('https://api.loginradius.com/a', { headers: this.me, body: this.other }); fetch('https://api.loginradius.com/a' + this.me); } } }";
    files.push(("vue.js".to_owned(), format!("{JS_CALL}\n{component}")));
    run(&files);
}

#[test]
fn what_doubles_is_bounded() {
    let js = JS_DOUBLING.iter().enumerate();
    let uses = "fetch('https://api.loginradius.com/a', { headers: { s }, body: s }); fetch(s);";
    let mut files: Vec<(String, String)> = js
        .map(|(at, (first, step))| {
            (format!("d{at}.js"), format!("{JS_CALL}\nlet s = {first};\n{}\n{uses}", step.repeat(60)))
        })
        .collect();
    for (at, made) in JS_ENDLESS.iter().enumerate() {
        files.push((format!("e{at}.js"), format!("{JS_CALL}\n{made}\nfetch('https://api.loginradius.com/a' + h.a);")));
    }
    let (each, ends) = ("for (const a of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {".repeat(12), "}".repeat(12));
    files.push(("loops.js".to_owned(), format!("{JS_CALL}\nlet o = [];\n{each} o.push(a); {ends}")));
    for (at, (first, step)) in RUST_DOUBLING.iter().enumerate() {
        let text = format!(
            "{RUST_CALL}\nasync fn go() {{ let mut s = {first}; {} reqwest::Client::new().get(&s).query(&s).send().await; }}",
            step.repeat(60)
        );
        files.push((format!("d{at}.rs"), text));
    }
    let steps = run(&files);
    assert!(steps < 400_000, "{steps} steps");
}

#[test]
fn what_is_long_takes_steps_by_its_length() {
    let program = |count: usize| {
        let mut text = format!("{JS_CALL}\nlet o = '', p = {{}}, q = [];\n");
        for at in 0..count {
            let _ = writeln!(text, "o += 'x'; p.p{at} = o; q.push(p); const v{at} = [...q];");
        }
        vec![("long.js".to_owned(), text)]
    };
    let (short, long) = (run(&program(200)), run(&program(2_000)));
    assert!(long < 11 * short, "{short} and {long} steps");
}

#[test]
fn what_nests_deeply_is_read_or_said() {
    let deep = |open: &str, inner: &str, close: &str| format!("{}{inner}{}", open.repeat(12_000), close.repeat(12_000));
    let scripts = [
        ("parens", deep("(", "1", ")")),
        ("lists", deep("[", "", "]")),
        ("objects", format!("const o = {}", deep("{a:", "1", "}"))),
        ("blocks", deep("{", "", "}")),
        ("functions", deep("(() => ", "1", ")")),
        ("calls", format!("a{}", "()".repeat(12_000))),
        ("members", format!("a{}", ".b".repeat(12_000))),
        ("pluses", format!("let p = 'a'{}", " + 'a'".repeat(12_000))),
        ("ternaries", format!("let t = {}1", "a ? b : ".repeat(12_000))),
        ("types", format!("type T = {}", deep("Array<", "string", ">"))),
        ("unions", format!("type U = 'a'{}", " | 'a'".repeat(12_000))),
        ("markup", deep("<a>", "", "</a>")),
        ("templates", deep("`${", "1", "}`")),
        ("ifs", format!("{}{{}}", "if (a) {} else ".repeat(12_000))),
    ];
    let mut files: Vec<(String, String)> = Vec::new();
    for (name, text) in scripts {
        let text = format!("{text}\n");
        files.push((format!("{name}.js"), text.clone()));
        files.push((format!("{name}.tsx"), text));
    }
    let rust = [
        ("parens", format!("fn a() {{ let x = {}; }}", deep("(", "1", ")"))),
        ("blocks", format!("fn a() {{ {} }}", deep("{", "", "}"))),
        ("types", format!("type T = {};", deep("Vec<", "u8", ">"))),
        ("calls", format!("fn a() {{ b{}; }}", ".c()".repeat(12_000))),
        ("pluses", format!("fn a() {{ let x = 1{}; }}", " + 1".repeat(12_000))),
        ("macros", format!("fn a() {{ m!({}); }}", deep("[", "", "]"))),
        ("modules", deep("mod a {", "", "}")),
        ("uses", format!("use a{};", "::a".repeat(12_000))),
        ("groups", format!("use {};", deep("a::{", "b", "}"))),
        ("patterns", format!("fn a() {{ let {} = b; }}", deep("(", "c", ",)"))),
        ("refs", format!("fn a() {{ let x = {}b; }}", "&".repeat(12_000))),
    ];
    files.extend(rust.into_iter().map(|(name, text)| (format!("{name}.rs"), text)));
    for (name, text) in [
        ("list.json", deep("[", "", "]")),
        ("map.json", deep("{\"a\":", "1", "}")),
        ("package.json", deep("{\"exports\":", "1", "}")),
        ("tsconfig.json", deep("{\"a\":", "1", "}")),
        ("list.yaml", deep("[", "", "]")),
        ("lines.yaml", (0..2_000).map(|at| format!("{}a:\n", " ".repeat(at))).collect()),
        ("dashes.yml", deep("- ", "a", "")),
        ("list.toml", format!("a = {}", deep("[", "", "]"))),
        ("table.toml", format!("[a{}]\nb = 1", ".a".repeat(12_000))),
        ("Cargo.toml", format!("a = {}", deep("[", "", "]"))),
        ("page.html", deep("<div>", "<script>fetch('a')</script>", "</div>")),
        ("page.vue", deep("<div>", "", "</div>")),
    ] {
        files.push((name.to_owned(), text));
    }
    files.push(("plain.js".to_owned(), JS_CALL.to_owned()));
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in &files {
        write(folder.path(), name, text);
    }
    let found = support::check(folder.path(), &["--no-sift"]);
    assert!(found.contains(&("plain.js".to_owned(), 1, "incomplete-credentials".to_owned())), "{found:?}");
}

/// What is written again and again within itself, as what stands in front of it, behind it, and around all of that, where
/// something is evaluated more than once.
const JS_NESTED: &[[&str; 4]] = &[
    ["@a(class { @a(", "1", ") x })", "class A { % y }"],
    ["class { @a(", "1", ") accessor x }", "const z = %;"],
    ["a[", "1", "] += 1", "%;"],
    ["a[", "1", "] ??= b", "%;"],
    ["f(a)[", "1", "] &&= b", "%;"],
    ["new (class extends f(", "1", ") {})", "const z = %;"],
    ["(() => { while (c) { ", "b()", " } })()", "%;"],
    ["while (c) { ", "b();", " }", "%"],
    ["for (const q of r) { ", "b();", " }", "%"],
    ["(q", "1", " && d || e)", "const q = w ? 1 : 0, d = v ? 1 : 0, e = u ? 1 : 0; if (%) b();"],
];

const RUST_NESTED: &[[&str; 4]] = &[
    ["{ a[", "1", "] += 1; a }", "fn x() { %; }"],
    ["{ *a.b(", "1", ") += 1; a }", "fn x() { %; }"],
    ["f(&mut a[", "1", "])", "fn x() { let mut a = 1; %; }"],
    ["std::mem::take(&mut a[", "1", "])", "fn x() { let mut a = 1; %; }"],
    ["{ while let Some(a) = ", "1", " { b } }", "fn x() { %; }"],
    ["format!(\"{a}{a}{a:x}\", a = ", "1", ")", "fn x() { %; }"],
    ["format!(\"{0}{0}\", ", "1", ")", "fn x() { %; }"],
];

#[test]
fn what_is_nested_is_evaluated_a_bounded_number_of_times() {
    let nested = |[front, inner, back, around]: &[&str; 4], count: usize| {
        around.replace('%', &format!("{}{inner}{}", front.repeat(count), back.repeat(count)))
    };
    let forms = JS_NESTED.iter().map(|form| (form, "a.ts", JS_CALL));
    for (form, name, call) in forms.chain(RUST_NESTED.iter().map(|form| (form, "a.rs", RUST_CALL))) {
        let steps = |count| run(&[(name.to_owned(), format!("{call}\n{}\n", nested(form, count)))]);
        let (half, whole) = (steps(20), steps(40));
        assert!(whole < 10 * half && whole < 2_000_000, "{form:?}: {half} and {whole} steps");
    }
}
