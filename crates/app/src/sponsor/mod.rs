//! The sponsor's page: numbers of groups of five people or more, on one sheet, and never a leader's. Beside them what
//! leaders share with them, and what a sponsor can do.

pub mod acts;
pub mod figures;
pub mod groups;
pub mod pages;
pub mod sheet;
pub mod slides;
pub mod store;
pub mod told;
