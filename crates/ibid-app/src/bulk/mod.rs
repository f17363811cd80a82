//! The catalogue as files for others to carry away: dumped as JSON, and published again as archives.
//!
//! Here: what goes into which file. Not here: where files are served, and how one record is written
//! (`ibid_core::export`).

pub mod dump;
pub mod folder;
pub mod manifest;
pub mod nightly;
pub mod publish;
