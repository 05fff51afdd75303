//! What is drawn and printed. Knows shapes, words and numbers that are handed to it, and nothing
//! of where they come from.

pub mod chart;
pub mod deck;
mod fonts;
mod office;
pub mod page;
mod sheet;
mod text;
pub mod xlsx;

pub use text::advance;
