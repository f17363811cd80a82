//! A registered person, as a ReDIF-Person template gives them.

use super::Organization;
use crate::Handle;
use crate::date::Date;

/// A person as registered.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub handle: Handle,
    /// `Name-Full`.
    pub name: String,
    pub first: String,
    pub middle: String,
    pub last: String,
    pub suffix: String,
    pub ascii: String,
    /// Lower case: `pki42`. Empty when not given.
    pub short_id: String,
    pub email: String,
    pub homepage: String,
    pub postal: String,
    pub phone: String,
    pub workplaces: Vec<Organization>,
    /// Works the person says are theirs.
    pub author_of: Vec<Handle>,
    /// Series and books the person edits.
    pub editor_of: Vec<Handle>,
    pub deceased: Option<Date>,
    pub other: Vec<(String, String)>,
}

impl Person {
    /// A person of whom nothing but the handle is known.
    pub fn new(handle: Handle) -> Person {
        Person {
            handle,
            name: String::new(),
            first: String::new(),
            middle: String::new(),
            last: String::new(),
            suffix: String::new(),
            ascii: String::new(),
            short_id: String::new(),
            email: String::new(),
            homepage: String::new(),
            postal: String::new(),
            phone: String::new(),
            workplaces: Vec::new(),
            author_of: Vec::new(),
            editor_of: Vec::new(),
            deceased: None,
            other: Vec::new(),
        }
    }
}
