//! Every verb of the service and every projection.
//!
//! No SQL, no HTML, no flags: a verb takes plain values, changes truth through the ledger's one
//! door, and says what happened. A projection reads the ledger and keeps a view up to date.

pub mod accounts;
mod ahead;
pub mod archives;
pub mod bibliography;
pub mod bulk;
pub mod deposit;
pub mod export;
pub mod letters;
pub mod lists;
pub mod lookup;
pub mod mail;
pub mod orcid;
#[cfg(feature = "passkeys")]
pub mod passkeys;
pub mod people;
pub mod projection;
pub mod recent;
pub mod related;
pub mod search;
pub mod style;
pub mod usage;
pub mod worker;
