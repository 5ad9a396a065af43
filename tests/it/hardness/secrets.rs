//! No secret is printed: random ones of every kind are planted in a project in every way that is known, and no output
//! in any format, however much it says, has eight characters of one in a row.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// So many characters of a secret in a row are too many.
const WINDOW: usize = 8;

/// Random numbers that are the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("small") % count
    }

    fn of(&mut self, letters: &str, count: usize) -> String {
        let letters: Vec<char> = letters.chars().collect();
        (0..count).map(|_| letters[self.below(letters.len())]).collect()
    }

    /// A secret of one of the kinds that are given out.
    fn secret(&mut self, kind: usize) -> String {
        const HEX: &str = "0123456789abcdef";
        const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        match kind % 7 {
            0 => self.of(HEX, 32),
            1 => format!(
                "{}-{}-4{}-a{}-{}",
                self.of(HEX, 8),
                self.of(HEX, 4),
                self.of(HEX, 3),
                self.of(HEX, 3),
                self.of(HEX, 12)
            ),
            2 => self.of(ALNUM, 40),
            3 => self.of(ALNUM, 16),
            4 => format!("sk_live_{}", self.of(ALNUM, 24)),
            5 => self.of(&format!("{ALNUM}!@*-_^"), 20),
            _ => format!("eyJhbGciOiJIUzI1NiJ9.{}.{}", self.of(ALNUM, 24), self.of(ALNUM, 30)),
        }
    }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for at in 0..=chunk.len() {
            text.push(char::from(LETTERS[(bits >> (18 - 6 * at) & 63) as usize]));
        }
        text.push_str(&"=".repeat(3 - chunk.len()));
    }
    text
}

fn hex(text: &str) -> String {
    text.bytes().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

const URL: &str = "https://api.loginradius.com/identity/v2/manage/account/1";

/// Ways in which scripts carry secrets. `S` is the secret, `A` and `B` its halves, `H` and `D` are its encodings, `P`
/// that of `id:S`.
const SCRIPTS: &[&str] = &[
    "fetch('URL?apikey=k&apisecret=S');",
    "fetch(`URL?apikey=${process.env.KEY}&apisecret=S`);",
    "fetch('URL', { headers: { 'X-LoginRadius-ApiSecret': 'S', 'X-LoginRadius-ApiKey': process.env.KEY } });",
    "fetch('URL', { headers: { Authorization: 'Bearer S' } });",
    "const part = 'A'; fetch('URL?apikey=k&apisecret=' + part + 'B');",
    "fetch('URL?apikey=k&apisecret=' + 'A' + 'B');",
    "fetch('URL?apikey=k&apisecret=' + (process.env.API_SECRET || 'S'));",
    "const { API_SECRET = 'S' } = process.env; fetch('URL?apikey=k&apisecret=' + API_SECRET);",
    "fetch('URL?apikey=k&apisecret=' + atob('D'));",
    "fetch('URL', { headers: { Authorization: 'Basic ' + btoa('id:S') } });",
    "fetch('URL', { headers: { Authorization: 'Basic ' + Buffer.from('id:S').toString('base64') } });",
    "fetch('URL', { headers: { Authorization: 'Basic P' } });",
    "fetch('URL?apikey=k&apisecret=' + Buffer.from('H', 'hex'));",
    "axios.get('URL', { auth: { username: 'id', password: 'S' } });",
    "axios.get('URL', { params: { apikey: 'k', apisecret: 'S' } });",
    "request.get('URL', { auth: ['id', 'S'] });",
    "// the apisecret was S\nfetch('URL?apikey=k'); // S",
    "/* old: S */ fetch('URL?apikey=k'); // apisecret: S",
    "console.log('secret=%s', 'S'); fetch('URL?apikey=k');",
    "const SECRETS = ['S', 'other']; fetch('URL?apikey=k&apisecret=' + SECRETS[0]);",
    "const o = { secret: 'S' }; const c = { ...o }; fetch('URL?apikey=k&apisecret=' + c.secret);",
    "fetch('https://id:S@api.loginradius.com/identity/v2/manage/account/1?apikey=k');",
    "fetch('https://other.example.com/x', { headers: { Authorization: 'Bearer S' } }); fetch('URL?apikey=k');",
    "fetch('URL?apikey=k', { headers: { Cookie: 'session=1; token=S' } });",
    "fetch('URL', { method: 'POST', body: JSON.stringify({ apikey: 'k', apisecret: 'S' }) });",
    "const body = '{\"apisecret\":\"S\"}'; fetch('URL?apikey=k', { method: 'POST', body });",
    "// authlint-disable-next-line hardcoded-secret, incomplete-credentials, secret-in-query -- it is S\nfetch('URL?apikey=k&apisecret=S');",
    "import jwt from 'jsonwebtoken'; jwt.sign({}, 'S'); fetch('URL?apikey=k');",
    "import LoginRadius from 'loginradius-sdk'; new LoginRadius({ apiKey: 'k', apiSecret: 'S' }); fetch('URL?apikey=k');",
    "localStorage.setItem('apisecret', 'S'); fetch('URL?apikey=k');",
    "const x = { 'X-LoginRadius-ApiSecret': \"S\" }; fetch('URL?apikey=k', { headers: x });",
];

const RUST: &[&str] = &[
    "c.get(\"URL\").basic_auth(\"id\", Some(\"S\")).send();",
    "c.get(\"URL\").bearer_auth(\"S\").send();",
    "c.get(\"URL\").header(\"X-LoginRadius-ApiSecret\", \"S\").send();",
    "c.get(\"URL\").query(&[(\"apikey\", \"k\"), (\"apisecret\", \"S\")]).send();",
    "c.get(format!(\"URL?apikey=k&apisecret={}\", \"S\")).send();",
    "println!(\"secret={}\", \"S\"); c.get(\"URL?apikey=k\").send();",
    "let s = std::env::var(\"X\").unwrap_or(\"S\".to_string()); c.get(format!(\"URL?apikey=k&apisecret={s}\")).send();",
    "let s = decode(\"D\"); c.get(\"URL?apikey=k\").query(&[(\"apisecret\", s)]).send();",
    "let s = concat!(\"A\", \"B\"); c.get(\"URL?apikey=k\").query(&[(\"apisecret\", s)]).send(); // S",
];

const SETTINGS: &[(&str, &str)] = &[
    (".env", "LOGINRADIUS_API_SECRET=S\nLOGINRADIUS_API_KEY=k\n"),
    (".env.local", "export NEXT_PUBLIC_LOGINRADIUS_API_SECRET=\"S\" # S\n"),
    ("config.yaml", "loginradius:\n  apikey: k\n  apisecret: S\n"),
    ("compose.yml", "services:\n  a:\n    environment:\n      - LOGINRADIUS_API_SECRET=S\n"),
    ("settings.json", "{\"loginradius\": {\"apiKey\": \"k\", \"apiSecret\": \"S\"}}\n"),
    ("settings.toml", "[loginradius]\napi_secret = \"S\"\n"),
    ("broken.toml", "[loginradius]\napi_secret = \"S\n"),
    ("broken.json", "{\"loginradius\": {\"apiSecret\": \"S\"\n"),
    ("broken.rs", "fn a() { loginradius(\"S\" }\n"),
];

fn planted(pattern: &str, secret: &str) -> String {
    let (first, second) = secret.split_at(secret.len() / 2);
    let values = [
        ("URL", URL.to_owned()),
        ("A", first.to_owned()),
        ("B", second.to_owned()),
        ("D", base64(secret.as_bytes())),
        ("H", hex(secret)),
        ("P", base64(format!("id:{secret}").as_bytes())),
        ("S", secret.to_owned()),
    ];
    // A word of one letter that stands alone is a place.
    let mut text = String::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        let word = rest.len() - rest.trim_start_matches(|char: char| char.is_alphanumeric() || char == '_').len();
        let taken = word.max(rest.chars().next().map_or(0, char::len_utf8));
        let (piece, behind) = rest.split_at(if word > 0 { word } else { taken });
        text.push_str(values.iter().find(|(name, _)| *name == piece).map_or(piece, |(_, value)| value));
        rest = behind;
    }
    text
}

/// Writes a project; gives the secrets with the files and ways they were planted in.
fn project(folder: &Path, random: &mut Random) -> Vec<(String, String)> {
    let mut secrets = Vec::new();
    let mut plant = |at: usize, name: String, pattern: &str, wrap: &dyn Fn(String) -> String, random: &mut Random| {
        let secret = random.secret(at);
        fs::write(folder.join(&name), wrap(planted(pattern, &secret))).expect("a file is written");
        secrets.push((format!("{name} (kind {}): {pattern}", at % 7), secret));
    };
    let first = random.below(7);
    for (at, pattern) in SCRIPTS.iter().enumerate() {
        plant(
            first + at,
            format!("s{at}.js"),
            pattern,
            &|text| format!("import axios from 'axios';\n{text}\n"),
            random,
        );
    }
    for (at, pattern) in RUST.iter().enumerate() {
        let wrap =
            |text: String| format!("pub async fn go() {{\n    let c = reqwest::Client::new();\n    {text}\n}}\n");
        plant(first + at, format!("r{at}.rs"), pattern, &wrap, random);
    }
    for (at, (name, pattern)) in SETTINGS.iter().enumerate() {
        plant(first + at, (*name).to_owned(), pattern, &|text| text, random);
    }
    // A bundle in one line, and what it was made of.
    let bundle = |text: String| format!("!function(){{{}{text}{}}}();", "var a=1;".repeat(200), "var b=2;".repeat(200));
    plant(first, "bundle.min.js".to_owned(), "fetch(\"URL?apikey=k&apisecret=S\");", &bundle, random);
    let mapped = |text: String| {
        let source = serde_json::to_string(&text).expect("a text");
        let map = format!(
            "{{\"version\":3,\"sources\":[\"a.ts\"],\"names\":[],\"mappings\":\"AAAA\",\"sourcesContent\":[{source}]}}"
        );
        format!("0\n//# sourceMappingURL=data:application/json;base64,{}\n", base64(map.as_bytes()))
    };
    plant(first + 1, "mapped.js".to_owned(), "fetch('URL?apikey=k&apisecret=S');", &mapped, random);
    secrets
}

fn output(folder: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_authlint"))
        .current_dir(folder)
        .args(args)
        .env_remove("GITHUB_STEP_SUMMARY")
        .output()
        .expect("the binary runs");
    assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The formats of reports beside text.
const FORMATS: [&str; 7] = ["concise", "json", "sarif", "github", "gitlab", "junit", "html"];

/// Everything that is printed of a project: on both streams, and in files beside.
fn outputs(folder: &Path) -> Vec<(String, String)> {
    output(folder, &["baseline", "--baseline", "base.json", "s0.js"]);
    let mut outputs = vec![("the baseline".to_owned(), read(folder, "base.json"))];
    let files: Vec<String> = FORMATS.iter().map(|format| format!("{format}=out.{format}")).collect();
    let all: Vec<&str> = files.iter().flat_map(|file| ["--output", file]).chain(["--output", "text=-"]).collect();
    for args in [
        &["check", "--no-sift", "--pedantic", "--verbose", "--stats", "--show-suppressed", "--color", "always"][..],
        &["check", "--no-sift", "--show-suppressed", "--baseline", "base.json"],
    ] {
        let args = [args, &all].concat();
        outputs.push((args.join(" "), output(folder, &args)));
        for format in FORMATS {
            let file = format!("out.{format}");
            outputs.push((format!("{format} of {args:?}"), read(folder, &file)));
            fs::remove_file(folder.join(file)).expect("it was written");
        }
    }
    for args in [&["requests", "--no-sift"][..], &["requests", "--no-sift", "--format", "json"]] {
        outputs.push((args.join(" "), output(folder, args)));
    }
    outputs
}

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).expect("a report")
}

#[test]
fn no_output_holds_a_secret() {
    plant(0..1);
}

#[test]
#[ignore = "long: more random secrets"]
fn no_output_holds_one_of_many_secrets() {
    plant(1..8);
}

fn plant(rounds: std::ops::Range<u64>) {
    let mut leaks = String::new();
    for round in rounds {
        let mut random = Random(round + 7);
        let folder = tempfile::tempdir().expect("a folder");
        let secrets = project(folder.path(), &mut random);
        let outputs = outputs(folder.path());
        // All that must not be seen is looked for at once.
        let (mut windows, mut places) = (Vec::new(), Vec::new());
        for (place, secret) in &secrets {
            // The beginning that all tokens of a kind share is no secret.
            let own = secret.trim_start_matches("sk_live_").trim_start_matches("eyJhbGciOiJIUzI1NiJ9.");
            for form in [own, &base64(own.as_bytes())] {
                for window in form.as_bytes().windows(WINDOW).filter(|window| !window.contains(&b'=')) {
                    windows.push(window.to_vec());
                    places.push(place);
                }
            }
        }
        let finder = aho_corasick::AhoCorasick::new(&windows).expect("patterns");
        for (name, text) in &outputs {
            for found in finder.find_iter(text) {
                let line = text[..found.start()].rfind('\n').map_or(0, |at| at + 1);
                let line: String = text[line..].lines().next().unwrap_or_default().chars().take(300).collect();
                let place = places[found.pattern().as_usize()];
                let _ = writeln!(leaks, "{place}\n    by {name}: {} in {line}", &text[found.range()]);
            }
        }
    }
    assert!(leaks.is_empty(), "{leaks}");
}

/// Nor is a word that requests have as the name of a parameter.
#[test]
fn the_name_of_a_parameter_hides_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let code = "const sort = 'first_page';\n\
        fetch('https://api.example.com/first_page/items?first_page=1');\n\
        fetch('https://api.example.com/items', { headers: { 'X-Api-Key': sort } });\n\
        fetch('https://api.example.com/second_page/items', { headers: { 'X-Api-Key': 'second_page' } });\n";
    std::fs::write(folder.path().join("a.js"), code).unwrap();
    let text = output(folder.path(), &["requests", "--no-sift", "."]);
    assert!(text.contains("/first_page/items") && !text.contains("/second_page/items"), "{text}");
}

/// The name of an API is no secret, though somebody may take it for a value.
#[test]
fn the_name_of_an_api_hides_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let code = "export const f = (id) => fetch(`https://api.loginradius.com/identity/v2/manage/account/${id}?apikey=${process.env.K}`);\n\
        const named = 'LoginRadius';\n\
        export const g = () => fetch('https://api.loginradius.com/identity/v2/manage/account/1', { headers: { 'X-LoginRadius-ApiSecret': named } });\n";
    std::fs::write(folder.path().join("a.js"), code).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_authlint")).current_dir(&folder).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("LoginRadius") && !text.contains("X-***"), "{text}");
}
