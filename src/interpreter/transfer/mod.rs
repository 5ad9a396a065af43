//! What each kind of construct does to the abstract state: one file a kind.

pub mod answers;
pub mod assignment;
pub mod binding;
pub mod branch;
pub mod call;
pub mod captures;
pub mod class;
pub mod condition;
pub mod construct;
pub mod decorate;
pub mod expr;
pub(crate) mod failure;
pub mod function;
mod handed;
pub mod havoc;
pub mod library;
pub mod list;
pub mod member;
pub mod member_write;
pub mod method;
pub mod observe;
pub mod output;
pub mod record;
pub mod removal;
pub mod stmt;
pub mod thrown;
pub mod types;
