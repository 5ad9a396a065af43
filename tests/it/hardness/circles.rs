//! Trees, macros, documents and comments that take long where each part of them is looked at for each other one.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support;

const CALL: &str =
    "export const plain = (key) => fetch('https://api.loginradius.com/identity/v2/manage/account/1?apikey=' + key);\n";
const RUST_CALL: &str = r#"async fn plain(key: &str) { reqwest::Client::new().get(format!("https://api.loginradius.com/identity/v2/manage/account/1?apikey={key}")).send().await; }"#;

fn times(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).map(each).collect()
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// The files in which the call is found that lacks its secret.
fn found(folder: &Path) -> Vec<String> {
    let findings = support::check(folder, &["--no-sift"]);
    findings.into_iter().filter(|(.., rule)| rule == "incomplete-credentials").map(|(path, ..)| path).collect()
}

#[test]
fn modules_that_pass_all_on_in_circles_end() {
    let folder = tempfile::tempdir().expect("a folder");
    for at in 0..200 {
        let [next, far, other] = [(at + 1) % 200, (at * 7 + 3) % 200, (at + 2) % 200];
        let text = format!(
            "export * from './f{next}.js'; export * from './f{far}.js'; export {{ x{at} as y{at} }} from './f{far}.js';
            import {{ y3, none }} from './f{other}.js'; none(y3);\n{CALL}"
        );
        write(folder.path(), &format!("f{at}.js"), &text);
    }
    assert_eq!(found(folder.path()).len(), 200);
}

#[test]
fn modules_that_all_import_all_end() {
    let folder = tempfile::tempdir().expect("a folder");
    for at in 0..60 {
        let imports = times(60, |of| format!("import * as m{of} from './f{of}.js';\n"));
        let next = (at + 1) % 60;
        write(
            folder.path(),
            &format!("f{at}.js"),
            &format!("{imports}{CALL}export const go{at} = () => m{next}.go{next}();\n"),
        );
    }
    assert_eq!(found(folder.path()).len(), 60);
}

#[test]
fn macros_are_bounded_by_work() {
    let folder = tempfile::tempdir().expect("a folder");
    let arms = times(150, |at| format!("($e:expr; k{at}) => {{ $e }};"));
    let long = times(600, |_| "a + ".to_owned());
    let tokens = |count| times(count, |at| format!("a{} ", at % 10));
    let macros = [
        "macro_rules! d { ($($t:tt)*) => { d!($($t)* $($t)*) } } fn f() { d!(a b c); }".to_owned(),
        "macro_rules! d { ($e:expr) => {{ d!($e); d!($e) }} } fn f() { d!(x); }".to_owned(),
        "macro_rules! d { () => { d!{} d!{} } } d!{}".to_owned(),
        "macro_rules! d { ($($t:tt)*) => { fn q() { $($t)* } d!{$($t)* $($t)*} d!{$($t)*} } } d!{a b c}".to_owned(),
        "macro_rules! d { ($a:ident) => { let $a = d!($a); d!($a); d!($a) } } fn f() { d!(x); }".to_owned(),
        "macro_rules! d { ($($t:tt)*) => { format!(\"{}{}\", d!($($t)*), d!($($t)*)) } } fn f() { g(d!(\"a\")); }"
            .to_owned(),
        // Arms that nearly fit, and repetitions of which nothing is written.
        format!("macro_rules! d {{ {arms} }} fn f() {{ {} }}", times(10, |_| format!("d!({long} a; none);"))),
        format!(
            "macro_rules! d {{ ($($a:tt)*; $($b:tt)*) => {{ $($a $( {} $b )*)* }} }} fn f() {{ d!({};); }}",
            tokens(600),
            tokens(600)
        ),
    ];
    for (at, text) in macros.iter().enumerate() {
        write(folder.path(), &format!("m{at}.rs"), &format!("{RUST_CALL}\n{text}\n"));
    }
    assert_eq!(found(folder.path()).len(), macros.len());
}

#[test]
fn comments_and_what_is_no_script_are_not_read_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let line = "* x apikey loginradius secret='aaaaaaa' (\n";
    // In a large file one comment is no place of a call; the place behind it is.
    write(folder.path(), "comment.js", &format!("/*{}*/\n{CALL}", line.repeat(60_000)));
    write(folder.path(), "odd.js", &format!("{CALL}{}", line.repeat(6_000)));
    // From each of many comments without an end the text is read to its end, but for a bound.
    write(folder.path(), "unclosed.js", &format!("{CALL}{}", "/* ".repeat(20_000)));
    write(folder.path(), "plain.js", CALL);
    assert!(found(folder.path()).contains(&"plain.js".to_owned()));
}

#[test]
fn many_interceptors_see_many_requests() {
    let folder = tempfile::tempdir().expect("a folder");
    let interceptors =
        times(1_000, |at| format!("c.interceptors.request.use((x) => {{ x.headers.h{at} = k; return x; }});\n"));
    let calls = times(200, |at| format!("c.get('/identity/v2/manage/account/{at}');\n"));
    let client = "import axios from 'axios';\nconst c = axios.create({ baseURL: 'https://api.loginradius.com' });\n";
    write(folder.path(), "a.js", &format!("{client}{interceptors}{calls}"));
    // What the last ones add is not known.
    assert!(found(folder.path()).is_empty());
}

#[test]
fn a_document_with_many_servers_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let list = |each: &dyn Fn(usize) -> String| (0..600).map(each).collect::<Vec<_>>().join(",");
    let document = format!(
        r#"{{"openapi":"3.0.0","info":{{"title":"Many","version":"1"}},"servers":[{}],"paths":{{{}}},
        "components":{{"securitySchemes":{{"key":{{"type":"apiKey","in":"header","name":"X-Many-Key"}}}}}},"security":[{{"key":[]}}]}}"#,
        list(&|at| format!(r#"{{"url":"https://h{at}.many-servers.com/v{at}"}}"#)),
        list(&|at| format!(r#""/thing{at}/{{id}}":{{"get":{{"responses":{{}}}}}}"#)),
    );
    write(folder.path(), "openapi.json", &document);
    write(folder.path(), "authlint.toml", "apis = [\"openapi.json\"]\n");
    write(folder.path(), "a.js", "fetch('https://h7.many-servers.com/v7/thing5/1');\n");
    let findings = support::check(folder.path(), &[]);
    assert_eq!(findings, [("a.js".to_owned(), 1, "missing-credentials".to_owned())].into());
}

#[test]
fn what_makes_more_of_itself_is_not_tried_from_each_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = format!("{RUST_CALL}\nstruct S300(u8);\n");
    for at in 0..300 {
        let next = at + 1;
        let _ = writeln!(
            text,
            "struct S{at} {{ a: S{next}, b: Vec<S{next}> }}
            impl S{at} {{ fn new() -> Self {{ Self {{ a: S{next}::new(), b: vec![S{next}::new()] }} }} }}"
        );
    }
    write(folder.path(), "a.rs", &text);
    let chain = times(600, |_| "h = h.bind(null, 'https://api.loginradius.com/a');\n".to_owned());
    write(folder.path(), "b.js", &format!("{CALL}let h = fetch;\n{chain}h();\n"));
    assert_eq!(found(folder.path()), ["a.rs", "b.js"]);
}

#[test]
fn instances_share_the_variables_that_their_class_was_made_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let classes = times(400, |at| format!("class C{at} {{ a = {at}; b = () => this.a; }} new C{at}();\n"));
    let text = format!(
        "{classes}class Api {{ get = (key) => fetch(base + key); }}\nconst api = new Api();
        const base = 'https://api.loginradius.com/identity/v2/manage/account/1?apikey=';\napi.get(process.env.KEY);\n"
    );
    write(folder.path(), "a.js", &text);
    assert_eq!(found(folder.path()).len(), 1);
}

#[test]
fn one_comment_that_names_many_rules_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let names = times(5_000, |at| format!("incomplete-credential{at} "));
    write(folder.path(), "a.js", &format!("// authlint-disable-line {names}\n{CALL}"));
    let unknown = support::check(folder.path(), &[]).into_iter().filter(|(.., rule)| rule == "unused-suppression");
    // All of them stand on one line.
    assert_eq!((unknown.count(), found(folder.path()).len()), (1, 1));
}

#[test]
fn headers_that_many_requests_share_are_seen_by_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let headers = times(200, |at| format!("'x-{at}': 'v', "));
    let call = "https://api.loginradius.com/identity/v2/manage/account";
    let calls = times(300, |at| format!("fetch('{call}/{at}', {{ headers: h }});\n"));
    let text = format!("const h = {{ {headers} 'X-LoginRadius-ApiKey': process.env.KEY }};\n{calls}");
    write(folder.path(), "a.js", &text);
    assert_eq!(found(folder.path()).len(), 300);
}

#[test]
fn types_that_are_made_of_texts_by_giving_texts_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "pub struct Name(String);\npub struct Other(String);
impl From<&str> for Name { fn from(text: &str) -> Self { text.into() } }
impl std::str::FromStr for Other { type Err = (); fn from_str(text: &str) -> Result<Self, ()> { let name: Name = text.parse()?; text.parse() } }
pub fn go(text: &str) -> Name { let other: Other = \"b\".parse().unwrap(); \"a\".into() }
";
    write(folder.path(), "a.rs", &format!("{text}{RUST_CALL}\n"));
    assert_eq!(found(folder.path()), ["a.rs"]);
}
