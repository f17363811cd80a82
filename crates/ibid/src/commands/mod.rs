//! One file a command: what it does with the crates below, and how it says so.

pub(crate) mod bibliography;
pub(crate) mod bulk;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod deposit;
pub(crate) mod export;
pub(crate) mod harvest;
pub(crate) mod keep;
pub(crate) mod load;
pub(crate) mod look;
pub(crate) mod parse;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod user;
