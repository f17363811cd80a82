//! The passkeys of an account, and signing in with one.
//!
//! Devices are spoken to by a script (`static/passkey.js`); what it brings back comes as a form. Without it
//! nothing is missing but passkeys: mail always lets people in.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, response::Redirect};
use ibid_app::passkeys::{Begun, Error, Passkeys};
use ibid_store::Passkey;
use maud::{Markup, html};
use serde_json::json;

use super::{agent, let_in, own_page, sign_in};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::{Site, urls};

const JSON: &str = "application/json; charset=utf-8";

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(urls::PASSKEYS, get(show))
        .route(urls::PASSKEY_BEGIN, post(begin))
        .route(urls::PASSKEY_ADD, post(add))
        .route(urls::PASSKEY_CHANGE, post(change))
        .route(urls::PASSKEY_ASK, post(ask))
        .route(urls::PASSKEY_OPEN, post(open))
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::Denied(why) => Problem::Denied(why),
            Error::Accounts(error) => error.into(),
            Error::Unknown => Problem::missing("passkey"),
            other => Problem::unreadable(said(&other).unwrap_or(|t| t.passkey.failed)),
        }
    }
}

/// What is said about it on the page itself; nothing of what is no fault of the device or its owner.
fn said(error: &Error) -> Option<fn(&Messages) -> Text> {
    Some(match error {
        Error::Over | Error::NotProved(_) => |t| t.passkey.failed,
        Error::Unknown => |t| t.passkey.unknown,
        Error::Resting => |t| t.passkey.resting,
        Error::Taken => |t| t.passkey.taken,
        Error::Full => |t| t.passkey.full,
        Error::Denied(_) | Error::Accounts(_) => return None,
    })
}

/// The passkeys of the site; where browsers would not have any, there are none to change.
fn kept(site: &Site) -> Answer<&Passkeys> {
    site.passkeys().ok_or_else(|| Problem::unreadable(|t| t.passkey.elsewhere))
}

async fn show(State(site): State<Site>, lang: Lang, who: Who) -> Answer<Response> {
    listed(&site, lang.messages(), &who, None).await
}

async fn listed(site: &Site, t: &Messages, who: &Who, wrong: Option<Text>) -> Answer<Response> {
    let words = &t.passkey;
    let keys = match site.passkeys() {
        Some(passkeys) => Some(passkeys.list(who).await?),
        None => None,
    };
    let main = html! {
        p.read { (words.intro) }
        @if let Some(wrong) = wrong { p.wait role="alert" { (wrong) } }
        @match &keys {
            None => p { (words.elsewhere) }
            Some(keys) => {
                @if keys.is_empty() { p { (words.none) } }
                @else { ul.list { @for key in keys { li { (line(t, key)) } } } }
                (adding(site, t))
            }
        }
    };
    Ok(own_page(site, t, who, (urls::PASSKEYS, words.title), main).into_response())
}

fn line(t: &Messages, key: &Passkey) -> Markup {
    let words = &t.passkey;
    let name = if key.name.is_empty() { words.unnamed } else { &key.name };
    html! {
        p.t { (name) }
        p.s.soft {
            (fill(words.made, &[("day", &t.day(key.made))])) " · "
            @if key.used > 0 { (fill(words.used, &[("day", &t.day(key.used))])) } @else { (words.unused) }
        }
        form.acts method="post" action=(urls::PASSKEY_CHANGE) {
            input type="hidden" name="id" value=(key.id);
            input name="name" value=(key.name) maxlength="60" aria-label={ (words.name) ": " (name) };
            button name="rename" { (words.rename) }
            button name="remove" aria-label={ (words.remove) ": " (name) } { (words.remove) }
        }
    }
}

fn adding(site: &Site, t: &Messages) -> Markup {
    let words = &t.passkey;
    html! {
        h2 { (words.add) }
        form.paste method="post" action=(urls::PASSKEY_ADD) data-passkey="add" data-begin=(urls::PASSKEY_BEGIN) hidden {
            label for="passkey-name" { (words.name) }
            input #passkey-name name="name" maxlength="60" aria-describedby="passkey-hint";
            p.s.soft #passkey-hint { (words.name_hint) }
            (carried())
            button.btn.one { (words.add) }
            p.s.wait role="alert" hidden { (words.failed) }
        }
        noscript { p.s.soft { (words.no_script) } }
        (script(site))
    }
}

/// What the script fills in.
fn carried() -> Markup {
    html! { input type="hidden" name="token"; input type="hidden" name="credential"; }
}

fn script(site: &Site) -> Markup {
    html! { script type="module" src=(site.look().passkey.address) {} }
}

/// The way in with a passkey, for the page for signing in.
pub(super) fn way_in(site: &Site, t: &Messages, next: &str) -> Markup {
    if site.passkeys().is_none() {
        return html! {};
    }
    html! {
        form.paste method="post" action=(urls::PASSKEY_OPEN) data-passkey="open" data-begin=(urls::PASSKEY_ASK) hidden {
            @if !next.is_empty() { input type="hidden" name="next" value=(next); }
            (carried())
            button { (t.passkey.open) }
            p.s.wait role="alert" hidden { (t.passkey.failed) }
        }
        (script(site))
    }
}

fn begun(begun: &Begun) -> Response {
    let body = json!({ "token": begun.token, "options": begun.options });
    Page::new(JSON, body.to_string()).not_kept().into_response()
}

async fn begin(State(site): State<Site>, who: Who) -> Answer<Response> {
    Ok(begun(&kept(&site)?.begin_adding(&who, site.now()).await?))
}

async fn add(State(site): State<Site>, lang: Lang, who: Who, sent: Fields) -> Answer<Response> {
    let (token, name, credential) = (sent.get("token"), sent.get("name"), sent.get("credential"));
    match kept(&site)?.add(&who, token, name, credential, site.now()).await {
        Ok(()) => Ok(Redirect::to(urls::PASSKEYS).into_response()),
        Err(error) => match said(&error) {
            Some(wrong) => listed(&site, lang.messages(), &who, Some(wrong(lang.messages()))).await,
            None => Err(error.into()),
        },
    }
}

async fn change(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let id = sent.number("id").unwrap_or(0);
    let passkeys = kept(&site)?;
    if sent.has("remove") {
        passkeys.remove(&who, id, site.now()).await?;
    } else {
        passkeys.name(&who, id, sent.get("name")).await?;
    }
    Ok(Redirect::to(urls::PASSKEYS).into_response())
}

async fn ask(State(site): State<Site>) -> Answer<Response> {
    Ok(begun(&kept(&site)?.begin_opening(site.now()).await?))
}

/// Opens the account. Whatever session the browser had is ended.
async fn open(
    State(site): State<Site>,
    lang: Lang,
    before: Option<Who>,
    headers: HeaderMap,
    sent: Fields,
) -> Answer<Response> {
    let next = sent.get("next");
    match kept(&site)?.open(sent.get("token"), sent.get("credential"), agent(&headers), site.now()).await {
        Ok(entered) => let_in(&site, before, &entered, next).await,
        Err(error) => match said(&error) {
            Some(wrong) => {
                let t = lang.messages();
                Ok(sign_in::again(&site, t, next, wrong(t)).into_response())
            }
            None => Err(error.into()),
        },
    }
}

pub(crate) async fn sheet(State(site): State<Site>) -> Page {
    Page::new("text/javascript; charset=utf-8", site.look().passkey.text.clone()).for_ever()
}
