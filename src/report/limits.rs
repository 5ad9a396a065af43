//! How much GitHub's code scanning takes of a SARIF report.
//!
//! By <https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit>:
//!
//! | What | Refused over | Shown |
//! | --- | --- | --- |
//! | runs in a file | 20 | all |
//! | results in a run | 25,000 | the 5,000 gravest |
//! | rules in a run | 25,000 | all |
//! | steps of the code flows of a result | 10,000 | 1,000 |
//! | locations of a result | 1,000 | 100 |
//! | tags of a rule | 20 | 10 |
//!
//! and a file may have 10 MB when compressed (the page `file-too-large` beside it). One run, its few rules and their
//! two tags are far from that, and 25,000 results of ours are about 1 MB; the rest is kept to here.

use super::counted;

/// Results in a run.
const RESULTS: usize = 25_000;
/// Locations of a result, the one it points at with those that are related.
pub(super) const LOCATIONS: usize = 100;
/// Steps of a result's code flow.
const STEPS: usize = 1_000;

/// Keeps to the limits and remembers what that cost.
#[derive(Debug, Default)]
pub(super) struct Limits {
    crowded: usize,
    notices: Vec<String>,
}

impl Limits {
    /// Keeps as many of a result's related locations and of the steps of its code flow as are shown: of these, how it
    /// begins, and where it ends.
    pub(super) fn result<L, S>(&mut self, related: &mut Vec<L>, steps: &mut Vec<S>) {
        let crowded = related.len() >= LOCATIONS || steps.len() > STEPS;
        related.truncate(LOCATIONS - 1);
        if steps.len() > STEPS {
            steps.drain(STEPS - 1..steps.len() - 1);
        }
        self.crowded += usize::from(crowded);
    }

    /// Keeps the gravest of the results, in their order.
    pub(super) fn results<T, G: Ord>(&mut self, results: &mut Vec<T>, gravity: impl Fn(&T) -> G) {
        let count = results.len();
        if count <= RESULTS {
            return;
        }
        let mut order: Vec<(std::cmp::Reverse<G>, usize)> =
            results.iter().map(|result| std::cmp::Reverse(gravity(result))).zip(0..).collect();
        order.sort();
        let mut kept = vec![false; count];
        for (_, index) in order.into_iter().take(RESULTS) {
            kept[index] = true;
        }
        let mut kept = kept.into_iter();
        results.retain(|_| kept.next() == Some(true));
        let notice = format!("the SARIF report holds the {RESULTS} gravest of {count} results; GitHub takes no more");
        self.notices.push(notice);
    }

    /// What a person should know of it.
    pub(super) fn notices(mut self) -> Vec<String> {
        if self.crowded > 0 {
            let whose = counted(self.crowded, "result");
            let most = format!("at most {LOCATIONS} places and {STEPS} steps");
            self.notices.push(format!("of {whose} the SARIF report holds {most}; GitHub shows no more"));
        }
        self.notices
    }
}
