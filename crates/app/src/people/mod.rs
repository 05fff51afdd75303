//! People and how they sign in: by a link that a mail brings, with no password anywhere.

pub mod acts;
pub mod address;
pub mod admin;
pub mod pages;
pub mod settings;
pub mod store;

pub use pages::with_cookie;
