//! Signing in by a link that comes by mail, and out.
//!
//! What is answered to an address is the same whether there is an account or not.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::accounts;
use maud::html;

use super::page;
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::page::Page;
use crate::problem::Answer;
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
        return Ok(Redirect::to(urls::own_next(next)).into_response());
    }
    Ok(form(&site, lang.messages(), ("", next), None, None).into_response())
}

/// The same after another way in was tried, and what became of that.
pub(super) fn again(site: &Site, t: &Messages, next: &str, told: Text) -> Page {
    form(site, t, ("", next), None, Some(told))
}

/// Sends the link.
pub(crate) async fn ask(State(site): State<Site>, lang: Lang, sent: Fields) -> Answer {
    let t = lang.messages();
    let (email, next) = (sent.get("email").trim(), sent.get("next"));
    let next = if next.is_empty() { "" } else { urls::own_next(next) };
    match site.accounts()?.ask_link(email, lang.tag(), next, site.now()).await {
        Ok(()) => Ok(on_its_way(&site, t, email)),
        Err(accounts::Error::NotAnAddress(_)) => {
            Ok(form(&site, t, (email, next), Some(t.account.no_address), None))
        }
        Err(error) => Err(error.into()),
    }
}

/// `wrong`: with the address; `told`: of anything else.
fn form(
    site: &Site,
    t: &Messages,
    (email, next): (&str, &str),
    wrong: Option<Text>,
    told: Option<Text>,
) -> Page {
    #[cfg(feature = "passkeys")]
    let other_way = super::passkeys::way_in(site, t, next);
    #[cfg(not(feature = "passkeys"))]
    let other_way = html! {};
    let words = &t.account;
    let main = html! {
        article.narrow {
            h1 { (words.sign_in) }
            @if let Some(told) = told { p.wait role="alert" { (told) } }
            p.read { (words.sign_in_intro) }
            form.paste method="post" action=(urls::SIGN_IN) {
                label for="email" { (words.email) }
                input #email type="email" name="email" value=(email) autocomplete="email" required maxlength="254"
                    size="32" aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "email-wrong")];
                @if let Some(wrong) = wrong { p.s.wait #email-wrong role="alert" { (wrong) } }
                @if !next.is_empty() { input type="hidden" name="next" value=(next); }
                button.btn.one { (words.send_link) }
            }
            (other_way)
            (super::orcid::way_in(site, t, next))
            p.s.soft { (words.first_time) " " a href=(urls::PRIVACY) { (t.site.privacy) } }
        }
    };
    page(site, t, words.sign_in, main)
}

fn on_its_way(site: &Site, t: &Messages, email: &str) -> Page {
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

pub(crate) async fn out(State(site): State<Site>, who: Who) -> Answer<Response> {
    match site.accounts()?.sign_out(&who).await {
        // Ended elsewhere a moment ago: as good.
        Ok(()) | Err(accounts::Error::Missing(_)) => Ok(led_with(&site, None, urls::HOME)),
        Err(error) => Err(error.into()),
    }
}
