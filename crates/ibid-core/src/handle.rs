//! Handles: the permanent names of records, `RePEc:hst:ghsdps:gd11-190`.
//!
//! Here: one canonical spelling and its parts. Not here: whether a handle is declared or taken.

use std::fmt;

/// A handle in canonical spelling: authority `RePEc`, everything after it in lower case, no blanks.
///
/// Handles are case-insensitive (ReDIF 1.0, software rule `documenthandle`), so two spellings that
/// differ in case compare equal once parsed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Handle(Box<str>);

impl Handle {
    /// Reads a handle in any case, with or without blanks at line boundaries. `None` when it has no
    /// authority and archive part at all; stricter judgements are the checker's.
    pub fn parse(text: &str) -> Option<Handle> {
        let text = text.trim();
        let (authority, rest) = text.split_once(':')?;
        if !authority.eq_ignore_ascii_case("repec") || rest.is_empty() {
            return None;
        }
        let rest: String = rest.split_whitespace().collect::<String>().to_lowercase();
        Some(Handle(format!("RePEc:{rest}").into_boxed_str()))
    }

    /// `RePEc:hst:ghsdps:gd11-190`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `hst`.
    pub fn archive(&self) -> &str {
        self.part(0)
    }

    /// `ghsdps`; empty for an archive's own handle.
    pub fn series(&self) -> &str {
        self.part(1)
    }

    /// `gd11-190`; empty for archives and series. Colons stay.
    pub fn item(&self) -> &str {
        self.0.splitn(4, ':').nth(3).unwrap_or("")
    }

    fn part(&self, index: usize) -> &str {
        self.0.splitn(4, ':').nth(index + 1).unwrap_or("")
    }

    /// The handle of the archive this handle belongs to.
    pub fn archive_handle(&self) -> Handle {
        Handle(format!("RePEc:{}", self.archive()).into_boxed_str())
    }

    /// The handle of the series this handle belongs to.
    pub fn series_handle(&self) -> Handle {
        Handle(format!("RePEc:{}:{}", self.archive(), self.series()).into_boxed_str())
    }

    /// What addresses and look-ups go by: no authority, and the item without its colons, as IDEAS
    /// has it: `eee:jfinec:v140y2021i1p1-20`.
    pub fn key(&self) -> String {
        let item: String = self.item().chars().filter(|&c| c != ':').collect();
        match (self.series(), item.as_str()) {
            ("", _) => self.archive().to_owned(),
            (series, "") => format!("{}:{series}", self.archive()),
            (series, item) => format!("{}:{series}:{item}", self.archive()),
        }
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
