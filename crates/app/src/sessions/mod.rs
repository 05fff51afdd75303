//! The meetings of a group on the timed page: the weekly session with its prompts, what is collected before, the room
//! that everybody sees alike, and the note that comes of it.

pub mod acts;
pub mod afterwards;
pub mod assigning;
pub mod closing;
pub mod commitment_pages;
pub mod dials;
pub mod exchange;
pub mod files;
pub mod floor;
pub mod inside;
pub mod lines;
pub mod list;
pub mod live;
pub mod lobby;
pub mod moving;
pub mod next;
pub mod note;
pub mod own;
pub mod pages;
pub mod press;
pub mod promises;
pub mod reading;
pub mod said;
pub mod showcase;
pub mod spoken;
pub mod stalled;
pub mod store;
pub mod telling;
pub mod turns;
pub mod view;
pub mod wall;
pub mod words;
