//! The Rust front-end, through the library: what text becomes in the IR.

use std::fmt::Write as _;

use authlint::ir::{
    Block, Element, Entry, ExportValue, ExprId, ExprKind, FunctionId, Key, Module, Pattern, Stmt, TemplatePart,
};
use authlint::source::{FileId, SourceKind};
use authlint::syntax::{STACK_SIZE, lower};
use proptest::prelude::*;

fn on_large_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(STACK_SIZE).spawn(run).unwrap().join().unwrap()
}

fn module(text: &str) -> Module {
    let text = text.to_owned();
    on_large_stack(move || lower(FileId(0), SourceKind::Rust, &text))
}

/// A short text for an expression: enough to tell one lowering from another.
fn show(m: &Module, id: ExprId) -> String {
    match &m.expr(id).kind {
        ExprKind::Str(text) => format!("{text:?}"),
        ExprKind::Num(text) => text.to_string(),
        ExprKind::Bool(bool) => bool.to_string(),
        ExprKind::Null => "null".into(),
        ExprKind::Template(parts) => {
            let parts: Vec<String> = parts
                .iter()
                .map(|part| match part {
                    TemplatePart::Text(text, _) => text.to_string(),
                    TemplatePart::Hole(id) => format!("${{{}}}", show(m, *id)),
                })
                .collect();
            format!("`{}`", parts.concat())
        }
        ExprKind::Name(binding) => m.binding(*binding).name.to_string(),
        ExprKind::Global(name) => format!("@{name}"),
        ExprKind::This => "this".into(),
        ExprKind::Member { object, key } => format!("{}.{}", show(m, *object), show_key(m, key)),
        ExprKind::Object { ty, entries } => {
            let ty = ty.as_ref().map(|ty| format!("{} ", ty.path)).unwrap_or_default();
            let entries: Vec<String> = entries
                .iter()
                .map(|entry| match entry {
                    Entry::Pair(key, value, _) => format!("{}: {}", show_key(m, key), show(m, *value)),
                    Entry::Spread(value) => format!("..{}", show(m, *value)),
                    Entry::Getter(..) | Entry::Setter(..) => "getter".into(),
                })
                .collect();
            format!("{ty}{{{}}}", entries.join(", "))
        }
        ExprKind::Array(items) => format!("[{}]", show_list(m, items)),
        ExprKind::Call { callee, args, types } => {
            let types: Vec<&str> = types.iter().map(|ty| &*ty.path).collect();
            let types = if types.is_empty() { String::new() } else { format!("<{}>", types.join(", ")) };
            format!("{}{types}({})", show(m, *callee), show_list(m, args))
        }
        ExprKind::Branch { subject, arms, exhaustive } => {
            let mut out = format!("branch{}", if *exhaustive { "!" } else { "" });
            if let Some(subject) = subject {
                write!(out, " {}", show(m, *subject)).unwrap();
            }
            for arm in arms {
                let pattern = arm.pattern.as_ref().map(|pattern| show_pattern(m, pattern)).unwrap_or_default();
                let guard = arm.guard.map(|guard| format!(" if {}", show(m, guard))).unwrap_or_default();
                write!(out, " [{pattern}{guard} => {}]", show_block(m, &arm.body)).unwrap();
            }
            out
        }
        ExprKind::Logic { op, left, right } => format!("({} {op:?} {})", show(m, *left), show(m, *right)),
        ExprKind::Function(id) => show_function(m, *id),
        ExprKind::Class(id) => format!("class {}", m.class(*id).name),
        ExprKind::Show(value) => format!("show {}", show(m, *value)),
        ExprKind::Await(value) | ExprKind::Try(value) => format!("await {}", show(m, *value)),
        ExprKind::Assign { target, op, value } => {
            format!("{} {op:?} {}", show_pattern(m, target), show(m, *value))
        }
        ExprKind::Cast { value, ty } => {
            format!("{} as {}", show(m, *value), ty.as_ref().map_or("?", |ty| &ty.path))
        }
        ExprKind::Block(block) => show_block(m, block),
        ExprKind::Leaving(block) => format!("leaving {}", show_block(m, block)),
        ExprKind::Sequence { parts, .. } => {
            format!("seq({})", parts.iter().map(|part| show(m, *part)).collect::<Vec<_>>().join(", "))
        }
        ExprKind::Not(value) => format!("!{}", show(m, *value)),
        ExprKind::Compare { op, left, right } => {
            format!("({} {} {})", show(m, *left), op.operator(), show(m, *right))
        }
        other => format!("{other:?}"),
    }
}

fn show_list(m: &Module, items: &[Element]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| match item {
            Element::Item(id) => show(m, *id),
            Element::Spread(id) => format!("..{}", show(m, *id)),
        })
        .collect();
    items.join(", ")
}

fn show_key(m: &Module, key: &Key) -> String {
    match key {
        Key::Name(name, _) => name.to_string(),
        Key::Computed(id) => format!("[{}]", show(m, *id)),
    }
}

fn show_pattern(m: &Module, pattern: &Pattern) -> String {
    match pattern {
        Pattern::Ignore => "_".into(),
        Pattern::Binding(id) => m.binding(*id).name.to_string(),
        Pattern::Place(id) | Pattern::Literal(id) => show(m, *id),
        Pattern::Default(pattern, id) => format!("{} = {}", show_pattern(m, pattern), show(m, *id)),
        Pattern::Object { fields, .. } => {
            let fields: Vec<String> =
                fields.iter().map(|(key, p)| format!("{}: {}", show_key(m, key), show_pattern(m, p))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        Pattern::Array { items, rest } => {
            let mut parts: Vec<String> =
                items.iter().map(|p| p.as_ref().map_or("_".into(), |p| show_pattern(m, p))).collect();
            parts.extend(rest.iter().map(|rest| format!("..{}", show_pattern(m, rest))));
            format!("[{}]", parts.join(", "))
        }
        Pattern::Variant { path, items } => {
            format!("{path}({})", items.iter().map(|p| show_pattern(m, p)).collect::<Vec<_>>().join(", "))
        }
        Pattern::Or(sides) => sides.iter().map(|p| show_pattern(m, p)).collect::<Vec<_>>().join(" | "),
    }
}

fn show_block(m: &Module, block: &Block) -> String {
    let mut parts: Vec<String> = block.stmts.iter().map(|stmt| show_stmt(m, stmt)).collect();
    parts.extend(block.value.map(|value| show(m, value)));
    format!("{{{}}}", parts.join("; "))
}

fn show_stmt(m: &Module, stmt: &Stmt) -> String {
    let value = |id: &Option<ExprId>| id.map(|id| show(m, id)).unwrap_or_default();
    match stmt {
        Stmt::Expr(id) => show(m, *id),
        Stmt::Bind { pattern, value: given, otherwise } => {
            let otherwise = otherwise.as_ref().map(|b| format!(" else {}", show_block(m, b))).unwrap_or_default();
            format!("let {} = {}{otherwise}", show_pattern(m, pattern), value(given))
        }
        Stmt::Return(id) => format!("return {}", value(id)),
        Stmt::Fail(id) => format!("fail {}", value(id)),
        Stmt::Exit(_, id) => format!("exit {}", value(id)),
        Stmt::Try { .. } | Stmt::MayThrow => unreachable!("of scripts alone"),
        Stmt::Loop { each, body, .. } => {
            let each = each.as_deref().map(|(p, id)| format!(" {} in {}", show_pattern(m, p), show(m, *id)));
            format!("loop{} {}", each.unwrap_or_default(), show_block(m, body))
        }
    }
}

fn show_function(m: &Module, id: FunctionId) -> String {
    let function = m.function(id);
    let params: Vec<String> = function.params.iter().map(|param| show_pattern(m, &param.pattern)).collect();
    format!("|{}| {}", params.join(", "), show_block(m, &function.body))
}

/// The body of `fn f`, in a file of the given items.
#[track_caller]
fn body_with(items: &str, code: &str) -> String {
    let m = module(&format!("{items}\nfn f() {{ {code} }}"));
    assert!(m.problems.is_empty(), "{:?}", m.problems);
    let f = m.functions.iter().find(|function| function.name.as_deref() == Some("f")).unwrap();
    show_block(&m, &f.body)
}

#[track_caller]
fn body(code: &str) -> String {
    body_with("", code)
}

#[track_caller]
fn slice(m: &Module, text: &str, wanted: &str) -> String {
    for expr in &m.exprs {
        if let ExprKind::Str(value) = &expr.kind
            && &**value == wanted
        {
            return text[expr.span.start as usize..expr.span.end as usize].to_owned();
        }
    }
    panic!("no {wanted:?}");
}

#[test]
fn paths_are_resolved() {
    let uses = "use reqwest::{Client, header::{self, HeaderMap as Map}}; use anyhow::anyhow;";
    assert_eq!(body_with(uses, "Client::new()"), "{@reqwest::Client::new()}");
    assert_eq!(body_with(uses, "header::AUTHORIZATION"), "{@reqwest::header::AUTHORIZATION}");
    assert_eq!(body_with(uses, "Map::new()"), "{@reqwest::header::HeaderMap::new()}");
    assert_eq!(body_with(uses, "anyhow::Error::msg(1)"), "{@anyhow::Error::msg(1)}");
    assert_eq!(body("core::mem::take(x)"), "{@std::mem::take(@x)}");
    assert_eq!(body_with("use reqwest::header::*;", "AUTHORIZATION"), "{@reqwest::header::AUTHORIZATION}");
    assert_eq!(body_with("use a::*; use b::*;", "KEY"), "{@KEY}");
    assert_eq!(body_with("mod config;", "config::KEY"), "{@self::config::KEY}");
    assert_eq!(body("crate::config::KEY"), "{@crate::config::KEY}");
}

#[test]
fn modules_of_the_file() {
    let m = module(
        "mod config { pub const KEY: &str = \"k\"; pub mod deep { pub fn g() -> &'static str { super::KEY } } }
         use config::*; fn f() { config::KEY; crate::config::KEY; self::config::deep::g(); KEY; deep::g() }
         #[cfg(test)] mod tests { use super::*; fn t() { f(); super::config::KEY } }",
    );
    let all: Vec<String> = m
        .functions
        .iter()
        .skip(1)
        .map(|f| format!("{}{}", f.name.as_deref().unwrap_or(""), show_block(&m, &f.body)))
        .collect();
    assert_eq!(all, ["g{KEY}", "f{KEY; KEY; g(); KEY; g()}", "t{f(); KEY}"]);
    let names: Vec<&str> = m.exports.iter().map(|export| &*export.name).collect();
    assert!(names.contains(&"config::deep::g"), "{names:?}");
    assert!(m.exports.iter().all(|export| matches!(export.value, ExportValue::Binding(_))));
}

#[test]
fn constants_stand_before_their_uses() {
    let m = module("const URL: &str = concat!(\"a\", 1); const FULL: &str = BASE; const BASE: &str = URL;");
    assert_eq!(
        show_block(&m, &m.function(m.top()).body),
        "{let URL = `a1` as str; let BASE = URL as str; let FULL = BASE as str}"
    );
}

#[test]
fn structs_enums_and_impls() {
    let m = module(
        "#[derive(Serialize)] #[serde(rename_all = \"camelCase\")]
         struct Query { api_key: String, #[serde(rename = \"sid\")] session_id: Option<Arc<reqwest::Client>> }
         #[serde(rename_all = \"kebab-case\")] pub enum Region { EastAsia, Other(String) }
         trait Api { fn base(&self) -> String; fn url(&self) -> String { self.base() } const V: u8 = 1; }
         impl Api for Query { fn base(&self) -> String { Self::make() } }
         impl Query { const K: &'static str = \"k\"; fn make() -> Self { Self { api_key: Self::K.into(), ..x } } }",
    );
    let class = &m.classes[0];
    let renames: Vec<(&str, &str)> = class.renames.iter().map(|(a, b)| (&**a, &**b)).collect();
    assert_eq!(renames, [("api_key", "apiKey"), ("session_id", "sid")]);
    assert_eq!(&*class.fields[1].ty.as_ref().unwrap().path, "crate:reqwest::Client");
    let methods: Vec<(String, bool)> = class.methods.iter().map(|x| (show_key(&m, &x.key), x.is_static)).collect();
    assert_eq!(methods, [("base".into(), false), ("make".into(), true), ("url".into(), false)]);
    let make = class.methods[1].function;
    assert_eq!(show_function(&m, make), "|| {Query {..@x, api_key: Query.K.into()}}");
    assert_eq!(m.function(make).returns.as_ref().unwrap().class.unwrap().at, 0);
    let region = &m.classes[1];
    assert_eq!(show(&m, region.fields[0].value.unwrap()), "\"east-asia\"");
    assert_eq!(m.classes[2].methods.len(), 2, "a trait with one implementor has its methods");
}

#[test]
fn types_are_paths() {
    let m = module(
        "use reqwest::Client as C; type Shared = Arc<C>;
         fn f<T: Http + Send>(a: &mut Shared, b: Option<T>, c: Box<dyn Fetch>, d: impl Future<Output = C>,
         e: HashMap<String, C>, g: Result<Vec<C>, E>) {}",
    );
    let f = m.functions.iter().find(|function| function.name.as_deref() == Some("f")).unwrap();
    let types: Vec<&str> = f.params.iter().map(|param| &*param.ty.as_ref().unwrap().path).collect();
    assert_eq!(
        types,
        [
            "crate:reqwest::Client",
            "crate:Http",
            "crate:Fetch",
            "crate:reqwest::Client",
            "crate:HashMap",
            "crate:std::vec::Vec"
        ]
    );
    assert_eq!(&*f.params[4].ty.as_ref().unwrap().args[1].path, "crate:reqwest::Client");
}

#[test]
fn expressions() {
    assert_eq!(body("a.get::<T>(&b)?.send().await?.0"), "{await await await @a.get<crate:T>(show @b).send().0}");
    assert_eq!(body("let x = 1; let x = x + \"b\" + &c; x"), "{let x = 1; let x = `${x}b${@c}`; x}");
    assert_eq!(body("let v: Client = Some(Ok(x)); Err(y)"), "{let v = @x as crate:Client; fail @y}");
    assert_eq!(body("let s = |a, (b, c)| a; s"), "{let s = |a, [b, c]| {a}; s}");
    assert_eq!(body("[1, 2]; (a, 3); [0; 9]; a[\"k\"]; a[i]; ()"), "{[1, 2]; [@a, 3]; [0]; @a.k; @a.[@i]; Undefined}");
    assert_eq!(body("S { a, b: 2, ..c }"), "{crate:S {..@c, a: @a, b: 2}}");
    assert_eq!(body("let mut s = a; s += b; s = c; s.x = d; s -= 1;"), {
        "{let s = @a; s Append @b; s Set @c; s.x Set @d; s Other 1}"
    });
    assert_eq!(
        body("a == b && c != d || !e"),
        "{((@a == @b) And (@c != @d)) Or !@e)}".replacen('(', "((", 1).replace("((((", "(((")
    );
    assert_eq!(body("async move { return 1; }; x as u8; -1"), "{leaving {return 1}; @x as u8; -1}");
}

#[test]
fn branches() {
    assert_eq!(body("if a { 1 } else if b { 2 } else { 3 }"), "{branch! [ if @a => {1}] [ if @b => {2}] [ => {3}]}");
    assert_eq!(
        body("if let Some(x) = a && x { x } else if let Ok(y) = b { y } else { c }"),
        "{branch! @a [Some(x) if x => {x}] [ => {branch! @b [Ok(y) => {y}] [ => {@c}]}]}"
    );
    assert_eq!(body("if p && let Some(x) = a { x }"), "{branch [ if @p => {branch @a [Some(x) => {x}]}]}");
    assert_eq!(
        body(
            "match a { \"x\" | \"y\" => 1, Some(n) if n => n, None => return 2, E::V { k, .. } => k, [f, .., l] => f, _ => 3 }"
        ),
        "{branch! @a [\"x\" | \"y\" => {1}] [Some(n) if n => {n}] [null => {return 2}] [{k: k} => {k}] [[f] => {f}] [ => {3}]}"
    );
    assert_eq!(
        body("for (k, v) in m { continue; } while let Some(x) = y { x; } loop { break; }"),
        "{loop [k, v] in @m {exit }; loop  {branch! @y [Some(x) => {x}] [ => {exit }]}; loop  {exit }; Unknown}"
            .replace("loop  {", "loop {")
    );
    assert_eq!(body("let Some(x) = a else { return; }; x"), "{let Some(x) = @a else {return }; x}");
}

#[test]
fn macros() {
    assert_eq!(body("let u = 1; format!(\"a{{{u}?k={}&s={0:?}{n}\", k, n = 2)"), {
        "{let u = 1; `a{${u}?k=${@k}&s=${@k}${2}`}"
    });
    assert_eq!(body_with("use tracing::info;", "info!(user = %u, \"x {}\", k)"), "{@tracing::info!(@u, `x ${@k}`)}");
    assert_eq!(body("println!(\"plain\"); write!(w, \"{}\", a);"), "{@println!(\"plain\"); @write!(@w, `${@a}`)}");
    assert_eq!(body("vec![a, b]; vec![a; 3]; dbg!(a)"), "{[@a, @b]; [@a]; @dbg!(@a)}");
    assert_eq!(
        body("serde_json::json!({\"a\": [1, null], \"b\": {\"c\": x.y()}, (k): -1})"),
        "{{a: [1, null], b: {c: @x.y()}, [@k]: -1}}"
    );
    assert_eq!(body("env!(\"K\"); option_env!(\"K\")"), "{@env!(\"K\"); @option_env!(\"K\")}");
    assert_eq!(body("assert_eq!(c.get(u).await?, 200)"), "{@assert_eq!(await await @c.get(@u), 200)}");
    assert_eq!(body("hashmap!{\"a\" => b}"), "{{a: @b}}");
    assert_eq!(body("tokio::join!(a(), b())"), "{[await @a(), await @b()]}");
    assert_eq!(body("tokio::select! { x = a() => x, _ = b => {} }"), {
        "{branch! [ => {let x = await @a(); x}] [ => {let _ = await @b}]}"
    });
    assert_eq!(body("odd! { let x = a(); x.send() }"), "{seq({let x = @a(); x.send()})}");
    assert_eq!(body_with("lazy_static! { pub static ref C: Client = new(); }", "C.get()"), "{C.get()}");
    assert_eq!(body("panic!(\"x\")"), "{{exit @panic!(\"x\")}}");
}

#[test]
fn spans_cover_the_text_between_quotes() {
    let text = "\u{feff}#!/usr/bin/env run\nconst É: &str = \"é\\n1\"; const B: &[u8] = br##\"raw\"##; const C: &CStr = c\"cs\";";
    let m = module(text);
    assert!(m.problems.is_empty(), "{:?}", m.problems);
    assert_eq!(slice(&m, text, "é\n1"), "é\\n1");
    assert_eq!(slice(&m, text, "raw"), "raw");
    assert_eq!(slice(&m, text, "cs"), "cs");

    let text = "fn f() { format!(r#\"é{x}tail{{\"#) }";
    let m = module(text);
    let parts = m.exprs.iter().find_map(|expr| match &expr.kind {
        ExprKind::Template(parts) => Some(parts),
        _ => None,
    });
    let texts: Vec<&str> = parts
        .unwrap()
        .iter()
        .map(|part| match part {
            TemplatePart::Text(_, span) => &text[span.start as usize..span.end as usize],
            TemplatePart::Hole(id) => {
                let span = m.expr(*id).span;
                &text[span.start as usize..span.end as usize]
            }
        })
        .collect();
    assert_eq!(texts, ["é", "x", "tail{{"]);
}

#[test]
fn what_cannot_be_read_is_one_problem() {
    let deep = |open: &str, close: &str| format!("fn f() {{ {}x{} }}", open.repeat(600), close.repeat(600));
    let cases = [
        deep("(", ")"),
        deep("[", "]"),
        deep("{", "}"),
        deep("&", ""),
        deep("- ", ""),
        deep("!", ""),
        deep("|a| ", ""),
        deep("|| ", ""),
        deep("return ", ""),
        deep("a = ", ""),
        deep("if a {} else { ", "}"),
        deep("m!(", ")"),
        deep("&&&&(", ")"),
        deep("#[a] &", ""),
        format!("type T = {}u8{};", "A<".repeat(600), ">".repeat(600)),
        format!("type T = {}u8;", "fn() -> ".repeat(600)),
        format!("type T = {}u8{};", "&&A<".repeat(400), ">".repeat(400)),
        format!("use {}b;", "a::".repeat(600)),
        format!("fn f() {{ x{} }}", ".a()".repeat(20_000)),
        format!("fn f() {{ x{} }}", " + 1".repeat(20_000)),
        format!("fn f() {{ x{} }}", "?".repeat(20_000)),
        format!("fn f() {{ if a {{}} {} }}", "else if a {}".repeat(20_000)),
        "fn f( {".to_owned(),
        "fn f() { let }".to_owned(),
        format!("// {}", "x".repeat(3 << 20)),
    ];
    for text in cases {
        let m = module(&text);
        assert_eq!(m.problems.len(), 1, "{:?} for {}", m.problems, &text[..text.len().min(60)]);
        assert!(m.function(m.top()).body.stmts.is_empty());
    }
}

#[test]
fn what_is_within_the_limits_is_read() {
    let cases = [
        format!("fn f() {{ {}x{} }}", "(".repeat(400), ")".repeat(400)),
        format!("type T = {}u8{};", "A<".repeat(400), ">".repeat(400)),
        format!("fn f() {{ {}x }}", "|a| ".repeat(200)),
        format!("fn f() {{ x{} }}", ".a()".repeat(9_000)),
        format!("fn f() {{ x{} }}", " + 1".repeat(9_000)),
        format!("fn f() {{ if a {{}} {} }}", "else if a {}".repeat(9_000)),
        format!("fn f() {{ if let A = a {{}} {} }}", "else if let B = a {}".repeat(150)),
        format!("fn f() {{ {} }}", "if a < b {} if !a {}".repeat(2_000)),
        "//! text\n".repeat(12_000),
        format!("const T: [u8; 1] = [{}];", "1 << 2, -3, &x, ".repeat(2_000)),
    ];
    for text in cases {
        let m = module(&text);
        assert!(m.problems.is_empty(), "{:?} for {}", m.problems, &text[..text.len().min(60)]);
    }
    assert_eq!(module(&format!("fn f() {{ {} }}", "a!(".repeat(100) + &")".repeat(100))).problems.len(), 0);
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,200}") {
        module(&text);
    }

    #[test]
    fn arbitrary_tokens_never_panic(tokens in prop::collection::vec(prop::sample::select(vec![
        "fn", "f", "(", ")", "{", "}", "<", ">", "let", "=", ";", "x", ".", "await", "?", "if", "else", "match", "=>",
        "|", "&", "use", "::", "*", "self", "super", "crate", "mod", "m", "struct", "S", "impl", "trait", "for", "\"a{}\"",
        "format!", "vec!", "json!", "select!", "1", ",", ":", "#", "[", "]", "'a", "..", "pub", "const", "enum", "async",
    ]), 0..60)) {
        module(&tokens.join(" "));
    }
}

/// Reads every Rust file below the directory in `AUTHLINT_SMOKE`: for a look at a large tree by hand.
#[test]
#[ignore = "long: reads the whole tree that AUTHLINT_SMOKE names"]
fn a_large_tree_is_read() {
    let Ok(root) = std::env::var("AUTHLINT_SMOKE") else { return };
    on_large_stack(move || {
        let (mut files, mut bytes) = (0, 0);
        for entry in ignore::WalkBuilder::new(root).standard_filters(false).build().flatten() {
            if entry.path().extension().is_some_and(|extension| extension == "rs")
                && let Ok(text) = std::fs::read_to_string(entry.path())
            {
                let m = lower(FileId(0), SourceKind::Rust, &text);
                files += 1;
                bytes += text.len();
                for problem in &m.problems {
                    println!("{}: {} {:?}", entry.path().display(), problem.message, problem.span);
                }
            }
        }
        println!("{files} files, {bytes} bytes");
    });
}
