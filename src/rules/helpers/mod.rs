//! What several rules share: what a request presents, what names say, how credentials are put into words.

pub mod authorization;
pub mod bearer;
pub mod constants;
mod cookies;
pub mod exposure;
pub mod literals;
pub mod lookup;
pub mod member;
pub mod mending;
pub mod names;
pub mod naming;
pub mod placeholders;
pub mod presented;
pub mod signatures;
pub mod spoken;
pub mod wording;
