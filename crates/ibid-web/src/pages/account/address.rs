//! The address somebody signs in by, and changing it.

use axum::extract::State;
use axum::http::Uri;
use ibid_app::accounts;
use maud::html;

use super::{own_page, said};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::page::Page;
use crate::problem::Answer;
use crate::session::Who;
use crate::{Site, urls};

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri, who: Who) -> Answer {
    let t = lang.messages();
    Ok(form(&site, t, &who, ("", None), uri.query().map(|_| t.account.address_used)))
}

/// Sends a link to the new address.
pub(crate) async fn ask(State(site): State<Site>, lang: Lang, who: Who, sent: Fields) -> Answer {
    let t = lang.messages();
    let email = sent.get("email").trim();
    match site.accounts()?.ask_address(&who, email, site.now()).await {
        Ok(()) => {
            let words = &t.account;
            let to = html! { b { (email) } };
            let main = html! { p.read role="status" { (fill(words.link_sent, &[("email", &to)])) } };
            Ok(own_page(&site, t, &who, (urls::ADDRESS, words.look_into_mail), main))
        }
        Err(accounts::Error::NotAnAddress(_)) => {
            Ok(form(&site, t, &who, (email, Some(t.account.no_address)), None))
        }
        Err(error) => Err(error.into()),
    }
}

fn form(
    site: &Site,
    t: &Messages,
    who: &Who,
    (email, wrong): (&str, Option<Text>),
    done: Option<Text>,
) -> Page {
    let words = &t.account;
    let now = html! { b { (who.account.email) } };
    let main = html! {
        (said(done))
        p.read { (fill(words.address_now, &[("email", &now)])) }
        p { (words.address_how) }
        form.paste method="post" action=(urls::ADDRESS) {
            label for="email" { (words.new_address) }
            input #email type="email" name="email" value=(email) autocomplete="email" required maxlength="254" size="32"
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "email-wrong")];
            @if let Some(wrong) = wrong { p.s.wait #email-wrong role="alert" { (wrong) } }
            button.btn.one { (words.send_link) }
        }
    };
    own_page(site, t, who, (urls::ADDRESS, words.address), main)
}
