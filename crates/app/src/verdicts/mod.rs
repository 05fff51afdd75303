//! A peer's verdict on a move, given before they can know the leader's own. Whoever shows a move to its group asks
//! [`acts::Veil`] first: the one peer who is asked does not see how it went until they have said it themselves.

pub mod acts;
pub mod pages;
pub mod store;
