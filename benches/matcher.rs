//! What it costs to read the tables at start-up and to look a path up.

use std::hint::black_box;

use authlint::api::{Apis, Segment};

fn main() {
    divan::main();
}

#[divan::bench]
fn read_the_built_in_tables() -> usize {
    Apis::builtin().map_or(0, |apis| apis.tables.len())
}

#[divan::bench]
fn find_a_path(bencher: divan::Bencher) {
    let Ok(apis) = Apis::builtin() else { return };
    let path: Vec<_> =
        ["identity", "v2", "manage", "account", "5f3c9a", "customobject", "17"].map(Segment::Text).into();
    let Some((_, _, matcher)) = apis.iter().next() else { return };
    bencher.bench_local(|| matcher.find("GET", black_box(&path)));
}

#[divan::bench]
fn find_no_path(bencher: divan::Bencher) {
    let Ok(apis) = Apis::builtin() else { return };
    let path: Vec<_> = ["identity", "v2", "manage", "account", "5f3c9a", "nothing", "17"].map(Segment::Text).into();
    let Some((_, _, matcher)) = apis.iter().next() else { return };
    bencher.bench_local(|| matcher.find("GET", black_box(&path)));
}
