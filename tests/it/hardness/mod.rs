//! Nothing that a scanned tree holds ends a run, fills the memory or keeps it busy without end.

mod circles;
mod runs;
mod secrets;
#[cfg(unix)]
mod stack;
mod values;
