//! What has been looked at is silent.

mod baseline;
mod comments;
