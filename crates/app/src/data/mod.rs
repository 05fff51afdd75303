//! The data owner's page: rows under a pseudonym, checks of whether they can be trusted, and the file.

pub mod checks;
pub mod pages;
