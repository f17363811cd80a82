//! The catalogue as files for others to carry away: published again as archives.
//!
//! Here: what goes into which file. Not here: where files are served, and how one record is written
//! (`ibid_core::export`).

pub mod folder;
pub mod publish;
