//! Stories: a move told in writing, a win or a lesson. Each goes as far as its owner says: the group, the sponsor, the
//! whole organisation. Before a showcase two wins and one lesson are asked for.

pub mod acts;
pub mod cards;
pub mod list;
pub mod pages;
pub mod store;
