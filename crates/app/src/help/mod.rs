//! Help, at the foot of every page: whom to ask, and the guides that stand in `docs`. They travel with the program, so
//! what is read on a page and what is read beside the code is one text.

pub mod guides;
pub mod pages;
mod store;
