//! Projections: views kept up to date from the journal, deletable and made again at any time.
//!
//! A projection takes no input. Woken by whatever, it looks at where it stands, reads the truth from
//! there and puts itself right; so being woken twice, or late, does no harm.

pub mod people;
pub mod search;
pub mod versions;
