//! People's own side: signing in and what belongs to an account.
//!
//! Every page here is made for one reader and kept by nobody (`session::sealed`). Not here: profiles and
//! claims.

pub(crate) mod sign_in;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};

use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::Answer;
use crate::session::Who;
use crate::{Site, urls};

/// The routes of this side, to be sealed.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route(urls::ACCOUNT, get(show))
        .route(urls::SIGN_IN, get(sign_in::show).post(sign_in::ask))
        .route(urls::SIGN_OUT, post(sign_in::out))
        .route("/account/link/{token}", get(sign_in::offer).post(sign_in::confirm))
}

/// A page of this side in the frame of the site.
pub(crate) fn page(site: &Site, t: &Messages, title: &str, main: Markup) -> Page {
    let frame = Frame { title, listed: false, described: false, ..Frame::default() };
    Page::html(layout::page(site, t, frame, main)).not_kept()
}

async fn show(State(site): State<Site>, lang: Lang, who: Who) -> Answer<Response> {
    let t = lang.messages();
    let words = &t.account;
    let email = html! { b { (who.account.email) } };
    let main = html! {
        article.narrow {
            h1 { (words.title) }
            p { (fill(words.signed_in_as, &[("email", &email)])) }
            form method="post" action=(urls::SIGN_OUT) { button { (words.sign_out) } }
        }
    };
    Ok(page(&site, t, words.title, main).into_response())
}
