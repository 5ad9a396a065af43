//! Every client times every way of writing values times four shapes of credentials, kept as data under `tests/cases/matrix/`.
//!
//! A closed request must be seen whole and judged right; an open one must be silent.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use authlint::pipeline::Options;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Matrix {
    client: Vec<Client>,
    idiom: Vec<Idiom>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Client {
    name: String,
    #[serde(default)]
    imports: String,
    call: String,
    /// What adds query parameters that cannot be seen, where the language's own way will not do.
    #[serde(default)]
    rest: String,
    #[serde(default)]
    skip: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Idiom {
    name: String,
    url: String,
    #[serde(default)]
    query: String,
    #[serde(default)]
    headers: String,
    code: String,
    #[serde(default)]
    file: Option<String>,
    /// Where findings point instead of the client's call: the wrapper's.
    #[serde(default)]
    call_at: Option<String>,
}

/// What a request carries, and what there is to say about it.
struct Shape {
    name: &'static str,
    query: &'static [&'static str],
    headers: &'static [&'static str],
    open: bool,
    verdict: Option<&'static str>,
}

const SHAPES: [Shape; 5] = [
    Shape { name: "clean", query: &["apikey", "apisecret"], headers: &[], open: false, verdict: None },
    Shape {
        name: "clean-headers",
        query: &[],
        headers: &["X-LoginRadius-ApiKey", "X-LoginRadius-ApiSecret"],
        open: false,
        verdict: None,
    },
    Shape { name: "half", query: &["apikey"], headers: &[], open: false, verdict: Some("incomplete-credentials") },
    Shape {
        name: "split",
        query: &["apikey"],
        headers: &["X-LoginRadius-ApiSecret"],
        open: false,
        verdict: Some("mixed-credentials"),
    },
    Shape { name: "open", query: &["apikey"], headers: &[], open: true, verdict: None },
];

/// How a language writes what a shape carries.
struct Writer {
    entries: fn(&[&str], bool) -> String,
    sets: fn(&[&str], bool, &str) -> String,
    pairs: fn(&[&str], bool) -> String,
    /// What stands for an unknown user id in a text.
    uid: &'static str,
}

fn variable(name: &str) -> String {
    format!("LR_{}", name.trim_start_matches("X-LoginRadius-").to_uppercase())
}

const JAVASCRIPT: Writer = Writer {
    entries: |names, open| {
        let mut entries: Vec<String> =
            names.iter().map(|name| format!("'{name}': process.env.{}", variable(name))).collect();
        if open {
            entries.push("...rest".into());
        }
        entries.join(", ")
    },
    sets: |names, open, object| {
        let mut text = String::new();
        for name in names {
            let _ = write!(text, "{object}['{name}'] = process.env.{}; ", variable(name));
        }
        if open {
            let _ = write!(text, "Object.assign({object}, rest); ");
        }
        text
    },
    pairs: |names, open| {
        let mut pairs: Vec<String> =
            names.iter().map(|name| format!("['{name}', process.env.{}]", variable(name))).collect();
        if open {
            pairs.push("...rest".into());
        }
        format!("[{}]", pairs.join(", "))
    },
    uid: "${uid}",
};

const RUST: Writer = Writer {
    entries: |names, open| {
        let mut entries: Vec<String> = names.iter().map(|name| format!("(\"{name}\", {})", rust_value(name))).collect();
        if open {
            entries.push("rest".into());
        }
        entries.join(", ")
    },
    sets: |names, open, method| {
        let mut text = String::new();
        for name in names {
            let pair = format!("\"{name}\", {}", rust_value(name));
            let pair = if method == "insert_header" { format!("({pair})") } else { pair };
            let _ = write!(text, ".{method}({pair})");
        }
        if open { text + "%R" } else { text }
    },
    pairs: |names, open| {
        let mut text = String::new();
        for name in names {
            let _ = write!(text, "pairs.push((\"{name}\".to_string(), {})); ", rust_value(name));
        }
        if open { text + "pairs.extend(rest()); " } else { text }
    },
    uid: "{uid}",
};

fn rust_value(name: &str) -> String {
    format!("std::env::var(\"{}\").unwrap()", variable(name))
}

const PATH: &str = "/identity/v2/manage/account/u-1/role";
fn fill(writer: &Writer, client: &Client, idiom: &Idiom, shape: &Shape) -> String {
    let call = client
        .call
        .replace("%U", &idiom.url)
        .replace("%M", "'PUT'")
        .replace("%Q", &format!("({})", idiom.query))
        .replace("%H", &format!("({})", idiom.headers));
    let mut code = idiom.code.replace("%C", &call).replace("%I", &client.imports);
    for (letter, names, open) in [("q", shape.query, shape.open), ("h", shape.headers, false)] {
        while let Some(at) = code.find(&format!("%S{letter}(")) {
            let end = at + code[at..].find(')').unwrap();
            let object = code[at + 4..end].to_owned();
            code.replace_range(at..=end, &(writer.sets)(names, open, &object));
        }
        code = code.replace(&format!("%P{letter}"), &(writer.pairs)(names, open));
        code = code.replace(&format!("%{letter}"), &(writer.entries)(names, open));
    }
    let template = format!("/identity/v2/manage/account/{}/role", writer.uid);
    code.replace("%R", &client.rest).replace("%t", &template).replace("%T", PATH).replace("%B", "api.loginradius.com")
}

/// Runs every `step`-th program of the matrix; any few of them that follow one another have all shapes and clients.
fn run(
    file: &str,
    matrix: &Matrix,
    writer: &Writer,
    extension: &str,
    step: usize,
) -> (usize, usize, Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mut cases = BTreeMap::new();
    for (c, client) in matrix.client.iter().enumerate().filter(|(_, client)| !client.skip) {
        for (i, idiom) in matrix.idiom.iter().enumerate() {
            for (s, shape) in SHAPES.iter().enumerate().filter(|(s, _)| (c + i + s) % step == 0) {
                let extension = idiom.file.as_deref().unwrap_or(extension);
                let path = format!("{c:02}-{i:02}-{s}.{extension}");
                let code = fill(writer, client, idiom, shape);
                fs::write(folder.path().join(&path), &code).unwrap();
                cases.insert(path, (client, idiom, shape, code));
            }
        }
    }
    let options = Options { no_ignore: true, ..Options::default() };
    let analysis = authlint::analyse(&options, &[folder.path().to_path_buf()]).unwrap();
    let mut findings: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    let verdicts = [
        "bearer-only",
        "consumer-credentials",
        "incomplete-credentials",
        "mixed-credentials",
        "unsupported-credentials",
        "missing-credentials",
        "misspelled-credential",
        "redundant-credentials",
        "incomplete-signature",
        "unknown-operation",
    ];
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    for finding in analysis.findings.iter().filter(|finding| verdicts.contains(&finding.rule.id)) {
        let file = analysis.files.get(finding.span.file).unwrap();
        let entry = findings.entry(name(&file.path)).or_default();
        entry.push((finding.rule.id, finding.span.start as usize));
    }
    let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for call in analysis.calls.iter().filter(|call| call.is_matched()) {
        let file = analysis.files.get(call.request.point.file).unwrap();
        let (closed, open) = seen.entry(name(&file.path)).or_default();
        *(if call.request.is_open_somewhere() { open } else { closed }) += 1;
    }
    let (mut closed, mut right, mut wrong, mut loud) = (0, 0, Vec::new(), Vec::new());
    for (path, (client, idiom, shape, code)) in &cases {
        let found = findings.get(path).cloned().unwrap_or_default();
        let rules: Vec<&str> = found.iter().map(|(rule, _)| *rule).collect();
        let label = format!("{file}: {} / {} / {}", client.name, idiom.name, shape.name);
        if shape.open {
            if !rules.is_empty() {
                loud.push(format!("{label}: {rules:?}\n{code}\n"));
            }
            continue;
        }
        closed += 1;
        let whole = seen.get(path).is_some_and(|(closed, open)| *closed > 0 && *open == 0);
        let at_wrapper = match (&idiom.call_at, found.first()) {
            (Some(call), Some((_, at))) => code[*at..].starts_with(call.as_str()),
            _ => true,
        };
        if whole && at_wrapper && rules == shape.verdict.into_iter().collect::<Vec<_>>() {
            right += 1;
        } else {
            let why = if whole { format!("{rules:?}") } else { format!("{rules:?}, seen {:?}", seen.get(path)) };
            wrong.push(format!("{label}: {why}\n{code}\n"));
        }
    }
    (closed, right, wrong, loud)
}

fn check(file: &str, text: &str, writer: &Writer, extension: &str, step: usize) {
    let matrix: Matrix = toml::from_str(text).unwrap();
    let (closed, right, wrong, loud) = run(file, &matrix, writer, extension, step);
    println!("{file}: {right} of {closed} closed requests right; {} open ones not silent", loud.len());
    for case in wrong.iter().chain(&loud) {
        println!("  {}", case.lines().next().unwrap_or_default());
    }
    if let Ok(folder) = std::env::var("MATRIX_CASES") {
        fs::write(format!("{folder}/{file}.txt"), [wrong.clone(), loud.clone()].concat().join("\n")).unwrap();
    }
    assert!(loud.is_empty(), "open requests must be silent: {}", loud.join("\n"));
    assert!(right * 100 >= closed * 97, "{right} of {closed}");
}

#[test]
fn rust() {
    check("rust", include_str!("../../cases/matrix/rust.toml"), &RUST, "rs", 3);
}

#[test]
#[ignore = "long: all of the matrix"]
fn whole() {
    check("rust", include_str!("../../cases/matrix/rust.toml"), &RUST, "rs", 1);
    check("javascript", include_str!("../../cases/matrix/javascript.toml"), &JAVASCRIPT, "js", 1);
}

#[test]
fn javascript() {
    check("javascript", include_str!("../../cases/matrix/javascript.toml"), &JAVASCRIPT, "js", 3);
}
