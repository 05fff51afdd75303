//! The example: a made-up sprint in week 7, and a control to travel in time.

/// What only the demo has.
#[derive(Debug, Clone, Default)]
pub struct Demo;
