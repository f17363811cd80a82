//! Reading lists and bibliographies on a topic: all of them, one with its works and notes, and one as a
//! file. A list is made of a file that the application reads; nothing is read from disk here.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use ibid_app::lists::{Editor, Entry, List};
use ibid_core::Handle;
use ibid_core::date::Date;
use ibid_core::export::value::{Object, Value};
use maud::{Markup, html};

use crate::Site;
use crate::head::{json_ld, things};
use crate::i18n::{Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::pages::take_away;
use crate::problem::{self, Answer};
use crate::site::{Placed, Shown};
use crate::urls::{self, Feed};
use crate::view::line::Line;
use crate::view::tongue::Tongue;

/// The folder of an installation that lists stand in.
const FOLDER: &str = "lists/";

pub(crate) async fn all(State(site): State<Site>, lang: Lang) -> Answer {
    let t = lang.messages();
    let words = &t.lists;
    let shelf = site.lists().await;
    let folder = html! { code { (FOLDER) } };
    let main = html! {
        article.narrow {
            h1 { (t.site.lists) }
            p.read { (words.intro) }
            @if shelf.lists.is_empty() { p { (fill(words.none, &[("folder", &folder)])) } }
            ul.list { @for list in &shelf.lists { li {
                h2.t { a href=(urls::list(&list.name, "html")) { (t.said(&list.title, None)) } }
                p.s.soft { (editors(t, list)) (t.plural(t.count.works, list.entries().count() as i64)) }
                @if let Some(about) = list.about.first() { p.snip { (t.said(about, None)) } }
            } } }
        }
    };
    let frame = Frame { title: t.site.lists, address: urls::LISTS, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, main)).searched())
}

/// "Edited by A and B · ", editors linked to their pages.
fn editors(t: &Messages, list: &List) -> Markup {
    let one = |it: &Editor| {
        html! { @if it.id.is_empty() { (t.said(&it.name, None)) } @else { a href=(urls::person(&it.id)) { (t.said(&it.name, None)) } } }
    };
    let names = html! {
        @for (at, it) in list.editors.iter().enumerate() {
            @if at > 0 { @if at + 1 == list.editors.len() { (t.field.and) } @else { ", " } }
            (one(it))
        }
    };
    html! { @if !list.editors.is_empty() { (fill(t.lists.edited_by, &[("names", &names)])) " · " } }
}

/// `/lists/korea.html`, and `/lists/korea.bib` and its like.
pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let t = lang.messages();
    let shelf = site.lists().await;
    let Some(last) = urls::html_name(uri.path()) else { return Err(problem::no_such_page(uri).await) };
    let find = |name: &str| shelf.lists.iter().find(|list| list.name == name);
    if let Some(list) = find(&last) {
        let works = works(&site, list).await?;
        let frame_address = urls::list(&list.name, "html");
        let description = list.about.first().map_or("", String::as_str);
        let feed = Some(Feed::List(list.name.clone()));
        let page = ListPage { list, works };
        let head = page.linked_data(&site, &frame_address);
        let address = &frame_address;
        let frame = Frame { title: &list.title, address, description, head, feed, ..Frame::default() };
        return Ok(Page::html(layout::page(&site, t, frame, page.view(t))).searched().into_response());
    }
    match take_away::asked(&last).and_then(|(name, wanted)| Some((find(name)?, wanted))) {
        Some((list, wanted)) => {
            let handles: Vec<Handle> = list.entries().map(|it| it.handle.clone()).collect();
            Ok(take_away::file(&site, &handles, wanted).await?.into_response())
        }
        None => Err(problem::no_such_page(uri).await),
    }
}

/// The works of a list that the catalogue has, with the names of their series.
async fn works(site: &Site, list: &List) -> Answer<HashMap<Handle, Placed>> {
    let handles: Vec<Handle> = list.entries().map(|it| it.handle.clone()).collect();
    let found = site.reader().records(&handles).await?;
    let placed = site.placed(found.into_iter().flatten().filter_map(Shown::of)).await?;
    Ok(placed.into_iter().map(|it| (it.0.stored.handle.clone(), it)).collect())
}

struct ListPage<'a> {
    list: &'a List,
    works: HashMap<Handle, Placed>,
}

impl ListPage<'_> {
    fn linked_data(&self, site: &Site, address: &str) -> Markup {
        let found = self.list.entries().filter_map(|it| self.works.get(&it.handle));
        let works = found.filter_map(|(shown, _)| shown.record.as_work());
        let editor = |it: &Editor| Object::default().with("@type", "Person").with("name", &it.name);
        let page = things::list(site, "CollectionPage", &self.list.title, address, works);
        json_ld(
            page.with("editor", Value::list(self.list.editors.iter().map(editor)))
                .with("description", self.list.about.join("\n\n"))
                .with("dateModified", Date::from_epoch(self.list.changed).to_string()),
        )
    }

    fn view(&self, t: &Messages) -> Markup {
        let (list, words) = (self.list, &t.lists);
        let tongue = Tongue::of(t.lang, &list.title, None);
        html! {
            article.two {
                div {
                    (layout::crumbs(t, &[(urls::LISTS.to_owned(), html! { (t.site.lists) })]))
                    h1 lang=[tongue.lang] dir=[tongue.dir] { (list.title) }
                    p.facts { (editors(t, list)) (t.plural(t.count.works, list.entries().count() as i64))
                        " · " (fill(words.changed, &[("date", &t.day(list.changed))])) }
                    @for paragraph in &list.about { p.read { (t.said(paragraph, None)) } }
                    @for (at, section) in list.sections.iter().enumerate() {
                        section.sec id=(format!("part-{}", at + 1)) {
                            @if section.title.is_empty() { h2.vh { (t.names.works) } } @else { h2 { (t.said(&section.title, None)) } }
                            @for paragraph in &section.about { p.read { (t.said(paragraph, None)) } }
                            ul.list { @for entry in &section.entries { li { (self.entry(t, entry)) } } }
                        }
                    }
                }
                aside.side {
                    @if list.sections.len() > 1 {
                        nav aria-label=(words.parts) { ul { @for (at, section) in list.sections.iter().enumerate() {
                            @if !section.title.is_empty() { li { a href=(format!("#part-{}", at + 1)) { (t.said(&section.title, None)) } } }
                        } } }
                    }
                    p { (words.as_format) }
                    p { (take_away::links(t, |extension| urls::list(&list.name, extension))) }
                }
            }
        }
    }

    fn entry(&self, t: &Messages, entry: &Entry) -> Markup {
        let found = self.works.get(&entry.handle);
        html! {
            @if let Some((shown, place)) = found {
                @if let Some(work) = shown.record.as_work() { (Line { withdrawn: shown.is_withdrawn(), ..Line::new(t, work, place) }) }
                @else { h3.t { a href=(urls::record(&shown.record)) { (t.said(shown.record.title(), None)) } } }
            } @else {
                h3.t { a href=(urls::resolver(&entry.handle)) { code { (entry.handle) } } }
                p.s.wait { (t.lists.missing) }
            }
            @if !entry.note.is_empty() { p.snip { span.vh { (t.lists.note) ": " } (t.said(&entry.note, None)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::checked;
    use crate::tests::world::World;

    #[tokio::test]
    async fn lists_are_shown_and_exported() {
        let world = World::toy().await;
        for (path, says) in [
            ("/lists/", "/lists/north-korea-and-japan.html"),
            ("/lists/north-korea-and-japan.html", "/p/hst/ghsdps/gd11-190.html"),
            ("/lists/north-korea-and-japan.html", "/e/pla7.html"),
        ] {
            let got = world.get(path).await;
            assert_eq!(got.status, 200, "{path}");
            checked::page(path, &got.text());
            assert!(got.text().contains(says), "{path}: {says}");
        }
        let file = world.get("/lists/north-korea-and-japan.bib").await;
        assert!(file.status == 200 && file.text().contains("Kimuran"), "{}", file.text());
        for path in
            ["/lists/nope.html", "/lists/north-korea-and-japan.exe", "/lists/..%2Fx.html", "/lists/%00"]
        {
            assert!((400..500).contains(&world.get(path).await.status), "{path}");
        }
    }

    #[tokio::test]
    async fn without_lists_the_page_says_how_to_make_one() {
        let world = World::empty().await;
        let got = world.get("/lists/").await;
        checked::page("/lists/", &got.text());
        assert!(got.text().contains("<code>lists/</code>"));
    }
}
