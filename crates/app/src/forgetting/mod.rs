//! What an installation forgets: one person who asks for it, and everybody's words after their time. The numbers
//! never notice. Beside it, the file with everything about one person.

pub mod accounts;
pub mod acts;
mod drafts;
pub mod erase;
pub mod keeping;
mod naming;
pub mod own_file;
pub mod pages;
mod store;
