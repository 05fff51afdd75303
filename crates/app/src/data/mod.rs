//! The data owner's page: rows under a pseudonym, checks of whether they can be trusted, and the file.

pub mod acts;
pub mod checks;
pub mod pages;
pub mod row_page;
mod store;
