//! Turns over whole sprints: ten thousand cohorts are played week by week, with people who are away, leave and join,
//! and planned again each time. The figures are printed: `cargo test -p firstmove-domain --test turns -- --nocapture`.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod chance;
mod promises;
mod sprint;
mod tally;
