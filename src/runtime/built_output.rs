//! Is this what a bundler made for browsers? Told by the content of a file in a folder of built output.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// A line this long was not written by hand.
const LONG: usize = 300;

/// What is known of built output.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuiltOutput {
    /// Folders that builds write to; nothing is decided by them alone.
    #[serde(default)]
    folders: Vec<String>,
    /// Folders in those that are for servers.
    #[serde(default)]
    except: Vec<String>,
    /// What only the runtime of a bundle for browsers holds.
    #[serde(default)]
    marks: Vec<String>,
    /// What the runtime of any bundle holds.
    #[serde(default)]
    built: Vec<String>,
    /// What shows that a bundle is at home in a browser.
    #[serde(default)]
    browser: Vec<String>,
    /// What shows that it is not.
    #[serde(default)]
    server: Vec<String>,
}

/// `require("axios")`, `import … from "axios"`: no browser loads packages by their names.
static PACKAGES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?:^|[^\w.$])(?:require\(\s*|(?:import|\bfrom)\s*)["'](?:node:|@?[A-Za-z][\w.-]*["'/])"#).ok()
});

impl BuiltOutput {
    /// The folder of built output that a file for browsers lies in, by its path from its project.
    pub(super) fn folder<'b>(&'b self, path: &str, text: &str) -> Option<&'b str> {
        let folder = path.rfind('/').map_or("", |at| &path[..at]);
        let within = |wanted: &&String| format!("/{folder}/").contains(&format!("/{wanted}/"));
        let folder = self.folders.iter().find(within)?;
        (!self.except.iter().any(|except| within(&except)) && self.is_for_browsers(text)).then_some(folder.as_str())
    }

    fn is_for_browsers(&self, text: &str) -> bool {
        let has = |marks: &[String]| marks.iter().any(|mark| text.contains(mark.as_str()));
        has(&self.marks)
            || (is_minified(text) || has(&self.built))
                && has(&self.browser)
                && !has(&self.server)
                && !PACKAGES.as_ref().is_some_and(|packages| packages.is_match(text))
    }

    pub(super) fn add(&mut self, more: Self) {
        let pairs = [
            (&mut self.folders, more.folders),
            (&mut self.except, more.except),
            (&mut self.marks, more.marks),
            (&mut self.built, more.built),
            (&mut self.browser, more.browser),
            (&mut self.server, more.server),
        ];
        for (all, more) in pairs {
            all.extend(more);
        }
    }
}

/// Whether most of a text stands in lines that nobody writes.
fn is_minified(text: &str) -> bool {
    let long: usize = text.lines().map(str::len).filter(|len| *len >= LONG).sum();
    long * 2 > text.len()
}
