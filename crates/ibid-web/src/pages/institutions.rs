//! The page of an institution: its levels, where it is, and who in the catalogue names it.

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Redirect, Response};
use ibid_core::Record;
use ibid_core::record::{Institution, Level};
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Gone, Problem};
use crate::site::Shown;
use crate::urls::{self, Search};
use crate::view;
use crate::view::tongue::Tongue;

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let Some(name) = urls::html_name(uri.path()) else { return Err(problem::no_such_page(uri).await) };
    let key = urls::institution_key(&name);
    let mut found = site.reader().by_key(&key).await?.into_iter().filter_map(Shown::of);
    let found = found.find_map(|shown| match &shown.record {
        Record::Institution(it) => Some((it.clone(), shown)),
        _ => None,
    });
    let Some((institution, shown)) = found else {
        return Err(super::works::missing(&site, &key).await?);
    };
    let address = urls::institution(&institution.handle);
    if address != uri.path() {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let frame = Frame { title: institution.name(), address: &address, ..Frame::default() };
    let page = Page::html(layout::page(&site, t, frame, view(t, &institution))).modified(shown.stored.at);
    match shown.is_withdrawn() {
        true => Err(Problem::Withdrawn(Gone { handle: institution.handle.clone(), page })),
        false => Ok(page.into_response()),
    }
}

fn view(t: &Messages, institution: &Institution) -> Markup {
    let tongue = Tongue::of(t.lang, institution.name(), None);
    let within = institution.levels.iter().rev().skip(1);
    html! {
        article.narrow {
            h1 lang=[tongue.lang] dir=[tongue.dir] { (institution.name()) }
            @for level in within { p.alt { (t.said(&level.organization.name, None)) } }
            @for level in institution.levels.iter().rev() { (details(t, level, institution.levels.len() > 1)) }
            dl.kv { dt { "Handle" } dd { code { (institution.handle) } } }
            p { a href=(Search::text(&format!("\"{}\"", institution.name().replace('"', " ")))) { "Records that name it" } }
        }
    }
}

fn details(t: &Messages, level: &Level, titled: bool) -> Markup {
    let it = &level.organization;
    html! {
        @if titled { h2 { (t.said(&it.name, None)) } }
        dl.kv {
            (view::fact(t, "In English", &it.name_english))
            (view::fact(t, "Place", &it.location))
            (view::fact(t, "Address", &it.postal))
            (view::fact(t, "Phone", &it.phone))
            @if urls::is_linkable(&it.homepage) { dt { "Home page" } dd { (view::outward(&it.homepage, view::host(&it.homepage))) } }
            (view::fact(t, "Closed", &level.defunct))
        }
    }
}
