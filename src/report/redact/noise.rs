//! Whether a run of letters and digits is noise, as secrets are, or reads as words.

/// How often a small letter, a capital and a digit follow one another.
pub(super) fn changes_of_case(word: &str) -> usize {
    let kind = |byte: u8| (byte.is_ascii_lowercase(), byte.is_ascii_uppercase(), byte.is_ascii_digit());
    let kinds: Vec<_> = word.bytes().filter(u8::is_ascii_alphanumeric).map(kind).collect();
    kinds.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Whether small letters, capitals and digits follow one another as in no word.
pub(super) fn is_mixed(run: &str) -> bool {
    let changes = changes_of_case(run);
    let has = |test: fn(&u8) -> bool| run.as_bytes().iter().any(test);
    changes * 2 >= run.len() - 2 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
        || changes * 3 >= run.len()
            && has(u8::is_ascii_digit)
            && has(u8::is_ascii_lowercase)
            && has(u8::is_ascii_uppercase)
}

/// Base64 with slashes in it, rather than a path: its pieces do not read as words.
pub(super) fn is_base64(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit) && wordiness(text).0 < 0.6
}

/// Whether a run of letters and digits reads as noise rather than as words. Inside a literal less is taken for words.
pub(super) fn looks_random(run: &str, inside: bool) -> bool {
    let (words, digit_groups) = wordiness(run);
    let spread = if inside { 10 } else { 6 };
    run.len() >= 20
        && digit_groups > 0
        && run.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !(words >= 0.6 && digit_groups * spread <= run.len())
}

/// The share of letters that stand in words (three letters or more, the first perhaps a capital, or all capitals),
/// and the number of groups of digits.
#[allow(clippy::cast_precision_loss)]
fn wordiness(run: &str) -> (f64, usize) {
    let bytes = run.as_bytes();
    let (mut letters, mut in_words, mut groups, mut at) = (0_usize, 0_usize, 0_usize, 0_usize);
    let stretch = |from: usize, test: fn(&u8) -> bool| bytes[from..].iter().take_while(|byte| test(byte)).count();
    while at < bytes.len() {
        let digits = stretch(at, u8::is_ascii_digit);
        let capitals = stretch(at, u8::is_ascii_uppercase);
        let small = stretch(at + capitals, u8::is_ascii_lowercase);
        if digits > 0 {
            groups += 1;
        }
        letters += capitals + small;
        // `HTTPServer` reads as words, `aB` does not.
        if capitals + small >= 3 && (small >= 2 || small == 0) {
            in_words += capitals + small;
        }
        at += (digits + if digits > 0 { 0 } else { capitals + small }).max(1);
        if digits > 0 {
            letters -= capitals + small;
        }
    }
    (if letters == 0 { 0.0 } else { in_words as f64 / letters as f64 }, groups)
}
