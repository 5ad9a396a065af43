//! One line a finding, as compilers write them: editors and `grep` take it.

use std::io::{self, Write};

use crate::report::redact::harmless;
use crate::report::{Report, text};

/// Writes `path:line:column: level[rule] title` for each finding, and the summary line unless `quiet`.
///
/// # Errors
/// Those of the writer.
pub fn write(report: &Report<'_>, quiet: bool, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let path = harmless(report.files.path(finding.span.file));
        let (line, column) =
            report.files.start(finding.span).map_or((1, 1), |position| (position.line, position.chars));
        let (level, rule) = (finding.level.as_str(), finding.rule.id);
        writeln!(out, "{path}:{line}:{column}: {level}[{rule}] {}", report.prose(&finding.title))?;
    }
    if quiet { Ok(()) } else { writeln!(out, "{}", text::summary(report)) }
}
