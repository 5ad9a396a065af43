//! Where output goes, and in which colours.

use std::io::{self, IsTerminal as _, Write};
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

/// The columns of the terminal that standard output goes to; `None` where it goes elsewhere.
pub(super) fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))
}

/// Whether text may be a link: what `FORCE_HYPERLINK` says, otherwise on a terminal that takes colours.
pub(super) fn links(choice: Colour) -> bool {
    match std::env::var_os("FORCE_HYPERLINK") {
        Some(forced) => forced != "0",
        None => io::stdout().is_terminal() && coloured(choice),
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

/// Asks something that is answered by yes or no, on a terminal; `None` where nobody is there to answer. Yes is what an
/// empty line means.
pub(super) fn ask(question: &str) -> Result<Option<bool>, Failure> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Ok(None);
    }
    print(format!("{} [Y/n] ", prose(question, &Known::default())).as_bytes())?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).map_err(|error| Failure::Message(format!("cannot read the answer: {error}")))?;
    Ok(Some(matches!(answer.trim().to_ascii_lowercase().as_str(), "" | "y" | "yes")))
}

/// A line for people on standard error. That nobody can read it is no reason to fail.
pub(super) fn complain(kind: &str, message: &str) {
    let message: String = message.lines().map(|line| prose(line, &Known::default())).collect::<Vec<_>>().join("\n");
    let _ = writeln!(io::stderr().lock(), "authlint: {kind}: {message}");
}

/// A diagnostic on standard error; notes only if asked for. In a `strict` run a warning is an error.
pub(super) fn report(diagnostic: &Diagnostic, verbose: bool, strict: bool) {
    if diagnostic.level == Level::Note && !verbose {
        return;
    }
    let place = diagnostic.place.map(|(line, column)| format!(":{line}:{column}")).unwrap_or_default();
    let path = harmless(&diagnostic.path);
    let separator = if path.is_empty() { "" } else { ": " };
    let level = if strict && diagnostic.level == Level::Warning { Level::Error } else { diagnostic.level };
    complain(level.as_str(), &format!("{path}{place}{separator}{}", diagnostic.message));
}
