//! The page of a form of a name: what is signed so, with whom, where, on what and about which years.
//!
//! Who may stand behind a name is guessed in `behind.rs`; registered people have a page of their own.

use std::collections::HashMap;

use axum::extract::State;
use axum::http::Uri;
use ibid_app::search::{Facet as By, NameForm, Results, SearchRequest, Sort};
use ibid_core::jel::Code;
use ibid_core::name::{Name, form};
use ibid_core::query::Years;
use ibid_core::record::{Person, Work};
use ibid_core::{Handle, Record};
use maud::{Markup, html};

use super::behind::{self, Behind};
use crate::Site;
use crate::head::{json_ld, things};
use crate::i18n::{Lang, Messages, Text, fill};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::pages::search::facets;
use crate::pages::take_away;
use crate::problem::{self, Answer, Problem};
use crate::site::{Placed, Shown};
use crate::urls::{self, Feed, Search};
use crate::view::tongue::Tongue;
use crate::view::{self, chart, line};

/// Works listed; the rest is a search away.
const WORKS_SHOWN: usize = 200;
/// Co-authors, series and subjects named.
const NAMED: usize = 12;
const NEARBY: usize = 10;
/// Of a work with more authors it is not said who wrote it with whom.
pub(in crate::pages) const TOGETHER: usize = 50;

struct NamePage {
    name: String,
    results: Results,
    works: Vec<Placed>,
    registered: Vec<Person>,
    series: Vec<(Handle, String, u64)>,
    nearby: Vec<NameForm>,
    /// Other spellings that works have, with how many.
    spellings: Vec<(String, u64)>,
    behind: Behind,
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let t = lang.messages();
    let Some(name) = urls::html_name(uri.path()) else { return Err(problem::no_such_page(uri).await) };
    if form(&name).is_empty() {
        return Err(Problem::missing(format!("“{name}”")));
    }
    let page = NamePage::gather(&site, name).await?;
    if page.works.is_empty() && page.registered.is_empty() {
        return Err(Problem::missing(format!("“{}”", page.name)));
    }
    let spelling = spelling(&site, &page.name).await?;
    let address = urls::author(&spelling);
    let feed = (!page.works.is_empty()).then_some(Feed::Author(spelling));
    let works = page.works.iter().filter_map(|(it, _)| it.record.as_work());
    let head = json_ld(things::list(&site, "CollectionPage", &page.name, &address, works));
    let frame = Frame { title: &page.name, address: &address, head, feed, ..Frame::default() };
    Ok(Page::html(layout::page(&site, t, frame, page.view(t))).searched())
}

/// In the search language: works that carry exactly this name.
pub(crate) fn signed(name: &str) -> String {
    format!("byline:\"{}\"", name.replace('"', " "))
}

/// In the search language: works by or about whoever is called so, in every spelling.
fn however_spelt(name: &str) -> String {
    format!("author:({})", name.replace(['"', '(', ')', ','], " "))
}

/// Other spellings of a name, the most frequent first.
async fn spellings(site: &Site, name: &str) -> Answer<Vec<(String, u64)>> {
    let request = SearchRequest { text: however_spelt(name), limit: 1, ..SearchRequest::default() };
    let respelt = site.search().hits(request).await?.respelt;
    let mut names: Vec<(String, u64)> = respelt.into_iter().flat_map(|it| it.names).collect();
    names.retain(|(other, _)| form(other) != form(name));
    names.sort_by_key(|(_, works)| std::cmp::Reverse(*works));
    Ok(names)
}

/// How the directory spells this name: of all spellings of a form one has the page.
async fn spelling(site: &Site, name: &str) -> Answer<String> {
    let own = form(name);
    let forms = site.search().names(&Name::parse(name).sort_key(), NEARBY).await?;
    Ok(forms.into_iter().find(|it| form(&it.name) == own).map_or_else(|| name.to_owned(), |it| it.name))
}

impl NamePage {
    async fn gather(site: &Site, name: String) -> Answer<NamePage> {
        let request = SearchRequest {
            text: signed(&name),
            sort: Sort::Newest,
            limit: WORKS_SHOWN,
            facets: true,
            ..SearchRequest::default()
        };
        let found = site.search().search(request).await?;
        let registered = super::people_named(site, std::iter::once(name.as_str())).await?;
        let works = site.placed(found.hits.into_iter().map(Shown::from)).await?;
        let series = series(site, &found.results).await?;
        let nearby = nearby(site, &name).await?;
        let spellings = spellings(site, &name).await?;
        let behind = Behind::gather(site, &name, &works, &spellings).await?;
        Ok(NamePage { name, results: found.results, works, registered, series, nearby, spellings, behind })
    }

    fn view(&self, t: &Messages) -> Markup {
        let words = &t.names;
        let tongue = Tongue::of(t.lang, &self.name, None);
        html! {
            article.two {
                div {
                    (layout::crumbs(t, &[(urls::AUTHORS.to_owned(), html! { (t.site.authors) })]))
                    h1 lang=[tongue.lang] dir=[tongue.dir] { (self.name) }
                    p.facts { (t.plural(t.count.works, self.works_found())) " · " (words.several) }
                    @if !self.registered.is_empty() { (self.registered(t)) }
                    (behind::section(t, &self.behind))
                    section.sec #works { h2 { (words.works) }
                        (line::by_year(t, &self.works))
                        @if self.works_found() > self.works.len() as i64 {
                            p { a href=(self.search()) { (fill(words.all_of, &[("n", &t.number(self.works_found()))])) } }
                        }
                    }
                    section.sec.no-print { h2 { (words.is_you) } p { a href=(urls::WORKS) rel="nofollow" { (words.is_you_text) } } }
                }
                aside.side { (self.beside(t)) }
            }
        }
    }

    fn works_found(&self) -> i64 {
        self.results.total as i64
    }

    fn search(&self) -> Search {
        Search::text(&signed(&self.name))
    }

    fn registered(&self, t: &Messages) -> Markup {
        html! {
            div.box { p { b { (t.names.registered) } }
                ul.b { @for person in &self.registered { li {
                    a href=(urls::record(&Record::Person(Box::new(person.clone())))) { (t.said(&person.name, None)) }
                    @for place in person.workplaces.iter().take(2) { ", " (view::organization(t, place)) }
                } } }
            }
        }
    }

    fn beside(&self, t: &Messages) -> Markup {
        let words = &t.names;
        let works = || self.works.iter().filter_map(|(it, _)| it.record.as_work());
        html! {
            @if !self.works.is_empty() {
                p.s { (t.lists.as_format) " " (take_away::links(t, |extension| self.search().export(extension))) }
            }
            (years(t, &self.search(), &self.results))
            (with(t, &coauthors(works(), &[form(&self.name)])))
            @if !self.series.is_empty() { h2 { (words.where_in) }
                ul.b { @for (handle, name, count) in self.series.iter().take(NAMED) {
                    li { a href=(urls::series(handle)) { (t.said(name, None)) } " " span.n { (t.number(*count as i64)) } }
                } }
            }
            (subjects(t, &self.results))
            @if !self.spellings.is_empty() { h2 { (words.spellings) }
                ul.b {
                    @for (name, works) in self.spellings.iter().take(NAMED) {
                        li { a href=(Search::text(&view::works_by_text(name))) { (t.said(name, None)) } " " span.n { (t.number(*works as i64)) } }
                    }
                    li { a href=(Search::text(&however_spelt(&self.name))) { (words.spellings_all) } }
                }
            }
            @if !self.nearby.is_empty() { h2 { (words.nearby) }
                ul.b { @for it in &self.nearby { li { a href=(urls::author(&it.name)) { (t.said(&it.name, None)) } " " span.n { (t.number(it.works as i64)) } } } }
            }
        }
    }
}

/// When these works appeared and which years they are about, as small charts.
pub(in crate::pages) fn years(t: &Messages, search: &Search, results: &Results) -> Markup {
    let chart = |title: Text, which, counts: &[(i16, u64)]| {
        html! {
            @if counts.len() > 1 { h2 { (title) } (chart::histogram(title, &facets::bars(t, search, which, (None, None), counts))) }
        }
    };
    html! {
        (chart(t.names.when, Years::Published, &results.years))
        (chart(t.names.about, Years::About, &results.about))
        @if results.about.len() > 1 { p.s { a href=(search.first_page().at(urls::TIMELINE)) { (t.search.timeline) } } }
    }
}

/// Who else signed these works, the most frequent first, with a spelling of the name and how often;
/// `own` are the forms that are no one else. Works signed by a crowd bring nobody together.
pub(in crate::pages) fn coauthors<'a>(
    works: impl Iterator<Item = &'a Work>,
    own: &[String],
) -> Vec<(String, u64)> {
    let mut counts: HashMap<String, (&str, u64)> = HashMap::new();
    for agent in works.filter(|work| work.authors.len() <= TOGETHER).flat_map(|work| &work.authors) {
        let key = form(&agent.name);
        if !key.is_empty() && !own.contains(&key) {
            counts.entry(key).or_insert((&agent.name, 0)).1 += 1;
        }
    }
    let mut counts: Vec<(String, (&str, u64))> = counts.into_iter().collect();
    counts.sort_by(|(a, (_, first)), (b, (_, second))| second.cmp(first).then_with(|| a.cmp(b)));
    counts.into_iter().map(|(_, (name, count))| (name.to_owned(), count)).collect()
}

pub(in crate::pages) fn with(t: &Messages, coauthors: &[(String, u64)]) -> Markup {
    html! {
        @if !coauthors.is_empty() { h2 { (t.names.with) }
            ul.b { @for (name, count) in coauthors.iter().take(NAMED) {
                li { a href=(urls::author(name)) { (t.said(name, None)) } " " span.n { (t.number(*count as i64)) } }
            } }
        }
    }
}

/// The JEL codes these works carry.
pub(in crate::pages) fn subjects(t: &Messages, results: &Results) -> Markup {
    let codes = results.facet(By::Jel).iter();
    let codes: Vec<(Code, u64)> =
        codes.filter_map(|(code, count)| Some((Code::parse(code)?, *count))).take(NAMED).collect();
    html! {
        @if !codes.is_empty() { h2 { (t.names.on) }
            ul.b { @for (code, count) in codes { li { a href=(urls::jel(code)) { (code) } " " (t.jel(code)) " " span.n { (t.number(count as i64)) } } } }
        }
    }
}

async fn series(site: &Site, results: &Results) -> Answer<Vec<(Handle, String, u64)>> {
    let mut out = Vec::new();
    for (value, count) in results.facet(By::Series).iter().take(NAMED) {
        let Some(handle) = Handle::parse(value) else { continue };
        let name = site.series_name(&handle).await?;
        let name = if name.is_empty() { handle.to_string() } else { name };
        out.push((handle, name, *count));
    }
    Ok(out)
}

/// Forms that begin with the same family name, those around this one first.
async fn nearby(site: &Site, name: &str) -> Answer<Vec<NameForm>> {
    let key = Name::parse(name).sort_key();
    let family = key.split(' ').next().unwrap_or("").to_owned();
    let mut forms = site.search().names(&family, 300).await?;
    forms.retain(|it| it.key.split(' ').next().is_some_and(|first| same_family(first, &family)));
    let here = forms.iter().position(|it| it.key >= key).unwrap_or(forms.len());
    let start = here.saturating_sub(NEARBY / 2);
    let own = form(name);
    Ok(forms.into_iter().skip(start).filter(|it| form(&it.name) != own).take(NEARBY).collect())
}

/// The same, or a letter more: "Kimura" and "Kimuran".
fn same_family(a: &str, family: &str) -> bool {
    a.strip_prefix(family).is_some_and(|rest| rest.chars().count() <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ibid_core::Kind;
    use ibid_core::record::Agent;

    #[test]
    fn coauthors_are_counted_by_form() {
        let work = |names: &[&str]| {
            let handle = Handle::parse("RePEc:abc:papers:1").expect("a handle");
            let mut work = Work::new(handle, Kind::Paper);
            work.authors =
                names.iter().map(|it| Agent { name: (*it).to_owned(), ..Agent::default() }).collect();
            work
        };
        let works = [work(&["Kim Oda", "A. Own", "Li Bo"]), work(&["Oda, Kim", "Own, A."])];
        let found = coauthors(works.iter(), &[form("A. Own")]);
        assert_eq!(found, [("Kim Oda".to_owned(), 2), ("Li Bo".to_owned(), 1)]);
        let crowd: Vec<String> = (0..=TOGETHER).map(|n| format!("Ann B{n}")).collect();
        let crowd = work(&crowd.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(coauthors([crowd].iter(), &[]), []);
    }

    #[test]
    fn quotation_marks_end_no_search() {
        assert_eq!(signed("A \"B\" C"), "byline:\"A  B  C\"");
    }
}
