//! The map of the site for search engines (sitemaps.org): an index of files, each of which lists the
//! records of one span of ids, in the order in which they came.
//!
//! What the index says of a span is kept in memory and brought up to date from the journal, so that
//! asking for it costs what has changed since; a file costs its own records. Pages of no record (subjects,
//! lists, the ways in) are in a file of their own.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use ibid_app::search::{Facet, SearchRequest};
use ibid_core::date::moment;
use ibid_core::jel::Code;
use ibid_store::{Named, Reader};
use tokio::sync::Mutex;

use crate::Site;
use crate::layout::absolute;
use crate::page::Page;
use crate::problem::{self, Answer};
use crate::urls;
use crate::view::xml::Xml;

const MEDIA: &str = "application/xml; charset=utf-8";
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
/// Longer addresses are not read.
const LONGEST: usize = 2_047;

/// When anything in each span last changed, as far as the journal was read.
#[derive(Default)]
pub(crate) struct Spans(Mutex<Read>);

#[derive(Default)]
struct Read {
    position: i64,
    changed: BTreeMap<i64, i64>,
}

impl Spans {
    async fn now(&self, reader: &Reader) -> Answer<BTreeMap<i64, i64>> {
        let mut read = self.0.lock().await;
        if reader.position().await? < read.position {
            // The ledger was replaced by another one.
            *read = Read::default();
        }
        loop {
            let (spans, end) = reader.spans_changed(read.position).await?;
            if end == read.position {
                return Ok(read.changed.clone());
            }
            for (span, at) in spans {
                let latest = read.changed.entry(span).or_insert(at);
                *latest = at.max(*latest);
            }
            read.position = end;
            // The first time there is much to read, and others are waiting too.
            tokio::task::yield_now().await;
        }
    }
}

/// `/sitemap.xml`.
pub(crate) async fn index(State(site): State<Site>, headers: HeaderMap) -> Answer<Response> {
    let spans = site.spans().now(site.reader()).await?;
    let latest = spans.values().copied().max().unwrap_or(0);
    let mut xml = Xml::document(120 * spans.len() + 500);
    xml.open("sitemapindex", &[NAMESPACE]);
    entry(&mut xml, "sitemap", &absolute(&site, &urls::sitemap(None)), None);
    for (span, at) in &spans {
        entry(&mut xml, "sitemap", &absolute(&site, &urls::sitemap(Some(*span))), Some(*at));
    }
    xml.close("sitemapindex");
    Ok(Page::new(MEDIA, xml.finish()).modified(latest).unless_known(&headers))
}

/// `/sitemap-17.xml`, `/sitemap-pages.xml`.
pub(crate) async fn part(State(site): State<Site>, uri: Uri, headers: HeaderMap) -> Answer<Response> {
    let spans = site.spans().now(site.reader()).await?;
    let (text, modified) = match urls::sitemap_part(uri.path()) {
        Some(None) => (pages(&site).await?, None),
        Some(Some(span)) if spans.contains_key(&span) => {
            (records(&site, &site.reader().span(span).await?), spans.get(&span).copied())
        }
        _ => return Err(problem::no_such_page(uri).await),
    };
    let page = Page::new(MEDIA, text);
    let page = match modified {
        Some(at) => page.modified(at),
        None => page.searched(),
    };
    Ok(page.unless_known(&headers))
}

fn records(site: &Site, records: &[Named]) -> String {
    let mut xml = Xml::document(160 * records.len() + 200);
    xml.open("urlset", &[NAMESPACE]);
    for it in records {
        let path = match &it.text {
            Some(text) => ibid_core::record::read(text).map(|record| urls::record(&record)),
            None => Some(urls::page(it.kind, &it.handle)),
        };
        if let Some(path) = path {
            entry(&mut xml, "url", &absolute(site, &path), Some(it.at));
        }
    }
    xml.close("urlset");
    xml.finish()
}

/// The pages that are of no record.
async fn pages(site: &Site) -> Answer<String> {
    let mut xml = Xml::document(64 << 10);
    xml.open("urlset", &[NAMESPACE]);
    let doors = crate::layout::doors(crate::i18n::Lang::En.messages()).into_iter().map(|(path, ..)| path);
    let ways = [urls::HOME, urls::ABOUT, urls::PRIVACY].into_iter().chain(doors);
    // What robots are asked to leave alone is not recommended to them.
    for path in ways.filter(|path| !urls::ENDLESS.contains(path)) {
        entry(&mut xml, "url", &absolute(site, path), None);
    }
    for code in subjects(site).await? {
        entry(&mut xml, "url", &absolute(site, &urls::jel(code)), None);
    }
    for list in &site.lists().await.lists {
        entry(&mut xml, "url", &absolute(site, &urls::list(&list.name, "html")), Some(list.changed));
    }
    xml.close("urlset");
    Ok(xml.finish())
}

/// The codes that works carry, and those above them.
async fn subjects(site: &Site) -> Answer<Vec<Code>> {
    let request = SearchRequest { limit: 0, facets: true, ..SearchRequest::default() };
    let results = site.search().search(request).await?.results;
    let carried = results.facet(Facet::Jel).iter().filter_map(|(code, _)| Code::parse(code));
    let mut codes: Vec<Code> =
        carried.flat_map(|code| std::iter::successors(Some(code), |it| it.parent())).collect();
    codes.sort_unstable();
    codes.dedup();
    Ok(codes)
}

fn entry(xml: &mut Xml, name: &str, address: &str, changed: Option<i64>) {
    if address.len() > LONGEST {
        return;
    }
    xml.open(name, &[]);
    xml.text("loc", address);
    if let Some(at) = changed {
        xml.text("lastmod", &moment(at));
    }
    xml.close(name);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::world::World;

    fn locs(text: &str) -> Vec<String> {
        let between = text.split("<loc>https://ibid.example").skip(1).filter_map(|it| it.split('<').next());
        between.map(|it| it.replace("&amp;", "&")).collect()
    }

    #[tokio::test]
    async fn every_page_of_the_toy_world_is_on_the_map() {
        let world = World::toy().await;
        let index = world.get("/sitemap.xml").await;
        assert_eq!((index.status, index.header("content-type")), (200, MEDIA));
        let files = locs(&index.text());
        assert_eq!(files, ["/sitemap-pages.xml", "/sitemap-0.xml"]);
        let mut pages = Vec::new();
        for file in files {
            let got = world.get(&file).await;
            assert_eq!(got.status, 200, "{file}");
            pages.extend(locs(&got.text()));
        }
        for page in ["/", "/j/F51.html", "/j/F5.html", "/p/hst/ghsdps/gd11-190.html", "/s/hst/ghsdps.html"] {
            assert!(pages.iter().any(|it| it == page), "{page}");
        }
        // No page leads elsewhere, none is missing, and none is kept from robots.
        for page in pages {
            assert!(!urls::ENDLESS.iter().any(|it| page.starts_with(it)), "{page}");
            assert_eq!(world.get(&page).await.status, 200, "{page}");
        }
    }

    #[tokio::test]
    async fn what_changed_is_dated() {
        let world = World::of("").await;
        let before = world.get("/sitemap.xml").await;
        let date = before.header("last-modified").to_owned();
        let again = world.ask("GET", "/sitemap.xml", &[("if-modified-since", &date)]).await;
        assert_eq!(again.status, 304);
        assert_eq!(world.ask("GET", "/sitemap-0.xml", &[("if-modified-since", &date)]).await.status, 304);
        assert!(
            !locs(&world.get("/sitemap-0.xml").await.text()).contains(&"/p/abc/papers/1.html".to_owned())
        );
        world
            .papers("Template-Type: ReDIF-Paper 1.0\nTitle: T\nAuthor-Name: A\nHandle: RePEc:abc:papers:1\n")
            .await;
        let text = world.get("/sitemap-0.xml").await.text();
        assert!(locs(&text).contains(&"/p/abc/papers/1.html".to_owned()), "{text}");
        assert!(text.contains("<lastmod>2026-11-20T"), "{text}");
    }

    #[tokio::test]
    async fn other_parts_are_not_there() {
        let world = World::toy().await;
        for path in [
            "/sitemap-1.xml",
            "/sitemap-x.xml",
            "/sitemap--1.xml",
            "/sitemap-.xml",
            "/sitemap-0",
            "/sitemap-00.xml",
        ] {
            assert_eq!(world.get(path).await.status, 404, "{path}");
        }
    }
}
