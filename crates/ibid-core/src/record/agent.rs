//! People and organisations as a template names them: a cluster, not yet a profile.

use crate::Handle;

/// A PERSON cluster: an author, editor or speaker as one record names them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agent {
    /// As received, one blank between words: "Mitsuhiko Kimura", "Kimura, Mitsuhiko".
    pub name: String,
    /// `Name-First` (or the common `X-Name-First`), empty when not given.
    pub first: String,
    /// `Name-Last` (or the common `X-Name-Last`), empty when not given.
    pub last: String,
    /// The same name in another script or spelling: `X-Name-Original` and its sisters.
    pub other_name: String,
    pub email: String,
    pub homepage: String,
    /// A person handle or short-id, as received: `pki42`.
    pub person: String,
    pub workplaces: Vec<Organization>,
}

/// An ORGANIZATION cluster: a workplace, provider, publisher or level of an institution.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Organization {
    pub name: String,
    pub name_english: String,
    pub homepage: String,
    pub email: String,
    pub postal: String,
    pub location: String,
    pub phone: String,
    pub fax: String,
    pub institution: Option<Handle>,
    /// Percentage of a person's time, 1 to 99, where given.
    pub share: Option<u8>,
}
