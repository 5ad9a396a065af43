//! What cannot be seen opens: for each call of each client, as the tables under `rules/clients` have it, programs that put
//! something unknown into a slot. The request must be open; the same program with known names must be there, and closed.
//!
//! Programs are drawn from the tables, so that a new client is covered the day its file is added.

mod programs;

use authlint::interpreter::requests;
use authlint::request::Request;
use authlint::source::FileId;
use programs::{Program, RUST, Style, TYPESCRIPT, programs};

fn has(request: &Request, name: &str) -> bool {
    let of_urls = request.urls.iter().flat_map(|url| &url.query.entries);
    let mut fields = of_urls.chain(&request.query.entries).chain(&request.headers.entries);
    fields.any(|field| field.name.eq_ignore_ascii_case(name))
}

/// Holds all programs of a language against what is seen of them; `least` of the calls must be covered.
fn assert_open(style: &Style, least: usize) {
    let seen = |code: &str| {
        let module = authlint::syntax::lower(FileId(0), style.kind, code);
        requests(&module, code, crate::support::lines::clients())
    };
    let (mut known, mut unknown, mut wrong) = (0, 0, Vec::new());
    for Program { name, known: twin, carried, unknown: others } in programs(style) {
        let requests = seen(&twin);
        if !requests.iter().any(|request| !request.is_open_somewhere() && carried.iter().all(|name| has(request, name)))
        {
            wrong.push(told(&name, &twin, &requests));
            continue;
        }
        known += 1;
        for code in others {
            unknown += 1;
            let requests = seen(&code);
            if requests.is_empty() || requests.iter().any(|request| !request.is_open_somewhere()) {
                wrong.push(told(&name, &code, &requests));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {unknown}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(known >= least, "{known} calls are covered");
}

fn told(name: &str, code: &str, requests: &[Request]) -> String {
    let lines: Vec<String> = requests.iter().map(crate::support::lines::full_line).collect();
    format!("{name}\n  {code}\n  {lines:?}")
}

#[test]
fn what_is_unknown_in_typescript_opens() {
    assert_open(&TYPESCRIPT, 120);
}

#[test]
fn what_is_unknown_in_rust_opens() {
    assert_open(&RUST, 50);
}
