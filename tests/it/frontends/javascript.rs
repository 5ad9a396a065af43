//! JavaScript and TypeScript become the IR: every construct, broken code, and the limits.

use authlint::ir::dump::dump;
use authlint::ir::{BindingKind, ExprKind, Module, Stmt, TemplatePart};
use authlint::source::{FileId, SourceKind};
use authlint::syntax::lower;
use proptest::prelude::*;

const KINDS: [SourceKind; 3] = [SourceKind::JavaScript, SourceKind::TypeScript, SourceKind::Tsx];

fn module(kind: SourceKind, text: &str) -> Module {
    lower(FileId(0), kind, text)
}

/// The dump with runs of white space as one space.
fn flat(kind: SourceKind, text: &str) -> String {
    dump(&module(kind, text)).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn js(text: &str) -> String {
    flat(SourceKind::JavaScript, text)
}

fn ts(text: &str) -> String {
    flat(SourceKind::TypeScript, text)
}

fn tsx(text: &str) -> String {
    flat(SourceKind::Tsx, text)
}

/// The texts that the spans of string literals cover.
fn string_spans(source: &str) -> Vec<String> {
    let module = module(SourceKind::JavaScript, source);
    let strings = module.exprs.iter().filter(|expr| matches!(expr.kind, ExprKind::Str(_)));
    strings.map(|expr| source[expr.span.start as usize..expr.span.end as usize].to_owned()).collect()
}

#[test]
fn strings_are_cooked_and_their_spans_lie_between_the_quotes() {
    assert_eq!(
        js(r#"f('a\'b', "\x41\u0042\u{43}\n", '\u{1F600}', '\ud83d\ude00', 'a\q', '\101')"#),
        r#"(call @f "a'b" "ABC\n" "😀" "😀" "aq" "A")"#
    );
    assert_eq!(js("f('a\\\nb', 'a\\\r\nb', '')"), r#"(call @f "ab" "ab" "")"#);
    assert_eq!(string_spans("x = g('abc') + y; f(\"d'e\")"), ["abc", "d'e"]);
    assert_eq!(string_spans("x = { 'k': 'abc' }; x[`y`] = `z`"), ["abc", "z"]);
}

#[test]
fn templates_and_concatenations_are_text_with_holes() {
    assert_eq!(js("x = `a${b}\\n${c.d}e`"), r#"(= @x (template "a" @b "\n" (. @c d) "e"))"#);
    assert_eq!(js("x = `plain`"), r#"(= @x "plain")"#);
    assert_eq!(js("x = 'a' + b + `c${d}` + (e + 1)"), r#"(= @x (template "a" @b "c" @d (template @e 1)))"#);
    assert_eq!(js("x = 1 + 2"), "(= @x ?)");
    assert_eq!(js("x = String.raw`a\\n${b}`"), r#"(= @x (template "a\\n" @b))"#);
    assert_eq!(js("gql`query ${b}`"), r#"(template "query " @b)"#);
    assert_eq!(js("sql`a${b}c`"), r#"(call @sql (array "a" "c") @b)"#);
    let source = "x = `https://é/${id}/path`";
    let module = module(SourceKind::JavaScript, source);
    let parts = module.exprs.iter().find_map(|expr| match &expr.kind {
        ExprKind::Template(parts) => Some(parts),
        _ => None,
    });
    let texts = parts.unwrap().iter().filter_map(|part| match part {
        TemplatePart::Text(_, span) => Some(&source[span.start as usize..span.end as usize]),
        TemplatePart::Hole(_) => None,
    });
    assert_eq!(texts.collect::<Vec<_>>(), ["https://é/", "/path"]);
}

#[test]
fn operators() {
    assert_eq!(js("x = a * b - c"), "(= @x (effects @a @b @c))");
    assert_eq!(js("a === b; a != b"), "(=== @a @b) (!= @a @b)");
    assert_eq!(js("a || b || c; a && b; a ?? b"), "(|| (|| @a @b) @c) (&& @a @b) (?? @a @b)");
    assert_eq!(js("x = a ? b : c ? d : e"), "(= @x (branch [if @a => @b] [if @c => @d] [=> @e]))");
    assert_eq!(
        js("x += 1; x ||= a; x ??= b; x -= 1; x++; --x"),
        "(+= @x 1) (||= @x @a) (??= @x @b) (?= @x 1) (+= @x 1) (?= @x 1)"
    );
    assert_eq!(js("({ a, b: c.d, e = 1, ...r } = o)"), "(= { a: @a b: (. @c d) e: @e ?? 1 ...@r } @o)");
    assert_eq!(js("[a, , b] = o"), "(= [ @a _ @b ] @o)");
    assert_eq!(js("a, b"), "(comma @a @b)");
    assert_eq!(
        js("void 0; void f(); !0; !a; typeof a; -1; delete a.b"),
        "undefined (comma (call @f) undefined) true (! @a) (typeof @a) -1 (delete (. @a b))"
    );
    assert_eq!(js("/x/g.test(y)"), "(call (. /x/g test) @y)");
    assert_eq!(js("#x in o"), "(effects @o)");
}

#[test]
fn objects_and_arrays() {
    assert_eq!(
        js(
            "x = { a, 'b-c': 1, [d]: 2, ['e']: 3, 4: 5, ...f, g() { return 1 }, get h() { return 2 }, set h(v) {}, async i() {} }"
        ),
        "(= @x (object a: @a b-c: 1 [@d]: 2 e: 3 4: 5 ...@f g: (fn g() { return 1 }) get h: (fn h() { return 2 }) set h: (fn h(v) {}) i: (async fn i() {})))"
    );
    assert_eq!(js("x = [1, , ...y, null, undefined]"), "(= @x (array 1 undefined ...@y null undefined))");
}

#[test]
fn members_calls_and_construction() {
    assert_eq!(js("a.b['c'][d]?.e?.[f]?.(...g)"), "(optional (call (. (. (. (. (. @a b) c) [@d]) e) [@f]) ...@g))");
    assert_eq!(js("new A; new a.B(1)"), "(new @A) (new (. @a B) 1)");
    assert_eq!(
        js("import('x').then(f); import.meta.env.KEY"),
        r#"(call (. (call @import "x") then) @f) (. (. @import.meta env) KEY)"#
    );
    assert_eq!(js("(await fetch(u)).json()"), "(call (. (await (call @fetch @u)) json))");
    assert_eq!(js("((a))((b))"), "(call @a @b)");
}

#[test]
fn functions() {
    assert_eq!(
        js("const f = async ({ a = 1, ...r }, [b], ...c) => a"),
        "let f = (async arrow f({ a: a ?? 1 ...r }, [ b ], ...c) a)"
    );
    assert_eq!(js("x = function me() { me(); arguments }"), "(= @x (fn me() { (call me) @arguments }))");
    assert_eq!(
        js("function* g(a = 1) { yield a; yield* h() }"),
        "let g = (fn g(a ?? 1) { let = (array) { let = a (call (. push) ) => (await ) } { let = (call @h) (call (. push) ...) => (await ) } => })"
    );
    assert_eq!(js("o = { k: () => this }"), "(= @o (object k: (arrow k() this)))");
}

#[test]
fn uses_before_declarations_resolve() {
    assert_eq!(js("f(); function f() { return k } const k = 1"), "let f = (fn f() { return k }) (call f) let k = 1");
    let text = "const g = () => later; { let later = 2 } const later = 1; if (x) { var v = 1 } v";
    let module = module(SourceKind::JavaScript, text);
    let globals: Vec<_> = module.exprs.iter().filter(|e| matches!(&e.kind, ExprKind::Global(_))).collect();
    assert_eq!(globals.len(), 1, "{globals:?}");
    assert_eq!(module.bindings.iter().filter(|b| &*b.name == "v").count(), 1);
}

#[test]
fn scopes_shadow() {
    let text = "let k = 1; { let k = 2; f(k) } g(k); for (const k of ks) h(k); try {} catch (k) { i(k) }";
    let module = module(SourceKind::JavaScript, text);
    let names = module.exprs.iter().filter_map(|e| match e.kind {
        ExprKind::Name(id) => Some(id.at),
        _ => None,
    });
    let mut names: Vec<u32> = names.collect();
    assert_eq!(names.len(), 4);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 4);
}

#[test]
fn conditions_and_loops() {
    assert_eq!(
        js("if (a) b(); else if (c) { d() } else e()"),
        "(branch [if @a => { (call @b) }] [if @c => { (call @d) }] [=> { (call @e) }])"
    );
    assert_eq!(js("if (a) b()"), "(maybe [if @a => { (call @b) }])");
    assert_eq!(js("for (let i = 0; i < n; i++) f(i)"), "let i = 0 loop { (< i @n) (call @f i) (+= i 1) }");
    assert_eq!(js("for (;;) f()"), "loop { (call @f) }");
    assert_eq!(js("while (a) f(); do g(); while (b)"), "loop { @a (call @f) } loop1 { (call @g) @b }");
    assert_eq!(
        js("for (const [k, v] of o) f(k); for (var q in o) g(q); for (x of y) ;"),
        "loop [ k v ] of @o { (call @f k) } loop q in @o { (call @g q) } loop @x of @y {}"
    );
    assert_eq!(js("l: for (;;) { continue l; }"), "loop { exit }");
    assert_eq!(js("l: { break l; } f()"), "(maybe [if ? => { exit }]) (call @f)");
    assert_eq!(
        js("async function f() { for await (const x of y) z(x) }"),
        "let f = (async fn f() { loop x of @y { (call @z x) } })"
    );
}

#[test]
fn switches() {
    assert_eq!(
        js("switch (a) { case 1: case 2: f(); break; default: g(); break; case 3: { h(); break } }"),
        "(branch @a [(| 1 2) => { (call @f) }] [3 => { (call @h) }] [=> { (call @g) }])"
    );
    assert_eq!(js("switch (a) { case 'x': return; }"), r#"(maybe @a ["x" => { return }])"#);
    assert_eq!(
        js("switch (a) { case 1: f(); case 2: g() }"),
        "@a (maybe @a [1 => { (call @f) }]) (maybe @a [2 => { (call @g) }])"
    );
}

#[test]
fn tries() {
    assert_eq!(
        js("try { f() } catch (e) { g(e) } finally { h() }"),
        "try { may-throw (call @f) } catch { let e = caught (call @g e) } finally { (call @h) }"
    );
    assert_eq!(
        js("function r() { try { return f() } catch { return g() } }"),
        "let r = (fn r() { try { may-throw return (call @f) } catch { return (call @g) } })"
    );
    assert_eq!(js("throw new E(a)"), "exit (new @E @a)");
}

#[test]
fn classes() {
    let dump = js("class A extends B { #k = 1; static s = 2; f = () => this.#k; constructor(a) { super(a) } \
         get g() { return 1 } set g(v) {} static m() {} #p() {} static { init() } }");
    assert!(
        dump.starts_with(
            "let A = (class A extends @B field #k = 1 static field s = 2 field f = (export fn f() (. this #k))"
        ),
        "{dump}"
    );
    assert!(dump.contains("constructor constructor (export fn constructor(a) { (call super a) })"), "{dump}");
    assert!(dump.contains("getter g (export fn g()"), "{dump}");
    assert!(dump.contains("static method m (export fn m() {})"), "{dump}");
    assert!(dump.contains("method #p (fn #p() {})"), "{dump}");
    assert!(dump.contains("(call (. (fn _() { (call @init) }) call) (class A "), "{dump}");
    assert_eq!(
        js("x = class Y { m() { return Y } }"),
        "(= @x (class Y method m (export fn m() { return (class Y …) })))".replace("(class Y …)", "Y")
    );
}

#[test]
fn typescript_classes() {
    let dump = ts("@Injectable() export class S { private readonly u: string = '/x'; \
         constructor(private http: HttpClient, @Inject(T) readonly c = 1) {} abstract z(): void; private q() {} \
         @HostListener('x') async p(): Promise<Foo> {} }");
    assert!(dump.contains("(call @Injectable)"), "{dump}");
    assert!(dump.contains(r#"field u = "/x""#), "{dump}");
    assert!(dump.contains("field http :global:HttpClient"), "{dump}");
    let constructor = "fn constructor(http :global:HttpClient, (decorated (call @Inject @T)) c ?? 1) { (= (. this http) http) (= (. this c) c) })";
    assert!(dump.contains(constructor), "{dump}");
    assert!(dump.contains("method q (fn q() {})"), "{dump}");
    assert!(dump.contains("method p (export async fn p() :global:Foo {})"), "{dump}");
    assert!(dump.contains("export S = S"), "{dump}");
}

#[test]
fn types_are_paths() {
    assert_eq!(
        ts("import { AxiosInstance as AI } from 'axios'; let a: AI; let b: Promise<AI | undefined>; \
            function f(h: Readonly<Headers>, c?: AI): AI {}"),
        "let f = (fn f(h :global:Headers, c :npm:axios.AxiosInstance) :npm:axios.AxiosInstance {}) \
         let a :npm:axios.AxiosInstance let b :npm:axios.AxiosInstance"
    );
    assert_eq!(
        ts("import axios from 'axios'; import * as h from 'node:http'; let a: axios.AxiosInstance; let b: h.Agent; \
            let c: typeof axios; let d: ReturnType<typeof axios.create>"),
        "let a :npm:axios.AxiosInstance let b :npm:http.Agent let c :npm:axios let d :npm:axios.create()"
    );
    assert_eq!(
        ts(
            "class K {} let k: K; let m: Map<string, K>; type L = K; let l: L; interface I extends K {} let i: I; let n: string"
        ),
        "let K = (class K) let k :K! let m :global:Map< :K! > let l :K! let i :K! let n"
    );
    assert_eq!(
        ts("const x = y as Foo; const z = <Bar>y; const s = y satisfies Baz; const n = y!"),
        "let x = (as @y :global:Foo) let z = (as @y :global:Bar) let s = (as @y :global:Baz) let n = (as @y)"
    );
    // Types that name one another end.
    ts(
        "type A = [A, A]; type B = F<B, B, B, B, B, B>; let b: B; type C = C & C; let c: C; interface D extends D {} let d: D",
    );
}

#[test]
fn typescript_values() {
    assert_eq!(
        ts("enum E { A, B = 'b', C = 4, D } const enum F { X = 'x' }"),
        r#"let E = (object A: 0 B: "b" C: 4 D: 5) let F = (object X: "x")"#
    );
    assert_eq!(
        ts("namespace N { export const a = 1; const b = 2; export function f() { return b } } N.a"),
        "let N = { let f = (export fn f() { return b }) let a = 1 let b = 2 => (object a: a f: f) } (. N a)"
    );
    assert_eq!(
        ts("declare const G: string; declare module 'x' { const y: 1 } interface I { a: b } type T = string; \
            abstract class Q {} f(G)"),
        "let Q = (class Q) (call @f @G)"
    );
    assert_eq!(
        ts("import x = require('y'); import z = x.a.b; export = z"),
        r#"let x = (call @require "y") let z = (. (. x a) b) (= (. @module exports) z)"#
    );
    assert_eq!(
        ts("http.get<User[]>('/x'); function o(a: string): void; function o(a) {} function t(this: Foo, a) {}"),
        r#"let o = (fn o(a) {}) let t = (fn t(a) {}) (call (. @http get) "/x")"#
    );
}

#[test]
fn imports() {
    let text = "import d, { a as b, default as c } from 'm'; import * as n from './n'; import type { T } from 't'; import 'side'";
    let module = module(SourceKind::TypeScript, text);
    let imports = module.bindings.iter().map(|b| match &b.kind {
        BindingKind::Import { from, name } => format!("{} = {name} of {from}", b.name),
        other => format!("{other:?}"),
    });
    assert_eq!(
        imports.collect::<Vec<_>>(),
        ["d = default of m", "b = a of m", "c = default of m", "n = * of ./n", "T = T of t"]
    );
    assert_eq!(dump(&module).trim(), r#"(call @import "side")"#);
}

#[test]
fn exports() {
    assert_eq!(
        js("export const { a, b: [c] } = o; export function f() {} export class K {}"),
        "let f = (export fn f() {}) let { a: a b: [ c ] } = @o let K = (class K) \
         export a = a export c = c export f = f export K = K"
    );
    assert_eq!(
        js(
            "const x = () => 1; export { x as y, x as default }; export { p as q } from 'm'; export * from 'n'; export * as z from 'o'"
        ),
        r#"let x = (export arrow x() 1) export y = x export default = x export q = p of "m" export * = * of "n" export z = * of "o""#
    );
    assert_eq!(js("export default function () {}"), "(export fn _() {}) export default = <expression>");
    assert_eq!(js("export default function f() {}"), "let f = (export fn f() {}) export default = f");
    assert_eq!(
        js("export default { a() {}, b: (x) => x }"),
        "(object a: (export fn a() {}) b: (export arrow b(x) x)) export default = <expression>"
    );
    assert_eq!(js("export default class {}"), "(class ) export default = <expression>");
    assert_eq!(ts("f(); export default interface I {}"), "(call @f)");
    assert_eq!(js("const k = 1; export default k"), "let k = 1 k export default = k");
}

#[test]
fn common_js_exports_are_assignments() {
    assert_eq!(
        js("const a = () => {}; function b() {} module.exports = { a, b, c() {} }"),
        "let b = (export fn b() {}) let a = (export arrow a() {}) \
         (= (. @module exports) (object a: a b: b c: (export fn c() {})))"
    );
    assert_eq!(
        js("exports.f = function () {}; module.exports.g = async () => {}; o.h = () => {}"),
        "(= (. @exports f) (export fn f() {})) (= (. (. @module exports) g) (export async arrow g() {})) \
         (= (. @o h) (arrow h() {}))"
    );
}

#[test]
fn jsx_is_calls() {
    let expected = r#"(= @x (call @jsx @Comp (object a: "x&y" b: @y c: true ...@z) "hi there" (. @p q) (call @jsx "div" (object))))"#;
    let text = "x = <Comp a=\"x&amp;y\" b={y} c {...z}> hi there {p.q}{/* no */}<div/></Comp>";
    assert_eq!(js(text), expected);
    assert_eq!(tsx(text), expected);
    assert_eq!(js("x = <><a.B/></>"), r#"(= @x (call @jsx "" (object) (call @jsx (. @a B) (object))))"#);
    assert_eq!(
        js("x = <b onClick={() => f()}/>"),
        r#"(= @x (call @jsx "b" (object onClick: (arrow onClick() (call @f)))))"#
    );
}

#[test]
fn broken_code_loses_only_what_is_broken() {
    let text = js("const a = 1;\nfoo(;\nconst url = 'https://x';\nfetch(url);\n");
    assert!(text.contains("let a = 1") && text.contains("(call @fetch url)"), "{text}");
    assert!(text.contains("problem: syntax error"), "{text}");
    let text = js("fetch('a', { headers: { x: 1, @@ } });\nfetch('b')");
    assert!(text.contains(r#"(call @fetch "b")"#), "{text}");
    let many = "@@ ) ( ;\n".repeat(200);
    assert!(module(SourceKind::JavaScript, &many).problems.len() <= 21);
    let odd = [
        "", "(", "`${", "'", "class {", "x = <a", "switch (", "for (", "a ? b", "\0", "export", "import {", "'\\",
        "`\\",
    ];
    for text in odd {
        for kind in KINDS {
            flat(kind, text);
        }
    }
    assert_eq!(js("\u{feff}f()"), "(call @f)");
    assert_eq!(string_spans("\u{feff}f('é', 'abc')"), ["é", "abc"]);
    assert_eq!(js("#!/usr/bin/env node\nf()"), "(call @f)");
    assert_eq!(js("<!-- x\nf()"), "(call @f)");
    assert_eq!(js("f()\r\n// c\r\ng()"), "(call @f) (call @g)");
}

#[test]
fn flow_types_in_javascript_are_read_as_typescript() {
    let text = js("// @flow\nfunction f(a: string, b: number): void { g(a) }\nconst x: Foo = f;");
    assert_eq!(text, "let f = (fn f(a, b) { (call @g a) }) let x :global:Foo = f");
}

#[test]
fn long_chains_are_read_whole() {
    let sum = format!("x = {}", vec!["'ab'"; 10_000].join(" + "));
    assert_eq!(js(&sum).matches("ab").count(), 10_000);
    let conditional = format!("x = {}'end'", "a ? 'b' : ".repeat(5_000));
    assert!(js(&conditional).ends_with(r#"[=> "end"]))"#));
    let calls = format!("x{}", ".a(1)".repeat(1_000));
    let lowered = module(SourceKind::JavaScript, &calls);
    assert_eq!(lowered.exprs.iter().filter(|e| matches!(e.kind, ExprKind::Call { .. })).count(), 1_000);
    let or = vec!["a"; 10_000].join(" || ");
    let lowered = module(SourceKind::JavaScript, &or);
    assert_eq!(lowered.exprs.iter().filter(|e| matches!(e.kind, ExprKind::Logic { .. })).count(), 9_999);
    assert!(!dump(&lowered).contains('…'));
    let else_if = "if (a) b(); else ".repeat(3_000) + "c()";
    assert!(js(&else_if).ends_with("[=> { (call @c) }])"));
    let mixed = vec!["a"; 5_000].join(" - ");
    assert_eq!(js(&mixed).matches("@a").count(), 5_000);
    for text in [sum, conditional, calls, or, else_if, mixed] {
        assert!(module(SourceKind::JavaScript, &text).problems.is_empty());
    }
}

#[test]
fn deep_nesting_is_cut_and_reported_once() {
    let wrap = |open: &str, middle: &str, close: &str| format!("{}{middle}{}", open.repeat(3_000), close.repeat(3_000));
    let cases = [
        ("[", "1", "]"),
        ("f(", "1", ")"),
        ("(", "1", ")"),
        ("{", "f()", "}"),
        ("x = {a:", "1", "}"),
        ("if (a) {", "f()", "}"),
        ("function f() {", "g()", "}"),
        ("() => {", "g()", "}"),
        ("!", "a", ""),
        ("a => ", "a", ""),
        ("a = ", "a", ""),
        ("a + (", "a", ")"),
        ("`${", "a", "}`"),
        ("<a>", "x", "</a>"),
        ("class A { m() {", "x", "}}"),
        ("switch (a) { case 1: ", "x", "}"),
        ("try {", "return", "} catch {}"),
        ("for (;;) ", "x", ""),
        ("l: ", "x", ""),
        ("a ** ", "x", ""),
        ("new ", "x", ""),
        ("let [", "x", "] = y"),
        ("({a: ", "x", "} = y)"),
        ("await ", "x", ""),
        ("a[", "x", "]"),
        ("(a ? b : c) ? ", "x", " : y"),
        ("namespace A {", "f()", "}"),
        ("let x: Promise<", "A", ">"),
    ];
    for (open, middle, close) in cases {
        let text = wrap(open, middle, close);
        for kind in [SourceKind::JavaScript, SourceKind::TypeScript] {
            let lowered = module(kind, &text);
            assert!(lowered.problems.iter().filter(|p| p.message.contains("deep")).count() <= 1);
            dump(&lowered);
        }
    }
    let lowered = module(SourceKind::JavaScript, &wrap("f(", "1", ")"));
    assert_eq!(lowered.problems.len(), 1);
    assert!(lowered.problems[0].message.contains("deep"));
}

#[test]
fn a_script_over_the_limit_is_not_parsed_as_a_whole() {
    let lowered = module(SourceKind::JavaScript, &"f();\n".repeat(500_000));
    assert!(lowered.function(lowered.top()).body.stmts.is_empty());
    assert!(lowered.problems.is_empty(), "it is read in parts");
}

#[test]
fn statements_keep_their_order() {
    let module = module(SourceKind::JavaScript, "a(); const x = b(); x.c = 1; d(x)");
    let kinds = module.function(module.top()).body.stmts.iter().map(|stmt| match stmt {
        Stmt::Expr(_) => "expr",
        Stmt::Bind { .. } => "bind",
        _ => "other",
    });
    assert_eq!(kinds.collect::<Vec<_>>(), ["expr", "bind", "expr", "expr"]);
}

const TOKENS: &str = "( ) { } [ ] < > </ /> => = + - ? ?. : ; , . ... ` ${ ' \" \\ a b 1 class function async await \
    export default import from const let var if else for of in switch case try catch finally return new delete enum \
    namespace type interface declare extends static get set #x @d ! as satisfies \n é private constructor throw break \
    yield * || ??=";

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_never_panics(text in "\\PC{0,80}") {
        for kind in KINDS {
            flat(kind, &text);
        }
    }

    #[test]
    fn arbitrary_tokens_never_panic(tokens in prop::collection::vec(prop::sample::select(TOKENS.split(' ').collect::<Vec<_>>()), 0..60)) {
        let text = tokens.join(" ");
        for kind in KINDS {
            flat(kind, &text);
        }
    }
}
