//! Where output goes, and in which colours.

use std::io::{self, Write};
use std::path::Path;

use super::options::Colour;
use super::{Failure, output_files};
use crate::finding::Level;
use crate::report::Diagnostic;
use crate::report::redact::{Known, harmless, prose};

/// Whether to write colours to standard output.
pub(super) fn coloured(choice: Colour) -> bool {
    match choice {
        Colour::Always => true,
        Colour::Never => false,
        // A terminal, or what NO_COLOR, CLICOLOR and CLICOLOR_FORCE say.
        Colour::Auto => anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// Writes to standard output in one go.
pub(super) fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// Writes to a file, or to standard output without one.
pub(super) fn deliver(bytes: &[u8], file: Option<&Path>) -> Result<(), Failure> {
    let Some(file) = file else { return print(bytes) };
    output_files::write(file, bytes)
        .map_err(|error| Failure::Message(format!("cannot write {}: {error}", harmless(&file.display().to_string()))))
}

/// A line for people on standard error. That nobody can read it is no reason to fail.
pub(super) fn complain(kind: &str, message: &str) {
    let message: String = message.lines().map(|line| prose(line, &Known::default())).collect::<Vec<_>>().join("\n");
    let _ = writeln!(io::stderr().lock(), "authlint: {kind}: {message}");
}

/// A diagnostic on standard error; notes only if asked for.
pub(super) fn report(diagnostic: &Diagnostic, verbose: bool) {
    if diagnostic.level == Level::Note && !verbose {
        return;
    }
    let place = diagnostic.place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    let path = harmless(&diagnostic.path);
    let separator = if path.is_empty() { "" } else { ": " };
    complain(diagnostic.level.as_str(), &format!("{path}{place}{separator}{}", diagnostic.message));
}
