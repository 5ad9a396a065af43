use proptest::prelude::*;
use unicode_width::UnicodeWidthStr as _;

use super::*;

const GUID: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

fn stars(text: &str, secret: &str) -> String {
    text.replace(secret, &"*".repeat(secret.len()))
}

#[test]
fn every_pattern_compiles() {
    for pattern in [&SHAPES, &USERINFO, &AUTHORIZATION, &RUN, &KEY, &NAME, &HOLE, &CODER, &ANNOUNCED] {
        assert!(pattern.is_some());
    }
}

#[test]
fn masks_what_looks_like_a_secret() {
    for (line, secret) in [
        ("const id = '0f8fad5b-d9cb-469f-a165-70867728950e';", GUID),
        ("// was 0f8fad5b-d9cb-469f-a165-70867728950e", GUID),
        ("url + '?apisecret=abc&x=1'", "abc"),
        ("`${base}?apikey=${key}&apisecret=hush&a=${b}`", "hush"),
        ("  &secret=hush&a=b", "hush"),
        ("client_secret: \"hunter two\",", "hunter two"),
        ("{\"client_secret\": \"hunter\"}", "hunter"),
        (r#"let body = "{\"client_secret\":\"hunter\"}";"#, "hunter"),
        ("headers['X-Vendor-ApiSecret'] = 'hush-hush'", "hush-hush"),
        (".header(\"X-Vendor-ApiSecret\", \"hush-hush\")", "hush-hush"),
        (r#"("apisecret", "hunter-2")"#, "hunter-2"),
        ("'?apisecret=' + 'hush'", "hush"),
        ("secret: process.env.API_SECRET || 'fallback',", "fallback"),
        ("API_SECRET=hunter", "hunter"),
        ("export API_SECRET=hunter # note", "hunter"),
        ("  password: hunter-22", "hunter-22"),
        ("  // password: Winter2024!", "Winter2024!"),
        (" * token = abc123def456ghi789", "abc123def456ghi789"),
        ("# API_SECRET=hunter", "hunter"),
        ("Authorization: `Bearer abcdefgh1`", "abcdefgh1"),
        ("h.set('authorization', 'Bearer abcdefgh')", "abcdefgh"),
        ("'https://joe:pa55@host/x'", "pa55"),
        ("x = 'dGhpcyBpcyBhIHNlY3JldCBrZXkgMTIz'", "dGhpcyBpcyBhIHNlY3JldCBrZXkgMTIz"),
        ("x = 'q7Zr/4kQ+9sXv2LpT8yWb3Nd='", "q7Zr/4kQ+9sXv2LpT8yWb3Nd="),
        ("k('5f4dcc3b5aa765d61d8327deb882cf99')", "5f4dcc3b5aa765d61d8327deb882cf99"),
        ("t = \"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln\"", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln"),
    ] {
        assert_eq!(mask_line(line), stars(line, secret), "{line}");
    }
}

#[test]
fn leaves_the_sample_readable() {
    for line in [
        "await fetch(`${BASE}/identity/v2/manage/account/${uid}?apikey=${apiKey}&apisecret=${apiSecret}`)",
        "const url = 'https://api.example.com/identity/v2/manage/account/identities';",
        "headers: { 'X-Vendor-ApiKey': process.env.VENDOR_API_KEY, 'X-Vendor-ApiSecret': process.env.API_SECRET },",
        "const apisecret = getSecret(config, accountProfileByEmail2);",
        "client_secret: clientSecret",
        "  // token: accessToken2",
        "// password: see the vault",
        "token: string",
        "function useSha256HmacBase64Digest(token, secret) {",
        "format!(\"{base}/v2/manage/account/{uid}?apikey={key}&apisecret={secret}\")",
        "params: { apikey, apisecret: secret.value }",
        "const names = ['apisecret', 'apikey', 'access_token'];",
        "import { getAccountProfileByEmailV2 } from './account-profile-by-email-v2';",
        ".bearer_auth(token)",
        "const SECRET = process.env.SECRET",
        "config.headers['Authorization'] = token ? `Bearer ${token}` : '';",
        "send(url, secret, 'Content-Type')",
        "const authorization = req.headers['authorization'] || req.headers['x-access-token'];",
        "url += '?access_token=' + token;",
        "Authorization: `Bearer ${accessToken}`,",
        "let secret = std::env::var(\"API_SECRET\")?;",
    ] {
        assert_eq!(mask_line(line), line);
    }
}

fn one(range: Range<usize>) -> Vec<Range<usize>> {
    vec![range]
}

#[test]
fn known_spans_are_masked_whole() {
    assert_eq!(masked_copy("a = 'plain'; b", &one(5..10)), "a = '*****'; b");
    assert_eq!(masked_copy("`x\ny`", &one(1..4)), "`*\n*`");
    assert_eq!(masked_copy("'\u{6f22}é'", &one(1..6)), "'\u{ff0a}*'");
    assert_eq!(masked_copy("x", &one(0..99)), "*");
}

#[test]
fn control_characters_do_no_harm() {
    assert_eq!(mask_line("a\u{1b}[31m\u{7f}\u{9b}\u{202e}b\t"), "a\u{241b}[31m\u{2421}\u{fffd}\u{fffd}b\t");
    assert_eq!(harmless("a\u{1b}\n"), "a\u{241b}\u{240a}");
    assert_eq!(prose("x\ny\u{7}", &Known::default()), "x y\u{2407}");
}

#[test]
fn prose_hides_known_secrets() {
    assert_eq!(
        prose(&format!("sends {GUID} and hunter2"), &Known::of(["hunter2"])),
        stars("sends ************************************ and hunter2", "hunter2")
    );
    assert_eq!(
        prose("the tenant secret (apisecret, query)", &Known::of(["x"])),
        "the tenant secret (apisecret, query)"
    );
}

fn noise() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(GUID.to_owned()),
        "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        "[a-z\"'`$={}&?;:, \n\u{e9}\u{6f22}\u{1b}-]{0,12}",
        Just("apisecret=".to_owned()),
        Just("${".to_owned()),
        Just("client_secret: \"".to_owned()),
        "\\PC{0,8}",
    ]
}

proptest! {
    #[test]
    fn no_guid_survives_and_widths_are_kept(parts in prop::collection::vec(noise(), 0..12)) {
        let text = parts.concat();
        let copy = masked_copy(&text, &[]);
        let guid = Regex::new("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}").unwrap();
        prop_assert!(!guid.is_match(&copy), "{copy}");
        prop_assert!(!guid.is_match(&prose(&text, &Known::default())));
        prop_assert_eq!(copy.lines().count(), text.lines().count());
        for (masked, line) in copy.lines().zip(text.lines()) {
            let width = |line: &str| line.chars().map(|c| visible(c).width().unwrap_or(0)).sum::<usize>();
            prop_assert_eq!(width(masked), width(line));
            prop_assert!(masked.width() <= line.width() + line.chars().count());
        }
    }
}

#[test]
fn a_long_line_takes_time_in_proportion() {
    let line =
        "a(`x?apisecret=${b}`,'token','abc',{secret:b,client_secret:'abc',k:'dGhpcyBpcyBhIHNlY3JldCBrZXkgMTIz'});";
    let line = line.repeat(5000);
    let start = std::time::Instant::now();
    assert!(!masked_copy(&line, &[]).contains("dGhp"));
    // Seconds in an unoptimised build; a quadratic scan takes minutes.
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn a_host_is_no_secret() {
    let host = "https://dev-kr7vi67c2vo4vs3w.eu.example.com";
    assert_eq!(mask_url(&format!("{host}/oauth/token")), format!("{host}/oauth/token"));
    for rest in ["/kr7vi67c2vo4vs3wQ8zT1", "?key=kr7vi67c2vo4vs3wQ8zT1"] {
        assert!(!mask_url(&format!("{host}{rest}")).contains("kr7vi67c2vo4vs3wQ8zT1"), "{rest}");
    }
    assert!(!mask_url("https://me:kr7vi67c2vo4@example.com/a").contains("kr7vi67c2vo4"));
}

#[test]
fn codes_of_letters_spell_secrets_too() {
    let codes = |text: &str| text.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(",");
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:#x}")).collect::<Vec<_>>().join(", ");
    for secret in ["3f2b1c9d-8e7a-4b6c-9d1e-0f2a3b4c5d6e", "8mQoDvwpPOHPz3Xk9LsT2bVn7RfYc4GhJd5Wa1Ue"] {
        for list in [codes(secret), hex(secret)] {
            let shown = mask_line(&format!("f('?apisecret=' + String.fromCharCode({list}))"));
            assert!(!shown.contains(&list[10..20]), "{shown}");
        }
    }
    for harmless in [codes("authorization header"), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15".to_owned()] {
        assert!(mask_line(&format!("f([{harmless}])")).contains(&harmless));
    }
}

#[test]
fn words_that_are_quoted_may_be_secrets() {
    let told = |word: &str| prose(&format!("There is no rule `{word}` to suppress"), &Known::default());
    assert!(!told("8mQoDvwpPOHPz3Xk9LsT2bVn7RfYc4GhJd5Wa1Ue").contains("8mQoDvwp"));
    assert!(told("incomplete-credentials-of-2").contains("`incomplete-credentials-of-2`"));
}
