//! Letters: what waits, what went, what did not.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_store::{Mail, MailState};
use maud::{Markup, html};

use super::{PER_PAGE, page};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text};
use crate::problem::Answer;
use crate::session::Who;
use crate::{Site, urls};

/// The state as it stands in addresses.
fn word(state: MailState) -> &'static str {
    match state {
        MailState::Waiting => "waiting",
        MailState::Sent => "sent",
        MailState::GivenUp => "given-up",
        MailState::Returned => "returned",
    }
}

fn name(t: &Messages, state: MailState) -> Text {
    let words = &t.admin;
    match state {
        MailState::Waiting => words.waiting,
        MailState::Sent => words.sent,
        MailState::GivenUp => words.given_up,
        MailState::Returned => words.returned,
    }
}

pub(super) async fn show(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer {
    let t = lang.messages();
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let state = MailState::ALL.into_iter().find(|it| word(*it) == asked.get("state"));
    let before = asked.number("before");
    let (letters, counts) = site.accounts()?.letters(&who.powers, state, before, PER_PAGE).await?;
    let next = letters.last().filter(|_| letters.len() == PER_PAGE).map(|it| it.id.to_string());
    let state_word = state.map_or("", word);
    let main = html! {
        ul.dots {
            li { @if state.is_none() { b { (t.admin.all_states) } } @else { a href=(urls::ADMIN_MAIL) { (t.admin.all_states) } } }
            @for one in MailState::ALL { li {
                @let count = counts.iter().find(|(it, _)| *it == one).map_or(0, |it| it.1);
                @if state == Some(one) { b { (name(t, one)) } } @else { a href=(urls::admin_mail(&[("state", word(one))])) { (name(t, one)) } }
                " " (t.number(count))
            } }
        }
        @if letters.is_empty() { p { (t.admin.no_mail) } } @else { (table(t, &letters)) }
        @if let Some(next) = &next { p { a.btn href=(urls::admin_mail(&[("state", state_word), ("before", next)])) { (t.admin.older) } } }
    };
    Ok(page(&site, t, (urls::ADMIN_MAIL, t.admin.mail), main))
}

/// What letters say is for their readers alone.
fn table(t: &Messages, letters: &[Mail]) -> Markup {
    let words = &t.admin;
    let heads = [words.when, words.to, words.subject, words.state, words.tries, words.why];
    html! {
        table.stack {
            thead { tr { @for name in heads { th.num[name == words.tries] scope="col" { (name) } } } }
            tbody { @for letter in letters { tr {
                td { (t.moment(letter.made)) }
                td data-l=(words.to) { @if letter.account > 0 { a href=(urls::admin_account(letter.account)) { (letter.email) } } @else { (letter.email) } }
                td data-l=(words.subject) { (letter.subject) }
                td data-l=(words.state) { (name(t, letter.state)) }
                td.num data-l=(words.tries) { (t.number(letter.tries)) }
                td data-l=[(!letter.said.is_empty()).then_some(words.why)] {
                    (letter.said)
                    @if letter.state == MailState::Waiting {
                        form method="post" action=(urls::ADMIN_MAIL) { button name="letter" value=(letter.id) aria-label={ (words.again) ": " (letter.subject) } { (words.again) } }
                    }
                }
            } } }
        }
    }
}

pub(super) async fn again(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let letter = sent.number("letter").unwrap_or(0);
    site.accounts()?.send_again(&who.powers, letter, site.now()).await?;
    Ok(Redirect::to(&urls::admin_mail(&[("state", word(MailState::Waiting))])).into_response())
}
