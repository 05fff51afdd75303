//! The audit trail: every deed in one plain sentence, for those who may read it. A coordinator reads the groups that
//! they look after, with names; a data owner the same under pseudonyms; an administrator what concerns the
//! installation. Whoever sits in a group does not read its trail in another role.

pub mod acts;
pub mod afterwards;
pub mod agreement;
pub mod meetings;
pub mod names;
pub mod pages;
pub mod scope;
mod seats;
pub mod sentences;
pub mod store;
mod telling;
pub mod training;
mod words;

#[cfg(test)]
mod tests;
