//! Why works stand on a person's page: who says so, when, and what speaks for it; with the way to say
//! that it is wrong.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_core::people::claim::{Answer as Said, Role};
use ibid_core::record::Person;
use ibid_core::{Kind, Record};
use ibid_store::{Claim, Stored};
use maud::{Markup, html};

use super::{called, find};
use crate::Site;
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::pages::claims::evidence;
use crate::problem::{self, Answer};
use crate::urls;

/// Works told of; nobody reads more.
const SHOWN: usize = 500;

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let Some(name) = urls::html_name(uri.path().trim_end_matches("/claims")) else {
        return Err(problem::no_such_page(uri).await);
    };
    let found = find(&site, &name).await?.filter(|(shown, _)| !shown.is_withdrawn());
    let Some((shown, person)) = found else { return Err(problem::no_such_page(uri).await) };
    let address = urls::person_claims(&person);
    if address != uri.path() {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let claims = site.reader().claims_of(shown.stored.id).await?;
    let handles = &person.author_of[..person.author_of.len().min(SHOWN)];
    let works: Vec<Stored> = site.reader().records(handles).await?.into_iter().flatten().collect();
    let main = view(t, &person, &works, &claims);
    let title = t.person.how_known;
    let frame = Frame { title, address: &address, listed: false, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, main)).for_a_minute().into_response())
}

fn view(t: &Messages, person: &Person, works: &[Stored], claims: &[Claim]) -> Markup {
    let words = &t.person;
    let page = urls::record(&Record::Person(Box::new(person.clone())));
    html! {
        article.narrow {
            (layout::crumbs(t, &[(page, html! { (t.said(called(person), None)) })]))
            h1 { (words.how_known) }
            p { (words.how_known_text) }
            ul.list { @for work in works { li {
                @let claim = claims.iter().find(|it| it.work == work.id && it.answer == Said::Claimed);
                (one(t, person, work, claim))
            } } }
        }
    }
}

fn one(t: &Messages, person: &Person, work: &Stored, claim: Option<&Claim>) -> Markup {
    let words = &t.person;
    let title = work.record().map_or_else(String::new, |it| it.title().to_owned());
    let title = if title.is_empty() { work.handle.to_string() } else { title };
    let role = match claim.map_or(Role::in_kind(work.kind), |it| it.role) {
        Role::Author => t.claims.author,
        Role::Editor => t.claims.editor,
        Role::Speaker => t.claims.speaker,
    };
    html! {
        h2.t { a href=(urls::page(work.kind, &work.handle)) { (t.said(&title, None)) } }
        @match claim {
            Some(claim) => {
                p.s { (role) " · " (fill(words.claimed_on, &[("date", &t.day(claim.at))])) }
                (evidence(t, &claim.evidence))
            }
            None => p.s { (role) " · " (words.in_record) },
        }
        @if work.kind != Kind::Series {
            p.s { a href=(urls::dispute(&person.handle, &work.handle)) rel="nofollow" { (words.dispute) } }
        }
    }
}
