//! An archive: a publisher's folder of templates and who looks after it.

use crate::Handle;

/// An archive as its own head file describes it.
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

impl Archive {
    /// An archive of which nothing but its name is known.
    pub fn new(handle: Handle) -> Archive {
        Archive {
            handle,
            name: String::new(),
            url: String::new(),
            homepage: String::new(),
            description: Vec::new(),
            maintainer_name: String::new(),
            maintainer_email: String::new(),
            maintainer_phone: String::new(),
            maintainer_fax: String::new(),
            restriction: String::new(),
            notification: String::new(),
            other: Vec::new(),
        }
    }
}
