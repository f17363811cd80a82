//! The catalogue as files for others to carry away: dumped as JSON, as a catalogue file of which another
//! installation makes its copy, and published again as archives.
//!
//! Here: what goes into which file. Not here: where files are served, and how one record is written
//! (`ibid_core::export`).

pub mod catalogue;
pub mod dump;
pub mod fetch;
pub mod folder;
mod lines;
pub mod load;
pub mod manifest;
pub mod nightly;
pub mod publish;
