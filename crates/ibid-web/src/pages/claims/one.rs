//! One work: claiming it from its page, and disputing somebody's claim on it.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::people::claims::Owner;
use ibid_core::Handle;
use ibid_core::policy::Action;
use ibid_store::Stored;
use maud::{Markup, html};

use super::{acting, hidden_owner, linked, owner, reasons, role_word, roles};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages, fill};
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::view::names;
use crate::{Site, urls};

/// Characters of what somebody may say.
const LONGEST: &str = "4000";
/// People of a work who are named.
const PEOPLE: usize = 12;

async fn record(site: &Site, text: &str) -> Answer<Stored> {
    let handle = Handle::parse(text).ok_or_else(|| Problem::missing(text))?;
    site.reader().record(&handle).await?.ok_or_else(|| Problem::missing(text))
}

/// The work a page is about: its title, who signed it, when.
fn head(site: &Site, t: &Messages, stored: &Stored) -> Markup {
    let record = stored.record();
    let work = record.as_ref().and_then(|it| it.as_work());
    html! {
        h2.t { (linked(site, stored)) }
        @if let Some(work) = work {
            p.s { (names(t, &work.authors, PEOPLE, work.language.as_deref())) }
            p.s.soft { @if let Some(year) = work.year() { (year) " · " } (t.kind(work.kind)) " · " code { (stored.handle) } }
        }
    }
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let words = &t.claims;
    let claims = site.claims()?;
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let stored = record(&site, asked.get("work")).await?;
    let owner = owner(&claims, &who, asked.get("person")).await?;
    let offer = match &owner {
        Some(owner) => {
            who.may(&Action::Claim(owner.person.handle.as_str()))?;
            claims.offer(owner, stored.clone()).await?
        }
        None => None,
    };
    let others = claimants(&site, &stored, owner.as_ref()).await?;
    let main = html! {
        article.narrow {
            h1 { (words.claim_title) }
            (head(&site, t, &stored))
            @match (&owner, &offer) {
                (Some(owner), Some((_, suggested))) => {
                    (acting(t, &who, owner))
                    @if let Some(suggested) = suggested {
                        h2 { (words.claim_why) }
                        (reasons::reasons(t, &suggested.reasons))
                    } @else { p.box.note { (words.claim_no_name) } }
                    form.paste method="post" action=(urls::WORKS) {
                        (hidden_owner(owner))
                        input type="hidden" name="work" value=(stored.handle);
                        label for="role" { (words.role) }
                        select #role name="role" {
                            @for it in roles(stored.kind) {
                                option value=(it.word()) selected[suggested.as_ref().is_some_and(|s| s.role == it)] { (role_word(t, it)) }
                            }
                        }
                        label for="says" { (words.say_why) }
                        textarea #says name="says" rows="3" maxlength=(LONGEST) {}
                        p.acts {
                            button.btn.one name="do" value="claim" { (words.is_mine) }
                            button name="do" value="refuse" { (words.is_not_mine) }
                        }
                    }
                }
                (None, _) => (super::without_profile(t, Some(&stored.handle))),
                (Some(_), None) => p { (linked(&site, &stored)) },
            }
            @if !others.is_empty() {
                h2 { (words.claimed_by) }
                ul { @for other in &others {
                    li { (linked(&site, other)) " · " a href=(urls::dispute(&other.handle, &stored.handle)) { (words.dispute_title) } }
                } }
            }
        }
    };
    Ok(super::page(&site, t, words.claim_title, main).into_response())
}

/// Others who say that the work is theirs.
async fn claimants(site: &Site, stored: &Stored, owner: Option<&Owner>) -> Answer<Vec<Stored>> {
    let parts = site.reader().authorship(&[stored.id]).await?;
    let others = parts.iter().filter(|it| it.claimed && owner.is_none_or(|own| own.stored.id != it.person));
    Ok(site.reader().by_id(&others.map(|it| it.person).collect::<Vec<_>>()).await?)
}

pub(crate) async fn dispute_form(
    State(site): State<Site>,
    lang: Lang,
    who: Who,
    uri: Uri,
) -> Answer<Response> {
    let t = lang.messages();
    let words = &t.claims;
    who.may(&Action::Dispute)?;
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let stored = record(&site, asked.get("work")).await?;
    let person = Handle::parse(asked.get("person")).ok_or_else(|| Problem::missing(asked.get("person")))?;
    let owner = site.claims()?.owner(&person).await?;
    let name: Markup = html! { b { (owner.person.name) } };
    let main = html! {
        article.narrow {
            h1 { (words.dispute_title) }
            (head(&site, t, &stored))
            p.read { (fill(words.dispute_intro, &[("name", &name)])) }
            form.paste method="post" action=(urls::DISPUTE) {
                (hidden_owner(&owner))
                input type="hidden" name="work" value=(stored.handle);
                label for="reason" { (words.reason) }
                textarea #reason name="reason" rows="6" maxlength=(LONGEST) required {}
                button.btn.one { (words.send) }
            }
        }
    };
    Ok(super::page(&site, t, words.dispute_title, main).into_response())
}

pub(crate) async fn dispute(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Redirect> {
    let read = |name: &str| Handle::parse(sent.get(name)).ok_or_else(|| Problem::missing(sent.get(name)));
    let (person, work) = (read("person")?, read("work")?);
    site.claims()?.dispute(&who.powers, (&person, &work), sent.get("reason"), site.now()).await?;
    Ok(Redirect::to(&format!("{}?done=1", urls::INBOX)))
}
