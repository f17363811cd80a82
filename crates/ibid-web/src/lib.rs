//! Pages, API and feeds: a request becomes a value, the value a template.
//!
//! Reads the ledger by itself and asks `ibid-app` for everything else; it never writes. `routes.rs`
//! is the site map; `urls/` builds every address; `problem.rs` chooses every status code; a page is
//! one file or folder in `pages/`, handler, view and tests together.

mod api;
mod client;
mod crowd;
mod embed;
mod feeds;
mod fields;
mod front;
mod head;
mod i18n;
mod kept;
mod layout;
mod limit;
#[cfg(feature = "mcp")]
mod mcp;
mod oai;
mod page;
mod pages;
mod problem;
mod routes;
mod serve;
mod session;
mod settings;
mod signs;
mod site;
mod style;
mod unapi;
mod urls;
mod view;

pub use client::Network;
pub use oai::is_domain;
pub use pages::dumps::Folders;
pub use routes::router;
pub use serve::serve;
pub use settings::{Limits, Logo, Settings};
pub use site::Site;
pub use urls::page_of;

#[cfg(test)]
mod tests;
