//! How safe it feels to speak in a group, asked in weeks 2, 6 and 10. Answers are counted and kept beside no name: there
//! is nothing to look up. Who has answered is kept apart, so that nobody answers twice.

pub mod acts;
pub mod pages;
pub mod store;
