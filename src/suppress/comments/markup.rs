//! Comments of pages and components: those of the markup, and those of the scripts in it.

use std::ops::Range;

use crate::source::SourceKind;
use crate::syntax;

/// The comments of an HTML page or a component.
pub(super) fn comments(text: &str) -> Vec<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut at = 0;
    // The frontmatter of Astro: TypeScript between two lines of dashes.
    if let Some(inner) = text.strip_prefix("---")
        && let Some(end) = inner.find("\n---")
    {
        let comments = syntax::script_comments(SourceKind::TypeScript, &inner[..end]);
        found.extend(comments.into_iter().map(|range| range.start + 3..range.end + 3));
        at = 3 + end;
    }
    while let Some(next) = lower[at..].find('<').map(|next| at + next) {
        let rest = &lower[next..];
        at = if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(text.len(), |end| next + end + 3);
            found.push(next..end);
            end
        } else if rest.starts_with("<script") {
            let open = rest.find('>').map_or(text.len(), |end| next + end + 1);
            let close = lower[open..].find("</script").map_or(text.len(), |end| open + end);
            // What is valid JavaScript or TypeScript reads the same with every type.
            let inner = syntax::script_comments(SourceKind::TypeScript, &text[open..close]);
            found.extend(inner.into_iter().map(|range| range.start + open..range.end + open));
            close
        } else {
            next + 1
        };
    }
    found
}

#[cfg(test)]
mod tests {
    use super::comments;

    #[test]
    fn markup_and_scripts_have_their_own() {
        let text = "<p>// no</p><!-- one --><script>\nconst a = '<!-- no -->'; // two\n</script><SCRIPT src=x></SCRIPT><!-- three";
        let found: Vec<&str> = comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["<!-- one -->", "// two", "<!-- three"]);
        let text = "---\nconst a = '// no'; // one\n---\n<p>// no</p><!-- two -->";
        let found: Vec<&str> = comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["// one", "<!-- two -->"]);
    }
}
