//! What comes from an ORCID record, names and works, each to be ticked; and works that go there.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::orcid::{Claimed, Door, Error, Profile, Proof, Put, Sent};
use ibid_app::people;
use ibid_app::people::claims::Owner;
use ibid_core::Handle;
use ibid_core::record::Person;
use maud::{Markup, html};

use super::super::own_page;
use crate::fields::Fields;
use crate::i18n::{Messages, fill};
use crate::pages::claims;
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::site::Shown;
use crate::{Site, urls};

/// Works sent at once; more than anybody claims, and few enough to be sent while somebody waits.
const MOST_SENT: usize = 1_000;

async fn owner(site: &Site, who: &Who) -> Answer<Owner> {
    let person = who.powers.author().and_then(Handle::parse);
    let person = person.ok_or_else(|| Problem::unreadable(|t| t.orcid.no_profile))?;
    Ok(site.claims()?.owner(&person).await?)
}

/// The record's names and works beside what the profile has.
pub(super) async fn fetch(
    site: &Site,
    t: &Messages,
    who: &Who,
    (door, proof): (&Door, &Proof),
) -> Answer<Result<Response, Error>> {
    let owner = owner(site, who).await?;
    let record = match door.profile(proof).await {
        Ok(record) => record,
        Err(error) => return Ok(Err(error)),
    };
    let lines: Vec<String> = record.works.iter().map(Claimed::line).collect();
    let listed = match lines.is_empty() {
        true => Vec::new(),
        false => site.claims()?.listed(&owner, &lines.join("\n\n")).await?,
    };
    let words = &t.orcid;
    let main = html! {
        p.read { (words.fetch_text) }
        (names(t, &new_names(&owner.person, &record)))
        @if listed.is_empty() { p { (words.no_works) } }
        @else { div.works { (claims::found(site, t, &owner, &listed)) } }
    };
    Ok(Ok(own_page(site, t, who, (urls::ORCID, words.fetch), main).into_response()))
}

/// Names of the record that the profile has not.
fn new_names(person: &Person, record: &Profile) -> Vec<String> {
    let whole = [record.given.as_str(), &record.family].join(" ").trim().to_owned();
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(whole).chain(record.names.iter().cloned()) {
        let known = name == person.name || person.variations.contains(&name);
        if !name.is_empty() && !known && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn names(t: &Messages, names: &[String]) -> Markup {
    let words = &t.orcid;
    html! {
        h2 { (words.names) }
        @if names.is_empty() { p { (words.no_names) } }
        @else {
            form method="post" action=(urls::ORCID_NAMES) {
                ul.list { @for name in names { li {
                    label { input type="checkbox" name="name" value=(name); " " (t.said(name, None)) }
                } } }
                button.btn { (words.add_names) }
            }
        }
    }
}

/// Puts the ticked names on the profile.
pub(super) async fn add_names(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Redirect> {
    super::door(&site)?;
    let profiles = site.profiles()?;
    let own = profiles.own(&who.account.person).await?;
    let own = own.ok_or_else(|| Problem::unreadable(|t| t.orcid.no_profile))?;
    let mut draft = own.draft();
    draft.variations.extend(sent.all("name").map(str::to_owned));
    match profiles.edit(&who, &own.person.handle, draft, site.now()).await {
        Ok(()) => Ok(Redirect::to(urls::PROFILE)),
        Err(people::Error::Faults(_)) => Err(Problem::unreadable(|t| t.own_profile.wrong)),
        Err(error) => Err(error.into()),
    }
}

/// Puts the works of the profile into the record.
pub(super) async fn send(
    site: &Site,
    t: &Messages,
    who: &Who,
    (door, proof): (&Door, &Proof),
) -> Answer<Result<Response, Error>> {
    let owner = owner(site, who).await?;
    let written = &owner.person.author_of;
    let stored = site.reader().records(&written[..written.len().min(MOST_SENT)]).await?;
    let shown = stored.into_iter().flatten().filter_map(Shown::of).filter(|it| !it.is_withdrawn());
    let sender = site.accounts()?.sender();
    let placed = site.placed(shown).await?;
    let put = |(shown, series): &(Shown, String)| {
        Put::of(&shown.record, series, sender.address(&urls::record(&shown.record)))
    };
    let works: Vec<Put> = placed.iter().filter_map(put).collect();
    let sent = match door.put(proof, &works).await {
        Ok(sent) => sent,
        Err(error) => return Ok(Err(error)),
    };
    let told = html! { p.box role="status" { (counted(t, &sent)) } };
    Ok(Ok(super::page(site, t, who, Some(told)).await?))
}

fn counted(t: &Messages, sent: &Sent) -> Markup {
    let number = |count: usize| t.number(count as i64);
    let (added, there, refused) = (number(sent.added), number(sent.there), number(sent.refused));
    fill(t.orcid.sent, &[("added", &added), ("there", &there), ("refused", &refused)])
}
