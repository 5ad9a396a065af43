//! From calls of clients to requests.

pub mod builder;
pub mod calls;
pub mod carried;
pub mod client_call;
pub mod constants;
pub mod emit;
pub mod fields;
pub mod fill;
pub mod injection;
pub mod interceptors;
pub mod kept;
pub mod members;
pub mod moments;
pub mod providers;
pub mod rest;
pub mod sdk;
pub mod select;
pub mod setups;
pub mod signing;
pub mod slots;
pub mod strangers;
pub mod strings;
pub mod texts;
pub mod url;
pub mod url_objects;
pub mod ways;
