//! HTTP clients are data: what each one sends is seen.

mod as_data;
mod matrix;
mod openness;
mod requests;
