//! How useful the feedback in a session was: one number a person and week, blind.

pub mod acts;
pub mod pages;
pub mod store;
pub mod words;
