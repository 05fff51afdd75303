//! The sponsor's page: numbers of groups of five people or more, on one sheet, and never a leader's.

pub mod figures;
pub mod groups;
pub mod pages;
pub mod sheet;
pub mod slides;
