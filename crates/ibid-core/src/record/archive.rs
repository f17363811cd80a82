//! An archive: a publisher's folder of templates and who looks after it.

use crate::Handle;

#[derive(Clone, Debug, PartialEq)]
pub struct Archive {
    pub handle: Handle,
    pub name: String,
    pub url: String,
    pub homepage: String,
    pub description: Vec<String>,
    pub maintainer_name: String,
    pub maintainer_email: String,
    pub maintainer_phone: String,
    pub maintainer_fax: String,
    pub restriction: String,
    pub notification: String,
    pub other: Vec<(String, String)>,
}
