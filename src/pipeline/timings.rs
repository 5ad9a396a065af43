//! How long a run takes, stage by stage.

use std::time::{Duration, Instant};

/// What a run took. Stages are told in wall time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Timings {
    /// Steps of the evaluator: the same on every machine.
    pub steps: usize,
    /// Reading the tables of APIs and clients.
    pub tables: Duration,
    /// Walking, reading and prefiltering.
    pub discover: Duration,
    /// Parsing what mentions an API. What that leads to is parsed where it is needed.
    pub parse: Duration,
    /// Following imports and values, to requests and operations.
    pub evaluate: Duration,
    /// Finding out where code runs, and judging.
    pub judge: Duration,
}

/// A clock that tells how long each stage took.
#[derive(Debug)]
pub(super) struct Clock(Instant);

impl Clock {
    /// The first stage begins.
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    /// How long the stage took that ends here; the next one begins.
    pub(super) fn lap(&mut self) -> Duration {
        let now = Instant::now();
        let took = now - self.0;
        self.0 = now;
        took
    }
}
