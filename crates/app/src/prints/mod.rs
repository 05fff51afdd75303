//! Paper to write on: one A4 page for each template, for everybody, blank.

pub mod filled;
pub mod fit;
pub mod note;
pub mod pages;
pub mod templates;
