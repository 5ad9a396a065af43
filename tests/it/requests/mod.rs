//! Requests come out of code, whatever way it is written.

mod generated;
mod idioms;
mod listed;
mod outside;
