//! The same for the top levels of modules, which run only once: for each way that its conditions may turn out, a module is
//! run again by itself.

use crate::interpreter::budget::{MAX_SPLIT_MODULES, MAX_SPLIT_STEPS, MAX_WAYS};
use crate::interpreter::correlation::mixed::mark_mixed;
use crate::interpreter::correlation::{Split, all_ways, ways};
use crate::interpreter::observations::Noted;
use crate::interpreter::state::Interpreter;
use crate::source::FileId;

impl Interpreter<'_> {
    /// The top level of a module has run, `steps` steps ago.
    pub(crate) fn note_top(&mut self, file: FileId, steps: usize) {
        let split = self.split_of(self.module_of(file).top(), steps);
        self.loaded.mixed.extend(split);
    }

    /// Tells apart what the conditions of top levels pick.
    pub(crate) fn split_tops(&mut self) {
        for split in std::mem::take(&mut self.loaded.mixed) {
            match self.tops_apart(&split) {
                Some(told) => split.put_apart(None, told, &mut self.observations.top_requests),
                None => {
                    let requests = self.observations.top_requests.iter_mut();
                    mark_mixed(self.clients, requests.filter(|noted| split.mixes(None, noted)));
                }
            }
        }
    }

    /// The requests of each way; `None` where that is too much to run.
    fn tops_apart(&self, split: &Split) -> Option<Vec<Noted>> {
        if ways(&split.questions) > MAX_WAYS || split.steps > MAX_SPLIT_STEPS {
            return None;
        }
        let module = self.module_of(split.function.module);
        let mut told = Vec::new();
        for answers in all_ways(&split.questions) {
            let mut way = Interpreter::new(self.program, &[module.file], module, self.language, self.clients);
            way.loaded.most = MAX_SPLIT_MODULES;
            way.earlier = self.answered_too(answers);
            way.load(module.file);
            if way.loaded.is_cut || way.budget.steps > MAX_SPLIT_STEPS {
                return None;
            }
            told.extend(way.observations.top_requests);
        }
        Some(told)
    }
}
