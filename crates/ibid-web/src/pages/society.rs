//! The society's side: home and the page about the site; and the little files machines ask for.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use ibid_app::search::{SearchRequest, Sort};
use ibid_core::date::Date;
use ibid_core::query::{Field, Node};
use ibid_core::record::Work;
use ibid_core::{Kind, Record};
use ibid_store::{Stored, Totals};
use maud::{Markup, html};

use crate::Site;
use crate::head::things;
use crate::i18n::{self, Lang, Messages, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{self, Answer, Problem};
use crate::session;
use crate::site::{Placed, Shown};
use crate::urls::{self, Facet, Search};
use crate::view::line::Line;

/// How many works each list of the home page shows.
const LISTED: usize = 8;
/// Searches that show what the box can do.
const EXAMPLES: [&str; 3] = ["monetary policy", "\"North Korea\" about:1955..1960", "author:kim kind:talk"];
/// Among how many of the latest talks those to come are looked for.
const TALKS_LOOKED_AT: usize = 100;

struct Home {
    totals: Totals,
    newest: Vec<Placed>,
    coming: Vec<Placed>,
    /// Works that came in the last seven days.
    week: i64,
}

pub(crate) async fn home(State(site): State<Site>, lang: Lang) -> Answer {
    let t = lang.messages();
    let totals = site.reader().totals().await?;
    let newest = site.reader().newest(LISTED).await?.into_iter().filter_map(Shown::of);
    let newest = site.placed(newest).await?;
    let today = site.now().div_euclid(86_400);
    let days = site.reader().days(today + 1, 7).await?;
    let week = days.iter().filter(|it| it.day > today - 7).map(|it| it.works).sum();
    let home = Home { totals, newest, coming: coming(&site).await?, week };
    let head = things::site(&site);
    let frame = Frame { address: urls::HOME, asked: None, head, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, home.view(t, &site))).for_a_while())
}

/// Talks from today on, the next one first.
async fn coming(site: &Site) -> Answer<Vec<Placed>> {
    let talks = Node::Is { field: Field::Kind, value: Kind::Talk.word().to_owned() };
    let request = SearchRequest {
        narrowed: vec![talks],
        limit: TALKS_LOOKED_AT,
        sort: Sort::Newest,
        ..SearchRequest::default()
    };
    let found = site.search().search(request).await.map_or_else(|_| Vec::new(), |page| page.hits);
    let today = Date::from_epoch(site.now());
    let mut coming: Vec<Stored> = found.into_iter().map(|hit| hit.stored).collect();
    coming.retain(|stored| date_of(stored).is_some_and(|date| date >= today));
    coming.sort_by_key(date_of);
    coming.truncate(LISTED);
    site.placed(coming.into_iter().filter_map(Shown::of)).await
}

fn date_of(stored: &Stored) -> Option<Date> {
    match stored.record()? {
        Record::Work(work) => work.talk?.date,
        _ => None,
    }
}

impl Home {
    fn view(&self, t: &Messages, site: &Site) -> Markup {
        let words = &t.home;
        html! {
            div.hero {
                h1 { (site.settings().name) }
                p.read { (words.tagline) }
                (layout::search_form(t, ""))
                @let [first, second, third] = EXAMPLES.map(example);
                p.s.soft { (fill(words.examples, &[("first", &first), ("second", &second), ("third", &third)])) }
            }
            (self.counts(t))
            nav aria-label=(words.ways) { ul.doors { @for (address, name, what) in layout::doors(t) {
                li { a href=(address) { (name) } span.s.soft { (what) } }
            } } }
            div.two.even {
                section { h2 { (words.newest) }
                    @if self.week > 0 { p.s.soft { (fill(words.week, &[("works", &t.plural(t.count.works, self.week))])) " " a href=(urls::NEW) { (words.all_new) } } }
                    @if self.newest.is_empty() {
                        @let command = html! { code { "ibid harvest PATH" } };
                        p { (fill(words.nothing_read, &[("command", &command)])) }
                    } @else { (list(t, &self.newest)) }
                }
                section { h2 { (words.coming) }
                    @if self.coming.is_empty() {
                        p.s { (fill(words.no_talks, &[("past", &past(t))])) }
                    } @else { (list(t, &self.coming)) p.s { (past(t)) } }
                }
            }
        }
    }

    fn counts(&self, t: &Messages) -> Markup {
        let works = self.totals.counts.iter().filter(|count| count.kind.is_work());
        let total: i64 = works.clone().map(|count| count.live).sum();
        html! {
            ul.dots.facts aria-label=(t.home.holds) {
                li { b { (t.plural(t.count.works, total)) } }
                @for count in works.filter(|count| count.live > 0) {
                    li { a href=(Search::of(Facet::Kind, count.kind.word())) { (t.kinds(count.kind)) " " b { (t.number(count.live)) } } }
                }
                li { a href=(urls::ARCHIVES) { (t.plural(t.count.archives, self.totals.archives)) } }
            }
        }
    }
}

/// To the talks there were.
fn past(t: &Messages) -> Markup {
    let talks = Search::of(Facet::Kind, Kind::Talk.word()).with_order(urls::Order::Newest);
    html! { a href=(talks) { (t.home.past_talks) } }
}

fn example(text: &str) -> Markup {
    html! { a href=(Search::text(text)) lang="en" { (text) } }
}

fn list(t: &Messages, works: &[(Shown, String)]) -> Markup {
    let lines = works.iter().filter_map(|(shown, name)| Some((shown.record.as_work()?, name)));
    html! { ul.list { @for (work, name) in lines { li { (line(t, work, name)) } } } }
}

fn line(t: &Messages, work: &Work, series_name: &str) -> Markup {
    html! { (Line::new(t, work, series_name)) }
}

pub(crate) async fn about(State(site): State<Site>, lang: Lang) -> Answer {
    let t = lang.messages();
    let words = &t.about;
    let title = words.title.replace("{name}", &site.settings().name);
    let frame = Frame { title: &title, address: urls::ABOUT, ..Frame::default() };
    let code = |text: &'static str| html! { code { (text) } };
    let archives = html! { a href=(urls::ARCHIVES) { (t.field.archives) } };
    let main = html! {
        article.narrow {
            h1 { (title) }
            @for paragraph in &site.settings().about { p.read { (t.said(paragraph, None)) } }
            p.read { (fill(words.intro, &[("name", &site.settings().name)])) }
            h2 { (words.origin) }
            p { (fill(words.origin_text, &[("archives", &archives)])) }
            h2 { (words.wrong) }
            p { (words.wrong_text) }
            h2 { (words.searching) }
            p { (fill(words.searching_text, &[("phrase", &code("\"a phrase\"")), ("minus", &code("-word")), ("or", &code("OR")), ("prefix", &code("prefix*")), ("fields", &code(FIELDS))])) }
            h2 { (words.addresses) }
            p { (fill(words.addresses_text, &[("resolver", &code("/RePEc:…"))])) }
            h2 #licence { (words.licence) }
            p { (words.licence_text) }
        }
    };
    Ok(Page::html(layout::page(&site, t, frame, main)))
}

/// What is kept of readers: next to nothing.
pub(crate) async fn privacy(State(site): State<Site>, lang: Lang) -> Answer {
    let t = lang.messages();
    let words = &t.privacy;
    let title = words.title;
    let frame = Frame { title, description: words.intro, address: urls::PRIVACY, ..Frame::default() };
    let cookie = html! { code { (i18n::COOKIE) } };
    let session = html! { code { (session::cookie_name(&site)) } };
    let data = html! { a href=(urls::DATA) { (t.account.data) } };
    let errand = html! { code { (session::errand_cookie(&site)) } };
    let sections = [
        (words.requests, html! { (words.requests_text) }),
        (words.cookie, fill(words.cookie_text, &[("name", &cookie)])),
        (words.account, fill(words.account_text, &[("name", &session), ("link", &data)])),
        (words.counts, html! { (words.counts_text) }),
        (words.logs, html! { (words.logs_text) }),
        (words.records, html! { (words.records_text) }),
    ];
    let main = html! {
        article.narrow {
            h1 { (title) }
            p.read { (words.intro) }
            @for (heading, text) in sections { h2 { (heading) } p { (text) } }
            @if site.orcid().is_some() { h2 { (t.orcid.title) } p { (fill(t.orcid.cookie, &[("name", &errand)])) } }
        }
    };
    Ok(Page::html(layout::page(&site, t, frame, main)))
}

/// What a search can be about, as it is typed.
const FIELDS: &str = "title: author: abstract: keyword: jel: series: archive: handle: year:1955..1960 about:1955..1960 kind:talk lang:ko";

/// `/language/ko`: remembers the choice and goes back to where it was made.
pub(crate) async fn language(Path(tag): Path<String>, headers: HeaderMap) -> Answer<Response> {
    let Some(lang) = Lang::from_tag(&tag).filter(|lang| lang.tag() == tag) else {
        return Err(Problem::missing(format!("“{tag}”")));
    };
    let said = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or("");
    let back = urls::own_path(said(header::REFERER), said(header::HOST)).unwrap_or(urls::HOME.to_owned());
    let cookie = format!("{}={}; Path=/; Max-Age=31536000; SameSite=Lax", i18n::COOKIE, lang.tag());
    let kept = [(header::SET_COOKIE, cookie), (header::CACHE_CONTROL, "no-store".to_owned())];
    Ok((kept, Redirect::to(&back)).into_response())
}

/// "ok" as long as the ledger answers.
pub(crate) async fn health(State(site): State<Site>) -> Answer {
    site.reader().position().await?;
    Ok(Page::new("text/plain; charset=utf-8", "ok\n".to_owned()).not_kept())
}

/// The operator's picture.
pub(crate) async fn logo(State(site): State<Site>, uri: Uri) -> Answer {
    let known = site.look().logo.as_ref().filter(|it| it.address == uri.path());
    match known {
        Some(logo) => Ok(Page::new(logo.media, logo.bytes.clone()).for_ever()),
        None => Err(problem::no_such_page(uri).await),
    }
}

pub(crate) async fn sheet(State(site): State<Site>) -> Page {
    Page::new("text/css; charset=utf-8", site.look().sheet.text.clone()).for_ever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Kept, Whole};
    use crate::tests::world::World;

    #[tokio::test]
    async fn home_searches_once_a_minute() {
        let world = World::toy().await;
        let page = home(State(world.site()), Lang::En).await.expect("a page").into_response();
        assert_eq!(page.extensions().get::<Whole>().map(|it| it.kept), Some(Kept::AMinute));
    }
}
