//! People who come into a sprint that is being set up: a list is sent for a group of the draft, looked at, and becomes
//! the group's lines, whole or not at all.
//!
//! [`list`] reads the file, `domain::roster` says what its columns and rows come to, [`acts`] does it.

pub mod acts;
pub mod list;
pub mod pages;
pub mod store;
