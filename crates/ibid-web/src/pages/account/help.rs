//! Helpers of a profile: inviting them, seeing them, ending it; and taking an invitation.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ibid_app::accounts::{self, Accounts, Helping, Offer};
use ibid_core::Handle;
use ibid_store::Link;
use maud::{Markup, html};

use super::{own_page, page};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::session::{Who, led_with};
use crate::{Site, urls};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route(urls::HELPERS, get(show))
        .route(urls::HELPER_INVITE, post(invite))
        .route(urls::HELPER_UNINVITE, post(uninvite))
        .route(urls::HELPER_END, post(end))
}

/// The profile of who asks.
fn own(who: &Who) -> Option<Handle> {
    Handle::parse(who.powers.author()?)
}

async fn show(State(site): State<Site>, lang: Lang, who: Who) -> Answer<Response> {
    listed(&site, lang.messages(), &who, None).await
}

async fn listed(site: &Site, t: &Messages, who: &Who, wrong: Option<(&str, Text)>) -> Answer<Response> {
    let (words, accounts, now) = (&t.powers, site.accounts()?, site.now());
    let mut helped = Vec::new();
    for person in who.powers.helped().filter_map(Handle::parse) {
        let name = accounts.name_of(&person).await?;
        helped.push((person, name));
    }
    let own = match own(who) {
        Some(person) => {
            let helping = accounts.helpers(who, &person).await?;
            let open = accounts.invitations(who, now).await?;
            sharing(t, &person, &helping, &open, wrong)
        }
        None => html! { p { (words.no_profile) } },
    };
    let main = html! {
        p.read { (words.helpers_intro) }
        (own)
        @if !helped.is_empty() {
            h2 { (words.you_help) }
            ul.list { @for (person, name) in &helped { li {
                p.t { a href=(urls::resolver(person)) { (t.said(name, None)) } }
                p.s { a href=(urls::profile_of(person.as_str())) { (words.edit_profile) } " · " a href=(urls::works_for(person)) { (words.their_works) } }
                (ending(t, person, who.account.id, name))
            } } }
        }
    };
    Ok(own_page(site, t, who, (urls::HELPERS, words.helpers), main).into_response())
}

fn sharing(
    t: &Messages,
    person: &Handle,
    helping: &[Helping],
    open: &[Link],
    wrong: Option<(&str, Text)>,
) -> Markup {
    let words = &t.powers;
    html! {
        @if helping.is_empty() { p { (words.no_helpers) } }
        @else { ul.list { @for one in helping { li {
            p.t { (one.address) }
            p.s.soft { (fill(words.since, &[("day", &t.day(one.since))])) }
            (ending(t, person, one.account, &one.address))
        } } } }
        @if !open.is_empty() {
            h2 { (words.open) }
            ul.list { @for link in open { li {
                p.t { (link.email) }
                p.s.soft { (fill(words.until, &[("day", &t.day(link.ends))])) }
                form.acts method="post" action=(urls::HELPER_UNINVITE) {
                    input type="hidden" name="id" value=(link.id);
                    button aria-label={ (words.take_back) ": " (link.email) } { (words.take_back) }
                }
            } } }
        }
        h2 { (words.invite) }
        form.paste method="post" action=(urls::HELPER_INVITE) {
            label for="email" { (words.their_email) }
            input #email type="email" name="email" value=(wrong.map_or("", |it| it.0)) autocomplete="off" required maxlength="254"
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[wrong.map(|_| "email-wrong")];
            @if let Some((_, wrong)) = wrong { p.s.wait #email-wrong role="alert" { (wrong) } }
            button.btn.one { (words.send) }
        }
    }
}

fn ending(t: &Messages, person: &Handle, helper: i64, name: &str) -> Markup {
    html! {
        form.acts method="post" action=(urls::HELPER_END) {
            input type="hidden" name="person" value=(person);
            input type="hidden" name="helper" value=(helper);
            button aria-label={ (t.powers.end) ": " (name) } { (t.powers.end) }
        }
    }
}

async fn invite(State(site): State<Site>, lang: Lang, who: Who, sent: Fields) -> Answer<Response> {
    let t = lang.messages();
    let email = sent.get("email").trim();
    let Some(person) = own(&who) else { return Err(Problem::unreadable(|t| t.powers.no_profile)) };
    let wrong = match site.accounts()?.invite(&who, &person, email, site.now()).await {
        Ok(()) => return Ok(Redirect::to(urls::HELPERS).into_response()),
        Err(accounts::Error::NotAnAddress(_)) => t.account.no_address,
        Err(accounts::Error::TooMany) => t.powers.too_many,
        Err(error) => return Err(error.into()),
    };
    listed(&site, t, &who, Some((email, wrong))).await
}

async fn uninvite(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    site.accounts()?.uninvite(&who, sent.number("id").unwrap_or(0), site.now()).await?;
    Ok(Redirect::to(urls::HELPERS).into_response())
}

async fn end(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let person = Handle::parse(sent.get("person")).ok_or_else(|| Problem::missing(sent.get("person")))?;
    let helper = sent.number("helper").unwrap_or(0);
    site.accounts()?.end_help(&who, &person, helper, site.now()).await?;
    Ok(Redirect::to(urls::HELPERS).into_response())
}

/// What an invitation is for, with the button that takes it.
pub(super) async fn offered(
    site: &Site,
    t: &Messages,
    who: Option<&Who>,
    (token, offer): (&str, &Offer),
) -> Answer<Page> {
    let words = &t.powers;
    let name = name_of(site.accounts()?, &offer.detail).await?;
    let email = html! { b { (who.map_or(&offer.email, |who| &who.account.email)) } };
    let name = html! { b { (t.said(&name, None)) } };
    let title = fill(words.help_title, &[("name", &name)]);
    let main = html! {
        article.narrow {
            h1 { (title) }
            p.read { (fill(words.help_asked, &[("name", &name)])) }
            p { (fill(words.help_as, &[("email", &email)])) }
            form method="post" action=(urls::link(token)) { button.btn.one { (words.help) } }
        }
    };
    Ok(page(site, t, words.helpers, main))
}

async fn name_of(accounts: &Accounts, person: &str) -> Answer<String> {
    match Handle::parse(person) {
        Some(person) => Ok(accounts.name_of(&person).await?),
        None => Ok(person.to_owned()),
    }
}

/// Takes an invitation.
pub(super) async fn accept(
    site: &Site,
    lang: Lang,
    who: Option<&Who>,
    headers: &HeaderMap,
    token: &str,
) -> Answer<Response> {
    let agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or("");
    let browser = (lang.tag(), agent);
    let who = who.map(|it| &**it);
    let accepted = site.accounts()?.accept(token, who, browser, site.now()).await?;
    Ok(match accepted.signed_in {
        Some(entered) => led_with(site, Some(&entered.token), urls::HELPERS),
        None => Redirect::to(urls::HELPERS).into_response(),
    })
}
