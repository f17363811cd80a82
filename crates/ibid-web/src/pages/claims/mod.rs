//! What is whose: the works of a person as their owner sees them, claiming one or a list, disputes.
//!
//! Every page here is made for one reader (`session::sealed`). Not here: profiles, and what everybody sees
//! of claims.

mod inbox;
mod list;
mod one;
mod reasons;
#[cfg(test)]
mod tests;
mod works;

use axum::Router;
use axum::routing::get;
use ibid_app::people::claims::{Claims, Error, Owner};
use ibid_core::people::claim::Role;
use ibid_core::{Handle, Kind};
use ibid_store::Stored;
use maud::{Markup, html};

pub(crate) use list::found;
pub(crate) use reasons::evidence;

use crate::fields::Fields;
use crate::i18n::Messages;
use crate::layout;
use crate::page::Page;
use crate::pages::account;
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::view::line::Line;
use crate::{Site, urls};

/// The routes of this side, to be sealed.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route(urls::WORKS, get(works::show).post(works::answer))
        .route(urls::WORKS_LIST, get(list::form).post(list::show))
        .route(urls::CLAIM, get(one::show))
        .route(urls::DISPUTE, get(one::dispute_form).post(one::dispute))
        .route(urls::INBOX, get(inbox::show).post(inbox::decide))
}

/// A page of this side, with the way back to the account.
fn page(site: &Site, t: &Messages, title: &str, on_it: Markup) -> Page {
    let steps = [(urls::ACCOUNT.to_owned(), html! { (t.account.title) })];
    account::page(site, t, title, html! { (layout::crumbs(t, &steps)) (on_it) })
}

/// Whose works these are: the person named, else one's own; nobody where there is no profile.
async fn owner(claims: &Claims, who: &Who, named: &str) -> Answer<Option<Owner>> {
    let own = who.powers.author().or_else(|| who.powers.helped().next());
    let handle = if named.is_empty() { own } else { Some(named) };
    match handle.and_then(Handle::parse) {
        Some(handle) => Ok(Some(claims.owner(&handle).await?)),
        None if named.is_empty() => Ok(None),
        None => Err(Problem::missing(named)),
    }
}

/// Told to whoever has no profile.
fn without_profile(t: &Messages, work: Option<&Handle>) -> Markup {
    let address = work.map_or_else(|| urls::PROFILE.to_owned(), urls::register_for);
    html! {
        p.read { (t.claims.none_yet) }
        p { a.btn.one href=(address) { (t.claims.make_profile) } }
    }
}

/// For whom this is, where it is not oneself.
fn acting(t: &Messages, who: &Who, owner: &Owner) -> Markup {
    let handle = owner.person.handle.as_str();
    html! {
        @if !who.powers.is(handle) {
            p.box.note { (t.claims.for_whom) ": " b { (owner.person.name) } ". " (t.claims.curate) }
        }
    }
}

/// The box every form of this side has: for whom it is.
fn hidden_owner(owner: &Owner) -> Markup {
    html! { input type="hidden" name="person" value=(owner.person.handle); }
}

/// The handles a form names.
fn handles(sent: &Fields, name: &str) -> Answer<Vec<Handle>> {
    let read = |text: &str| Handle::parse(text).ok_or_else(|| Problem::missing(text));
    sent.all(name).map(read).collect()
}

fn role_word(t: &Messages, role: Role) -> &'static str {
    match role {
        Role::Author => t.claims.author,
        Role::Editor => t.claims.editor,
        Role::Speaker => t.claims.speaker,
    }
}

/// The parts one can have in a work of this kind.
fn roles(kind: Kind) -> [Role; 2] {
    [Role::in_kind(kind), Role::Editor]
}

/// A record by its title, wherever there is one, as a link.
fn linked(site: &Site, stored: &Stored) -> Markup {
    let title = stored.record().map_or_else(String::new, |it| it.title().to_owned());
    let title = if title.is_empty() { stored.handle.to_string() } else { title };
    let _ = site;
    html! { a href=(urls::resolver(&stored.handle)) { (title) } }
}

/// A work as a line; a record that is none by its title.
fn line(site: &Site, t: &Messages, stored: &Stored, series: &str) -> Markup {
    match stored.record() {
        Some(ibid_core::Record::Work(work)) => {
            html! { (Line { series: None, ..Line::new(t, &work, series) }) }
        }
        _ => html! { h3.t { (linked(site, stored)) } },
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::Denied(why) => Problem::Denied(why),
            Error::Missing(what) => Problem::missing(what),
            Error::NoReason => Problem::unfit(|t| t.claims.no_reason),
            Error::Decided => Problem::unfit(|t| t.claims.decided_already),
            Error::Disputed => Problem::unfit(|t| t.claims.disputed_already),
            Error::TooMany => Problem::unfit(|t| t.claims.too_many),
            Error::Search(error) => error.into(),
            Error::Store(error) => error.into(),
        }
    }
}
