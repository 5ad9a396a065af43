//! From the IR to requests: an abstract interpreter and the clients it knows.

pub mod request;
