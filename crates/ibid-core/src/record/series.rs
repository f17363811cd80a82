//! A series or journal, as its archive declares it.

use super::{Agent, Kind, Organization};
use crate::Handle;
use crate::jel::Code;

#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub handle: Handle,
    pub name: String,
    /// What the series holds; [`Kind::Paper`] when not said (the format's default).
    pub holds: Kind,
    pub description: Vec<String>,
    pub issn: Vec<String>,
    pub providers: Vec<Organization>,
    pub editors: Vec<Agent>,
    pub maintainer_name: String,
    pub maintainer_email: String,
    pub maintainer_phone: String,
    pub maintainer_fax: String,
    pub order_email: String,
    pub order_homepage: String,
    pub order_postal: String,
    pub price: String,
    pub restriction: String,
    pub notification: String,
    pub keywords: Vec<String>,
    pub jel: Vec<Code>,
    /// Series that continue this one.
    pub followups: Vec<Handle>,
    /// Series that this one continues.
    pub predecessors: Vec<Handle>,
    pub other: Vec<(String, String)>,
}
