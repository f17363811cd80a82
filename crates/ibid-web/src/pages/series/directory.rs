//! All series of all archives by name: journals, working papers, books, software, talks.

use axum::extract::State;
use axum::http::Uri;
use ibid_core::Kind;
use maud::{Markup, html};

use crate::Site;
use crate::i18n::{Lang, Messages};
use crate::layout::{self, Frame};
use crate::page::Page;
use crate::problem::{Answer, Problem};
use crate::site::Listed;
use crate::urls;

/// Series on a page.
const PER_PAGE: usize = 100;

struct Directory<'a> {
    all: &'a [Listed],
    kind: Option<Kind>,
    from: String,
}

pub(crate) async fn show(State(site): State<Site>, lang: Lang, uri: Uri) -> Answer {
    let t = lang.messages();
    let all = site.directory().await?;
    let (from, kind) = asked(uri.query().unwrap_or(""))?;
    let directory = Directory { all: &all, kind, from };
    let frame = Frame {
        title: t.series.all,
        description: t.series.all_intro,
        address: urls::ALL_SERIES,
        listed: directory.from.is_empty() && kind.is_none(),
        ..Frame::default()
    };
    Ok(Page::html(layout::page(&site, t, frame, directory.view(t))).for_a_minute())
}

/// `from=k&kind=article`.
fn asked(query: &str) -> Answer<(String, Option<Kind>)> {
    let pairs =
        urls::percent::decode_pairs(query).ok_or_else(|| Problem::unreadable(|t| t.problem.no_text))?;
    let value = |name: &str| pairs.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.trim());
    let kind = Kind::from_word(value("kind")).filter(|kind| kind.is_work());
    Ok((ibid_core::text::sort_key(value("from")), kind))
}

impl Directory<'_> {
    fn chosen(&self) -> impl Iterator<Item = &Listed> {
        self.all.iter().filter(|it| self.kind.is_none_or(|kind| it.holds == kind))
    }

    fn view(&self, t: &Messages) -> Markup {
        let words = &t.series;
        let mut page = self.chosen().filter(|it| it.key.as_str() >= self.from.as_str());
        let rows: Vec<&Listed> = page.by_ref().take(PER_PAGE).collect();
        html! {
            h1 { (words.all) }
            p.read { (words.all_intro) }
            p.facts { (t.plural(t.count.series, self.chosen().count() as i64)) }
            (self.kinds(t))
            @if self.chosen().count() > PER_PAGE { (self.letters(t)) }
            @if rows.is_empty() { p { (words.nothing_more) } } @else { (table(t, &rows)) }
            @if let Some(next) = page.next() {
                nav.acts aria-label=(t.site.pages) { a.btn rel="next" href=(urls::series_from(&next.key, self.kind)) { (words.further) } }
            }
        }
    }

    fn kinds(&self, t: &Messages) -> Markup {
        let works = Kind::ALL.into_iter().filter(|kind| kind.is_work());
        let there = works.filter(|kind| self.all.iter().any(|it| it.holds == *kind));
        html! {
            nav aria-label=(t.series.kinds) { ul.dots {
                @for kind in std::iter::once(None).chain(there.map(Some)) { li {
                    @let name = kind.map_or(t.series.everything, |kind| t.kinds(kind));
                    @if kind == self.kind { b aria-current="true" { (name) } }
                    @else { a href=(urls::series_from("", kind)) { (name) } }
                } }
            } }
        }
    }

    /// The letters names begin with, in their order.
    fn letters(&self, t: &Messages) -> Markup {
        let mut letters: Vec<char> = self.chosen().filter_map(|it| it.key.chars().next()).collect();
        letters.dedup();
        html! {
            nav aria-label=(t.series.begin_with) { ul.chips { @for letter in letters { li {
                a href=(urls::series_from(&letter.to_string(), self.kind)) { (letter.to_uppercase()) }
            } } } }
        }
    }
}

fn table(t: &Messages, rows: &[&Listed]) -> Markup {
    let words = &t.series;
    html! {
        table.stack {
            thead { tr { th scope="col" { (words.name) } th scope="col" { (words.holds) } th scope="col" { (t.field.archive) } th.num scope="col" { (words.works) } } }
            tbody { @for it in rows { tr {
                td { a href=(urls::series(&it.handle)) { @if it.name.is_empty() { code { (it.handle) } } @else { (t.said(&it.name, None)) } } }
                td data-l=(words.holds) { (t.kinds(it.holds)) }
                td data-l=(t.field.archive) { a href=(urls::archive(it.handle.archive())) { code { (it.handle.archive()) } } }
                td.num data-l=(words.works) { (t.number(it.works)) }
            } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::world::World;

    #[tokio::test]
    async fn series_are_listed_by_name_and_kind() {
        let world = World::toy().await;
        let all = world.get("/series/").await.text();
        let (global, lectures) = (all.find("/s/hst/ghsdps.html"), all.find("/s/rak/lectur.html"));
        assert!(global.is_some() && global < lectures, "{all}");
        let talks = world.get("/series/?kind=talk").await.text();
        assert!(talks.contains("/s/rak/lectur.html") && !talks.contains("/s/hst/ghsdps.html"), "{talks}");
        let late = world.get("/series/?from=t").await.text();
        assert!(late.contains("/s/rak/transa.html") && !late.contains("/s/hst/ghsdps.html"), "{late}");
    }
}
