//! The report for what takes results of tests in the form of `JUnit`: a suite for each file, a failed case for each finding.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::finding::Finding;
use crate::report::redact::harmless;
use crate::report::{Report, json, markup};

/// Writes all findings as failed tests; where there is none, one test that has passed.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut suites: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        suites.entry(harmless(report.files.path(finding.span.file))).or_default().push(finding);
    }
    let count = report.findings.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"authlint\" tests=\"{}\" failures=\"{count}\" errors=\"0\">", count.max(1))?;
    if suites.is_empty() {
        writeln!(out, "  <testsuite name=\"authlint\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">")?;
        writeln!(out, "    <testcase name=\"no findings\" classname=\"authlint\"/>")?;
        writeln!(out, "  </testsuite>")?;
    }
    for (path, findings) in &suites {
        let (path, count) = (escaped(path), findings.len());
        writeln!(
            out,
            "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\" skipped=\"0\">"
        )?;
        for finding in findings {
            case(report, finding, &path, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(report: &Report<'_>, finding: &Finding, path: &str, out: &mut dyn Write) -> io::Result<()> {
    let (line, column) = report.files.start(finding.span).map_or((1, 1), |position| (position.line, position.chars));
    let (rule, level) = (finding.rule.id, finding.level.as_str());
    let mut body = json::message(report, finding);
    if !finding.help.is_empty() {
        body.extend(["\n", &report.prose(&finding.help)]);
    }
    writeln!(
        out,
        "    <testcase name=\"{rule} at {line}:{column}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">"
    )?;
    let (title, body) = (escaped(&report.prose(&finding.title)), escaped(&body));
    writeln!(out, "      <failure type=\"{level}\" message=\"{title}\">{body}</failure>")?;
    writeln!(out, "    </testcase>")
}

/// Text between tags or in an attribute. What no XML document may hold is replaced.
fn escaped(text: &str) -> String {
    markup::escaped(text, |char| match char {
        '\n' => Some("&#10;"),
        '\t' => Some(" "),
        '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => Some("\u{fffd}"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_leaves_its_tag() {
        assert_eq!(escaped("a < b && \"c\"\n\u{1b}[0m"), "a &lt; b &amp;&amp; &quot;c&quot;&#10;\u{fffd}[0m");
    }
}
