//! What the things of a scholarly catalogue are, and what follows from them.
//!
//! Pure functions over plain values: no I/O, no clock, no async, no wire formats. Time and chance
//! are arguments. Whoever owns a database, an index, a page or a protocol converts at its own edge.

pub mod about;
pub mod change;
pub mod date;
pub mod export;
pub mod handle;
pub mod highlight;
pub mod jel;
pub mod language;
mod language_table;
pub mod lookup;
pub mod name;
pub mod nep;
mod nep_table;
pub mod orcid;
pub mod people;
pub mod policy;
pub mod query;
pub mod record;
pub mod related;
pub mod shelf;
pub mod tex;
pub mod text;
pub mod versions;
pub mod xml;

pub use handle::Handle;
pub use orcid::Orcid;
pub use record::{Kind, Record};
