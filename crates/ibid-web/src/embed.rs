//! Lists of works for pages of others: what a person wrote, what a series holds, what a search finds, set
//! as citations. A document small enough for a frame, without scripts; with `part=1` the list alone, for
//! who puts it into a page of their own.
//!
//! The lists are those that can be followed (`urls::Feed`), by when works appeared, as in a bibliography.

use axum::extract::State;
use axum::http::{Uri, header};
use axum::response::{IntoResponse, Response};
use ibid_app::search::{SearchRequest, Sort};
use ibid_core::Handle;
use ibid_core::export::citation::suggested;
use ibid_core::record::Work;
use maud::{DOCTYPE, Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::absolute;
use crate::page::Page;
use crate::pages::works::exports::source;
use crate::pages::{authors, people, search};
use crate::problem::{self, Answer, Problem, Why};
use crate::site::Shown;
use crate::urls::{self, Facet, Feed, Search};
use crate::view::plain::Plain;
use crate::view::tongue::Tongue;

/// Works listed unless `n=` says another number, and at most.
const LISTED: usize = 50;
const MOST: usize = 200;

/// A list under its name, and where it stands on this site.
struct Embedded {
    title: String,
    page: String,
    works: Vec<Shown>,
}

/// `/embed/series/hst/ghsdps.html?n=10&part=1`.
pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer<Response> {
    let query = uri.query().unwrap_or("");
    let unreadable = |why| Problem::Unreadable { why, instead: None };
    let Some(feed) = Feed::parse_embedded(uri.path(), query).map_err(unreadable)? else {
        return Err(problem::no_such_page(uri).await);
    };
    let pairs = urls::percent::decode_pairs(query).unwrap_or_default();
    let said = |name: &str| pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str());
    let count = said("n").map_or(Ok(LISTED), |n| {
        let read = n.parse().ok().filter(|n| (1..=MOST).contains(n));
        read.ok_or_else(|| unreadable(Why::new(|t| t.problem.bad_count).with("most", MOST).with("value", n)))
    })?;
    let list = Embedded::gather(&site, &feed, count).await?;
    let mut lines = Vec::with_capacity(list.works.len());
    for work in list.works.iter().filter_map(|shown| shown.record.as_work()) {
        let series = site.shelved(&work.handle.series_handle()).await?;
        lines.push(line(&site, lang.messages(), work, series.as_deref()));
    }
    let works = html! { ul.list { @for line in &lines { li { (line) } } } };
    let text = if said("part").is_some() { works.0 } else { list.document(&site, lang.messages(), &works) };
    // Any page may have it, by a frame or by a script.
    let anybody = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    Ok((anybody, Page::html(text).for_a_minute()).into_response())
}

/// A work as it is cited, its title linked to its page.
fn line(site: &Site, t: &Messages, work: &Work, series: Option<&Shown>) -> Markup {
    let text = suggested(&source(work, series));
    let address = absolute(site, &urls::page(work.kind, &work.handle));
    let lang = (t.lang != Lang::En).then_some("en");
    let parts = Some(work.title.as_str()).filter(|it| !it.is_empty()).and_then(|title| {
        let (before, after) = text.split_once(title)?;
        Some((before, title, after))
    });
    let (before, title, after) = parts.unwrap_or(("", &text, ""));
    let tongue = Tongue::of(t.lang, title, work.language.as_deref());
    html! {
        span lang=[lang] { (Plain(before)) a href=(address) target="_top" lang=[tongue.lang] dir=[tongue.dir] { (Plain(title)) } (Plain(after)) }
        @if let Some(file) = work.files.iter().find(|file| urls::is_linkable(&file.url)) {
            " " a.s href=(file.url) target="_top" rel="nofollow noopener ugc" { (t.format(&file.format)) }
        }
    }
}

impl Embedded {
    async fn gather(site: &Site, feed: &Feed, count: usize) -> Answer<Embedded> {
        match feed {
            Feed::Series(handle) => {
                let works = found(site, &Search::of(Facet::Series, handle.as_str()), count).await?;
                let name = site.series_name(handle).await?;
                if works.is_empty() && name.is_empty() {
                    return Err(Problem::missing(handle.as_str()));
                }
                let title = if name.is_empty() { handle.to_string() } else { name };
                Ok(Embedded { title, page: urls::series(handle), works })
            }
            Feed::Author(name) => {
                let works = found(site, &Search::text(&authors::name::signed(name)), count).await?;
                match works.is_empty() {
                    true => Err(Problem::missing(format!("“{name}”"))),
                    false => Ok(Embedded { title: name.clone(), page: urls::author(name), works }),
                }
            }
            Feed::Person(id) => {
                let Some((shown, person)) = people::find(site, id).await? else {
                    return Err(Problem::missing(format!("“{id}”")));
                };
                let works = site.reader().newest_of(&person.author_of, count).await?;
                let works = works.into_iter().filter_map(Shown::of).collect();
                Ok(Embedded { title: person.name.clone(), page: urls::record(&shown.record), works })
            }
            Feed::List(name) => {
                let shelf = site.lists().await;
                let list = shelf.lists.iter().find(|list| list.name == *name);
                let list = list.ok_or_else(|| Problem::missing(format!("“{name}”")))?;
                let handles: Vec<Handle> = list.entries().take(count).map(|it| it.handle.clone()).collect();
                let works = site.reader().records(&handles).await?.into_iter().flatten();
                let works = works.filter_map(Shown::of).filter(|it| !it.is_withdrawn()).collect();
                Ok(Embedded { title: list.title.clone(), page: urls::list(name, "html"), works })
            }
            Feed::Search(search) => {
                let works = found(site, search, count).await?;
                Ok(Embedded { title: search.text.clone(), page: search.to_string(), works })
            }
            _ => Err(Problem::missing("a list")),
        }
    }

    fn document(&self, site: &Site, t: &Messages, works: &Markup) -> String {
        let name = &site.settings().name;
        let title = if self.title.is_empty() { name } else { &self.title };
        let tongue = Tongue::of(t.lang, title, None);
        let page = absolute(site, &self.page);
        let page = html! {
            (DOCTYPE)
            html lang=(t.lang.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (title) " · " (name) }
                    link rel="canonical" href=(page);
                    link rel="stylesheet" href=(site.look().sheet.address);
                }
                body { main.w #main {
                    h1 lang=[tongue.lang] dir=[tongue.dir] { a href=(page) target="_top" { (Plain(title)) } }
                    (works)
                    p.s.soft { a href=(absolute(site, urls::HOME)) target="_top" { bdi { (name) } } }
                } }
            }
        };
        page.0
    }
}

/// What a search finds, the newest first.
async fn found(site: &Site, search: &Search, count: usize) -> Answer<Vec<Shown>> {
    let request = SearchRequest {
        text: search.text.clone(),
        chosen: search::conditions(search),
        sort: Sort::Newest,
        limit: count,
        ..SearchRequest::default()
    };
    let hits = site.search().search(request).await?.hits;
    let works = hits.into_iter().map(|hit| Shown { stored: hit.stored, record: hit.record });
    Ok(works.filter(|shown| shown.record.as_work().is_some()).collect())
}

#[cfg(test)]
mod tests {
    use crate::tests::checked;
    use crate::tests::world::World;

    #[tokio::test]
    async fn lists_stand_in_pages_of_others() {
        let world = World::toy().await;
        let check = async |path: &str, says: &str| {
            let got = world.get(path).await;
            assert_eq!(got.status, 200, "{path}");
            checked::page(path, &got.text());
            assert!(got.text().contains(says), "{path}: {}", got.text());
            assert!(got.header("content-security-policy").contains("frame-ancestors *"), "{path}");
            assert_eq!(got.header("access-control-allow-origin"), "*", "{path}");
            assert!(!got.text().contains("<script"), "{path}");
        };
        let seed = "<a href=\"https://ibid.example/p/hst/ghsdps/gd11-190.html\" target=\"_top\">";
        check("/embed/series/hst/ghsdps.html", seed).await;
        check("/embed/authors/Mitsuhiko%20Kimuran.html", seed).await;
        check("/embed/people/pki42.html", seed).await;
        check("/embed/lists/north-korea-and-japan.html", seed).await;
        check("/embed/search.html?q=normalization&n=3", seed).await;
        let part = world.get("/embed/series/hst/ghsdps.html?part=1&n=2").await.text();
        assert!(part.starts_with("<ul class=\"list\"><li>") && part.matches("<li>").count() == 2, "{part}");
        for path in ["/embed/", "/embed/new.html", "/embed/series/hst/none.html", "/embed/people/pzz9.html"] {
            assert_eq!(world.get(path).await.status, 404, "{path}");
        }
        for query in ["q=%ff", "q=a&n=abc", "q=a&n=0", "q=a&n=201", "q=a&n="] {
            assert_eq!(world.get(&format!("/embed/search.html?{query}")).await.status, 400, "{query}");
        }
        let elsewhere = world.get("/s/hst/ghsdps.html").await;
        assert!(elsewhere.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert!(elsewhere.text().contains("href=\"/embed/series/hst/ghsdps.html\""));
    }
}
