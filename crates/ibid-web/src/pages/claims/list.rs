//! Claiming from a pasted list: each thing of it looked up, and nothing claimed before it is ticked.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use ibid_app::people::claims::Owner;
use ibid_app::people::suggestions::{Found, Listed};
use ibid_core::policy::Action;
use maud::{Markup, html};

use super::{acting, hidden_owner, line, linked, owner, reasons};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages};
use crate::page::Page;
use crate::problem::Answer;
use crate::session::Who;
use crate::{Site, urls};

/// Bytes of a list that are read.
const LONGEST: usize = 200_000;

pub(crate) async fn form(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer<Response> {
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let person = asked.get("person");
    Ok(page(&site, lang.messages(), &who, (person, ""), &[]).await?.into_response())
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, who: Who, sent: Fields) -> Answer<Response> {
    let (person, text) = (sent.get("person"), sent.get("list"));
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let claims = site.claims()?;
    let listed = match owner(&claims, &who, person).await? {
        Some(owner) => {
            who.may(&Action::Claim(owner.person.handle.as_str()))?;
            claims.listed(&owner, text).await?
        }
        None => Vec::new(),
    };
    Ok(page(&site, lang.messages(), &who, (person, text), &listed).await?.into_response())
}

async fn page(
    site: &Site,
    t: &Messages,
    who: &Who,
    (person, text): (&str, &str),
    listed: &[Listed],
) -> Answer<Page> {
    let words = &t.claims;
    let owner = owner(&site.claims()?, who, person).await?;
    let main = html! {
        article.works {
            h1 { (words.paste) }
            @if let Some(owner) = &owner {
                (acting(t, who, owner))
                @if !listed.is_empty() { (found(site, t, owner, listed)) }
                form.paste method="post" action=(urls::WORKS_LIST) {
                    (hidden_owner(owner))
                    label for="list" { (words.paste_intro) }
                    textarea #list name="list" rows="10" { (text) }
                    button.btn.one[listed.is_empty()] { (words.look_up) }
                }
                p { a href=(urls::works_for(&owner.person.handle)) { (words.claimed) } }
            } @else { (super::without_profile(t, None)) }
        }
    };
    Ok(super::page(site, t, words.paste, main))
}

pub(crate) fn found(site: &Site, t: &Messages, owner: &Owner, listed: &[Listed]) -> Markup {
    let words = &t.claims;
    html! {
        form method="post" action=(urls::WORKS) {
            (hidden_owner(owner))
            h2 { (words.found) }
            ul.list.offers { @for (at, it) in listed.iter().enumerate() { li { (entry(site, t, at, it)) } } }
            p.acts.stick { button.btn.one name="do" value="claim" { (words.mine) } }
        }
    }
}

fn entry(site: &Site, t: &Messages, at: usize, listed: &Listed) -> Markup {
    let words = &t.claims;
    let id = format!("l{at}");
    let asked = html! { p.s.soft { (listed.asked.text) } };
    match &listed.found {
        Found::Work { stored, suggested, sure, .. } => html! {
            input type="checkbox" name="work" id=(id) value=(stored.handle) checked[*sure && suggested.is_some()] aria-labelledby={ (id) "-t" };
            div id={ (id) "-t" } {
                (asked)
                (line(site, t, stored, ""))
                @if !sure { p.s.wait { (words.unsure) } }
                @match suggested {
                    Some(it) => (reasons::reasons(t, &it.reasons)),
                    None => p.s.wait { (words.no_name) " · " a href=(urls::claim(&stored.handle)) { (words.claim_title) } },
                }
            }
        },
        Found::Claimed(stored) => {
            html! { span {} div { (asked) p { (linked(site, stored)) " · " (words.is_claimed) } } }
        }
        Found::Nothing => html! { span {} div { (asked) p.s.wait { (words.not_found) } } },
        Found::Missed => html! { span {} div { (asked) p.s.wait { (words.missed) } } },
    }
}
