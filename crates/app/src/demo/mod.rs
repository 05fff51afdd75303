//! The example: a made-up sprint in week 7, and a control to travel in time.

pub mod cast;
pub mod chance;
pub mod fate;
pub mod plans;
pub mod play;
pub mod script;
pub mod weeks;
pub mod words;

#[cfg(test)]
mod tests;

/// What only the demo has.
#[derive(Debug, Clone, Default)]
pub struct Demo;
