//! What curators do with profiles: petitions, what became of somebody, doubles.
//!
//! Whoever decides names a person by short-id or handle. Deliberately not here: disputes about claims.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::people::Error;
use ibid_app::people::profiles::Fate;
use ibid_core::date::Date;
use ibid_core::policy::Action;
use ibid_core::record::Person;
use ibid_core::{Handle, Record};
use ibid_store::{Petition, Wish};
use maud::{Markup, html};

use super::page;
use crate::fields::Fields;
use crate::i18n::{Lang, Messages};
use crate::layout;
use crate::pages::people;
use crate::problem::{Answer, Problem, Why};
use crate::session::Who;
use crate::{Site, urls};

const SHOWN: usize = 50;

pub(super) async fn show(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    who.may(&Action::ReadInbox)?;
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let words = &t.curate;
    let mut open = Vec::new();
    for petition in site.reader().open_petitions(SHOWN).await? {
        let person = people::find(&site, &urls::person_key(&petition.about)).await?.map(|it| it.1);
        open.push((petition, person));
    }
    let main = html! {
        article.narrow {
            (layout::crumbs(t, &[(urls::INBOX.to_owned(), html! { (t.claims.inbox) })]))
            h1 { (words.title) }
            @if asked.has("done") { p.box.made role="status" { (words.done) } }
            section.sec #petitions { h2 { (words.petitions) }
                @if open.is_empty() { p.soft { (words.none_open) } }
                ul.list { @for (it, person) in &open { li { (petition(t, it, person.as_deref())) } } }
            }
            (fates(t))
            (doubles(t))
        }
    };
    Ok(page(&site, t, words.title, main).into_response())
}

/// One petition with its two buttons.
fn petition(t: &Messages, it: &Petition, person: Option<&Person>) -> Markup {
    let words = &t.curate;
    let what = match it.what {
        Wish::Profile => words.wants_profile,
        Wish::Institution => words.wants_institution,
    };
    let answer = format!("answer-{}", it.id);
    let hint = if it.what == Wish::Institution { words.which_institution } else { words.answer };
    html! {
        h3.ti { (what)
            @if let Some(person) = person { ": " a href=(urls::record(&Record::Person(Box::new(person.clone())))) { (t.said(&person.name, None)) } }
        }
        p.s.soft { (t.day(it.at)) }
        @for line in it.text.lines().filter(|it| !it.is_empty()) { p { (line) } }
        form.paste method="post" action=(urls::CURATE) {
            input type="hidden" name="petition" value=(it.id);
            label for=(answer) { (hint) }
            input id=(answer) name="answer" maxlength="300";
            p.row {
                button name="do" value="grant" { (words.grant) }
                button name="do" value="refuse" { (words.refuse) }
            }
        }
    }
}

fn fates(t: &Messages) -> Markup {
    let words = &t.curate;
    html! {
        section.sec #fate { h2 { (words.fate) }
            form.profile method="post" action=(urls::CURATE) {
                div.boxes {
                    div { label for="fate-person" { (words.person) } input #fate-person name="person" required maxlength="250" placeholder="pki42"; }
                    div { label for="fate-as" { (words.fate_as) } select #fate-as name="fate" {
                        option value="died" { (words.died) }
                        option value="lost" { (words.lost) }
                        option value="here" { (words.here) }
                    } }
                    div { label for="fate-date" { (words.on) } input #fate-date name="date" maxlength="10" placeholder="2024-05-01"; }
                    div { label for="fate-why" { (words.why) } input #fate-why name="why" required maxlength="300"; }
                }
                button name="do" value="fate" { (words.note) }
            }
        }
    }
}

fn doubles(t: &Messages) -> Markup {
    let words = &t.curate;
    html! {
        section.sec #doubles { h2 { (words.doubles) }
            p { (words.doubles_text) }
            form.profile method="post" action=(urls::CURATE) {
                div.boxes {
                    div { label for="merge-from" { (words.from) } input #merge-from name="person" required maxlength="250" placeholder="pki43"; }
                    div { label for="merge-into" { (words.into) } input #merge-into name="into" maxlength="250" placeholder="pki42"; }
                    div { label for="merge-why" { (words.why) } input #merge-why name="why" required maxlength="300"; }
                }
                p.row {
                    button name="do" value="merge" { (words.merge) }
                    button name="do" value="unmerge" { (words.unmerge) }
                }
            }
        }
    }
}

/// Does what a curator has decided.
pub(super) async fn decide(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let (profiles, now, why) = (site.profiles()?, site.now(), sent.get("why"));
    match sent.get("do") {
        act @ ("grant" | "refuse") => {
            let id = sent.number("petition").ok_or_else(|| Problem::missing("petition"))?;
            let done = profiles.decide(&who, id, (act == "grant", sent.get("answer")), now).await;
            done.map_err(|error| match error {
                Error::Missing("institution") => Problem::unfit(|t| t.curate.no_institution),
                other => other.into(),
            })?;
        }
        "fate" => {
            let fate = match sent.get("fate") {
                "died" => Fate::Died(Date::parse(sent.get("date")).unwrap_or_else(|| Date::from_epoch(now))),
                "lost" => Fate::Lost,
                _ => Fate::Here,
            };
            profiles.state(&who, &named(&site, sent.get("person")).await?, fate, why, now).await?;
        }
        "merge" => {
            let from = named(&site, sent.get("person")).await?;
            let into = named(&site, sent.get("into")).await?;
            profiles.merge(&who, (&from, &into), why, now).await?;
        }
        "unmerge" => profiles.unmerge(&who, &own_record(&site, sent.get("person")).await?, why, now).await?,
        other => return Err(Problem::missing(other)),
    }
    Ok(Redirect::to(&format!("{}?done=1", urls::CURATE)).into_response())
}

/// The person meant by a short-id or a handle; of one that was merged, the other.
async fn named(site: &Site, text: &str) -> Answer<Handle> {
    let found = people::find(site, &urls::person_key(text.trim())).await?;
    found.map(|(_, person)| person.handle).ok_or_else(|| nobody(text))
}

/// The very record of a short-id or a handle, merged or not.
async fn own_record(site: &Site, text: &str) -> Answer<Handle> {
    let text = text.trim();
    if let Some(handle) = Handle::parse(text) {
        return Ok(handle);
    }
    let found = site.reader().by_short_id(&text.to_ascii_lowercase()).await?;
    found.into_iter().next().map(|it| it.handle).ok_or_else(|| nobody(text))
}

fn nobody(text: &str) -> Problem {
    Problem::Unfit(Why::new(|t| t.curate.nobody).with("person", text))
}
