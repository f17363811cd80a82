//! Taking everything along, and leaving: later, with a way back, or at once.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::accounts;
use maud::html;

use super::{own_page, page};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::page::Page;
use crate::problem::Answer;
use crate::session::{Who, with_cookie};
use crate::{Site, urls};

pub(crate) async fn show(State(site): State<Site>, lang: Lang, who: Who) -> Answer {
    Ok(form(&site, lang.messages(), &who, ("", None)))
}

fn form(site: &Site, t: &Messages, who: &Who, (typed, wrong): (&str, Option<Text>)) -> Page {
    let words = &t.account;
    let days = t.plural(t.count.days, accounts::DAYS_TO_COME_BACK);
    let main = html! {
        section.narrow {
            h2 { (words.take_along) }
            p { (words.take_along_text) }
            p { a.btn href=(urls::DATA_FILE) download { (words.download) } }
        }
        section.sec.narrow {
            h2 { (words.erase_title) }
            p { (words.erase_text) }
            form.paste method="post" action=(urls::DATA) {
                label for="email" { (words.type_address) }
                input #email type="email" name="email" value=(typed) autocomplete="off" required maxlength="254" size="32"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "email-wrong")];
                @if let Some(wrong) = wrong { p.s.wait #email-wrong role="alert" { (wrong) } }
                p.s.soft { (words.erase_choice) }
                div.row {
                    button name="when" value="later" { (fill(words.erase_later, &[("days", &days)])) }
                    button.danger name="when" value="now" { (words.erase_now) }
                }
            }
        }
    };
    own_page(site, t, who, (urls::DATA, words.data), main)
}

pub(crate) async fn file(State(site): State<Site>, who: Who) -> Answer<Response> {
    let text = site.accounts()?.export(&who, site.now()).await?;
    let name = [(header::CONTENT_DISPOSITION, "attachment; filename=\"account.json\"")];
    Ok((name, Page::new("application/json", text).not_kept()).into_response())
}

pub(crate) async fn leave(State(site): State<Site>, lang: Lang, who: Who, sent: Fields) -> Answer<Response> {
    let t = lang.messages();
    let (accounts, typed) = (site.accounts()?, sent.get("email"));
    let at_once = sent.get("when") == "now";
    let done = match at_once {
        true => accounts.leave_now(&who, typed, site.now()).await,
        false => accounts.ask_to_leave(&who, typed, site.now()).await,
    };
    match done {
        Ok(()) if at_once => {
            let main =
                html! { article.narrow { h1 { (t.account.erased_title) } p.read { (t.account.erased) } } };
            Ok(with_cookie(&site, None, page(&site, t, t.account.erased_title, main)))
        }
        Ok(()) => Ok(Redirect::to(urls::ACCOUNT).into_response()),
        Err(accounts::Error::Mistyped) => {
            Ok(form(&site, t, &who, (typed, Some(t.account.not_your_address))).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn stay(State(site): State<Site>, who: Who) -> Answer<Redirect> {
    site.accounts()?.stay(&who, site.now()).await?;
    Ok(Redirect::to(urls::ACCOUNT))
}
