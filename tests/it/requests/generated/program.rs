//! Small programs: a tree that shrinks well, and its text as JavaScript.

use std::collections::HashMap;
use std::fmt::Write as _;

use proptest::prelude::*;

pub const KEYS: [&str; 4] = ["a", "b", "X-c", "d"];
pub const TEXTS: [&str; 5] = ["a", "b", "c1", "d2", ""];
pub const HELPERS: usize = 3;

/// How a program is written and run: what is unknown is `cond(1)`, `val(2)`; in a known program it is fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Unknown,
    Known,
}

/// A text.
#[derive(Clone, Debug)]
pub enum Text {
    Lit(u8),
    Var(u8),
    /// `x`, the variable of the loop.
    Item,
    Val(u8),
    Template(Vec<Text>),
    Plus(Box<Text>, Box<Text>),
    Ternary(u8, Box<Text>, Box<Text>),
    /// `record.key ?? text`
    Coalesce(Box<Record>, u8, Box<Text>),
    /// `text || text`
    Or(Box<Text>, Box<Text>),
}

/// An object of texts.
#[derive(Clone, Debug)]
pub enum Record {
    Var(u8),
    /// `q`, the parameter of the function.
    Param,
    Literal(Vec<Entry>),
    /// `Object.assign({}, a, b)`
    Merged(Box<Record>, Box<Record>),
    /// `Object.assign(a, b)`
    Assigned(Box<Record>, Box<Record>),
    /// `Object.fromEntries(Object.entries(a))`
    Rebuilt(Box<Record>),
    /// `Object.fromEntries([[k, v], …])`
    Pairs(Vec<(u8, Text)>),
    Ternary(u8, Box<Record>, Box<Record>),
    Call(u8, Box<Record>),
}

#[derive(Clone, Debug)]
pub enum Entry {
    Pair(u8, bool, Text),
    Spread(Record),
    /// `...(cond && record)`
    SpreadIf(u8, Record),
}

#[derive(Clone, Debug)]
pub enum Url {
    Plain(Text),
    /// `?a=text&b=text`
    Query(Text, Vec<(u8, Text)>),
    /// `?a=text${cond ? '&b=text' : ''}`
    QueryIf(Text, u8, Text, u8, u8, Text),
    /// `?${p0}`
    Params(Text, u8),
    /// `u0`
    Object,
}

#[derive(Clone, Debug)]
pub enum Headers {
    None,
    Record(Record),
    Multi(u8),
    Pairs(Vec<(u8, Text)>),
    If(u8, Record),
}

#[derive(Clone, Debug)]
pub enum Stmt {
    SetText(u8, Text),
    Append(u8, Text),
    SetRecord(u8, Record),
    SetMember(Record, u8, bool, Text),
    Delete(Record, u8),
    If(u8, Vec<Stmt>, Vec<Stmt>),
    /// `switch` over something unknown.
    Switch(u8, Vec<Stmt>, Vec<Stmt>, Option<Vec<Stmt>>),
    /// For each entry: `target[k] = v`.
    CopyEntries(Record, u8),
    /// For each key: `target[k] = 'text'`.
    MarkKeys(Record, u8, u8),
    ForLiteral(Vec<u8>, Vec<Stmt>),
    ForEach(Vec<u8>, Vec<Stmt>),
    While(u8, Vec<Stmt>),
    ForUnknown(u8, Vec<Stmt>),
    BreakIf(u8),
    ContinueIf(u8),
    ReturnIf(u8, Record),
    ThrowIf(u8),
    Try(Vec<Stmt>, Vec<Stmt>),
    Call(u8, Record),
    /// `const {key = text, ...rest} = record; s = key; o = rest`
    Destructure(Record, u8, Text, u8, u8),
    /// Query parameters 0 and 1, headers 2 and 3, of `u0` 4.
    MultiNew(u8, Record),
    MultiPairs(u8, Vec<(u8, Text)>),
    MultiSet(u8, u8, Text),
    MultiAppend(u8, u8, Text),
    MultiDelete(u8, u8),
    NewUrl(Text, Vec<(u8, Text)>),
    NewInstance(Record, Text),
    InstanceSet(u8, Text),
    InstanceGo,
    /// A closure made on the spot and called later: `later = () => {…}`.
    Later(u8, Vec<Stmt>),
    CallLater(u8),
    Fetch(Url, Option<(u8, u8, u8)>, Headers),
    Axios(u8, Text, Record, Headers),
}

#[derive(Clone, Debug)]
pub struct Program {
    pub helpers: Vec<(Vec<Stmt>, Record)>,
    pub main: Vec<Stmt>,
    pub in_function: bool,
}

pub const METHODS: [&str; 3] = ["GET", "PUT", "DELETE"];

// Generation --------------------------------------------------------------------------------------------------------

fn text() -> impl Strategy<Value = Text> + Clone {
    let leaf = prop_oneof![
        4 => any::<u8>().prop_map(Text::Lit),
        3 => any::<u8>().prop_map(Text::Var),
        2 => Just(Text::Item),
        1 => any::<u8>().prop_map(Text::Val),
        1 => (0..3u8, any::<u8>()).prop_map(|(o, k)| Text::Coalesce(Box::new(Record::Var(o)), k, Box::new(Text::Lit(0)))),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        prop_oneof![
            proptest::collection::vec(inner, 1..3).prop_map(Text::Template),
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Text::Plus(a, b)),
            (any::<u8>(), boxed.clone(), boxed.clone()).prop_map(|(c, a, b)| Text::Ternary(c, a, b)),
            (boxed.clone(), boxed).prop_map(|(a, b)| Text::Or(a, b)),
        ]
    })
}

fn pairs() -> impl Strategy<Value = Vec<(u8, Text)>> + Clone {
    proptest::collection::vec((any::<u8>(), text()), 0..3)
}

fn record() -> BoxedStrategy<Record> {
    let leaf = prop_oneof![
        4 => any::<u8>().prop_map(Record::Var),
        2 => Just(Record::Param),
        1 => pairs().prop_map(Record::Pairs),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let entry = prop_oneof![
            3 => (any::<u8>(), any::<bool>(), text()).prop_map(|(k, c, v)| Entry::Pair(k, c, v)),
            2 => inner.clone().prop_map(Entry::Spread),
            1 => (any::<u8>(), inner).prop_map(|(c, r)| Entry::SpreadIf(c, r)),
        ];
        prop_oneof![
            4 => proptest::collection::vec(entry, 0..4).prop_map(Record::Literal),
            1 => (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Record::Merged(a, b)),
            1 => (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Record::Assigned(a, b)),
            1 => boxed.clone().prop_map(Record::Rebuilt),
            1 => (any::<u8>(), boxed.clone(), boxed.clone()).prop_map(|(c, a, b)| Record::Ternary(c, a, b)),
            1 => (any::<u8>(), boxed).prop_map(|(f, a)| Record::Call(f, a)),
        ]
    })
    .boxed()
}

fn headers() -> impl Strategy<Value = Headers> + Clone {
    prop_oneof![
        1 => Just(Headers::None),
        4 => record().prop_map(Headers::Record),
        2 => any::<u8>().prop_map(Headers::Multi),
        1 => pairs().prop_map(Headers::Pairs),
        1 => (any::<u8>(), record()).prop_map(|(c, r)| Headers::If(c, r)),
    ]
}

fn fetch() -> impl Strategy<Value = Stmt> + Clone {
    let url = prop_oneof![
        3 => text().prop_map(Url::Plain),
        1 => (text(), pairs()).prop_map(|(t, q)| Url::Query(t, q)),
        1 => (text(), any::<u8>(), text(), any::<u8>(), any::<u8>(), text())
            .prop_map(|(t, k, v, c, l, w)| Url::QueryIf(t, k, v, c, l, w)),
        2 => (text(), any::<u8>()).prop_map(|(t, p)| Url::Params(t, p)),
        1 => Just(Url::Object),
    ];
    prop_oneof![
        3 => (url, proptest::option::of(any::<(u8, u8, u8)>()), headers()).prop_map(|(u, m, h)| Stmt::Fetch(u, m, h)),
        1 => (any::<u8>(), text(), record(), headers()).prop_map(|(m, t, q, h)| Stmt::Axios(m, t, q, h)),
    ]
}

fn stmts() -> BoxedStrategy<Vec<Stmt>> {
    let byte = any::<u8>;
    let place = || prop_oneof![3 => any::<u8>().prop_map(Record::Var), 2 => Just(Record::Param)];
    let leaf = prop_oneof![
        2 => (byte(), text()).prop_map(|(n, t)| Stmt::SetText(n, t)),
        2 => (byte(), text()).prop_map(|(n, t)| Stmt::Append(n, t)),
        3 => (byte(), record()).prop_map(|(n, r)| Stmt::SetRecord(n, r)),
        4 => (place(), byte(), any::<bool>(), text()).prop_map(|(r, k, c, t)| Stmt::SetMember(r, k, c, t)),
        2 => (place(), byte()).prop_map(|(r, k)| Stmt::Delete(r, k)),
        1 => (record(), byte()).prop_map(|(r, n)| Stmt::CopyEntries(r, n)),
        1 => (record(), byte(), byte()).prop_map(|(r, n, l)| Stmt::MarkKeys(r, n, l)),
        1 => byte().prop_map(Stmt::BreakIf),
        1 => byte().prop_map(Stmt::ContinueIf),
        2 => (byte(), record()).prop_map(|(c, r)| Stmt::ReturnIf(c, r)),
        1 => byte().prop_map(Stmt::ThrowIf),
        2 => (byte(), record()).prop_map(|(f, r)| Stmt::Call(f, r)),
        1 => (record(), byte(), text(), byte(), byte()).prop_map(|(r, k, t, s, o)| Stmt::Destructure(r, k, t, s, o)),
        1 => (byte(), record()).prop_map(|(n, r)| Stmt::MultiNew(n, r)),
        1 => (byte(), pairs()).prop_map(|(n, p)| Stmt::MultiPairs(n, p)),
        2 => (byte(), byte(), text()).prop_map(|(n, k, t)| Stmt::MultiSet(n, k, t)),
        2 => (byte(), byte(), text()).prop_map(|(n, k, t)| Stmt::MultiAppend(n, k, t)),
        2 => (byte(), byte()).prop_map(|(n, k)| Stmt::MultiDelete(n, k)),
        1 => (text(), pairs()).prop_map(|(t, q)| Stmt::NewUrl(t, q)),
        1 => (record(), text()).prop_map(|(r, t)| Stmt::NewInstance(r, t)),
        1 => (byte(), text()).prop_map(|(k, t)| Stmt::InstanceSet(k, t)),
        1 => Just(Stmt::InstanceGo),
        1 => byte().prop_map(Stmt::CallLater),
        3 => fetch(),
    ];
    let one = leaf.prop_recursive(2, 8, 3, |inner| {
        let some = proptest::collection::vec(inner, 0..3);
        let lits = proptest::collection::vec(any::<u8>(), 0..3);
        prop_oneof![
            5 => (any::<u8>(), some.clone(), some.clone()).prop_map(|(c, a, b)| Stmt::If(c, a, b)),
            1 => (any::<u8>(), some.clone(), some.clone(), proptest::option::of(some.clone()))
                .prop_map(|(c, a, b, d)| Stmt::Switch(c, a, b, d)),
            2 => (lits.clone(), some.clone()).prop_map(|(l, b)| Stmt::ForLiteral(l, b)),
            1 => (lits, some.clone()).prop_map(|(l, b)| Stmt::ForEach(l, b)),
            1 => (any::<u8>(), some.clone()).prop_map(|(c, b)| Stmt::While(c, b)),
            1 => (any::<u8>(), some.clone()).prop_map(|(c, b)| Stmt::ForUnknown(c, b)),
            2 => (some.clone(), some.clone()).prop_map(|(a, b)| Stmt::Try(a, b)),
            1 => (any::<u8>(), some).prop_map(|(n, b)| Stmt::Later(n, b)),
        ]
    });
    proptest::collection::vec(one, 0..4).boxed()
}

pub fn program() -> impl Strategy<Value = Program> {
    let helper = (stmts(), record());
    (proptest::collection::vec(helper, HELPERS), stmts(), proptest::collection::vec(fetch(), 1..3), any::<bool>())
        .prop_map(|(helpers, mut main, ends, in_function)| {
            main.extend(ends);
            Program { helpers, main, in_function }
        })
}

// Text --------------------------------------------------------------------------------------------------------------

/// Where a statement stands: `break` needs a loop, `return` a function, `throw` something around it.
#[derive(Clone, Copy, Default)]
pub struct Around {
    pub in_loop: bool,
    pub in_helper: bool,
}

/// A program as JavaScript, with the place of the call of each statement that sends, by the statement's address; that
/// of the class is at 0.
pub struct Printed {
    pub code: String,
    pub sites: HashMap<usize, u32>,
}

struct Printer {
    code: String,
    sites: HashMap<usize, u32>,
    mode: Mode,
}

/// The program as JavaScript.
pub fn print(program: &Program, mode: Mode) -> Printed {
    let mut printer = Printer { code: String::new(), sites: HashMap::new(), mode };
    printer.program(program);
    let own = printer.code.find("fetch(`https://h.com/${this.s}").unwrap();
    printer.sites.insert(0, u32::try_from(own).unwrap());
    Printed { code: printer.code, sites: printer.sites }
}

/// What a statement goes by.
pub fn address(stmt: &Stmt) -> usize {
    std::ptr::from_ref(stmt).addr()
}

impl Printer {
    fn put(&mut self, text: &str) {
        self.code.push_str(text);
    }

    fn program(&mut self, program: &Program) {
        self.put("import axios from 'axios';\n");
        for (at, key) in KEYS.iter().enumerate() {
            let _ = writeln!(self.code, "const K{at} = '{key}';");
        }
        self.put("const x = 'i', q = {a: 'q'};\nlet s0 = 'a', s1 = 'b', s2 = 'c';\n");
        self.put("let o0 = {}, o1 = {a: 'o'}, o2 = {b: 'o', d: 'o'};\n");
        self.put("let m0 = new URLSearchParams(), m1 = new URLSearchParams({a: 'm'}), m2 = new Headers(), m3 = new Headers({b: 'm'});\n");
        self.put("let u0 = new URL('https://h.com/u');\nlet later0 = () => {}, later1 = () => {};\n");
        self.put("class C {\n  constructor(h, s) { this.h = h; this.s = s; }\n  set(k, v) { this.h[k] = v; }\n");
        self.put("  go() { fetch(`https://h.com/${this.s}`, {headers: this.h}); }\n}\nlet c0 = new C({}, 'z');\n");
        for (at, (body, result)) in program.helpers.iter().enumerate() {
            let _ = writeln!(self.code, "function f{at}(q) {{");
            self.stmts(body, Around { in_loop: false, in_helper: true });
            self.put("return ");
            self.record(result);
            self.put(";\n}\n");
        }
        if program.in_function {
            self.put("function main() {\n");
        }
        self.stmts(&program.main, Around::default());
        if program.in_function {
            self.put("}\nmain();\n");
        }
    }

    fn cond(&mut self, n: u8) {
        let text = match self.mode {
            Mode::Unknown => format!("cond({n})"),
            Mode::Known => n.is_multiple_of(2).to_string(),
        };
        self.put(&text);
    }

    fn stmts(&mut self, stmts: &[Stmt], around: Around) {
        for stmt in stmts {
            self.stmt(stmt, around);
        }
    }

    fn block(&mut self, head: &str, stmts: &[Stmt], around: Around) {
        self.put(head);
        self.put(" {\n");
        self.stmts(stmts, around);
        self.put("}");
    }

    fn lits(&mut self, lits: &[u8]) {
        let lits: Vec<String> = lits.iter().map(|lit| format!("'{}'", lit_text(*lit))).collect();
        self.put(&format!("[{}]", lits.join(", ")));
    }

    #[allow(clippy::too_many_lines)] // one table
    fn stmt(&mut self, stmt: &Stmt, around: Around) {
        let inner = Around { in_loop: true, ..around };
        let callback = Around { in_loop: false, in_helper: false };
        match stmt {
            Stmt::SetText(n, text) => {
                self.put(&format!("s{} = ", n % 3));
                self.text(text);
            }
            Stmt::Append(n, text) => {
                self.put(&format!("s{} += ", n % 3));
                self.text(text);
            }
            Stmt::SetRecord(n, record) => {
                self.put(&format!("o{} = ", n % 3));
                self.record(record);
            }
            Stmt::SetMember(place, key, computed, text) => {
                self.record(place);
                self.key_at(*key, *computed);
                self.put(" = ");
                self.text(text);
            }
            Stmt::Delete(place, key) => {
                self.put("delete ");
                self.record(place);
                self.key_at(*key, false);
            }
            Stmt::If(n, then, otherwise) => {
                self.put("if (");
                self.cond(*n);
                self.block(")", then, around);
                if !otherwise.is_empty() {
                    self.block(" else", otherwise, around);
                }
            }
            Stmt::Switch(n, one, two, default) => {
                let subject = match self.mode {
                    Mode::Unknown => format!("val({n})"),
                    Mode::Known => format!("'case{}'", n % 3),
                };
                self.put(&format!("switch ({subject}) {{\n"));
                // A `break` of the loop around would be one of the switch.
                let arm = Around { in_loop: false, ..around };
                self.block("case 'case0':", one, arm);
                self.put(" break;\n");
                self.block("case 'case1':", two, arm);
                self.put(" break;\n");
                if let Some(default) = default {
                    self.block("default:", default, arm);
                }
                self.put("}");
            }
            Stmt::CopyEntries(record, n) => {
                self.put("for (const [k, v] of Object.entries(");
                self.record(record);
                self.put(&format!(")) o{}[k] = v", n % 3));
            }
            Stmt::MarkKeys(record, n, lit) => {
                self.put("for (const k of Object.keys(");
                self.record(record);
                self.put(&format!(")) o{}[k] = '{}'", n % 3, lit_text(*lit)));
            }
            Stmt::ForLiteral(lits, body) => {
                self.put("for (const x of ");
                self.lits(lits);
                self.block(")", body, inner);
            }
            Stmt::ForEach(lits, body) => {
                self.lits(lits);
                self.block(".forEach(x =>", body, callback);
                self.put(")");
            }
            Stmt::While(n, body) => match self.mode {
                Mode::Unknown => self.block(&format!("while (cond({n}))"), body, inner),
                Mode::Known => self.block(&format!("for (const x of {})", known_items(*n)), body, inner),
            },
            Stmt::ForUnknown(n, body) => {
                let items = match self.mode {
                    Mode::Unknown => format!("val({n})"),
                    Mode::Known => known_items(*n),
                };
                self.block(&format!("for (const x of {items})"), body, inner);
            }
            Stmt::BreakIf(n) | Stmt::ContinueIf(n) if around.in_loop => {
                self.put("if (");
                self.cond(*n);
                self.put(if matches!(stmt, Stmt::BreakIf(_)) { ") break" } else { ") continue" });
            }
            Stmt::ReturnIf(n, record) if around.in_helper => {
                self.put("if (");
                self.cond(*n);
                self.put(") return ");
                self.record(record);
            }
            Stmt::BreakIf(_) | Stmt::ContinueIf(_) | Stmt::ReturnIf(..) => {}
            Stmt::ThrowIf(n) => {
                self.put("if (");
                self.cond(*n);
                self.put(") throw new Error('e')");
            }
            Stmt::Try(body, _) if self.mode == Mode::Known => self.block("", body, around),
            Stmt::Try(body, handler) => {
                self.block("try", body, around);
                self.block(" catch (e)", handler, around);
            }
            Stmt::Call(f, record) => {
                self.put(&format!("f{}(", usize::from(*f) % HELPERS));
                self.record(record);
                self.put(")");
            }
            Stmt::Destructure(record, key, text, s, o) => {
                let key = KEYS[usize::from(*key) % KEYS.len()];
                self.put(&format!("{{ const {{'{key}': part = "));
                self.text(text);
                self.put(", ...rest} = ");
                self.record(record);
                self.put(&format!("; s{} = part; o{} = rest; }}", s % 3, o % 3));
            }
            Stmt::MultiNew(n, record) => {
                self.put(&format!("m{} = new {}(", n % 4, if n % 4 < 2 { "URLSearchParams" } else { "Headers" }));
                self.record(record);
                self.put(")");
            }
            Stmt::MultiPairs(n, pairs) => {
                self.put(&format!("m{} = new {}(", n % 4, if n % 4 < 2 { "URLSearchParams" } else { "Headers" }));
                self.pairs(pairs);
                self.put(")");
            }
            Stmt::MultiSet(n, key, text) | Stmt::MultiAppend(n, key, text) => {
                self.multi(*n);
                let how = if matches!(stmt, Stmt::MultiSet(..)) { "set" } else { "append" };
                self.put(&format!(".{how}('{}', ", KEYS[usize::from(*key) % KEYS.len()]));
                self.text(text);
                self.put(")");
            }
            Stmt::MultiDelete(n, key) => {
                self.multi(*n);
                self.put(&format!(".delete('{}')", KEYS[usize::from(*key) % KEYS.len()]));
            }
            Stmt::NewUrl(text, query) => {
                self.put("u0 = new URL(`https://h.com/");
                self.hole(text);
                self.query(query);
                self.put("`)");
            }
            Stmt::NewInstance(record, text) => {
                self.put("c0 = new C(");
                self.record(record);
                self.put(", ");
                self.text(text);
                self.put(")");
            }
            Stmt::InstanceSet(key, text) => {
                self.put(&format!("c0.set('{}', ", KEYS[usize::from(*key) % KEYS.len()]));
                self.text(text);
                self.put(")");
            }
            Stmt::InstanceGo => self.put("c0.go()"),
            Stmt::Later(n, body) => self.block(&format!("later{} = () =>", n % 2), body, callback),
            Stmt::CallLater(n) => self.put(&format!("later{}()", n % 2)),
            Stmt::Fetch(url, method, headers) => {
                self.site(stmt);
                self.put("fetch(");
                self.url(url);
                self.put(", {");
                if let Some((n, a, b)) = method {
                    self.put("method: ");
                    self.cond(*n);
                    let (a, b) = (METHODS[usize::from(*a) % 3], METHODS[usize::from(*b) % 3]);
                    self.put(&format!(" ? '{a}' : '{b}', "));
                }
                self.headers(headers);
                self.put("})");
            }
            Stmt::Axios(method, path, params, headers) => {
                let post = method % 2 == 1;
                self.site(stmt);
                self.put(if post { "axios.post(`https://h.com/" } else { "axios.get(`https://h.com/" });
                self.hole(path);
                self.put(if post { "`, {}, {params: " } else { "`, {params: " });
                self.record(params);
                self.put(", ");
                self.headers(headers);
                self.put("})");
            }
        }
        self.put(";\n");
    }

    fn site(&mut self, stmt: &Stmt) {
        self.sites.insert(address(stmt), u32::try_from(self.code.len()).unwrap());
    }

    fn multi(&mut self, n: u8) {
        let text = if n % 5 == 4 { "u0.searchParams".to_owned() } else { format!("m{}", n % 5) };
        self.put(&text);
    }

    fn key_at(&mut self, key: u8, computed: bool) {
        let at = usize::from(key) % KEYS.len();
        self.put(&if computed { format!("[K{at}]") } else { format!("['{}']", KEYS[at]) });
    }

    fn pairs(&mut self, pairs: &[(u8, Text)]) {
        self.put("[");
        for (key, text) in pairs {
            self.put(&format!("['{}', ", KEYS[usize::from(*key) % KEYS.len()]));
            self.text(text);
            self.put("], ");
        }
        self.put("]");
    }

    fn query(&mut self, pairs: &[(u8, Text)]) {
        for (at, (key, text)) in pairs.iter().enumerate() {
            self.put(&format!("{}{}=", if at == 0 { '?' } else { '&' }, KEYS[usize::from(*key) % KEYS.len()]));
            self.hole(text);
        }
    }

    fn hole(&mut self, text: &Text) {
        self.put("${");
        self.text(text);
        self.put("}");
    }

    fn url(&mut self, url: &Url) {
        match url {
            Url::Object => return self.put("u0"),
            Url::Plain(path) | Url::Query(path, _) | Url::QueryIf(path, ..) | Url::Params(path, _) => {
                self.put("`https://h.com/");
                self.hole(path);
            }
        }
        match url {
            Url::Query(_, pairs) => self.query(pairs),
            Url::QueryIf(_, key, text, n, other, more) => {
                self.query(&[(*key, text.clone())]);
                self.put("${");
                self.cond(*n);
                self.put(&format!(" ? `&{}=", KEYS[usize::from(*other) % KEYS.len()]));
                self.hole(more);
                self.put("` : ''}");
            }
            Url::Params(_, n) => self.put(&format!("?${{m{}}}", n % 2)),
            Url::Plain(_) | Url::Object => {}
        }
        self.put("`");
    }

    fn headers(&mut self, headers: &Headers) {
        match headers {
            Headers::None => {}
            Headers::Record(record) => {
                self.put("headers: ");
                self.record(record);
            }
            Headers::Multi(n) => self.put(&format!("headers: m{}", 2 + n % 2)),
            Headers::Pairs(pairs) => {
                self.put("headers: ");
                self.pairs(pairs);
            }
            Headers::If(n, record) => {
                self.put("headers: ");
                self.cond(*n);
                self.put(" ? ");
                self.record(record);
                self.put(" : undefined");
            }
        }
    }

    fn text(&mut self, text: &Text) {
        match text {
            Text::Lit(n) => self.put(&format!("'{}'", lit_text(*n))),
            Text::Var(n) => self.put(&format!("s{}", n % 3)),
            Text::Item => self.put("x"),
            Text::Val(n) => match self.mode {
                Mode::Unknown => self.put(&format!("val({n})")),
                Mode::Known => self.put(&format!("'v{n}'")),
            },
            Text::Template(parts) => {
                self.put("`t");
                for part in parts {
                    self.hole(part);
                }
                self.put("`");
            }
            Text::Plus(a, b) => {
                self.put("(");
                self.text(a);
                self.put(" + ");
                self.text(b);
                self.put(")");
            }
            Text::Ternary(n, a, b) => {
                self.put("(");
                self.cond(*n);
                self.put(" ? ");
                self.text(a);
                self.put(" : ");
                self.text(b);
                self.put(")");
            }
            Text::Coalesce(record, key, b) => {
                self.put("(");
                self.record(record);
                self.key_at(*key, false);
                self.put(" ?? ");
                self.text(b);
                self.put(")");
            }
            Text::Or(a, b) => {
                self.put("(");
                self.text(a);
                self.put(" || ");
                self.text(b);
                self.put(")");
            }
        }
    }

    fn record(&mut self, record: &Record) {
        match record {
            Record::Var(n) => self.put(&format!("o{}", n % 3)),
            Record::Param => self.put("q"),
            Record::Literal(entries) => {
                self.put("({");
                for entry in entries {
                    match entry {
                        Entry::Pair(key, computed, text) => {
                            let at = usize::from(*key) % KEYS.len();
                            self.put(&if *computed { format!("[K{at}]: ") } else { format!("'{}': ", KEYS[at]) });
                            self.text(text);
                        }
                        Entry::Spread(record) => {
                            self.put("...");
                            self.record(record);
                        }
                        Entry::SpreadIf(n, record) => {
                            self.put("...(");
                            self.cond(*n);
                            self.put(" && ");
                            self.record(record);
                            self.put(")");
                        }
                    }
                    self.put(", ");
                }
                self.put("})");
            }
            Record::Merged(a, b) | Record::Assigned(a, b) => {
                self.put("Object.assign(");
                if matches!(record, Record::Merged(..)) {
                    self.put("{}, ");
                }
                self.record(a);
                self.put(", ");
                self.record(b);
                self.put(")");
            }
            Record::Rebuilt(a) => {
                self.put("Object.fromEntries(Object.entries(");
                self.record(a);
                self.put("))");
            }
            Record::Pairs(pairs) => {
                self.put("Object.fromEntries(");
                self.pairs(pairs);
                self.put(")");
            }
            Record::Ternary(n, a, b) => {
                self.put("(");
                self.cond(*n);
                self.put(" ? ");
                self.record(a);
                self.put(" : ");
                self.record(b);
                self.put(")");
            }
            Record::Call(f, a) => {
                self.put(&format!("f{}(", usize::from(*f) % HELPERS));
                self.record(a);
                self.put(")");
            }
        }
    }
}

pub fn lit_text(n: u8) -> &'static str {
    TEXTS[usize::from(n) % TEXTS.len()]
}

/// What a loop of unknown count goes over in a known program.
pub fn known_items(n: u8) -> String {
    let items: Vec<String> = (0..n % 3).map(|at| format!("'n{at}'")).collect();
    format!("[{}]", items.join(", "))
}
