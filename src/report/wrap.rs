//! Lines that fit the terminal.

use unicode_width::UnicodeWidthStr as _;

/// Narrower than this nothing is broken: there would be a word a line.
const NARROWEST: usize = 30;

/// Breaks a text at blanks so that its lines have at most `width` columns, of which `first` are taken on the first line
/// and `others` on each that follows. A word that is longer stays whole: addresses and names are copied. The lines
/// that follow are not indented.
pub(super) fn wrapped(text: &str, width: Option<usize>, first: usize, others: usize) -> String {
    let Some(width) = width.filter(|width| *width >= NARROWEST) else { return text.to_owned() };
    let mut out = String::with_capacity(text.len() + text.len() / 40);
    let mut used = first;
    let mut is_start = true;
    for word in text.split(' ') {
        let columns = word.width();
        if !is_start && used + 1 + columns > width {
            out.push('\n');
            used = others;
        } else if !is_start {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += columns;
        is_start = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn words_stay_whole() {
        let text = "one two three four five six seven eight nine a-word-that-is-longer-than-any-line-may-be ten";
        let expected = "one two three four five\nsix seven eight nine\na-word-that-is-longer-than-any-line-may-be\nten";
        assert_eq!(wrapped(text, Some(30), 6, 6), expected);
        assert_eq!(wrapped(text, None, 6, 6), text);
        assert_eq!(
            wrapped("\u{6f22}\u{6f22}\u{6f22} \u{6f22}\u{6f22}", Some(30), 20, 0),
            "\u{6f22}\u{6f22}\u{6f22}\n\u{6f22}\u{6f22}"
        );
        assert_eq!(wrapped("", Some(60), 0, 0), "");
    }
}
