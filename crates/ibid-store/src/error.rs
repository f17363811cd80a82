//! What can go wrong in the ledger, told so that a person can act on it.
//!
//! Here: the one error type. Deliberately not here: retrying, and what a page says about it.

/// A fault of the ledger. Every text names the thing and the place.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The thing asked for is not there.
    #[error("{0}: not found")]
    NotFound(String),
    /// The thing is there already, or was changed in between.
    #[error("{0}")]
    Conflict(String),
    /// The ledger holds a value that this program cannot have written.
    #[error("ledger is inconsistent: {table}.{column} of row {row}")]
    Inconsistent { table: &'static str, column: &'static str, row: i64 },
    /// The database refused or went away; `place` is its file or address, without a password.
    #[error("{place}: {cause}")]
    Engine { place: String, cause: String },
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
