//! Affiliations from the directory of institutions, and proposals of what it lacks.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use ibid_app::search::SearchRequest;
use ibid_core::people::profile::Workplace;
use ibid_core::query::{Field, Node};
use ibid_core::record::{Institution, Organization};
use ibid_core::{Handle, Kind, Record};
use maud::{Markup, html};

use super::form::text_box;
use super::{Subject, back, page};
use crate::fields::Fields;
use crate::i18n::{Lang, Messages};
use crate::layout;
use crate::problem::{Answer, Problem};
use crate::session::Who;
use crate::{Site, urls};

const FOUND: usize = 20;

async fn subject(site: &Site, who: &Who, fields: &Fields) -> Answer<Subject> {
    Subject::of(site, who, fields).await?.ok_or_else(|| Problem::missing(urls::PROFILE))
}

/// Institutions by name, each with buttons that put it into the profile.
pub(super) async fn find(State(site): State<Site>, lang: Lang, who: Who, uri: Uri) -> Answer<Response> {
    let (t, asked) = (lang.messages(), Fields::read(uri.query().unwrap_or(""))?);
    let subject = subject(&site, &who, &asked).await?;
    let (words, text) = (&t.own_profile, asked.get("q").trim());
    let found = if text.is_empty() { Vec::new() } else { institutions(&site, text).await? };
    let main = html! {
        article.narrow {
            (layout::crumbs(t, &[(urls::profile_of(&subject.helped), html! { (words.title) })]))
            h1 { (words.find_place) }
            (subject.for_whom(t))
            form.paste role="search" aria-label=(words.find_place) action=(urls::PROFILE_PLACES) {
                (subject.carried())
                label for="find" { (words.find_box) }
                input #find name="q" value=(text) maxlength="300" required;
                button.btn.one { (words.find) }
            }
            @if !text.is_empty() && found.is_empty() { p role="status" { (words.nothing_found) } }
            ul.list { @for it in &found { li { (line(t, &subject, it)) } } }
            @if !text.is_empty() { (proposing(t, &subject, text)) }
        }
    };
    Ok(page(&site, t, words.find_place, main).into_response())
}

async fn institutions(site: &Site, text: &str) -> Answer<Vec<Box<Institution>>> {
    let only = Node::Is { field: Field::Kind, value: Kind::Institution.word().to_owned() };
    let request = SearchRequest {
        text: text.to_owned(),
        narrowed: vec![only],
        limit: FOUND,
        ..SearchRequest::default()
    };
    let hits = site.search().search(request).await?.hits;
    let found = hits.into_iter().filter_map(|hit| match hit.record {
        Record::Institution(it) => Some(it),
        _ => None,
    });
    Ok(found.collect())
}

fn line(t: &Messages, subject: &Subject, it: &Institution) -> Markup {
    let words = &t.own_profile;
    let (path, place) = (it.path(), it.place());
    let above = path.split_last().map_or(&path[..0], |(_, rest)| rest).join(" › ");
    let place: Vec<&str> =
        [place.city.as_str(), &place.country].into_iter().filter(|it| !it.is_empty()).collect();
    html! {
        h2.ti { a href=(urls::institution(&it.handle)) { (t.said(it.name(), None)) } }
        p.s.soft { (above) @if !above.is_empty() && !place.is_empty() { ", " } (place.join(", ")) }
        form.row method="post" action=(urls::PROFILE_PLACES) {
            (subject.carried())
            input type="hidden" name="institution" value=(it.handle);
            button name="as" value="work" aria-label={ (words.add_work) ": " (it.name()) } { (words.add_work) }
            button name="as" value="study" aria-label={ (words.add_study) ": " (it.name()) } { (words.add_study) }
        }
    }
}

fn proposing(t: &Messages, subject: &Subject, text: &str) -> Markup {
    let words = &t.own_profile;
    html! {
        section.sec {
            h2 { (words.not_listed) }
            p { (words.propose_text) }
            form.profile method="post" action=(urls::PROPOSE_PLACE) {
                (subject.carried())
                div.boxes {
                    (text_box("name", words.place, text, ("text", "")))
                    (text_box("location", words.place_at, "", ("text", "")))
                    (text_box("homepage", t.person.home_page, "", ("text", "https://")))
                }
                button { (words.propose) }
            }
        }
    }
}

/// Puts an institution of the directory into the profile.
pub(super) async fn add(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let subject = subject(&site, &who, &sent).await?;
    let wanted = sent.get("institution");
    let handle = Handle::parse(wanted).ok_or_else(|| Problem::missing(wanted))?;
    let found = site.reader().record(&handle).await?.and_then(|it| it.record());
    let Some(Record::Institution(institution)) = found else { return Err(Problem::missing(wanted)) };
    let mut draft = subject.own.draft();
    if sent.get("as") == "study" {
        draft.alumni_of.push(handle);
    } else if draft.places.iter().all(|it| it.organization.institution.as_ref() != Some(&handle)) {
        let organization = Organization {
            name: institution.path().join(", "),
            location: institution.place().town(),
            institution: Some(handle),
            ..Organization::default()
        };
        draft.places.push(Workplace { organization, hidden: false });
    }
    site.profiles()?.edit(&who, subject.handle(), draft, site.now()).await?;
    Ok(back(&subject))
}

/// Puts an institution into the profile as it is written, and proposes it.
pub(super) async fn propose(State(site): State<Site>, who: Who, sent: Fields) -> Answer<Response> {
    let subject = subject(&site, &who, &sent).await?;
    let [name, location, homepage] =
        ["name", "location", "homepage"].map(|it| sent.get(it).trim().to_owned());
    let text = [name.clone(), location.clone(), homepage.clone()].join("\n");
    let organization = Organization { name, location, homepage, ..Organization::default() };
    let mut draft = subject.own.draft();
    draft.places.push(Workplace { organization, hidden: false });
    let profiles = site.profiles()?;
    profiles.edit(&who, subject.handle(), draft, site.now()).await?;
    profiles.propose(&who, subject.handle(), &text, site.now()).await?;
    Ok(back(&subject))
}
