//! Where the stubs end: the request that the real client would have sent, by names alone, as a line of JSON on standard
//! output. Also what runs futures that are ready at once.

use std::future::Future;
use std::panic::Location;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Notes a request: names in query and headers in lower case, each once.
pub fn record(client: &str, method: &str, url: &str, query: &[String], headers: &[String], site: &Location<'_>) {
    let names = |all: &[String]| {
        let mut all: Vec<String> = all.iter().map(|name| name.to_lowercase()).collect();
        all.sort();
        all.dedup();
        all.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(",")
    };
    println!(
        "{{\"client\":{},\"method\":{},\"url\":{},\"query\":[{}],\"headers\":[{}],\"file\":{},\"line\":{}}}",
        quoted(client),
        quoted(&method.to_uppercase()),
        quoted(url),
        names(query),
        names(headers),
        quoted(site.file()),
        site.line()
    );
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Runs a future that never waits for anything.
pub fn run<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
