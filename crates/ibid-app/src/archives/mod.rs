//! Archives: where they lie, and how what they say gets into the ledger.

pub mod check;
pub mod harvest;
pub mod ingest;
pub mod reading;
pub mod source;
