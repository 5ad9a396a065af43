//! The markup of a component: which other components it uses, with what, and the code in its attributes.

use std::ops::Range;

use super::markup::{Attribute, Markup, Tag, Tags};

/// More code than this is not looked at.
const MAX_CODES: usize = 2_000;

/// What the markup of a component does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Its code, in order.
    pub codes: Vec<Code>,
    /// The components that it uses, in order.
    pub uses: Vec<Use>,
    /// Names that the markup itself gives to values: items of lists, results.
    pub names: Vec<String>,
    /// Names that its statements assign values to.
    pub assigned: Vec<String>,
}

/// Code in an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its text in the page; one character stands on either side.
    pub range: Range<usize>,
    /// Statements that are run when something happens.
    pub handles: bool,
    /// A place that is written by whoever uses the page: `v-model`, `bind:`.
    pub is_written: bool,
}

/// A component that is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The name it may be imported by.
    pub name: String,
    /// Where the name is written.
    pub range: Range<usize>,
    /// What it is given.
    pub given: Vec<Given>,
}

/// A property that a component is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its name; `None` for all members of the value.
    pub name: Option<String>,
    /// Where that is written.
    pub range: Range<usize>,
    /// What it is.
    pub value: Written,
}

/// How a value is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// As text.
    Text(Range<usize>),
    /// As the code of this number.
    Code(usize),
    /// As the variable of the same name.
    Same,
    /// As something that is not looked into.
    Other,
}

impl Template {
    /// Reads the markup of a component.
    pub fn read(text: &str, markup: Markup) -> Self {
        let mut template = Self::default();
        for tag in Tags::new(text, 0, markup) {
            if tag.closing || tag.is("script") || tag.is("style") {
                continue;
            }
            template.tag(&tag, text, markup);
        }
        if markup == Markup::Svelte {
            template.svelte_names(text);
        }
        template
    }

    /// The names of variables and members that it writes.
    pub fn written(&self, text: &str) -> Vec<String> {
        let places = self.codes.iter().filter(|code| code.is_written);
        let roots = places.filter_map(|code| identifiers(text.get(code.range.clone())?).next());
        roots.chain(self.assigned.iter().cloned()).collect()
    }

    fn tag(&mut self, tag: &Tag, text: &str, markup: Markup) {
        let mut given = Vec::new();
        for attribute in &tag.attributes {
            if self.codes.len() >= MAX_CODES {
                return;
            }
            given.extend(match markup {
                Markup::Vue => self.vue(attribute, text),
                _ => self.svelte(attribute, text),
            });
        }
        let name = if markup == Markup::Vue { pascal(tag.name) } else { tag.name.to_owned() };
        if name.starts_with(|first: char| first.is_ascii_uppercase()) && !name.contains(['.', ':']) {
            self.uses.push(Use { name, range: place(tag.name, text), given });
        }
    }

    fn code(&mut self, range: Range<usize>, handles: bool) -> Written {
        self.codes.push(Code { range, handles, is_written: false });
        Written::Code(self.codes.len() - 1)
    }

    /// The same of a place that is written.
    fn place_code(&mut self, range: Range<usize>) -> Written {
        self.codes.push(Code { range, handles: false, is_written: true });
        Written::Code(self.codes.len() - 1)
    }

    /// `:name="value"`, `@event="statements"`, `v-model="value"`, `v-for="item in list"`, `name="text"`.
    fn vue(&mut self, attribute: &Attribute, text: &str) -> Option<Given> {
        let Attribute { name, value, at } = *attribute;
        let range = at..at + value.len();
        // A directive with character references, or without quotes, is not what it looks like.
        let is_plain = !has_references(value) && at > 0 && matches!(text.as_bytes()[at - 1], b'"' | b'\'');
        let directive = |short: char, long: &str| {
            let rest = name.strip_prefix(short).or_else(|| name.strip_prefix(long)?.strip_prefix(':'))?;
            Some(rest.split('.').next().unwrap_or_default())
        };
        if directive('@', "v-on").is_some() {
            if is_plain && !value.trim().is_empty() {
                self.assigned.extend(assigned(value));
                self.code(range, true);
            }
            return None;
        }
        if let Some(property) = directive(':', "v-bind") {
            let value = match (value.trim().is_empty(), is_plain) {
                (true, _) => Written::Same,
                (false, true) => self.code(range, false),
                (false, false) => Written::Other,
            };
            // `:[name]="value"` may be any.
            let name = (!property.starts_with('[')).then(|| camel(property));
            let value = if name.is_some() { value } else { Written::Other };
            return Some(Given { name, range: place(attribute.name, text), value });
        }
        match name.split([':', '.']).next().unwrap_or_default() {
            "v-bind" => {
                let value = if is_plain { self.code(range, false) } else { Written::Other };
                Some(Given { name: None, range: place(name, text), value })
            }
            "v-model" => {
                let property = directive('\0', "v-model").map_or("modelValue".to_owned(), camel);
                let value = if is_plain { self.place_code(range) } else { Written::Other };
                Some(Given { name: Some(property), range: place(name, text), value })
            }
            "v-for" => {
                let left = value.find(" in ").or_else(|| value.find(" of ")).unwrap_or(value.len());
                self.names.extend(identifiers(&value[..left]));
                None
            }
            "v-slot" | "slot-scope" => {
                self.names.extend(identifiers(value));
                None
            }
            _ if name.starts_with('#') => {
                self.names.extend(identifiers(value));
                None
            }
            _ if name.starts_with("v-") => None,
            _ => {
                let value = if has_references(value) { Written::Other } else { Written::Text(range) };
                Some(Given { name: Some(camel(name)), range: place(name, text), value })
            }
        }
    }

    /// `name={value}`, `{name}`, `{...values}`, `on:event={function}`, `bind:name={value}`, `name="text"`.
    fn svelte(&mut self, attribute: &Attribute, text: &str) -> Option<Given> {
        let Attribute { name, value, at } = *attribute;
        let range = at..at + value.len();
        let inner = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).filter(|it| braces_match(it));
        if name.is_empty() {
            let inner = inner?.trim();
            if let Some(values) = inner.strip_prefix("...") {
                let written = place(values, text);
                // There is a character on either side: the last dot, and a brace or a blank.
                let value = self.code(written.clone(), false);
                return Some(Given { name: None, range: written, value });
            }
            let is_name = identifiers(inner).next().is_some_and(|name| name == inner);
            return is_name.then(|| Given {
                name: Some(inner.to_owned()),
                range: place(inner, text),
                value: Written::Same,
            });
        }
        if let Some((directive, rest)) = name.split_once(':') {
            if directive == "let" {
                self.names.extend(identifiers(inner.unwrap_or(rest)));
            }
            if let Some(handler) = inner.filter(|_| directive == "on") {
                self.assigned.extend(assigned(handler));
            }
            let value = match inner {
                Some(_) if directive == "bind" => self.place_code(range.start + 1..range.end - 1),
                Some(_) if directive == "on" => self.code(range.start + 1..range.end - 1, false),
                _ if directive == "bind" && value.is_empty() => {
                    self.assigned.push(rest.to_owned());
                    Written::Same
                }
                _ => return None,
            };
            return (directive == "bind").then(|| Given {
                name: Some(rest.to_owned()),
                range: place(rest, text),
                value,
            });
        }
        if let Some(handler) = inner.filter(|_| name.starts_with("on")) {
            self.assigned.extend(assigned(handler));
        }
        let value = match inner {
            Some(_) => self.code(range.start + 1..range.end - 1, false),
            None if value.contains('{') || has_references(value) => Written::Other,
            None => Written::Text(range),
        };
        Some(Given { name: Some(name.to_owned()), range: place(name, text), value })
    }

    /// What blocks give names to: `{#each list as { a, b }}`, `{:then value}`, `{#snippet row(a)}`, `{@const a = b}`.
    fn svelte_names(&mut self, text: &str) {
        let blocks = [
            ("{#each", " as "),
            ("{#await", " then "),
            ("{:then", " "),
            ("{:catch", " "),
            ("{#snippet", "("),
            ("{@const", " "),
        ];
        for (block, before) in blocks {
            for (at, _) in text.match_indices(block) {
                let rest = text.get(at + block.len()..).unwrap_or_default();
                let content = &rest[..closing(rest)];
                let Some(start) = content.find(before) else { continue };
                let named = &content[start + before.len()..];
                let named = if block == "{@const" { named.split('=').next().unwrap_or_default() } else { named };
                self.names.extend(identifiers(named));
            }
        }
    }
}

/// Where a part of a text lies.
fn place(part: &str, text: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.len()
}

/// The names to which statements assign values, or functions in them: `a = b`, `(c) => (d = c)`.
fn assigned(statements: &str) -> impl Iterator<Item = String> + '_ {
    statements.match_indices('=').filter_map(|(at, _)| {
        let (before, behind) = (&statements[..at], &statements[at + 1..]);
        let is_other =
            behind.starts_with(['=', '>']) || before.ends_with(['=', '!', '<', '>', '+', '-', '*', '/', '|', '&', '?']);
        let before = before.trim_end();
        let name = before
            .rfind(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$')))
            .map_or(before, |end| &before[end..]);
        let name = name.trim_start_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '$' | '.')));
        (!is_other && !name.is_empty() && !name.starts_with('.')).then(|| name.to_owned())
    })
}

/// Whether a value holds character references: `&quot;`.
fn has_references(value: &str) -> bool {
    value.split('&').skip(1).any(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        rest.len() > name.len()
            && !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}

/// Whether the braces around a text belong together: not those of `{a} {b}`.
fn braces_match(inner: &str) -> bool {
    closing(inner) == inner.len()
}

/// Where a brace closes that was opened before a text; its end if none does.
fn closing(text: &str) -> usize {
    let mut open = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return at,
            b'}' => open -= 1,
            _ => {}
        }
    }
    text.len()
}

/// `api-secret` as `apiSecret`.
fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if c == '-' {
            upper = true;
        } else {
            camel.push(if upper { c.to_ascii_uppercase() } else { c });
            upper = false;
        }
    }
    camel
}

/// `login-form` as `LoginForm`; elements of HTML have no dash.
fn pascal(name: &str) -> String {
    if !name.contains('-') {
        return name.to_owned();
    }
    camel(&format!("-{name}"))
}

/// The names that a pattern gives: of `{ a, b: c }` they are `a` and `c`. Those of types and defaults may be among them.
fn identifiers(pattern: &str) -> impl Iterator<Item = String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    let mut names = Vec::new();
    let (mut depth, mut rest) = (0_usize, pattern);
    while let Some(first) = rest.chars().next() {
        let length = if is_part(first) { rest.find(|c| !is_part(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (part, behind) = rest.split_at(length);
        match first {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if is_part(first) && !first.is_ascii_digit() => {
                let is_key = depth > 0 && behind.trim_start().starts_with(':');
                names.extend((!is_key).then(|| part.to_owned()));
            }
            _ => {}
        }
        rest = behind;
    }
    names.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is given to components, as `Component.name=value`, and what is done, as `!code`.
    fn shown(markup: Markup, text: &str) -> String {
        let template = Template::read(text, markup);
        let mut shown = Vec::new();
        let mut given_away = Vec::new();
        for used in &template.uses {
            for given in &used.given {
                let value = match &given.value {
                    Written::Text(range) => format!("'{}'", &text[range.clone()]),
                    Written::Code(at) => {
                        given_away.push(*at);
                        text[template.codes[*at].range.clone()].to_owned()
                    }
                    Written::Same => "same".to_owned(),
                    Written::Other => "?".to_owned(),
                };
                shown.push(format!("{}.{}={value}", used.name, given.name.as_deref().unwrap_or("*")));
            }
        }
        let rest = template.codes.iter().enumerate().filter(|(at, _)| !given_away.contains(at));
        shown.extend(rest.map(|(_, code)| format!("!{}", &text[code.range.clone()])));
        shown.push(template.names.join(","));
        shown.join(" ")
    }

    #[test]
    fn vue_hands_on_what_is_bound() {
        let vue = |text: &str| shown(Markup::Vue, &format!("<template>{text}</template>"));
        assert_eq!(vue("<LogIn :a=\"b\" v-bind:c-d='e' f=\"g\" h/>"), "LogIn.a=b LogIn.cD=e LogIn.f='g' LogIn.h='' ");
        assert_eq!(
            vue("<log-in :a v-bind=\"b\" v-model:c=\"d\" v-model=\"e\"/>"),
            "LogIn.a=same LogIn.*=b LogIn.c=d LogIn.modelValue=e "
        );
        assert_eq!(
            vue("<LogIn @done.once=\"a(); b()\" :[k]=\"c\" :d=\"e &quot;\" v-if=\"f\"/>"),
            "LogIn.*=? LogIn.d=? !a(); b() !c "
        );
        assert_eq!(
            vue("<p v-for=\"({ a, b: c }, i) in d\" @click=\"e && f\" :g=\"h\"><q #i=\"{ j }\"/></p>"),
            "!e && f !h a,c,i,j"
        );
    }

    #[test]
    fn svelte_hands_on_what_is_in_braces() {
        let svelte = |text: &str| shown(Markup::Svelte, text);
        assert_eq!(
            svelte("<LogIn {a} b={c} {...d} e=\"f\" g=\"h{i}\" bind:j={k} bind:l/>"),
            "LogIn.a=same LogIn.b=c LogIn.*=d LogIn.e='f' LogIn.g=? LogIn.j=k LogIn.l=same "
        );
        assert_eq!(
            svelte("<p on:click={() => a({ b })} onclick={c}>{#each d as { e, f: g }, h (e)}<Q.R i={j}/>{/each}</p>"),
            "!() => a({ b }) !c !j e,g,h,e"
        );
        assert_eq!(svelte("<svelte:self a={b}/><A let:c let:d={e}/>"), "!b c,e");
    }
}
