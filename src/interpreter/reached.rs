//! The functions that the program is seen to call.

use rustc_hash::FxHashSet;

use crate::ir::FunctionId;

/// Functions that something of the program calls, so that they need not be run for themselves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reached {
    functions: FxHashSet<FunctionId>,
    /// What was added (`true`) and taken away while something runs whose calls do not count.
    log: Vec<(FunctionId, bool)>,
    /// How many such runs lie in one another.
    apart: usize,
    /// What was added since somebody asked, known or not.
    noted: Option<Vec<FunctionId>>,
}

impl Reached {
    pub fn contains(&self, id: FunctionId) -> bool {
        self.functions.contains(&id)
    }

    /// Begins to note what is added.
    pub fn note(&mut self) {
        self.noted = Some(Vec::new());
    }

    /// What was added since.
    pub fn noted(&mut self) -> Vec<FunctionId> {
        self.noted.take().unwrap_or_default()
    }

    pub fn insert(&mut self, id: FunctionId) {
        if let Some(noted) = &mut self.noted {
            noted.push(id);
        }
        if self.functions.insert(id) && self.apart > 0 {
            self.log.push((id, true));
        }
    }

    pub fn remove(&mut self, id: FunctionId) {
        if self.functions.remove(&id) && self.apart > 0 {
            self.log.push((id, false));
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
        for (id, added) in self.log.drain(since.min(self.log.len())..).rev() {
            if added {
                self.functions.remove(&id);
            } else {
                self.functions.insert(id);
            }
        }
    }
}
