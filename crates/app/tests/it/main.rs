//! What is promised, as tests against the running application: one binary, a file per feature.
//! On SQLite; on PostgreSQL where FIRSTMOVE_TEST_POSTGRES names a superuser's address
//! (`postgres://postgres@127.0.0.1:5432/postgres`): then each world gets a database of its own there.

#![allow(
    missing_docs,
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "these are tests, and their tools lie ready"
)]

mod addresses;
mod aims;
mod answering;
mod at_once;
mod audited;
mod away;
mod backups;
mod browser;
mod called_off;
mod check_ins;
mod commitments;
mod corrections;
mod counted;
mod dashboard;
mod data;
mod database;
mod drafts;
mod exceptions;
mod experiments;
mod faults;
mod feedback;
mod forgetting;
mod forgotten;
mod further;
mod help;
mod house;
mod imports;
mod imports_refused;
mod joining;
mod judged_twice;
mod keeping;
mod kept;
mod kickoff;
mod left_open;
mod lists;
mod log;
mod meetings;
mod moves;
mod moving;
mod outages;
mod people;
mod post;
mod post_office;
mod post_refused;
mod prints;
mod program;
mod replay;
mod results;
mod retrospectives;
mod returning;
mod rights;
mod roles;
mod room;
mod safety;
mod session_notes;
mod sessions;
mod setup;
mod sheet;
mod showcases;
mod sights;
mod sign_ups;
mod signing_in;
mod sponsor;
mod sprint;
mod stopping;
mod stories;
mod thanks;
mod timed_rooms;
mod trail;
mod training;
mod turns;
mod undoing;
mod unreadable;
mod veiled;
mod verdicts;
mod voice;
mod witnesses;
mod witnesses_forgotten;
mod world;
mod year;
