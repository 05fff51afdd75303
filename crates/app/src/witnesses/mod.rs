//! Whoever was there is asked once whether a move happened. They need no account, rate nobody, and see neither outcome
//! nor number. Each week some moves are drawn for this check. What one of them answers is for the leader alone; others read what it supports, and sums.

pub mod acts;
pub mod asking;
pub mod audit;
pub mod link_pages;
pub mod own;
pub mod pages;
pub mod store;
