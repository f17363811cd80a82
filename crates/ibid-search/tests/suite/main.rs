//! One suite for all engines: what is put in is found, counted, sorted and suggested.
//!
//! Each test runs on every engine of `engines()`. `world.rs` has the documents and the checks.

mod alike;
mod counting;
mod directory;
mod finding;
mod names;
mod paging;
mod suggesting;
mod why;
mod world;
mod writing;
