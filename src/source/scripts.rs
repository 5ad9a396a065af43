//! The scripts of a page or component: which parts of it are programs, in what language, and what else it loads.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::SourceKind;
use super::markup::{Attribute, Markup, Tag, Tags};

/// What a script of a page is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScriptKind {
    /// Shares the global scope with the others of its page.
    Classic,
    /// Has a scope of its own and sees the global one.
    Module,
    /// The code of a component; all such scripts of a file share one scope.
    Component,
    /// The code of each instance of a component, which sees the scripts of the component itself.
    Instance,
    /// What an Astro page runs on the server.
    Frontmatter,
    /// An event handler in an attribute: the body of a function.
    Handler,
}

/// A script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// Its text in the page.
    pub range: Range<usize>,
    /// What it is to the others.
    pub kind: ScriptKind,
    /// The language it is written in.
    pub language: SourceKind,
}

/// Something that a page loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it is loaded from, as written.
    pub target: String,
    /// The name that an import map gives it; `None` for the `src` of a script.
    pub name: Option<String>,
    /// The address below which modules are that import it by this name; `None` for all.
    pub scope: Option<String>,
    /// Where the target is written.
    pub range: Range<usize>,
    /// What a script that it loads is to the others; `None` where it is none to a browser.
    pub runs: Option<ScriptKind>,
    /// It runs when the whole page has been read.
    pub is_late: bool,
}

/// An element of a page that takes the browser, or something on its behalf, to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The name of its tag, in lower case.
    pub tag: String,
    /// Its attributes that say where to and how: their names, and where their values stand.
    pub attributes: Vec<(String, Range<usize>)>,
    /// Where the address stands.
    pub range: Range<usize>,
}

/// The data file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conventions {
    /// The attributes that say where an element leads, and by which method.
    ways: Vec<String>,
}

/// The text is part of the program, and the test below fails where it cannot be read.
static CONVENTIONS: LazyLock<Conventions> =
    LazyLock::new(|| toml::from_str(include_str!("../../rules/languages/pages.toml")).unwrap_or_default());

/// More elements of a page that lead elsewhere are not looked at.
const MAX_WAYS: usize = 2_000;

/// What a page holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Elements with an absolute address that has a query, in order.
    pub ways: Vec<Way>,
    /// Its scripts, in order.
    pub scripts: Vec<Script>,
    /// What it loads, in order.
    pub links: Vec<Link>,
}

/// An element that leads to an absolute address with a query. Any other tells nothing of credentials.
fn way(tag: &Tag) -> Option<Way> {
    let is_way = |name: &str| CONVENTIONS.ways.iter().any(|way| way == name);
    let leads = |attribute: &&Attribute| {
        is_way(&attribute.name.to_ascii_lowercase()) && attribute.value.contains("//") && attribute.value.contains('=')
    };
    let range = tag.attributes.iter().find(leads).map(|to| to.at..to.at + to.value.len())?;
    let named = tag.attributes.iter().filter_map(|attribute| {
        let name = attribute.name.to_ascii_lowercase();
        is_way(&name).then(|| (name, attribute.at..attribute.at + attribute.value.len()))
    });
    Some(Way { tag: tag.name.to_ascii_lowercase(), attributes: named.collect(), range })
}

impl Page {
    /// Finds the scripts of a page.
    pub fn read(text: &str, markup: Markup) -> Self {
        let mut page = Self::default();
        let mut from = 0;
        if markup == Markup::Astro
            && let Some(range) = frontmatter(text)
        {
            from = range.end + "---".len();
            page.add(range, ScriptKind::Frontmatter, SourceKind::TypeScript);
        }
        // How many elements are open whose scripts do not run, or that belong to the document around a component.
        let (mut inert, mut head) = (0_usize, 0_usize);
        for tag in Tags::new(text, from, markup) {
            if tag.is("script") {
                if inert == 0 {
                    page.script(&tag, text, markup, head > 0);
                }
            } else if markup == Markup::Html && tag.is("template") {
                inert = if tag.closing { inert.saturating_sub(1) } else { inert + 1 };
            } else if tag.is("svelte:head") {
                head = if tag.closing { head.saturating_sub(1) } else { head + 1 };
            }
            if inert == 0 && markup == Markup::Html && page.ways.len() < MAX_WAYS {
                page.ways.extend(way(&tag));
            }
            if inert == 0 && matches!(markup, Markup::Html | Markup::Astro) {
                for attribute in &tag.attributes {
                    page.handler(attribute);
                }
            }
        }
        page
    }

    fn add(&mut self, range: Range<usize>, kind: ScriptKind, language: SourceKind) {
        self.scripts.push(Script { range, kind, language });
    }

    fn script(&mut self, tag: &Tag, text: &str, markup: Markup, in_head: bool) {
        let raw = tag.raw.clone();
        if let Some(source) = tag.attribute("src") {
            // An expression is no address.
            if !source.value.starts_with('{') && !source.value.is_empty() {
                let range = source.at..source.at + source.value.len();
                let kind = if is_module(tag) { ScriptKind::Module } else { ScriptKind::Classic };
                let runs = written_language(tag, markup).map(|_| kind);
                let is_late = runs == Some(ScriptKind::Module) || tag.attribute("defer").is_some();
                let target = source.value.trim().to_owned();
                self.links.push(Link { target, name: None, scope: None, range, runs, is_late });
            }
            return;
        }
        let Some(raw) = raw else { return };
        let ty = type_of(tag);
        if ty.as_deref() == Some("importmap") {
            self.import_map(text, raw);
            return;
        }
        if tag.value("runat").is_some() {
            return;
        }
        let Some(mut language) = written_language(tag, markup) else { return };
        let inline = tag.attribute("is:inline").is_some() || tag.attribute("define:vars").is_some();
        let kind = match markup {
            Markup::Vue if tag.attribute("setup").is_some() => ScriptKind::Instance,
            Markup::Vue => ScriptKind::Component,
            Markup::Svelte if !in_head => {
                let is_shared = tag.attribute("module").is_some() || tag.value("context") == Some("module");
                if is_shared { ScriptKind::Component } else { ScriptKind::Instance }
            }
            Markup::Astro if !inline => {
                language = SourceKind::TypeScript;
                ScriptKind::Module
            }
            _ if is_module(tag) => ScriptKind::Module,
            _ => ScriptKind::Classic,
        };
        self.add(raw, kind, language);
    }

    /// `onclick="…"`, `href="javascript:…"`. One with a character reference is not what it looks like.
    fn handler(&mut self, attribute: &Attribute) {
        let Attribute { name, value, at } = *attribute;
        if value.contains('&') || value.starts_with('{') {
            return;
        }
        let prefix = "javascript:";
        let is_link = value.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let is_event = name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"))
            && name.len() > 2
            && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let skip = if is_link { prefix.len() } else { 0 };
        if (is_event || is_link && !value.contains('%')) && value.len() > skip {
            self.add(at + skip..at + value.len(), ScriptKind::Handler, SourceKind::JavaScript);
        }
    }

    fn import_map(&mut self, text: &str, raw: Range<usize>) {
        let Some(map) = text.get(raw.clone()) else { return };
        let Ok(value) = serde_json::from_str::<serde_json::Value>(map) else { return };
        for (scope, name, target) in mapped(&value) {
            let found = map.find(&format!("\"{target}\"")).map(|at| raw.start + at + 1);
            let range = found.map_or(raw.clone(), |at| at..at + target.len());
            let (target, name, scope) = (target.to_owned(), Some(name.to_owned()), scope.map(str::to_owned));
            self.links.push(Link { target, name, scope, range, runs: None, is_late: false });
        }
    }
}

/// The names of an import map with what they stand for, and the address below which they do: none for all modules.
pub fn mapped(map: &serde_json::Value) -> Vec<(Option<&str>, &str, &str)> {
    let scopes = map.get("scopes").and_then(serde_json::Value::as_object).into_iter().flatten();
    let scoped = scopes.map(|(scope, names)| (Some(scope.as_str()), names.as_object()));
    let all = std::iter::once((None, map.get("imports").and_then(serde_json::Value::as_object))).chain(scoped);
    let names = all.flat_map(|(scope, names)| {
        let names = names.into_iter().flatten();
        names.filter_map(move |(name, target)| Some((scope, name.as_str(), target.as_str()?)))
    });
    names.collect()
}

/// The `type` of a script.
fn type_of(tag: &Tag) -> Option<String> {
    tag.value("type").map(|ty| ty.trim().to_ascii_lowercase())
}

fn is_module(tag: &Tag) -> bool {
    type_of(tag).as_deref() == Some("module")
}

/// The language that the tag of a script names; `None` for what is data to the browser.
fn written_language(tag: &Tag, markup: Markup) -> Option<SourceKind> {
    match tag.value("lang").map(str::to_ascii_lowercase).as_deref() {
        Some(lang) if markup != Markup::Html => by_lang(lang),
        // The oldest way to name a language.
        _ => match (type_of(tag).as_deref(), tag.value("language")) {
            (None, Some(old)) if !old.is_empty() => by_type(&format!("text/{}", old.to_ascii_lowercase())),
            (ty, _) => by_type(ty.unwrap_or_default()),
        },
    }
}

/// The language of a script by its `type`; `None` for what is data to the browser.
fn by_type(ty: &str) -> Option<SourceKind> {
    // What follows a `;` says how a tool is to treat it.
    let ty = ty.split(';').next().unwrap_or_default().trim();
    Some(match ty {
        ""
        | "module"
        | "text/babel"
        | "text/jsx"
        | "jsx"
        | "application/x-javascript"
        | "text/x-javascript"
        | "text/livescript"
        | "text/jscript" => SourceKind::JavaScript,
        "text/typescript" | "ts" | "typescript" | "application/typescript" => SourceKind::TypeScript,
        "text/tsx" | "tsx" => SourceKind::Tsx,
        // `text/javascript1.5`, `application/ecmascript`.
        _ => {
            let name = ty.strip_prefix("text/").or(ty.strip_prefix("application/"))?;
            let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
            matches!(name, "javascript" | "ecmascript").then_some(SourceKind::JavaScript)?
        }
    })
}

/// The language of a script by its `lang`.
fn by_lang(lang: &str) -> Option<SourceKind> {
    Some(match lang {
        "" | "js" | "jsx" | "javascript" => SourceKind::JavaScript,
        "ts" | "typescript" => SourceKind::TypeScript,
        "tsx" => SourceKind::Tsx,
        _ => return None,
    })
}

/// The text between the two lines `---` at the top of an Astro page.
fn frontmatter(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
    let body = start + "---".len();
    if !text.get(start..)?.starts_with("---") {
        return None;
    }
    let mut at = body;
    for line in text.get(body..)?.split_inclusive('\n') {
        if at > body && line.trim_start().starts_with("---") {
            return Some(body..at + line.len() - line.trim_start().len());
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The scripts as `Kind:text`.
    fn scripts(markup: Markup, text: &str) -> Vec<String> {
        let page = Page::read(text, markup);
        page.scripts.into_iter().map(|it| format!("{:?}:{}", it.kind, &text[it.range])).collect()
    }

    #[test]
    fn only_programs_are_scripts() {
        for ty in ["", "type=module", "TYPE='Text/JavaScript'", "type=text/babel", "language=javascript1.2", "nomodule"]
        {
            assert_eq!(scripts(Markup::Html, &format!("<script {ty}>a</script>")).len(), 1, "{ty}");
        }
        for ty in [
            "type=application/json",
            "type='application/ld+json'",
            "type=text/template",
            "type=text/x-handlebars",
            "type=text/plain",
            "type=speculationrules",
            "language=vbscript",
            "runat=server",
            "src=a.js",
        ] {
            assert_eq!(scripts(Markup::Html, &format!("<script {ty}>a</script>")).len(), 0, "{ty}");
        }
        assert!(scripts(Markup::Html, "<template><script>a</script></template>").is_empty());
        assert!(scripts(Markup::Html, "<noscript><script>a</script></noscript>").is_empty());
    }

    #[test]
    fn handlers_and_links() {
        let text = r#"<a onclick="go('x')" href='javascript:b()' data-on="c" onload="a &amp;&amp; b">"#;
        assert_eq!(scripts(Markup::Html, text), ["Handler:go('x')", "Handler:b()"]);
    }

    #[test]
    fn components() {
        let vue = "<script lang=\"ts\">a</script><script setup>b</script><script lang=\"coffee\">c</script>";
        assert_eq!(scripts(Markup::Vue, vue), ["Component:a", "Instance:b"]);
        let svelte =
            "<script context=\"module\">a</script><script>b</script><svelte:head><script>c</script></svelte:head>";
        assert_eq!(scripts(Markup::Svelte, svelte), ["Component:a", "Instance:b", "Classic:c"]);
        let astro = "\u{feff}\n---\nconst a = '---';\n---\n<script>b</script><script is:inline>c</script>";
        assert_eq!(scripts(Markup::Astro, astro), ["Frontmatter:\nconst a = '---';\n", "Module:b", "Classic:c"]);
        assert_eq!(scripts(Markup::Astro, "---\nnever ends"), [""; 0]);
    }

    #[test]
    fn pages_load_scripts_and_map_imports() {
        let text = "<script type=importmap>{\"imports\": {\"a\": \"https://x.org/a.js\"}}</script><script src=' b.js '></script>";
        let links = Page::read(text, Markup::Html).links;
        let shown: Vec<_> = links.iter().map(|it| (it.name.as_deref(), &*it.target, &text[it.range.clone()])).collect();
        assert_eq!(shown, [(Some("a"), "https://x.org/a.js", "https://x.org/a.js"), (None, "b.js", " b.js ")]);
    }
}
