//! Archives: where they lie, and how what they say gets into the ledger.

pub mod source;
