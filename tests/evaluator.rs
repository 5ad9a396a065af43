//! The evaluator against concrete runs of generated programs: equal or open, never wrong.

#[path = "evaluator/program.rs"]
mod program;
#[path = "evaluator/reference.rs"]
mod reference;

use std::collections::{BTreeSet, HashMap};

use authlint::flow::clients::Clients;
use authlint::flow::request::{Field, Open, OpenPart, Part, Request, Text};
use authlint::flow::requests;
use authlint::ir::Module;
use authlint::source::{FileId, SourceKind};
use program::{Mode, Program, print};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use reference::{Oracle, Sent, run};

/// How many runs of one program are looked at.
const RUNS: usize = 48;

fn clients() -> Clients {
    Clients::read([("javascript.toml", include_str!("../rules/clients/javascript.toml"))]).unwrap()
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
    let certain = fields.iter().find(|field| {
        field.certain && !sent.iter().any(|(name, _)| field.name.eq_ignore_ascii_case(name))
    });
    certain.map(|field| format!("`{}` is not certain", field.name))
}

/// Why a request of the analysis does not cover one that was sent.
fn differs(request: &Request, sent: &Sent) -> Option<String> {
    if !request.methods.is_empty() && !request.methods.iter().any(|method| **method == *sent.method) {
        return Some(format!("never {}", sent.method));
    }
    let opens = |part: OpenPart| {
        let matches = move |open: &&Open| open.part == part || open.part == OpenPart::All;
        request.open.iter().find(matches).is_some()
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
    requests(&lower(code), code, &clients()).iter().map(describe).collect()
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
    let start = std::time::Instant::now();
    let found = requests(&module, &printed.code, clients);
    if start.elapsed().as_millis() > 1000 { println!("SLOW {:?}\n{}", start.elapsed(), printed.code); }
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

#[test]
fn equal_or_open() {
    let clients = clients();
    let config = Config {
        cases: cases(400),
        max_shrink_iters: 20_000,
        max_shrink_time: 8_000,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    if let Err(error) = runner.run(&program::program(), |program| check(&program, &clients)) {
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
            let urls_fixed = request.urls.len() == 1 && is_fixed(&request.urls[0].text) && request.urls[0].open.is_empty();
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
    let config = Config { cases: cases(400), failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new(config);
    runner
        .run(&program::program(), |program| {
            if let Some(is) = is_exact(&program, &clients) {
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
