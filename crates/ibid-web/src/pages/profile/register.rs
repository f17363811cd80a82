//! The first time: a name, the harvested profiles that may be this person's, a new one or one of those.

use std::collections::HashSet;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::people::Error;
use ibid_app::search::SearchRequest;
use ibid_core::people::profile::{Draft, Fault};
use ibid_core::query::{Field, Node};
use ibid_core::record::Person;
use ibid_core::{Handle, Kind, Record};
use ibid_store::Petition;
use maud::{Markup, html};

use super::{form, page, petitions, wrong};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::{Site, urls};

/// Profiles offered at a time.
const OFFERED: usize = 8;

/// The form to register by.
pub(super) fn form(
    site: &Site,
    t: &Messages,
    sent: &Fields,
    draft: &Draft,
    faults: &[Fault],
    asked: &[Petition],
) -> Page {
    let words = &t.own_profile;
    let main = html! {
        article.narrow {
            h1 { (words.register) }
            p.read { (words.intro) }
            (wrong(t, faults))
            (petitions(t, asked))
            form.profile method="post" action=(urls::PROFILE) {
                (carried(sent))
                (form::names(t, draft))
                button.btn.one { (words.register) }
            }
        }
    };
    page(site, t, words.register, main)
}

/// The work that somebody came to claim, which a form takes along.
fn carried(sent: &Fields) -> Markup {
    let work = sent.get("work");
    html! { @if !work.is_empty() { input type="hidden" name="work" value=(work); } }
}

/// To the work somebody came to claim, else to the profile.
fn onward(sent: &Fields) -> Response {
    let address =
        Handle::parse(sent.get("work")).map_or_else(|| urls::PROFILE.to_owned(), |it| urls::claim(&it));
    Redirect::to(&address).into_response()
}

/// Makes the profile, once those that may be theirs already were offered.
pub(super) async fn register(site: &Site, t: &Messages, who: &Who, sent: &Fields) -> Answer<Response> {
    let draft = form::read(sent, &Draft::default()).tidied();
    if draft.faults().is_empty() && !sent.has("new") {
        let known = candidates(site, who, &draft).await?;
        if !known.is_empty() {
            return Ok(offer_these(site, t, sent, &draft, &known).into_response());
        }
    }
    match site.profiles()?.register(who, draft.clone(), site.now()).await {
        Ok(_) => Ok(onward(sent)),
        Err(Error::Faults(faults)) => {
            Ok(form(site, t, sent, &draft, &faults, &super::wishes(site, who).await?).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// A harvested profile, and whether it carries the address of who asks.
struct Candidate {
    person: Box<Person>,
    proved: bool,
}

/// Profiles of this name that are nobody's here, those with the right address first.
async fn candidates(site: &Site, who: &Who, draft: &Draft) -> Answer<Vec<Candidate>> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut seen = HashSet::new();
    for name in [&draft.name, &draft.ascii].into_iter().filter(|it| !it.is_empty()) {
        let people = Node::Is { field: Field::Kind, value: Kind::Person.word().to_owned() };
        let text = format!("author:\"{}\"", name.replace('"', " "));
        let request = SearchRequest { text, narrowed: vec![people], limit: 20, ..SearchRequest::default() };
        for hit in site.search().search(request).await?.hits {
            let Record::Person(person) = hit.record else { continue };
            let taken = !site.reader().accounts_of_person(person.handle.as_str()).await?.is_empty();
            if taken || !seen.insert(person.handle.clone()) {
                continue;
            }
            let proved = !person.email.is_empty() && person.email.eq_ignore_ascii_case(&who.account.email);
            found.push(Candidate { person, proved });
        }
    }
    found.sort_by_key(|it| !it.proved);
    found.truncate(OFFERED);
    Ok(found)
}

fn offer_these(site: &Site, t: &Messages, sent: &Fields, draft: &Draft, known: &[Candidate]) -> Page {
    let words = &t.own_profile;
    let fields = [
        ("first", &draft.first),
        ("middle", &draft.middle),
        ("last", &draft.last),
        ("suffix", &draft.suffix),
        ("name", &draft.name),
        ("ascii", &draft.ascii),
    ];
    let main = html! {
        article.narrow {
            h1 { (words.one_of_these) }
            p.read { (words.one_of_these_text) }
            ul.list { @for it in known { li {
                (line(t, &it.person))
                @if it.proved { p.s.made { (words.by_address) } }
                form.row method="post" action=(urls::TAKE_PROFILE) {
                    input type="hidden" name="handle" value=(it.person.handle);
                    (carried(sent))
                    button aria-label={ (words.this_is_me) ": " (it.person.name) " " (it.person.short_id) } { (words.this_is_me) }
                }
            } } }
            form.sec method="post" action=(urls::PROFILE) {
                @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="new" value="1";
                (carried(sent))
                button.btn.one { (words.none_of_these) }
            }
        }
    };
    page(site, t, words.one_of_these, main)
}

/// A profile in a list: name, where, how many works.
fn line(t: &Messages, person: &Person) -> Markup {
    let address = urls::record(&Record::Person(Box::new(person.clone())));
    let places: Vec<&str> = person.workplaces.iter().map(|it| it.name.as_str()).collect();
    html! {
        h2.ti { a href=(address) { (t.said(&person.name, None)) } " " code.s.soft { (person.short_id) } }
        @if !places.is_empty() { p.s { (places.join("; ")) } }
        p.s.soft { (t.plural(t.count.works, person.author_of.len() as i64)) }
    }
}

/// The button that takes a profile over, for who comes from its page.
pub(super) async fn offer(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let asked = Fields::read(uri.query().unwrap_or(""))?;
    let own = site.profiles()?.own(asked.get("handle")).await?;
    let person = own.ok_or_else(|| Problem::missing(asked.get("handle")))?.person;
    if who.account.person == person.handle.as_str() {
        return Ok(Redirect::to(urls::PROFILE).into_response());
    }
    let proved = !person.email.is_empty() && person.email.eq_ignore_ascii_case(&who.account.email);
    if !proved {
        return Ok(asking(&site, t, &person).into_response());
    }
    let known = [Candidate { person: Box::new(person.clone()), proved }];
    let draft = Draft::of(&person, &[]);
    Ok(offer_these(&site, t, &asked, &draft, &known).into_response())
}

pub(super) async fn take(State(site): State<Site>, lang: Lang, who: Who, sent: Fields) -> Answer<Response> {
    let handle = named(&sent)?;
    match site.profiles()?.take(&who, &handle, site.now()).await {
        Ok(()) => Ok(onward(&sent)),
        Err(Error::Unproved) => {
            let own = site.profiles()?.own(handle.as_str()).await?;
            let person = own.ok_or_else(|| Problem::missing(handle.as_str()))?.person;
            Ok(asking(&site, lang.messages(), &person).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Where it takes a curator.
fn asking(site: &Site, t: &Messages, person: &Person) -> Page {
    let words = &t.own_profile;
    let main = html! {
        article.narrow {
            h1 { (words.ask_title) }
            (line(t, person))
            p.read { (words.ask_text) }
            form.paste method="post" action=(urls::ASK_FOR_PROFILE) {
                input type="hidden" name="handle" value=(person.handle);
                label for="why" { (words.ask_why) }
                textarea #why name="why" rows="4" maxlength="2000" required {}
                button.btn.one { (words.ask) }
            }
        }
    };
    page(site, t, words.ask_title, main)
}

pub(super) async fn ask(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let handle = named(&sent)?;
    site.profiles()?.ask_for(&who, &handle, sent.get("why"), site.now()).await?;
    Ok(Redirect::to(urls::PROFILE).into_response())
}

fn named(sent: &Fields) -> Answer<Handle> {
    Handle::parse(sent.get("handle")).ok_or_else(|| Problem::missing(sent.get("handle")))
}
