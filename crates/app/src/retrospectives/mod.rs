//! The look back with leaders and sponsors: cards that carry no name, put together, voted on and decided. It is held in
//! the room of a meeting; what comes of it stands in that meeting's note.

pub mod acts;
pub mod board;
pub mod pages;
pub mod store;
