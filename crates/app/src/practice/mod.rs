//! How leaders learn to be peer mentors: alone in five scenarios, or at the workshop. Who has done one of them is
//! trained, in every group that they sit in. Nothing is scored: what was chosen is explained and forgotten.

pub mod acts;
pub mod pages;
pub mod store;
pub mod training;
