//! The pages with the numbers: the coordinator's Today, the moves of a group, the results and their rows.

pub mod pages;
