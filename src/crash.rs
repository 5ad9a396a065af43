//! Internal errors: what fails in one file or unit ends neither the run nor what it says of the others.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

use crate::parallel::Gathered;
use crate::source::FileId;

thread_local! {
    /// Where in the program the last panic of this thread began.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Notes where panics begin, and prints nothing of them: their words may quote what is scanned.
pub fn be_silent() {
    panic::set_hook(Box::new(|info| {
        let place =
            info.location().map(|at| format!(" ({}:{})", at.file().rsplit('/').next().unwrap_or_default(), at.line()));
        PLACE.set(place);
    }));
}

/// What some work comes to, or where in the program it failed.
///
/// # Errors
/// The work panics.
pub fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // What the work was changing is given up with it.
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| PLACE.take().unwrap_or_default())
}

/// The internal errors of a run.
#[derive(Debug, Default)]
pub struct Crashes(Gathered<(FileId, String)>);

#[allow(clippy::disallowed_methods)] // it is held for a moment only, and nothing is waited for meanwhile
impl Crashes {
    /// What some work comes to that is about a file; `None`, and noted, where it fails.
    pub fn guard<T>(&self, file: FileId, work: impl FnOnce() -> T) -> Option<T> {
        match caught(work) {
            Ok(value) => Some(value),
            Err(place) => {
                self.0.add((file, place));
                None
            }
        }
    }

    /// The files with which something failed and where in the program it did, each file once, in order.
    pub fn all(&self) -> Vec<(FileId, String)> {
        let mut failed = self.0.all();
        failed.sort();
        failed.dedup_by_key(|(file, _)| *file);
        failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::panic)] // what is tested is that nothing comes of it
    fn what_fails_is_noted_and_the_rest_goes_on() {
        let crashes = Crashes::default();
        let results = [1, 2, 3].map(|at| crashes.guard(FileId(0), || if at == 2 { panic!("{at}") } else { at }));
        assert_eq!(results, [Some(1), None, Some(3)]);
        let files: Vec<FileId> = crashes.all().into_iter().map(|(file, _)| file).collect();
        assert_eq!(files, [FileId(0)]);
    }
}
