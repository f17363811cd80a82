//! A person's own profile: registering, taking over a harvested one, editing, erasing.
//!
//! Whoever helps somebody names them by `person`; without, it is one's own. Not here: claims, and the page
//! that others see (`people.rs`).

mod curate;
mod form;
mod places;
mod register;

use axum::Router;
use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use ibid_app::people::profiles::{Own, may_write};
use ibid_app::people::{self, Error};
use ibid_core::Handle;
use ibid_core::people::profile::{Draft, Fault};
use ibid_core::policy::Denied;
use ibid_store::{Petition, Wish};
use maud::{Markup, html};

use crate::fields::Fields;
use crate::i18n::{Lang, Messages, Text, fill};
use crate::page::Page;
use crate::pages::account;
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::{Site, urls};

/// The routes of this side, to be sealed.
pub(crate) fn routes() -> Router<Site> {
    Router::new()
        .route(urls::PROFILE, get(show).post(save))
        .route(urls::TAKE_PROFILE, get(register::offer).post(register::take))
        .route(urls::ASK_FOR_PROFILE, post(register::ask))
        .route(urls::PROFILE_PLACES, get(places::find).post(places::add))
        .route(urls::PROPOSE_PLACE, post(places::propose))
        .route(urls::ERASE_PROFILE, post(erase))
        .route(urls::CURATE, get(curate::show).post(curate::decide))
}

/// The profile somebody works on: their own, or that of whom they help.
struct Subject {
    /// Empty for one's own.
    helped: String,
    own: Own,
    /// Where they studied, by name.
    studied: Vec<(Handle, String)>,
}

impl Subject {
    /// `None` for who has no profile yet.
    async fn of(site: &Site, who: &Who, asked: &Fields) -> Answer<Option<Subject>> {
        let helped = asked.get("person");
        let handle = if helped.is_empty() { &who.account.person } else { helped };
        let Some(own) = site.profiles()?.own(handle).await? else {
            return if helped.is_empty() { Ok(None) } else { Err(Problem::missing(handle)) };
        };
        if !may_write(&who.powers, &own.person.handle) {
            return Err(Problem::Denied(Denied::NotYours));
        }
        let studied = site.reader().records(&own.person.alumni_of).await?.into_iter().flatten();
        let named = |it: ibid_store::Stored| Some((it.handle.clone(), it.record()?.title().to_owned()));
        let studied = studied.filter_map(named).collect();
        Ok(Some(Subject { helped: helped.to_owned(), own, studied }))
    }

    fn handle(&self) -> &Handle {
        &self.own.person.handle
    }

    /// What a form sends along, so that it is known for whom.
    fn carried(&self) -> Markup {
        html! { @if !self.helped.is_empty() { input type="hidden" name="person" value=(self.helped); } }
    }

    fn for_whom(&self, t: &Messages) -> Markup {
        let name = html! { b { (t.said(&self.own.person.name, None)) } };
        html! { @if !self.helped.is_empty() { p.wait { (fill(t.own_profile.writing_for, &[("name", &name)])) } } }
    }
}

/// The form to edit, or to register by.
async fn show(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let Some(subject) = Subject::of(&site, &who, &asked).await? else {
        return Ok(register::form(&site, t, &asked, &Draft::default(), &[], &wishes(&site, &who).await?)
            .into_response());
    };
    let draft = subject.own.draft();
    let petitions = wishes(&site, &who).await?;
    let edit = form::Edit { subject: &subject, draft: &draft, faults: &[], saved: asked.has("saved") };
    Ok(edit.page(&site, t, &petitions).into_response())
}

async fn save(State(site): State<Site>, lang: Lang, who: Who, sent: Fields) -> Answer<Response> {
    let t = lang.messages();
    let Some(subject) = Subject::of(&site, &who, &sent).await? else {
        return register::register(&site, t, &who, &sent).await;
    };
    let draft = form::read(&sent, &subject.own.draft());
    match site.profiles()?.edit(&who, subject.handle(), draft.clone(), site.now()).await {
        Ok(()) => Ok(back(&subject)),
        Err(Error::Faults(faults)) => {
            let petitions = wishes(&site, &who).await?;
            let edit = form::Edit { subject: &subject, draft: &draft, faults: &faults, saved: false };
            Ok(edit.page(&site, t, &petitions).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// To the form again, which says that all is kept.
fn back(subject: &Subject) -> Response {
    let address = urls::profile_of(&subject.helped);
    let sign = if address.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{address}{sign}saved=1")).into_response()
}

async fn erase(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let subject = Subject::of(&site, &who, &sent).await?.ok_or_else(|| Problem::missing(urls::PROFILE))?;
    if sent.has("sure") {
        site.profiles()?.erase(&who, subject.handle(), site.now()).await?;
        return Ok(Redirect::to(urls::ACCOUNT).into_response());
    }
    Ok(Redirect::to(&format!("{}#erase", urls::profile_of(&subject.helped))).into_response())
}

/// What who asks has asked curators for.
async fn wishes(site: &Site, who: &Who) -> Answer<Vec<Petition>> {
    const SHOWN: usize = 5;
    Ok(site.reader().petitions_of(who.account.id, SHOWN).await?)
}

fn petitions(t: &Messages, list: &[Petition]) -> Markup {
    let words = &t.own_profile;
    let state = |it: &Petition| match it.granted {
        None => words.waiting,
        Some(true) => words.granted,
        Some(false) => words.refused,
    };
    html! {
        @if !list.is_empty() {
            ul.b.s #asked { @for it in list { li {
                span.soft { (t.day(it.at)) " " }
                @if let (Wish::Profile, Some(it)) = (it.what, Handle::parse(&it.about)) { a href=(urls::resolver(&it)) { code { (it) } } " · " }
                (it.text.lines().next().unwrap_or(&it.about)) ": " b { (state(it)) }
                @if !it.answer.is_empty() { " – " (it.answer) }
            } } }
        }
    }
}

fn page(site: &Site, t: &Messages, title: &str, main: Markup) -> Page {
    account::page(site, t, title, main)
}

fn said(t: &Messages, fault: Fault) -> Text {
    let words = &t.own_profile;
    match fault {
        Fault::NoFamilyName => words.no_family_name,
        Fault::NotAName => words.not_a_name,
        Fault::TooLong => words.too_long,
        Fault::TooMany => words.too_many,
        Fault::NotOrcid => words.not_orcid,
        Fault::NotAnAddress => words.not_an_address,
        Fault::Shares => words.shares_wrong,
    }
}

fn wrong(t: &Messages, faults: &[Fault]) -> Markup {
    html! {
        @if !faults.is_empty() {
            div.box role="alert" #wrong { p { b { (t.own_profile.wrong) } } ul { @for fault in faults { li { (said(t, *fault)) } } } }
        }
    }
}

impl From<people::Error> for Problem {
    fn from(error: people::Error) -> Problem {
        match error {
            Error::Denied(why) => Problem::Denied(why),
            Error::Missing(what) => Problem::missing(what),
            Error::Taken => Problem::unfit(|t| t.own_profile.taken),
            Error::Decided => Problem::unfit(|t| t.own_profile.decided),
            Error::Unproved => Problem::unfit(|t| t.own_profile.ask_text),
            other => Problem::inside(other),
        }
    }
}

#[cfg(test)]
mod tests;
