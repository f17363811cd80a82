//! The pages, one file a word: handler, view and tests together. Works, being many views, have a folder.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod archives;
pub(crate) mod authors;
pub(crate) mod claims;
pub(crate) mod dumps;
pub(crate) mod fresh;
pub(crate) mod institutions;
pub(crate) mod lists;
pub(crate) mod lookup;
pub(crate) mod people;
pub(crate) mod profile;
pub(crate) mod search;
pub(crate) mod series;
pub(crate) mod society;
pub(crate) mod subjects;
pub(crate) mod suggest;
pub(crate) mod take_away;
pub(crate) mod works;
