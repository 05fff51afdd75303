//! What any web service needs: a database, a clock, secrets, live updates, mail, a queue. It knows
//! nothing of what the service is for.

pub mod db;
