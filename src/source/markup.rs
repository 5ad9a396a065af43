//! Tags of HTML and of what looks like it, with the text between those that hold raw text.
//!
//! This follows the tokenizer of the HTML standard as far as it decides where a script begins and ends. It goes over
//! the text once.

use std::ops::Range;

/// Where the rules of HTML differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Markup {
    /// `.html`, `.htm`.
    Html,
    /// `.vue`.
    Vue,
    /// `.svelte`.
    Svelte,
    /// `.astro`.
    Astro,
}

/// Elements of HTML whose content is text whatever it looks like.
const RAW: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// An opening or closing tag.
#[derive(Debug, Clone, Default)]
pub struct Tag<'t> {
    /// Its name as written.
    pub name: &'t str,
    /// `</name>`.
    pub closing: bool,
    /// `<name />`.
    pub empty: bool,
    /// Its attributes, in order.
    pub attributes: Vec<Attribute<'t>>,
    /// What it encloses, if that is raw text that comes to an end.
    pub raw: Option<Range<usize>>,
}

/// An attribute.
#[derive(Debug, Clone)]
pub struct Attribute<'t> {
    /// Its name as written.
    pub name: &'t str,
    /// Its value as written, without quotes; empty where there is none.
    pub value: &'t str,
    /// Where the value begins.
    pub at: usize,
}

impl<'t> Tag<'t> {
    /// Whether the tag has this name, given in small letters.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The first attribute of a name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute<'t>> {
        self.attributes.iter().find(|it| it.name.eq_ignore_ascii_case(name))
    }

    /// The value of the first attribute of a name.
    pub fn value(&self, name: &str) -> Option<&'t str> {
        self.attribute(name).map(|it| it.value)
    }
}

/// The tags of a text, in order.
#[derive(Debug)]
pub struct Tags<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    markup: Markup,
    /// How many elements of a component are open: only those at its top hold raw text of other languages.
    inside_template: usize,
    /// An expression in braces had no end: braces are text from there on.
    unbalanced: bool,
}

impl<'t> Tags<'t> {
    /// The tags of `text` from an offset on.
    pub fn new(text: &'t str, from: usize, markup: Markup) -> Self {
        Self { text, bytes: text.as_bytes(), at: from, markup, inside_template: 0, unbalanced: false }
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes behind the next `what`, or to the end.
    fn behind(&mut self, what: &str) {
        self.at = self.rest().find(what).map_or(self.bytes.len(), |found| self.at + found + what.len());
    }

    fn has_braces(&self) -> bool {
        matches!(self.markup, Markup::Svelte | Markup::Astro)
    }

    /// Goes behind an expression in braces that starts here; `false` where it does not end.
    fn braces(&mut self) -> bool {
        if self.unbalanced {
            return false;
        }
        match behind_braces(self.bytes, self.at) {
            Some(end) => {
                self.at = end;
                true
            }
            None => {
                self.unbalanced = true;
                false
            }
        }
    }

    fn comment(&mut self) {
        self.at += "<!--".len();
        if self.byte(self.at) == b'>' {
            self.at += 1;
        } else if self.rest().starts_with("->") {
            self.at += 2;
        } else {
            let ends = [("-->", self.rest().find("-->")), ("--!>", self.rest().find("--!>"))];
            let end = ends.iter().filter_map(|(end, found)| Some(self.at + (*found)? + end.len())).min();
            self.at = end.unwrap_or(self.bytes.len());
        }
    }

    fn skip_space(&mut self, slash: bool) {
        while self.byte(self.at).is_ascii_whitespace() || slash && self.byte(self.at) == b'/' {
            self.at += 1;
        }
    }

    fn tag(&mut self) -> Tag<'t> {
        self.at += 1;
        let closing = self.byte(self.at) == b'/';
        self.at += usize::from(closing);
        let start = self.at;
        while !matches!(self.byte(self.at), b'>' | b'/' | 0) && !self.byte(self.at).is_ascii_whitespace() {
            self.at += 1;
        }
        let mut tag = Tag { name: self.slice(start..self.at), closing, ..Tag::default() };
        loop {
            let before = self.at;
            self.skip_space(true);
            tag.empty = self.at > before && self.byte(self.at - 1) == b'/';
            match self.byte(self.at) {
                b'>' => {
                    self.at += 1;
                    return tag;
                }
                0 if self.at >= self.bytes.len() => return tag,
                b'{' if self.has_braces() && !self.unbalanced => {
                    // `{name}`, `{...values}`.
                    let at = self.at;
                    if self.braces() {
                        tag.attributes.push(Attribute { name: "", value: self.slice(at..self.at), at });
                    }
                }
                _ => tag.attributes.push(self.attribute()),
            }
        }
    }

    fn attribute(&mut self) -> Attribute<'t> {
        let start = self.at;
        // A `=` in front belongs to the name.
        self.at += 1;
        while !matches!(self.byte(self.at), b'>' | b'/' | b'=') && !self.byte(self.at).is_ascii_whitespace() {
            if self.at >= self.bytes.len() {
                break;
            }
            self.at += 1;
        }
        let name = self.slice(start..self.at);
        let behind = self.at;
        self.skip_space(false);
        if self.byte(self.at) != b'=' {
            self.at = behind;
            return Attribute { name, value: "", at: behind };
        }
        self.at += 1;
        self.skip_space(false);
        let at = self.at;
        let quote = self.byte(at);
        if matches!(quote, b'"' | b'\'') || quote == b'`' && self.markup == Markup::Astro {
            let length = self.bytes[at + 1..].iter().position(|&byte| byte == quote);
            let end = length.map_or(self.bytes.len(), |length| at + 1 + length);
            self.at = (end + 1).min(self.bytes.len());
            return Attribute { name, value: self.slice(at + 1..end), at: at + 1 };
        }
        if !(quote == b'{' && self.has_braces() && self.braces()) {
            while self.at < self.bytes.len() && self.byte(self.at) != b'>' && !self.byte(self.at).is_ascii_whitespace()
            {
                self.at += 1;
            }
        }
        Attribute { name, value: self.slice(at..self.at), at }
    }

    /// The empty text where a range does not fall between characters: names and values end at ASCII only.
    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether the content of an element that was just opened is text.
    fn is_raw(&self, tag: &Tag) -> bool {
        let component = self.markup != Markup::Html;
        if tag.closing || component && tag.empty {
            return false;
        }
        match self.markup {
            Markup::Html => RAW.iter().any(|raw| tag.is(raw)),
            // Blocks of other languages; a template in HTML is looked through for its end.
            Markup::Vue => {
                self.inside_template == 0 && (!tag.is("template") || tag.value("lang").is_some_and(|it| it != "html"))
            }
            Markup::Svelte | Markup::Astro => ["script", "style", "textarea"].iter().any(|raw| tag.is(raw)),
        }
    }

    /// Goes behind the end of an element of raw text, and gives the text.
    fn raw(&mut self, name: &str) -> Option<Range<usize>> {
        let start = self.at;
        let script = self.markup == Markup::Html && name.eq_ignore_ascii_case("script");
        // `<!-- <script> … </script>` in a script does not end it.
        let (mut escaped, mut twice) = (false, false);
        while self.at < self.bytes.len() {
            let Some(found) = self.bytes[self.at..].iter().position(|&byte| matches!(byte, b'<' | b'-')) else { break };
            self.at += found;
            let rest = &self.bytes[self.at..];
            if script && rest.starts_with(b"<!--") {
                // Of `<!-->` the last two dashes are those of the end too.
                escaped = true;
                self.at += 2;
            } else if script && escaped && rest.starts_with(b"-->") {
                (escaped, twice) = (false, false);
                self.at += 3;
            } else if rest.starts_with(b"</") && is_name(&rest[2..], name) {
                let end = self.at;
                self.at += 2 + name.len();
                if !twice {
                    self.behind(">");
                    return Some(start..end);
                }
                twice = false;
            } else {
                twice |= escaped && rest.starts_with(b"<") && is_name(&rest[1..], name);
                self.at += 1;
            }
        }
        self.at = self.bytes.len();
        None
    }
}

impl<'t> Iterator for Tags<'t> {
    type Item = Tag<'t>;

    fn next(&mut self) -> Option<Tag<'t>> {
        while self.at < self.bytes.len() {
            let braces = self.has_braces() && !self.unbalanced;
            let found = self.bytes[self.at..].iter().position(|&byte| byte == b'<' || braces && byte == b'{')?;
            self.at += found;
            if self.byte(self.at) == b'{' {
                // What an expression of Astro holds is markup again; only its comments are none.
                let comment = self.rest().starts_with("{/*");
                if !((comment || self.markup == Markup::Svelte) && self.braces()) {
                    self.at += 1;
                }
                continue;
            }
            let (next, after) = (self.byte(self.at + 1), self.byte(self.at + 2));
            if self.rest().starts_with("<!--") {
                self.comment();
            } else if next.is_ascii_alphabetic() || next == b'/' && after.is_ascii_alphabetic() {
                let mut tag = self.tag();
                if self.is_raw(&tag) {
                    tag.raw = self.raw(tag.name);
                } else if self.markup == Markup::Vue && tag.is("template") && !tag.empty {
                    let depth = self.inside_template;
                    self.inside_template = if tag.closing { depth.saturating_sub(1) } else { depth + 1 };
                }
                return Some(tag);
            } else if matches!(next, b'!' | b'?' | b'/') {
                self.behind(">");
            } else {
                self.at += 1;
            }
        }
        None
    }
}

/// Whether bytes start with a name that ends there.
fn is_name(bytes: &[u8], name: &str) -> bool {
    bytes.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()))
        && bytes.get(name.len()).is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
}

/// The offset behind the brace that closes the one at `start`; strings, templates and comments are stepped over.
fn behind_braces(bytes: &[u8], start: usize) -> Option<usize> {
    // Braces that are open; `true` for those of `${` in a template, behind which the template goes on.
    let mut open: Vec<bool> = Vec::new();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' => open.push(false),
            b'}' => match open.pop() {
                Some(true) => at = template(bytes, at, &mut open)?,
                _ if open.is_empty() => return Some(at),
                _ => {}
            },
            b'"' | b'\'' => at = quoted(bytes, at, byte)?,
            b'`' => at = template(bytes, at, &mut open)?,
            b'/' if bytes.get(at) == Some(&b'*') => {
                at += 1 + bytes.get(at + 1..)?.windows(2).position(|pair| pair == b"*/")? + 2;
            }
            _ => {}
        }
    }
    None
}

fn quoted(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            byte if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// Goes on in a template: behind its end, or behind the next `${`, which is noted as open.
fn template(bytes: &[u8], mut at: usize, open: &mut Vec<bool>) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            b'`' => return Some(at + 1),
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                open.push(true);
                return Some(at + 2);
            }
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tags as `name`, `/name`, `name[raw text]`.
    fn tags(markup: Markup, text: &str) -> String {
        let shown = Tags::new(text, 0, markup).map(|tag| {
            let raw = tag.raw.map(|raw| format!("[{}]", &text[raw])).unwrap_or_default();
            format!("{}{}{raw}", if tag.closing { "/" } else { "" }, tag.name)
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn scripts_end_as_in_a_browser() {
        let html = |text| tags(Markup::Html, text);
        assert_eq!(html("<script>a < b</script><p>"), "script[a < b] p");
        assert_eq!(html("<SCRIPT>'</b>'</Script >x"), "SCRIPT['</b>']");
        assert_eq!(html("<script>'</script>'</script>"), "script['] /script");
        assert_eq!(html("<script>a</scripts>b</script\n>"), "script[a</scripts>b]");
        assert_eq!(html("<script><!-- a\n</script>"), "script[<!-- a\n]");
        assert_eq!(html("<script><!-- <script>a</script> --></script>"), "script[<!-- <script>a</script> -->]");
        assert_eq!(html("<script><!--> <script>a</script>"), "script[<!--> <script>a]");
        assert_eq!(html("<script>never ends"), "script");
    }

    #[test]
    fn what_is_no_markup_holds_no_tags() {
        let html = |text| tags(Markup::Html, text);
        assert_eq!(html("<!-- <a> --><b><!--><i><!-- <u> --!><s>"), "b i s");
        assert_eq!(html("<!--[if IE]><a><![endif]--><![if !IE]><b><![endif]>"), "b");
        assert_eq!(html("<!doctype html><?php <a> ?></ <b>"), "");
        assert_eq!(html("<textarea><script>a</script></textarea>"), "textarea[<script>a</script>]");
        assert_eq!(html("1 < 2 <3 <a"), "a");
    }

    #[test]
    fn attributes_are_quoted_in_all_ways() {
        let text = "<a b c=d e = 'f>' g=\"h\"i=j/ =k l=>";
        let tag = Tags::new(text, 0, Markup::Html).next().unwrap();
        let shown: Vec<String> = tag.attributes.iter().map(|it| format!("{}={}", it.name, it.value)).collect();
        assert_eq!(shown, ["b=", "c=d", "e=f>", "g=h", "i=j/", "=k=", "l="]);
        for attribute in &tag.attributes {
            assert_eq!(&text[attribute.at..attribute.at + attribute.value.len()], attribute.value);
        }
    }

    #[test]
    fn components_have_blocks_and_expressions() {
        assert_eq!(
            tags(
                Markup::Vue,
                "<template><p><template #a/><script>a</script></template><docs><a></docs><script>b</script>"
            ),
            "template p template script /script /template docs[<a>] script[b]"
        );
        assert_eq!(tags(Markup::Svelte, "<a on:b={() => c}>{@html `<script>${'}'}`}<i {...d}/>"), "a i");
        assert_eq!(tags(Markup::Astro, "{a && <b c={`>`}>}{/* <i> */}<u>"), "b u");
        assert_eq!(tags(Markup::Svelte, "{ never <a> ends { <b>"), "a b");
    }
}
