//! The evaluator against concrete runs of generated programs: equal or open, never wrong.
//!
//! `PROPTEST_CASES` asks for more programs, `SHOW_INEXACT` prints the known ones that are not seen exactly,
//! `LAST_PROGRAM` names a file for the program at hand.

// Helper modules of tests are tests too.
// Speed does not matter in putting small texts together.

mod program;
mod reference;

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use authlint::clients::Clients;
use authlint::interpreter::{evaluate, requests};
use authlint::ir::Module;
use authlint::ir::program::Single;
use authlint::request::{Field, Open, OpenPart, Part, Request, Text};
use authlint::source::{FileId, SourceKind};
use program::{Mode, Program, print};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use reference::{Oracle, Sent, run};

/// How many runs of one program are looked at.
const RUNS: usize = 48;

fn clients() -> &'static Clients {
    const FILES: [(&str, &str); 2] = [
        ("javascript.toml", include_str!("../../../../rules/clients/javascript.toml")),
        ("axios.toml", include_str!("../../../../rules/clients/axios.toml")),
    ];
    static READ: LazyLock<Clients> = LazyLock::new(|| Clients::read(FILES).unwrap());
    &READ
}

fn lower(code: &str) -> Module {
    authlint::syntax::lower(FileId(0), SourceKind::JavaScript, code)
}

// The relation ------------------------------------------------------------------------------------------------------

/// Whether a text with holes may be a given text.
fn may_be(parts: &[Part], text: &str) -> bool {
    match parts.split_first() {
        None => text.is_empty(),
        Some((Part::Fixed { text: fixed, .. }, rest)) => {
            text.strip_prefix(&**fixed).is_some_and(|text| may_be(rest, text))
        }
        Some((Part::Hole(_), rest)) => {
            (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| may_be(rest, &text[at..]))
        }
    }
}

fn is_fixed(text: &Text) -> bool {
    text.fixed().is_some()
}

/// Why the fields of a run are not among those of the analysis.
fn fields_differ(fields: &[&Field], open: bool, sent: &[(String, String)]) -> Option<String> {
    for (name, value) in sent {
        let known: Vec<&&Field> = fields.iter().filter(|field| field.name.eq_ignore_ascii_case(name)).collect();
        if known.is_empty() && !open {
            return Some(format!("`{name}` is missing"));
        }
        let values: Vec<&Text> = known.iter().flat_map(|field| &field.values).collect();
        if !open && !values.iter().any(|text| may_be(&text.parts, value)) {
            return Some(format!("`{name}` is never `{value}`"));
        }
    }
    let certain = fields
        .iter()
        .find(|field| field.certain && !sent.iter().any(|(name, _)| field.name.eq_ignore_ascii_case(name)));
    certain.map(|field| format!("`{}` is not certain", field.name))
}

/// Why a request of the analysis does not cover one that was sent.
fn differs(request: &Request, sent: &Sent) -> Option<String> {
    if !request.methods.is_empty() && !request.methods.iter().any(|method| **method == *sent.method) {
        return Some(format!("never {}", sent.method));
    }
    let opens = |part: OpenPart| {
        let matches = |open: &Open| open.part == part || open.part == OpenPart::All;
        request.open.iter().any(matches)
    };
    let headers: Vec<&Field> = request.headers.entries.iter().collect();
    if let Some(why) = fields_differ(&headers, opens(OpenPart::Headers), &sent.headers) {
        return Some(format!("header {why}"));
    }
    let mut why_not = format!("never {}", sent.url);
    for url in request.urls.iter().filter(|url| may_be(&url.text.parts, &sent.url)) {
        let query: Vec<&Field> = url.query.entries.iter().chain(&request.query.entries).collect();
        match fields_differ(&query, opens(OpenPart::Query) || !url.open.is_empty(), &sent.query) {
            None => return None,
            Some(why) => why_not = format!("query {why}"),
        }
    }
    Some(why_not)
}

fn describe(request: &Request) -> String {
    let fields = |fields: &[Field]| {
        let one = |field: &Field| {
            let values: Vec<String> = field.values.iter().map(ToString::to_string).collect();
            format!("{}{}={}", field.name, if field.certain { "" } else { "?" }, values.join("|"))
        };
        fields.iter().map(one).collect::<Vec<_>>().join(",")
    };
    let urls: Vec<String> = request
        .urls
        .iter()
        .map(|url| {
            let query = fields(&url.query.entries);
            let open = if url.open.is_empty() { "" } else { "!" };
            format!("{}{}{query}{open}", url.text, if query.is_empty() { "" } else { "?" })
        })
        .collect();
    let methods = if request.methods.is_empty() { "?".to_owned() } else { request.methods.join("|") };
    let mut line = format!("{methods} {}", urls.join(" | "));
    for (label, part) in [("q", &request.query), ("h", &request.headers)] {
        if !part.entries.is_empty() {
            line += &format!(" {label}:{}", fields(&part.entries));
        }
    }
    if !request.open.is_empty() {
        line += " !open";
    }
    line
}

/// One line for each request of a piece of code.
fn lines(code: &str) -> Vec<String> {
    requests(&lower(code), code, clients()).iter().map(describe).collect()
}

/// Everything that each site of a program sends in some run.
fn all_sent(program: &Program, mode: Mode) -> BTreeSet<Sent> {
    let mut oracle = Oracle::default();
    let mut all = BTreeSet::new();
    for _ in 0..RUNS {
        all.extend(run(program, mode, &mut oracle));
        if !oracle.next_run() {
            break;
        }
    }
    all
}

fn by_site(requests: &[Request]) -> HashMap<u32, Vec<&Request>> {
    let mut sites: HashMap<u32, Vec<&Request>> = HashMap::new();
    for request in requests {
        sites.entry(request.site.start).or_default().push(request);
    }
    sites
}

fn check(program: &Program, clients: &Clients) -> Result<(), TestCaseError> {
    let printed = print(program, Mode::Unknown);
    if let Some(path) = std::env::var_os("LAST_PROGRAM") {
        std::fs::write(path, &printed.code).unwrap();
    }
    let module = lower(&printed.code);
    let found = requests(&module, &printed.code, clients);
    let again = requests(&module, &printed.code, clients);
    if found != again {
        return Err(TestCaseError::fail(format!("two runs differ\n{}", printed.code)));
    }
    let sites = by_site(&found);
    for sent in all_sent(program, Mode::Unknown) {
        let known = sites.get(&printed.sites[&sent.site]).map_or(&[][..], |known| known);
        let reasons: Vec<Option<String>> = known.iter().map(|request| differs(request, &sent)).collect();
        if reasons.iter().all(Option::is_some) {
            // The head is the same for all.
            let code = printed.code.split_once("let c0").map_or("", |(_, code)| code);
            let mut text = format!("{code}\nsent: {sent:?}\n");
            for (request, reason) in known.iter().zip(reasons) {
                text += &format!("seen: {} ({})\n", describe(request), reason.unwrap_or_default());
            }
            return Err(TestCaseError::fail(text));
        }
    }
    Ok(())
}

fn cases(otherwise: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

/// The same programs each time, unless more are asked for by `PROPTEST_CASES`.
fn runner_of(config: Config) -> TestRunner {
    if std::env::var_os("PROPTEST_CASES").is_some() {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    }
}

#[test]
fn equal_or_open() {
    let clients = clients();
    let config = Config {
        cases: cases(60),
        max_shrink_iters: 20_000,
        max_shrink_time: 8_000,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = runner_of(config);
    if let Err(error) = runner.run(&program::program(), |program| check(&program, clients)) {
        let text = error.to_string();
        // The tree says the same as the code.
        panic!("{}", text.split("minimal failing input").next().unwrap_or(&text));
    }
}

/// Whether the analysis says of each site that is reached exactly what it sends.
fn is_exact(program: &Program, clients: &Clients) -> Option<bool> {
    let printed = print(program, Mode::Known);
    let found = requests(&lower(&printed.code), &printed.code, clients);
    let sites = by_site(&found);
    let mut oracle = Oracle::default();
    let sent = run(program, Mode::Known, &mut oracle);
    if sent.is_empty() {
        return None;
    }
    Some(sent.iter().all(|sent| {
        let known = sites.get(&printed.sites[&sent.site]).map_or(&[][..], |known| known);
        known.iter().any(|request| {
            let urls_fixed =
                request.urls.len() == 1 && is_fixed(&request.urls[0].text) && request.urls[0].open.is_empty();
            let query = request.urls.iter().flat_map(|url| &url.query.entries).chain(&request.query.entries);
            let fields_fixed = query
                .chain(&request.headers.entries)
                .all(|field| field.certain && field.values.len() == 1 && is_fixed(&field.values[0]));
            request.methods.len() == 1
                && urls_fixed
                && fields_fixed
                && request.open.is_empty()
                && differs(request, sent).is_none()
        })
    }))
}

#[test]
fn known_programs_are_exact() {
    let clients = clients();
    let (exact, all) = (std::cell::Cell::new(0_u32), std::cell::Cell::new(0_u32));
    let config = Config { cases: cases(60), failure_persistence: None, ..Config::default() };
    let mut runner = runner_of(config);
    runner
        .run(&program::program(), |program| {
            if let Some(is) = is_exact(&program, clients) {
                all.set(all.get() + 1);
                exact.set(exact.get() + u32::from(is));
                if !is && std::env::var_os("SHOW_INEXACT").is_some() {
                    let code = print(&program, Mode::Known).code;
                    println!("----\n{}", code.split_once("let c0").map_or("", |(_, code)| code));
                }
            }
            Ok(())
        })
        .unwrap();
    println!("{} of {} known programs are exact", exact.get(), all.get());
    assert!(exact.get() * 100 >= all.get() * 95, "only {} of {} are exact", exact.get(), all.get());
}

// What was wrong once ----------------------------------------------------------------------------------------------

#[test]
fn what_was_wrong_once() {
    let cases: [(&str, &str, &[&str]); 11] = [
        (
            "what is done before an early return lasts",
            "const h = {}; function f() { if (cond(1)) { h.a = '1'; return; } h.b = '2'; } f(); fetch('https://h.com/x', {headers: h})",
            &["GET https://h.com/x h:a?=1,b?=2"],
        ),
        (
            "what follows `break` may not run",
            "const h = {}; for (const k of ['a', 'b']) { if (cond(1)) break; h[k] = '1'; } fetch('https://h.com/x', {headers: h})",
            &["GET https://h.com/x h:a?=1,b?=1"],
        ),
        (
            "a `break` may leave a `switch` early",
            "const h = {}; switch (val(1)) { case 'a': if (cond(1)) break; h.a = '1'; break; default: h.a = '2'; } fetch('https://h.com/x', {headers: h})",
            &["GET https://h.com/x h:a?=1|2"],
        ),
        (
            "an object returned early has less",
            "function f() { const h = {a: '1'}; if (cond(1)) return h; h.b = '2'; return h; } fetch('https://h.com/x', {headers: f()})",
            &["GET https://h.com/x h:a=1,b?=2"],
        ),
        (
            "closures of one function with other variables are not the same",
            "const mk = u => () => fetch('https://h.com/' + u); const f = cond(1) ? mk('a') : mk('b'); f()",
            &["GET https://h.com/a", "GET https://h.com/b"],
        ),
        (
            "a name given twice stands twice",
            "fetch('https://h.com/x', {headers: [['a', '1'], ['a', '2']]})",
            &["GET https://h.com/x h:a=1,a=2"],
        ),
        (
            "an entry that may be missing is so after it was rebuilt",
            "const h = {}; if (cond(1)) h.a = '1'; fetch('https://h.com/x', {headers: Object.fromEntries(Object.entries(h))})",
            &["GET https://h.com/x h:a?=1"],
        ),
        (
            "a key that may be missing may not be gone over",
            "const h = {}, t = {}; if (cond(1)) h.a = '1'; for (const k of Object.keys(h)) t[k] = '2'; fetch('https://h.com/x', {headers: t})",
            &["GET https://h.com/x h:a?=2"],
        ),
        (
            "either of two targets is assigned to",
            "const a = {}, b = {}; Object.assign(cond(1) ? a : b, {k: '1'}); fetch('https://h.com/x', {headers: a})",
            &["GET https://h.com/x h:k?=1"],
        ),
        (
            "a recursion that is cut may have changed what it captured",
            "let s = ''; function f() { s += 'a'; if (cond(1)) f(); } f(); fetch('https://h.com/' + s)",
            &["GET https://h.com/a | https://h.com/aa | https://h.com/{?}"],
        ),
        (
            "a deletion of an unknown key may be of any",
            "const h = {a: '1'}; delete h[val(1)]; fetch('https://h.com/x', {headers: h})",
            &["GET https://h.com/x h:a?=1"],
        ),
    ];
    for (name, code, expected) in cases {
        assert_eq!(lines(code), expected, "{name}");
    }
    // More values than are told apart are any value, not the first ones.
    let many = "fetch('https://h.com/x', {headers: {a: `${cond(1) ? 'a' : 'b'}${cond(2) ? 'a' : 'b'}${cond(3) ? 'a' : 'b'}${cond(4) ? 'a' : 'b'}`}})";
    let found = requests(&lower(many), many, clients());
    assert!(found[0].headers.entries[0].values.iter().all(|value| !is_fixed(value)));
}

// Cost --------------------------------------------------------------------------------------------------------------

/// The steps taken for a piece of code, and its requests.
fn cost(code: &str) -> (usize, Vec<Request>) {
    let code = code.to_owned();
    // Deep nesting needs the stack that the linter gives itself.
    let run = move || {
        let module = lower(&code);
        let evaluation = evaluate(&Single { module: &module, text: &code }, &[module.file], clients());
        (evaluation.steps, evaluation.requests)
    };
    let thread = std::thread::Builder::new().stack_size(authlint::syntax::STACK_SIZE).spawn(run).unwrap();
    thread.join().unwrap()
}

/// Twice the input takes not much more than twice the steps.
fn grows_linearly(name: &str, size: usize, code: impl Fn(usize) -> String) -> Vec<Request> {
    let (half, _) = cost(&code(size / 2));
    let (whole, requests) = cost(&code(size));
    assert!(whole <= half * 3 + 20_000, "{name}: {half} steps for {}, {whole} for {size}", size / 2);
    requests
}

#[test]
fn cost_is_bounded() {
    let many = grows_linearly("calls", 10_000, |n| {
        (0..n).map(|at| format!("fetch('https://h.com/{at}', {{headers: {{a: '1'}}}});\n")).collect()
    });
    assert_eq!(many.len(), 10_000);

    let helpers = grows_linearly("helpers", 400, |n| {
        let one = |at: usize| {
            let (next, other) = ((at * 2 + 1) % n, (at * 2 + 2) % n);
            format!("function f{at}(h) {{ if (cond({at})) {{ f{next}(h); f{other}(h); }} h.a = '{at}'; }}\n")
        };
        let all: String = (0..n).map(one).collect();
        format!("{all}const h = {{}}; f0(h); fetch('https://h.com/x', {{headers: h}});")
    });
    assert!(helpers.iter().all(Request::is_open), "what is cut is open");

    let chain = grows_linearly("alternatives", 5_000, |n| {
        let arms: String = (0..n).map(|at| format!("cond({at}) ? 'https://h.com/{at}' : ")).collect();
        format!("fetch({arms}'https://h.com/')")
    });
    assert!(chain[0].urls.iter().any(|url| url.text.fixed().is_none()));

    let nested = grows_linearly("branches", 300, |n| {
        let heads: String = (0..n).map(|at| format!("if (cond({at})) {{ h.a{at} = '1';\n")).collect();
        format!("const h = {{}};\n{heads}{}fetch('https://h.com/x', {{headers: h}});", "}".repeat(n))
    });
    assert!(nested.iter().all(|request| request.is_open() || request.headers.entries.iter().all(|h| !h.certain)));

    // What one condition tells of an item of several is asked for each, and not again for each part of the condition.
    grows_linearly("conditions", 16, |n| {
        let asked: Vec<String> = (0..n).map(|at| format!("typeof r.a{at} !== 'string'")).collect();
        let asked = asked.join(" || ");
        format!("for (const r of [{{ b: 1 }}, {{ b: 2 }}, ...more]) {{ if ({asked}) {{ fetch('https://h.com/x'); }} }}")
    });

    let straight = grows_linearly("mutations", 2_000, |n| {
        let sets: String = (0..n).map(|at| format!("h.a{at} = '1';\n")).collect();
        format!("function f() {{ const h = {{}};\n{sets}fetch('https://h.com/x', {{headers: h}}); }}")
    });
    assert!(straight[0].is_open());
}
