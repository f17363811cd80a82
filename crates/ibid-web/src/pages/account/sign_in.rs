//! Signing in by a link that comes by mail, and out.
//!
//! What is answered to an address is the same whether there is an account or not.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use ibid_app::accounts;
use maud::{Markup, html};

use super::page;
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, fill};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::session::{Who, led_with};
use crate::{Site, urls};

/// The box to sign in by; who is signed in goes on at once.
pub(crate) async fn show(
    State(site): State<Site>,
    lang: Lang,
    uri: Uri,
    who: Option<Who>,
) -> Answer<Response> {
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let next = asked.get("next");
    if who.is_some() {
        return Ok(axum::response::Redirect::to(urls::own_next(next)).into_response());
    }
    Ok(form(&site, lang.messages(), ("", next), None).into_response())
}

/// Sends the link.
pub(crate) async fn ask(State(site): State<Site>, lang: Lang, form_sent: Fields) -> Answer<Response> {
    let t = lang.messages();
    let (email, next) = (form_sent.get("email").trim(), form_sent.get("next"));
    let next = if next.is_empty() { "" } else { urls::own_next(next) };
    let asked = site.accounts()?.ask_link(email, lang.tag(), next, site.now()).await;
    match asked {
        Ok(()) => Ok(sent(&site, t, email).into_response()),
        Err(accounts::Error::NotAnAddress(_)) => {
            Ok(form(&site, t, (email, next), Some(t.account.no_address)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn form(site: &Site, t: &Messages, (email, next): (&str, &str), wrong: Option<&str>) -> Page {
    let words = &t.account;
    let main = html! {
        article.narrow {
            h1 { (words.sign_in) }
            p.read { (words.sign_in_intro) }
            form.paste method="post" action=(urls::SIGN_IN) {
                label for="email" { (words.email) }
                input #email type="email" name="email" value=(email) autocomplete="email" required maxlength="254"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "email-wrong")];
                @if let Some(wrong) = wrong { p.s.wait #email-wrong role="alert" { (wrong) } }
                @if !next.is_empty() { input type="hidden" name="next" value=(next); }
                button.btn.one { (words.send_link) }
            }
            p.s.soft { (words.first_time) " " a href=(urls::PRIVACY) { (t.site.privacy) } }
        }
    };
    page(site, t, words.sign_in, main)
}

fn sent(site: &Site, t: &Messages, email: &str) -> Page {
    let words = &t.account;
    let minutes = t.plural(t.count.minutes, accounts::LINK_LASTS / 60);
    let email = html! { b { (email) } };
    let main = html! {
        article.narrow {
            h1 { (words.look_into_mail) }
            p.read { (fill(words.link_sent, &[("email", &email)])) }
            p { (fill(words.link_lasts, &[("minutes", &minutes)])) }
            p { a href=(urls::SIGN_IN) { (words.another_address) } }
        }
    };
    page(site, t, words.look_into_mail, main)
}

/// What a link is for, with the button that does it. Programs that follow the links of letters stop here.
pub(crate) async fn offer(State(site): State<Site>, lang: Lang, Path(token): Path<String>) -> Answer {
    let t = lang.messages();
    let offer = site.accounts()?.offer(&token, site.now()).await?;
    Ok(page(&site, t, t.account.sign_in, offered(t, &token, &offer)))
}

fn offered(t: &Messages, token: &str, offer: &accounts::Offer) -> Markup {
    let words = &t.account;
    let email = html! { b { (offer.email) } };
    let what = if offer.new { words.will_make } else { words.will_sign_in };
    html! {
        article.narrow {
            h1 { (words.sign_in) }
            p.read { (fill(what, &[("email", &email)])) }
            form method="post" action=(urls::link(token)) { button.btn.one { @if offer.new { (words.make) } @else { (words.sign_in) } } }
        }
    }
}

/// Spends the link. Whatever session the browser had is ended.
pub(crate) async fn confirm(
    State(site): State<Site>,
    lang: Lang,
    before: Option<Who>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Answer<Response> {
    let agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or("");
    let accounts = site.accounts()?;
    let entered = accounts.confirm(&token, lang.tag(), agent, site.now()).await?;
    if let Some(before) = before {
        accounts.sign_out(&before).await?;
    }
    Ok(led_with(&site, Some(&entered.token), urls::own_next(&entered.next)))
}

pub(crate) async fn out(State(site): State<Site>, who: Who) -> Answer<Response> {
    match site.accounts()?.sign_out(&who).await {
        // Ended elsewhere a moment ago: as good.
        Ok(()) | Err(accounts::Error::Missing(_)) => Ok(led_with(&site, None, urls::HOME)),
        Err(error) => Err(Problem::from(error)),
    }
}
