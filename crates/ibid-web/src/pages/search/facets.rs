//! The column beside the results: by what they can be narrowed, with counts; years as histograms that
//! are controls.

use ibid_app::search::Facet as Counted;
use ibid_core::Kind;
use ibid_core::jel::Code;
use ibid_core::query::Years;
use ibid_core::record::Access;
use maud::{Markup, html};

use super::Answered;
use crate::i18n::{Messages, Text, fill};
use crate::urls::{self, Facet, Range, Search};
use crate::view::chart::{self, Bar};

/// Values shown before the rest folds away.
const SHOWN: usize = 7;

pub(super) fn view(t: &Messages, answered: &Answered) -> Markup {
    let asked = &answered.asked;
    let results = &answered.page.results;
    let plain = |facet, counted| {
        let values = results.facet(counted).iter();
        list(
            t,
            asked,
            facet,
            values.map(|(value, count)| (value.clone(), label(t, facet, value), *count)).collect(),
        )
    };
    html! {
        details.fac data-fold="facets" {
            summary { (t.search.narrow) }
            (years(t, asked, t.search.published, Years::Published, &results.years))
            (years(t, asked, t.search.about_years, Years::About, &results.about))
            (plain(Facet::Kind, Counted::Kind))
            (plain(Facet::Access, Counted::Access))
            (list(t, asked, Facet::Series, answered.series.clone()))
            (plain(Facet::Jel, Counted::Jel))
            (plain(Facet::Lang, Counted::Language))
        }
    }
}

/// A value as readers call it.
pub(super) fn label(t: &Messages, facet: Facet, value: &str) -> String {
    match facet {
        Facet::Kind => {
            Kind::from_word(value).map_or_else(|| value.to_owned(), |kind| t.kinds(kind).to_owned())
        }
        Facet::Access => {
            let known = Access::ALL.into_iter().find(|it| it.word() == value);
            known.map_or_else(|| value.to_owned(), |access| t.access(access).to_owned())
        }
        Facet::Lang => t.language(value).to_owned(),
        Facet::Jel => Code::parse(value)
            .map_or(value.to_owned(), |code| format!("{code} {}", code.label().unwrap_or(""))),
        Facet::Year | Facet::Series => value.to_owned(),
    }
}

fn heading(t: &Messages, facet: Facet) -> Text {
    match facet {
        Facet::Kind => t.search.kind,
        Facet::Year => t.search.year,
        Facet::Series => t.search.series,
        Facet::Jel => t.search.subject,
        Facet::Lang => t.search.language,
        Facet::Access => t.search.access,
    }
}

/// Values with counts. Those chosen stand first, and a click undoes them; another of the same facet
/// widens the search again.
fn list(t: &Messages, asked: &Search, facet: Facet, mut values: Vec<(String, String, u64)>) -> Markup {
    values.sort_by_key(|(value, ..)| !asked.has(facet, value));
    let (first, rest) = values.split_at(values.len().min(SHOWN));
    let one = |(value, label, count): &(String, String, u64)| {
        html! {
            li {
                @if asked.has(facet, value) {
                    a.on href=(asked.without(facet, value)) aria-current="true" aria-label=(fill(t.search.remove, &[("what", label)])) { "✓ " (t.said(label, None)) }
                } @else { a href=(asked.with(facet, value)) { (t.said(label, None)) } }
                span.soft.n { (t.number(*count)) }
            }
        }
    };
    html! {
        @if !first.is_empty() {
            h2 { (heading(t, facet)) }
            ul { @for value in first { (one(value)) } }
            @if !rest.is_empty() { details data-fold=(facet.word()) { summary { (t.plural(t.count.more, rest.len() as i64)) } ul { @for value in rest { (one(value)) } } } }
        }
    }
}

/// A histogram whose bars narrow the search, and two boxes that do so exactly. The script reads off
/// the form which boxes a drag over the bars fills in.
fn years(t: &Messages, asked: &Search, title: &str, which: Years, counts: &[(i16, u64)]) -> Markup {
    let (range, names) = match which {
        Years::Published => (asked.published, ("from", "to")),
        Years::About => (asked.about, ("about_from", "about_to")),
    };
    let carried: Vec<_> = asked
        .at_page(1)
        .pairs()
        .into_iter()
        .filter(|(name, _)| *name != names.0 && *name != names.1)
        .collect();
    html! {
        @if !counts.is_empty() || range != (None, None) {
            h2 { (title) }
            form.yrs action=(urls::SEARCH) data-years=(names.0) {
                div { (chart::histogram(title, &bars(t, asked, which, range, counts))) }
                @for (name, value) in &carried { input type="hidden" name=(name) value=(value); }
                (year_box(t, names.0, t.search.from, range.0))
                (year_box(t, names.1, t.search.to, range.1))
                button aria-label={ (t.search.go) ": " (title) } { (t.search.go) }
            }
        }
    }
}

fn year_box(t: &Messages, name: &str, label: &str, year: Option<i16>) -> Markup {
    html! { label { (label) input name=(name) value=[year] inputmode="numeric" pattern="[0-9]{1,4}" maxlength="4" title=(t.search.year_hint) size="4"; } }
}

/// Bars for counts by year, each a search among `asked` narrowed to its years.
pub(in crate::pages) fn bars(
    t: &Messages,
    asked: &Search,
    which: Years,
    chosen: Range,
    counts: &[(i16, u64)],
) -> Vec<Bar> {
    let mut bars = chart::binned(t, which, counts, |from, to| {
        asked.with_years(which, (Some(from), Some(to))).to_string()
    });
    for bar in &mut bars {
        let (from, to) = bar.years;
        bar.off = chosen.0.is_some_and(|it| to < it) || chosen.1.is_some_and(|it| from > it);
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn every_year_is_counted_once() {
        let counts = [(1899, 1), (1950, 2), (1951, 3), (2024, 4)];
        let bars =
            bars(Lang::En.messages(), &Search::text("x"), Years::Published, (Some(1950), None), &counts);
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), 10);
        assert!(bars[0].off && !bars[bars.len() - 1].off);
        assert_eq!(bars[0].address, "/search?q=x&from=1895&to=1899");
    }
}
