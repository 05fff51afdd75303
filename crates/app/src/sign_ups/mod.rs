//! People sign up themselves for a group that is being set up: by a link or the picture of it. They wait in a list
//! until its coordinator takes them over into the draft.

pub mod acts;
pub mod link_pages;
pub mod pages;
pub mod qr;
pub mod store;
