//! What administrators see and do: people and their roles, the trail of all deeds, letters.
//!
//! Every page here is made for one reader (`session::sealed`), and every verb asks the policy by itself.
//! Not here: disputes and other things that wait for a curator (`claims/inbox.rs`).

mod mail;
mod people;
#[cfg(test)]
mod tests;
mod trail;

use axum::Router;
use axum::routing::get;
use maud::{Markup, html};

use crate::i18n::Messages;
use crate::page::Page;
use crate::pages::account;
use crate::{Site, urls};

/// How many lines a page shows.
const PER_PAGE: usize = 50;

/// The routes of this side, to be sealed.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route(urls::ADMIN, get(people::list))
        .route("/admin/account/{id}", get(people::show).post(people::change))
        .route(urls::ADMIN_TRAIL, get(trail::show))
        .route(urls::ADMIN_MAIL, get(mail::show).post(mail::again))
}

/// A page of this side: under the name of the side its parts, under them its title.
fn page(site: &Site, t: &Messages, (address, title): (&str, &str), on_it: Markup) -> Page {
    let words = &t.admin;
    let parts =
        [(urls::ADMIN, words.people), (urls::ADMIN_TRAIL, words.trail), (urls::ADMIN_MAIL, words.mail)];
    let main = html! {
        nav aria-label=(words.title) { ul.dots.s {
            li { a href=(urls::ACCOUNT) { (t.account.title) } }
            @for (to, name) in parts { li { @if to == address { b aria-current="page" { (name) } } @else { a href=(to) { (name) } } } }
        } }
        h1 { (title) }
        (on_it)
    };
    account::page(site, t, title, main)
}
