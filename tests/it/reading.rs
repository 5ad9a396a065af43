//! What is read of a scanned tree, and what is said of what is not: no name in it makes a run wait, read without end or
//! look outside.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;

/// The tenant key without its secret.
const CALL: &str = "fetch(`https://api.loginradius.com/identity/v2/manage/account/1?apikey=${process.env.KEY}`);";

/// The same in Rust.
const RUST: &str = r#"fn main() { reqwest::blocking::get(format!("https://api.loginradius.com/identity/v2/manage/account/1?apikey={}", std::env::var("KEY").unwrap())); }"#;

/// Much more than a run takes.
const LIMIT: Duration = Duration::from_secs(60);

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs the program, which has to end by itself though nothing comes on its standard input.
fn run(folder: &Path, args: &[&str]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (input, id) = (child.stdin.take(), child.id().to_string());
    let (sender, receiver) = mpsc::channel();
    let waiting = std::thread::spawn(move || sender.send(child.wait_with_output()));
    let Ok(output) = receiver.recv_timeout(LIMIT) else {
        Command::new("kill").args(["-9", &id]).status().unwrap();
        panic!("the run does not end: {args:?}");
    };
    waiting.join().unwrap().unwrap();
    drop(input);
    let output = output.unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    Run { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
}

fn write(folder: &Path, path: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A repository with a finding in each language, in a folder that holds nothing else.
fn project() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let top = place.path().join("top");
    write(&top, ".git/info/attributes", "");
    write(&top, "src/a.ts", format!("import {{ x }} from '@/b';\n{CALL}\n"));
    write(&top, "src/b.ts", "export const x = 1;\n");
    write(&top, "src/main.rs", RUST);
    place
}

/// Makes a file at a place that is no regular one.
type Make = fn(&Path);

/// What can stand in the place of a file, and what it is called.
const IRREGULAR: [(&str, Make); 5] = [
    ("a named pipe", |path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success())),
    ("a named pipe", |path| {
        let pipe = path.with_extension("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        symlink(pipe, path).unwrap();
    }),
    ("a socket", |path| drop(UnixListener::bind(path).unwrap())),
    ("", |path| symlink("/dev/zero", path).unwrap()),
    ("", |path| symlink("/dev/stdin", path).unwrap()),
];

/// What a run reads by its usual name.
const USUAL: [&str; 10] = [
    ".gitignore",
    "src/.gitignore",
    ".git/info/exclude",
    "package.json",
    "tsconfig.json",
    "Cargo.toml",
    "src/c.ts",
    ".env",
    "pnpm-workspace.yaml",
    "src/app.js.map",
];

#[test]
fn what_is_no_file_is_told_and_passed_over() {
    for (what, put) in IRREGULAR {
        let place = project();
        let top = place.path().join("top");
        for name in USUAL {
            put(&top.join(name));
        }
        let run = run(&top, &["--strict"]);
        assert_eq!(run.code, Some(2), "{what}: {}", run.err);
        assert!(run.out.contains("src/a.ts") && run.out.contains("src/main.rs"), "{what}: {}", run.out);
        for name in USUAL {
            let told = run.err.lines().any(|line| line.contains(&format!("error: {name}: ")) && line.contains(what));
            assert!(told, "{name}: {}", run.err);
        }
        // Nor does it matter above what is checked.
        assert_eq!(self::run(&top, &["src"]).code, Some(1), "{what}");
        assert_eq!(self::run(&top, &["src/a.ts"]).code, Some(1), "{what}");
    }
}

#[test]
fn what_is_no_file_is_no_configuration() {
    for (what, put) in IRREGULAR {
        let place = project();
        let top = place.path().join("top");
        put(&top.join("authlint.toml"));
        let refused = run(&top, &[]);
        assert_eq!(refused.code, Some(2));
        assert!(
            refused.err.contains("cannot read authlint.toml: it ") && refused.err.contains(what),
            "{}",
            refused.err
        );
        for (key, value) in
            [("baseline", "\"odd\""), ("clients", "[\"odd\"]"), ("extends", "\"odd\""), ("apis", "[\"tables\"]")]
        {
            let place = project();
            let top = place.path().join("top");
            write(&top, "authlint.toml", format!("{key} = {value}\n"));
            fs::create_dir(top.join("tables")).unwrap();
            put(&top.join("odd"));
            put(&top.join("tables/odd.toml"));
            let refused = run(&top, &[]);
            assert_eq!(refused.code, Some(2), "{key}: {}", refused.err);
            assert!(refused.err.contains("odd"), "{key}: {}", refused.err);
        }
    }
}

#[test]
fn a_configuration_leads_nowhere_outside_of_its_repository() {
    let files = [("out.toml", "hosts = []\n"), ("list.json", "{\"version\": 1, \"findings\": []}"), ("apis/x", "")];
    let settings = [
        "extends = \"../out.toml\"",
        "baseline = \"../list.json\"",
        "clients = [\"../out.toml\"]",
        "apis = [\"../apis\"]",
        // Through a link.
        "extends = \"link/out.toml\"",
        "baseline = \"link/list.json\"",
        "clients = [\"link/out.toml\"]",
        "apis = [\"link/apis\"]",
    ];
    for setting in settings {
        let place = project();
        let top = place.path().join("top");
        for (path, text) in files {
            write(place.path(), path, text);
        }
        symlink(place.path(), top.join("link")).unwrap();
        write(&top, "authlint.toml", setting);
        let refused = run(&top, &[]);
        assert_eq!(refused.code, Some(2), "{setting}");
        assert!(refused.err.contains("leads out of the repository"), "{setting}: {}", refused.err);
        // The user may name what the tree may not.
        fs::remove_file(top.join("authlint.toml")).unwrap();
        assert_eq!(run(&top, &["--baseline", "../list.json", "--config", "../out.toml"]).code, Some(1));
    }
    // Nor does a link in its place.
    let place = project();
    let top = place.path().join("top");
    write(place.path(), "out.toml", "exclude = [\"*\"]");
    symlink("../out.toml", top.join("authlint.toml")).unwrap();
    assert!(run(&top, &[]).err.contains("cannot read authlint.toml: it leads out of the repository"));
    // Inside, a link is as good as a file.
    write(&top, "config/authlint.toml", "exclude = [\"*\"]");
    fs::remove_file(top.join("authlint.toml")).unwrap();
    symlink("config/authlint.toml", top.join("authlint.toml")).unwrap();
    assert_eq!(run(&top, &[]).code, Some(0));
}

#[test]
fn a_table_leads_nowhere_outside_of_its_repository() {
    let place = project();
    let top = place.path().join("top");
    write(place.path(), "api.yaml", "openapi: 3.1.0\n");
    write(&top, "authlint.toml", "apis = [\"tables\"]");
    write(&top, "tables/x.toml", "id = \"x\"\ndocument = \"../../api.yaml\"\n");
    let refused = run(&top, &[]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("leads out of the repository"), "{}", refused.err);
}

#[test]
fn links_lead_nowhere_outside_of_the_repository() {
    for name in [".gitignore", ".git/info/exclude", "package.json", "Cargo.toml", "tsconfig.json", "src/c.ts"] {
        let place = project();
        let top = place.path().join("top");
        write(place.path(), "out", "*");
        symlink(place.path().join("out"), top.join(name)).unwrap();
        let run = run(&top, &[]);
        assert_eq!(run.code, Some(1), "{name}: {}", run.err);
        let warning = run.err.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{name}: {}", run.err));
        assert!(warning.contains("leads out of the repository"), "{warning}");
    }
    // What a link inside leads to is read where it is.
    let place = project();
    let top = place.path().join("top");
    symlink("a.ts", top.join("src/c.ts")).unwrap();
    assert_eq!(run(&top, &["--strict"]).err.matches("src/c.ts").count(), 0);
}

fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .env("HOME", folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args(["-c", "user.name=a", "-c", "user.email=a@b.example"])
        .args(args)
        .output()
        .unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The files with findings, sorted.
fn found(folder: &Path, args: &[&str]) -> Vec<String> {
    let run = run(folder, &[&["--format", "json"], args].concat());
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let findings = report["findings"].as_array().unwrap();
    let mut paths: Vec<String> = findings.iter().map(|it| it["path"].as_str().unwrap().to_owned()).collect();
    paths.sort();
    paths.dedup();
    paths
}

#[test]
fn git_and_a_run_agree_on_what_is_ignored() {
    let place = tempfile::tempdir().unwrap();
    // What is around a repository says nothing of what is in it.
    write(place.path(), ".gitignore", "*\n");
    let top = place.path().join("top");
    fs::create_dir_all(&top).unwrap();
    git(&top, &["init", "-q"]);
    let ignoring = [
        (
            ".gitignore",
            "\u{feff}*.gen.js\r\n# a comment\n\\#odd.js\n/only/\n!keep.gen.js\nd*/**/deep.js\n**/any/x.js\n",
        ),
        ("sub/.gitignore", "!*.gen.js\nlocal.js\nnested/*\n!nested/b.js\n"),
        ("sub/nested/.gitignore", "local.js\n"),
        ("bad/.gitignore", "[\n{a\nlocal.js\n"),
        (".git/info/exclude", "private.js\n!secret.gen.js\n"),
    ];
    for (path, text) in ignoring {
        write(&top, path, text);
    }
    for path in [
        "a.js",
        "a.gen.js",
        "keep.gen.js",
        "secret.gen.js",
        "#odd.js",
        "only/a.js",
        "sub/only/a.js",
        "sub/a.gen.js",
        "sub/local.js",
        "sub/nested/a.js",
        "sub/nested/b.js",
        "sub/nested/local.js",
        "sub/private.js",
        "private.js",
        "local.js",
        "bad/local.js",
        "bad/a.js",
        "d/e/deep.js",
        "any/x.js",
        "q/any/x.js",
        "q/any/y.js",
    ] {
        write(&top, path, CALL);
    }
    let listed = git(&top, &["-c", "core.quotePath=false", "ls-files", "--others", "--exclude-standard"]);
    let mut expected: Vec<&str> =
        listed.lines().filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "js")).collect();
    expected.sort_unstable();
    assert_eq!(found(&top, &[]), expected);
    // Rules from above what is checked hold too.
    let below: Vec<&str> = expected.iter().copied().filter(|path| path.starts_with("sub/")).collect();
    assert_eq!(found(&top, &["sub"]), below);
    // A repository in a repository has rules of its own.
    git(&top, &["init", "-q", "inner"]);
    write(&top, "inner/a.gen.js", CALL);
    assert!(found(&top, &[]).contains(&"inner/a.gen.js".to_owned()));
}

#[test]
fn a_linked_worktree_has_the_private_rules_of_its_repository() {
    let place = tempfile::tempdir().unwrap();
    let top = place.path().join("top");
    write(&top, "a.js", CALL);
    git(&top, &["init", "-q"]);
    git(&top, &["add", "."]);
    git(&top, &["commit", "-q", "-m", "a"]);
    git(&top, &["worktree", "add", "-q", "../linked"]);
    write(&top, ".git/info/exclude", "private.js\n");
    let linked = place.path().join("linked");
    write(&linked, "private.js", CALL);
    assert_eq!(found(&linked, &[]), ["a.js"]);
    // A tree that only says that it is one has not.
    let forged = place.path().join("forged");
    write(&forged, "private.js", CALL);
    fs::copy(linked.join(".git"), forged.join(".git")).unwrap();
    assert_eq!(found(&forged, &[]), ["private.js"]);
}

/// A text in UTF-16 with its mark.
fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
}

#[test]
fn utf16_is_read_and_places_in_it_are_those_of_editors() {
    let text = format!("// é\u{1f600}\r\n/* \u{1f600} */ {CALL}\r\n");
    let places = |bytes: &[u8]| {
        let place = tempfile::tempdir().unwrap();
        write(place.path(), "a.js", bytes);
        write(place.path(), "b.env", utf16("LOGINRADIUS_API_SECRET=9f3k2lq8w7v1aa\n", u16::to_le_bytes));
        let run = run(place.path(), &["--format", "json", "--strict"]);
        let mut report: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
        assert!(!run.out.contains("9f3k2lq8w7v1aa"));
        report["findings"].take().to_string()
    };
    let plain = places(format!("\u{feff}{text}").as_bytes());
    assert!(plain.contains("a.js") && plain.contains("b.env"), "{plain}");
    assert_eq!(places(&utf16(&text, u16::to_le_bytes)), plain);
    assert_eq!(places(&utf16(&text, u16::to_be_bytes)), plain);
}

#[test]
fn what_looks_like_ours_and_is_not_read_is_told() {
    let large = |head: &str| format!("{head}\n{}", "# filler\n".repeat(150_000)).into_bytes();
    let unmarked: Vec<u8> = CALL.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let secret = "LOGINRADIUS_API_SECRET";
    let cases: Vec<(&[u8], Vec<u8>, &str)> = vec![
        (b"nul.js", format!("{CALL}\0").into_bytes(), "no text"),
        (b"wide.ts", unmarked.clone(), "no text"),
        (b"wide.rs", unmarked.clone(), "no text"),
        (b"wide.vue", unmarked.clone(), "no text"),
        (b".env", unmarked.clone(), "no text"),
        (b".env.local", large(&format!("{secret}=x")), "larger than 1 MiB"),
        (b"a.yaml", large(&format!("{secret}: x")), "larger than 1 MiB"),
        (b"a.toml", large(&format!("{secret} = 'x'")), "larger than 1 MiB"),
        (b"a.json", format!("{{\"{secret}\": \"x\",,}}").into_bytes(), "not JSON"),
        (b"a.toml", format!("{secret} = x\n").into_bytes(), "not TOML"),
        (b"Cargo.toml", b"[package]\nname = ".to_vec(), "not TOML"),
        (b"odd\xff.js", CALL.as_bytes().to_vec(), "not UTF-8"),
    ];
    for (name, bytes, problem) in cases {
        let place = tempfile::tempdir().unwrap();
        write(place.path(), "src/main.rs", RUST);
        fs::write(place.path().join(OsStr::from_bytes(name)), bytes).unwrap();
        let name = String::from_utf8_lossy(name);
        let plain = run(place.path(), &[]);
        assert_eq!(plain.code, Some(1), "{name}: {}", plain.err);
        let told = plain.err.lines().filter(|line| line.contains("warning")).any(|line| line.contains(problem));
        assert!(told, "{name}: {}", plain.err);
        assert_eq!(run(place.path(), &["--strict"]).code, Some(2), "{name}");
    }
}

#[test]
fn a_video_is_no_source() {
    let place = tempfile::tempdir().unwrap();
    let packet = [&[0x47, 0x40, 0, 0x10][..], &[0; 184]].concat();
    write(place.path(), "film.ts", packet.repeat(100));
    let run = run(place.path(), &["--strict"]);
    assert_eq!((run.code, run.err.contains("warning")), (Some(0), false), "{}", run.err);
}
