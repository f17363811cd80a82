//! What registered persons do and are: their profiles, what they say is theirs, and what they ask for.

mod bibtex;
pub mod claims;
pub mod disputes;
pub mod letters;
pub mod merge;
pub mod petitions;
pub mod profiles;
pub mod record;
pub mod suggestions;

use ibid_core::people::profile::Fault;
use ibid_core::policy::Denied;

/// Why something about a person was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("the profile cannot be kept as it is: {0:?}")]
    Faults(Vec<Fault>),
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// The account has a profile, or the profile has an account.
    #[error("this profile or this account is taken already")]
    Taken,
    #[error("the address of this account is not the one in the profile")]
    Unproved,
    /// Somebody was quicker.
    #[error("this was decided already")]
    Decided,
    #[error(transparent)]
    Store(#[from] ibid_store::Error),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
