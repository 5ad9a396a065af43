//! From calls of clients to requests.

pub mod builder;
pub mod encode;
pub mod interceptors;
pub mod providers;
pub mod setups;
pub mod signing;
pub mod slots;
pub mod url;
