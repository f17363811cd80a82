//! An institution of the directory: up to four levels, the widest first.

use super::Organization;
use crate::Handle;

/// An institution with all it is part of.
#[derive(Clone, Debug, PartialEq)]
pub struct Institution {
    pub handle: Handle,
    /// Primary, secondary, tertiary, quaternary, in this order; at least one when the source was sane.
    pub levels: Vec<Level>,
    pub other: Vec<(String, String)>,
}

/// One level: a university, its faculty, its department.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Level {
    pub organization: Organization,
    pub defunct: String,
}

impl Institution {
    /// The name of the narrowest level: what the institution itself is called.
    pub fn name(&self) -> &str {
        self.levels.last().map_or("", |level| &level.organization.name)
    }
}
