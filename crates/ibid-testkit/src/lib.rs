//! What the tests of several crates share: the toy world and a real browser. Never shipped.

mod browser;

pub use browser::Browser;
