//! People's own side: signing in and what belongs to an account.
//!
//! Every page here is made for one reader and kept by nobody (`session::sealed`). Not here: profiles and
//! claims.

mod address;
mod data;
mod help;
mod leave;
mod letters;
mod link;
pub(crate) mod orcid;
#[cfg(feature = "passkeys")]
pub(crate) mod passkeys;
pub(crate) mod roles;
mod sessions;
mod sign_in;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::routing::{get, post};
use ibid_app::accounts::{self, SignedIn};
use ibid_core::policy::Action;
use ibid_store::AccountState;
use maud::{Markup, html};

use crate::i18n::{Lang, Messages, Text, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::Answer;
use crate::session::{Who, led_with};
use crate::{Site, urls};

/// The routes of this side, to be sealed.
pub(crate) fn routes() -> Router<Site> {
    let routes = Router::new().merge(help::routes()).merge(roles::routes()).merge(orcid::routes());
    #[cfg(feature = "passkeys")]
    let routes = routes.merge(passkeys::routes());
    routes
        .route(urls::ACCOUNT, get(show))
        .route(urls::SIGN_IN, get(sign_in::show).post(sign_in::ask))
        .route(urls::SIGN_OUT, post(sign_in::out))
        .route("/account/link/{token}", get(link::show).post(link::spend))
        .route("/account/leave/{token}", get(leave::show).post(leave::leave))
        .route(urls::SESSIONS, get(sessions::show).post(sessions::end))
        .route(urls::ADDRESS, get(address::show).post(address::ask))
        .route(urls::LETTERS, get(letters::show).post(letters::save))
        .route(urls::DATA, get(data::show).post(data::leave))
        .route(urls::DATA_FILE, get(data::file))
        .route(urls::STAY, post(data::stay))
}

/// The pages of an account: address, name, and what is done there. The overview and the list beside each
/// of them read it.
fn sections(site: &Site, t: &Messages) -> Vec<(&'static str, Text, Text)> {
    let words = &t.account;
    let mut all = vec![
        (urls::PROFILE, t.own_profile.title, t.own_profile.about),
        (urls::WORKS, t.claims.works, t.claims.about_works),
        (urls::INBOX, t.claims.inbox, t.claims.about_inbox),
        (urls::SESSIONS, words.sessions, words.about_sessions),
        #[cfg(feature = "passkeys")]
        (urls::PASSKEYS, t.passkey.title, t.passkey.about),
        (urls::ORCID, t.orcid.title, t.orcid.about),
        (urls::ADDRESS, words.address, words.about_address),
        (urls::LETTERS, words.letters, words.about_letters),
        (urls::HELPERS, t.powers.helpers, t.powers.about_helpers),
        (urls::ROLES, t.powers.roles, t.powers.about_roles),
        (urls::DATA, words.data, words.about_data),
    ];
    if site.orcid().is_none() {
        all.retain(|(address, ..)| *address != urls::ORCID);
    }
    all
}

/// A page of this side in the frame of the site, for who may not be signed in.
pub(crate) fn page(site: &Site, t: &Messages, title: &str, main: Markup) -> Page {
    let frame = Frame { title, listed: false, described: false, ..Frame::default() };
    Page::html(layout::page(site, t, frame, main)).not_kept()
}

/// A page of somebody's account: under its title what is on it, beside it the others.
pub(crate) fn own_page(
    site: &Site,
    t: &Messages,
    who: &Who,
    (address, title): (&str, &str),
    on_it: Markup,
) -> Page {
    let words = &t.account;
    let steps = [(urls::ACCOUNT.to_owned(), html! { (words.title) })];
    let main = html! {
        @if address != urls::ACCOUNT { (layout::crumbs(t, &steps)) }
        h1 { (title) }
        (leaving(t, who))
        @if address == urls::ACCOUNT { (on_it) } @else {
            div.two {
                div { (on_it) }
                aside.side { nav aria-label=(words.sections) { ul {
                    @for (to, name, _) in sections(site, t) { li { @if to == address { b aria-current="page" { (name) } } @else { a href=(to) { (name) } } } }
                } } }
            }
        }
    };
    page(site, t, title, main)
}

/// Lets somebody in. Whatever session the browser had is ended.
async fn let_in(site: &Site, before: Option<Who>, entered: &SignedIn, next: &str) -> Answer<Response> {
    if let Some(before) = before {
        match site.accounts()?.sign_out(&before).await {
            Ok(()) | Err(accounts::Error::Missing(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(led_with(site, Some(&entered.token), urls::own_next(next)))
}

/// What the browser calls itself.
fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or("")
}

/// Says on every page of an account that it is about to be erased.
fn leaving(t: &Messages, who: &Who) -> Markup {
    let words = &t.account;
    html! {
        @if who.account.state == AccountState::Leaving {
            div.box.note {
                p { (fill(words.leaving, &[("day", &t.day(who.account.leaves))])) }
                form method="post" action=(urls::STAY) { button.btn.one { (words.stay) } }
            }
        }
    }
}

/// What was done is said on the page it was done on.
fn said(done: Option<Text>) -> Markup {
    html! { @if let Some(text) = done { p.box role="status" { (text) } } }
}

async fn show(State(site): State<Site>, lang: Lang, who: Who) -> Answer {
    let t = lang.messages();
    let words = &t.account;
    let email = html! { b { (who.account.email) } };
    let main = html! {
        p.read { (fill(words.signed_in_as, &[("email", &email)])) " " (words.intro) }
        nav aria-label=(words.sections) { ul.doors { @for (address, name, what) in sections(&site, t) {
            li { a href=(address) { (name) } span.s.soft { (what) } }
        } } }
        @if who.may(&Action::ReadAudit).is_ok() { p { a href=(urls::ADMIN) { (t.admin.title) } } }
        form method="post" action=(urls::SIGN_OUT) { button { (words.sign_out) } }
    };
    Ok(own_page(&site, t, &who, (urls::ACCOUNT, words.title), main))
}
