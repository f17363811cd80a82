//! Feeds: what came last into a list, for programs that follow it, as Atom (RFC 4287), RSS 2.0 and
//! JSON Feed 1.1.
//!
//! Here: the handler, and a feed as a value. `gather.rs` fills it, `item.rs` is one work in it, and each
//! form is written in a file of its own. Whichever list is followed, its newest works come first by when
//! the catalogue got them, not by when they were published: a follower misses none that are added later.

mod atom;
mod gather;
mod item;
mod json;
mod rss;

use axum::extract::State;
use axum::http::Uri;

use crate::Site;
use crate::i18n::Lang;
use crate::layout::absolute;
use crate::page::Page;
use crate::problem::{self, Answer, Problem};
use crate::urls::{Feed, Form};
use item::Item;

/// Works in a feed.
const LENGTH: usize = 50;

/// A feed, whatever form it takes. Addresses are absolute.
struct Channel {
    /// The name of the list.
    title: String,
    /// The name of the site.
    site: String,
    /// What the list says of itself; may be empty.
    about: String,
    /// The page that shows the same list.
    page: String,
    /// The feed itself, in each form.
    addresses: [(Form, String); Form::ALL.len()],
    /// Where the subjects of works are explained.
    subjects: String,
    /// When anything in it last changed, in seconds since 1970.
    updated: i64,
    items: Vec<Item>,
}

impl Channel {
    fn address(&self, form: Form) -> &str {
        self.addresses.iter().find(|(it, _)| *it == form).map_or("", |(_, address)| address)
    }

    /// "Global COE papers · ibid".
    fn full_title(&self) -> String {
        format!("{} · {}", self.title, self.site)
    }
}

/// `/feeds/….atom`, `.rss`, `.json`.
pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let read = Feed::parse(uri.path(), uri.query().unwrap_or(""));
    let Some((feed, form)) = read.map_err(|why| Problem::Unreadable { why, instead: None })? else {
        return Err(problem::no_such_page(uri).await);
    };
    let channel = gather::channel(&site, lang.messages(), &feed).await?;
    let text = match form {
        Form::Atom => atom::written(&channel),
        Form::Rss => rss::written(&channel),
        Form::Json => json::written(&channel),
    };
    // No date says when a list last changed: what is withdrawn leaves it, and others move up. Who has a feed
    // is told so by its tag.
    Ok(Page::new(form.media(), text).for_a_minute())
}

fn addresses(site: &Site, feed: &Feed) -> [(Form, String); Form::ALL.len()] {
    Form::ALL.map(|form| (form, absolute(site, &feed.address(form))))
}

#[cfg(test)]
mod tests;
