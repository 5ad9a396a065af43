//! What authlint promises, one module a promise, in one binary: linking is what tests of many binaries wait for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test fails by panicking
// What tests read they wrote themselves.
#![allow(clippy::disallowed_methods)]
// Texts are put together for people to read, and speed does not matter in that.
#![allow(clippy::format_push_string, clippy::format_collect)]

mod support;

mod any_api;
mod any_api_brought;
mod any_api_calls;
mod any_api_carriers;
mod any_api_documents;
mod any_api_paths;
mod api_tables;
mod bundles;
mod changes;
mod cli;
mod clients;
mod config_files;
mod configuration;
mod docs;
mod everyday;
mod findings;
mod frontends;
#[cfg(unix)]
mod git_safety;
mod hardness;
mod installing;
mod linking;
mod matching;
mod packaging;
mod reading;
mod reports;
mod requests;
mod runtime;
mod suppressions;
mod verdict;
