//! Links that came by mail: what each is for, with the button that does it.
//!
//! Programs that follow the links of letters stop at the page; only the button spends one.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::accounts::{self, Accounts, Offer};
use ibid_core::policy::Denied;
use maud::html;

use super::{agent, help, let_in, page, roles};
use crate::i18n::{Lang, Messages, Text, fill};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::session::{Who, led_with};
use crate::{Site, urls};

pub(crate) async fn show(
    State(site): State<Site>,
    lang: Lang,
    who: Option<Who>,
    Path(token): Path<String>,
) -> Answer<Response> {
    let t = lang.messages();
    let offer = site.accounts()?.offer(&token, site.now()).await?;
    let page = match (offer.what.as_str(), &who) {
        // A new address is taken into use by who is signed in, and by nobody else who opens the letter; nor
        // does anybody else prove to look after an archive.
        (accounts::ADDRESS | accounts::MAINTAIN, None) => {
            return Ok(Redirect::to(&urls::sign_in(&urls::link(&token))).into_response());
        }
        (accounts::MAINTAIN, Some(who)) => roles::offered(&site, t, who, (&token, &offer)),
        (accounts::HELP, who) => help::offered(&site, t, who.as_ref(), (&token, &offer)).await?,
        _ => offered(&site, t, &token, &offer)?,
    };
    Ok(page.into_response())
}

fn offered(site: &Site, t: &Messages, token: &str, offer: &Offer) -> Answer {
    let words = &t.account;
    let (title, text, button): (Text, Text, Text) = match offer.what.as_str() {
        accounts::SIGN_IN if offer.new => (words.sign_in, words.will_make, words.make),
        accounts::SIGN_IN => (words.sign_in, words.will_sign_in, words.sign_in),
        accounts::ADDRESS => (words.address, words.offer_address, words.use_address),
        accounts::ADDRESS_BACK => (words.address, words.offer_back, words.take_back),
        _ => return Err(Problem::Spent),
    };
    let email = html! { b { (offer.email) } };
    let main = html! {
        article.narrow {
            h1 { (title) }
            p.read { (fill(text, &[("email", &email)])) }
            form method="post" action=(urls::link(token)) { button.btn.one { (button) } }
        }
    };
    Ok(page(site, t, title, main))
}

/// Does what the link is for, and spends it.
pub(crate) async fn spend(
    State(site): State<Site>,
    lang: Lang,
    who: Option<Who>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Answer<Response> {
    let accounts = site.accounts()?;
    let offer = accounts.offer(&token, site.now()).await?;
    match offer.what.as_str() {
        accounts::SIGN_IN => sign_in(&site, accounts, (lang, &headers), who, &token).await,
        accounts::HELP => help::accept(&site, lang, who.as_ref(), &headers, &token).await,
        accounts::MAINTAIN => {
            let who = who.ok_or(Problem::Denied(Denied::SignIn))?;
            roles::prove(&site, &who, &token).await
        }
        accounts::ADDRESS => {
            let who = who.ok_or(Problem::Denied(Denied::SignIn))?;
            match accounts.change_address(&who, &token, site.now()).await {
                Ok(()) => Ok(Redirect::to(&urls::done(urls::ADDRESS)).into_response()),
                Err(accounts::Error::Taken) => Ok(taken(&site, lang.messages()).into_response()),
                Err(error) => Err(error.into()),
            }
        }
        accounts::ADDRESS_BACK => match accounts.take_address_back(&token, site.now()).await {
            Ok(()) => Ok(led_with(&site, None, urls::SIGN_IN)),
            Err(accounts::Error::Taken) => Ok(taken(&site, lang.messages()).into_response()),
            Err(error) => Err(error.into()),
        },
        _ => Err(Problem::Spent),
    }
}

/// Opens a session. Whatever session the browser had is ended.
async fn sign_in(
    site: &Site,
    accounts: &Accounts,
    (lang, headers): (Lang, &HeaderMap),
    before: Option<Who>,
    token: &str,
) -> Answer<Response> {
    let entered = accounts.confirm(token, lang.tag(), agent(headers), site.now()).await?;
    let_in(site, before, &entered, &entered.next).await
}

fn taken(site: &Site, t: &Messages) -> Page {
    let main =
        html! { article.narrow { h1 { (t.account.address) } p.read { (t.account.address_elsewhere) } } };
    page(site, t, t.account.address, main)
}
