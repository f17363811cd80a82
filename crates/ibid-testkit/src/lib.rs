//! What the tests of several crates share: a real browser and databases of their own. Never shipped.

mod browser;
mod database;
mod mailserver;
pub mod orcid;

pub use browser::{Browser, Heard};
pub use database::Database;
pub use mailserver::{MailServer, Taken};
