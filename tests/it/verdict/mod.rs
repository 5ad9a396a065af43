//! What requests carry is judged by what their operation accepts.

mod operations;
mod sentences;
mod tables;
