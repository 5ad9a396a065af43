//! The code that the program is seen to run.

use rustc_hash::FxHashSet;

use crate::ir::{ClassId, FunctionId};

/// Code that is run as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Code {
    /// The body of a function, by its calls.
    Function(FunctionId),
    /// The initial values of the fields of a class, by whoever makes an instance.
    Fields(ClassId),
}

impl From<FunctionId> for Code {
    fn from(id: FunctionId) -> Self {
        Self::Function(id)
    }
}

impl From<ClassId> for Code {
    fn from(id: ClassId) -> Self {
        Self::Fields(id)
    }
}

/// Code that something of the program runs, so that it need not be run for itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reached {
    code: FxHashSet<Code>,
    /// What was added (`true`) and taken away while something runs whose calls do not count.
    log: Vec<(Code, bool)>,
    /// How many such runs lie in one another.
    apart: usize,
    /// What was added since somebody asked, known or not.
    noted: Option<Vec<Code>>,
}

impl Reached {
    pub fn contains(&self, code: impl Into<Code>) -> bool {
        self.code.contains(&code.into())
    }

    /// Begins to note what is added.
    pub fn note(&mut self) {
        self.noted = Some(Vec::new());
    }

    /// What was added since.
    pub fn noted(&mut self) -> Vec<Code> {
        self.noted.take().unwrap_or_default()
    }

    pub fn insert(&mut self, code: impl Into<Code>) {
        let code = code.into();
        if let Some(noted) = &mut self.noted {
            noted.push(code);
        }
        if self.code.insert(code) && self.apart > 0 {
            self.log.push((code, true));
        }
    }

    pub fn remove(&mut self, code: impl Into<Code>) {
        let code = code.into();
        if self.code.remove(&code) && self.apart > 0 {
            self.log.push((code, false));
        }
    }

    /// Begins a run whose calls do not count; its end needs what this gives.
    pub fn begin_apart(&mut self) -> usize {
        self.apart += 1;
        self.log.len()
    }

    /// Ends such a run, and its calls count.
    pub fn keep_apart(&mut self, since: usize) {
        self.apart -= 1;
        if self.apart == 0 {
            self.log.truncate(since);
        }
    }

    /// Ends such a run: all is as it was at its beginning.
    pub fn end_apart(&mut self, since: usize) {
        self.apart -= 1;
        for (code, added) in self.log.drain(since.min(self.log.len())..).rev() {
            if added {
                self.code.remove(&code);
            } else {
                self.code.insert(code);
            }
        }
    }
}
