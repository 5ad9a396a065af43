//! Every client, by cases that are data: `tests/cases/clients/*.toml`.

use std::path::Path;

use authlint::clients::Clients;
use authlint::interpreter::requests;
use authlint::source::{FileId, SourceKind};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// By default what the file is named for.
    language: Option<String>,
    code: String,
    /// One line a request: client, method, URL, `q:` query, `h:` headers, `!open`, `!mixed`, `b:` body. For Rust, whose clients are
    /// named in the case, without client and body.
    expect: Vec<String>,
}

#[test]
fn every_case_gives_its_requests() {
    let clients = crate::support::lines::clients();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/clients");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let cases: Cases = toml::from_str(&std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        for case in cases.case {
            count += 1;
            let kind = match case.language.as_deref().unwrap_or(&stem) {
                "javascript" => SourceKind::JavaScript,
                "typescript" => SourceKind::TypeScript,
                "rust" => SourceKind::Rust,
                other => panic!(
                    "{}: {}: no language is called {other:?}; a file is named for that of its cases, or each case has \
                     `language = \"javascript\"`, \"typescript\" or \"rust\"",
                    path.display(),
                    case.name
                ),
            };
            let module = authlint::syntax::lower(FileId(0), kind, &case.code);
            let seen = requests(&module, &case.code, clients);
            let show =
                if kind == SourceKind::Rust { crate::support::lines::line } else { crate::support::lines::full_line };
            let seen: Vec<String> = seen.iter().map(show).collect();
            if seen != case.expect {
                wrong.push(format!("{}\n  expected {:#?}\n  seen {seen:#?}", case.name, case.expect));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases:\n{}", wrong.len(), wrong.join("\n"));
}

/// The client that `rules/clients/README.md` makes up does what the page says.
#[test]
fn the_worked_example_works() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/clients/README.md")).unwrap();
    let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let clients = Clients::read([("README.md", example)]).unwrap();
    let code = "import parcel from 'parcel-http'; parcel.shared.headers.s = 1; \
        const api = parcel.with({ origin: 'https://api.example.com', headers: { o: 1 }, before: c => { c.headers.t = x } }); \
        api.post('/a', { search: { k: 1 }, user: u, password: p }); \
        await parcel.to('https://api.example.com/b').header('h', 1); \
        parcel({ url: 'https://api.example.com/c', ...rest }); \
        parcel.with({ plugins: [sign] }).get('https://api.example.com/d')";
    let module = authlint::syntax::lower(FileId(0), SourceKind::JavaScript, code);
    let seen: Vec<String> = requests(&module, code, &clients).iter().map(crate::support::lines::full_line).collect();
    let expected = [
        "parcel POST https://api.example.com/a q:k h:s,o,Authorization,t",
        "parcel GET https://api.example.com/b h:s,h",
        "parcel ? https://api.example.com/c h:s !open",
        "parcel GET https://api.example.com/d h:s !open",
    ];
    assert_eq!(seen, expected);
}

/// The first block of a page in a language.
fn block<'p>(page: &'p str, language: &str) -> &'p str {
    let start = format!("```{language}\n");
    page.split(&*start).nth(1).and_then(|rest| rest.split("```").next()).unwrap()
}

/// The framework that `rules/frameworks/README.md` makes up does what the page says.
#[test]
fn the_worked_example_of_a_framework_works() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/frameworks/README.md");
    let page = std::fs::read_to_string(page).unwrap();
    let given = [("README.md".to_owned(), block(&page, "toml").to_owned())];
    let code = block(&page, "jsx");
    let module = authlint::syntax::lower(FileId(0), SourceKind::JavaScript, code);
    let seen =
        |clients| requests(&module, code, &clients).iter().map(crate::support::lines::full_line).collect::<Vec<_>>();
    let expected = ["fetch GET https://api.example.com/rates?for h:key", "fetch GET https://api.example.com/burnt"];
    assert_eq!(seen(Clients::with(&given).unwrap()), expected);
    assert_ne!(seen(Clients::built_in().unwrap()), expected);
}

/// What is wrong with a table is told with its file and line.
#[test]
fn wrong_tables_are_told_with_their_place() {
    let sdk = |make: &str, sends: &str, host: &str| {
        format!(
            "[[sdk]]\nid = \"a\"\nclient = \"a\"\nmake = [\"{make}\"]\nhost = \"{host}\"\ncarriers.k = [\"query:k\"]\n\
             [[sdk.calls]]\nsends = [\"{sends}\"]\nmethods = [\"a.b = GET /a\"]"
        )
    };
    let cases: [(&str, &str); 15] = [
        ("[[call]]\npath = \"npm:a.b\"", "a.toml:2: \"npm:a.b\" is no call: write () behind it"),
        ("[[call]]\npath = \"npm:a.b()\"\nresult = \"omit $0\"", "a.toml:2: \"omit $0\" names 1 parts of the call"),
        ("[[call]]\npath = \"npm:a.b()\"\nresult = \"omits $0 $1\"", "a.toml:2: no object has the id \"omits $0 $1\""),
        ("\n[[alias]]\npath = \"npm:a.b\"\nof = \"npm:c\"", "a.toml:3: \"npm:c\" is nothing of the language"),
        ("[[environment]]\npath = \"npm:a()\"\nschema = \"$0\"", "a.toml:2: a schema has `default` and `variable`"),
        ("[[component]]\nis = [[\"data is text\"]]", "a.toml:2: \"data is text\" is no condition"),
        ("[[component]]\nis = []\nlives = []", "a.toml:3: unknown field `lives`"),
        ("[[context]]\ncreate = []\nread = [\"a\"]\nprovider = \"P\"\nvalue = \"v\"", "a.toml:1: \"a\" is no call"),
        ("[[properties]]\ncall = [\"global:a\"]", "a.toml:1: \"global:a\" is no call"),
        ("[[sink]]\nto = \"log\"\npath = [\"npm:a\"]", "a.toml:1: \"npm:a\" is no call: write () behind it"),
        ("[[sink]]\nto = \"log\"\nof = [\"npm:a\"]", "a.toml:1: a sink has `path`, or `of` or `named` with `methods`"),
        (&sdk("npm:a", "k", "h"), "a.toml:1: \"npm:a\" is no call: write () behind it"),
        (&sdk("npm:a()", "q", "h"), "a.toml:1: \"q\" is no option with a credential"),
        (&sdk("npm:a()", "k", ""), "a.toml:1: \"/a\" is no whole URL, and the SDK has no `host`"),
        ("[[injection]]\ntoken = \"a\"", "a.toml:1: missing field `class`"),
    ];
    for (text, message) in cases {
        let error = Clients::with(&[("a.toml".to_owned(), text.to_owned())]).unwrap_err().to_string();
        assert!(error.starts_with(message), "{text}\n{error}");
    }
}
