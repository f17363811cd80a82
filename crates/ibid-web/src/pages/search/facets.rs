//! The column beside the results: by what they can be narrowed, with counts; years as histograms that
//! are controls.

use ibid_app::search::Facet as Counted;
use ibid_core::Kind;
use ibid_core::jel::Code;
use ibid_core::query::Years;
use ibid_core::record::Access;
use maud::{Markup, html};

use super::Answered;
use crate::i18n::Messages;
use crate::urls::{self, Facet, Range, Search};
use crate::view::chart::{self, Bar};

/// Values shown before the rest folds away.
const SHOWN: usize = 7;
/// Most bars of a histogram.
const BARS: i32 = 44;

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
        details.fac {
            summary { "Narrow these results" }
            (years(t, asked, "Published", Years::Published, &results.years))
            (years(t, asked, "About the years", Years::About, &results.about))
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

fn heading(facet: Facet) -> &'static str {
    match facet {
        Facet::Kind => "Kind",
        Facet::Year => "Year",
        Facet::Series => "Series",
        Facet::Jel => "Subject (JEL)",
        Facet::Lang => "Language",
        Facet::Access => "Access",
    }
}

/// Values with counts, those chosen already left out: they stand above the results.
fn list(t: &Messages, asked: &Search, facet: Facet, mut values: Vec<(String, String, u64)>) -> Markup {
    values.retain(|(value, ..)| !asked.has(facet, value));
    let (first, rest) = values.split_at(values.len().min(SHOWN));
    let one = |(value, label, count): &(String, String, u64)| {
        html! {
            li { a href=(asked.with(facet, value)) { (label) } span.soft.n { (t.number(*count)) } }
        }
    };
    html! {
        @if !first.is_empty() {
            h2 { (heading(facet)) }
            ul { @for value in first { (one(value)) } }
            @if !rest.is_empty() { details { summary { (rest.len()) " more" } ul { @for value in rest { (one(value)) } } } }
        }
    }
}

/// A histogram whose bars narrow the search, and two boxes that do so exactly.
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
            (chart::histogram(title, &bars(asked, which, range, counts)))
            form.yrs action=(urls::SEARCH) {
                @for (name, value) in &carried { input type="hidden" name=(name) value=(value); }
                (year_box(t, names.0, "From", range.0))
                (year_box(t, names.1, "To", range.1))
                button aria-label={ "Go, narrow to these years: " (title) } { "Go" }
            }
        }
    }
}

fn year_box(t: &Messages, name: &str, label: &str, year: Option<i16>) -> Markup {
    html! { label { (label) input name=(name) value=[year] inputmode="numeric" pattern="[0-9]{1,4}" maxlength="4" title="A year such as 1955" size="4"; } }
}

/// Bars for counts by year, each a search among `asked` narrowed to its years.
pub(in crate::pages) fn bars(asked: &Search, which: Years, chosen: Range, counts: &[(i16, u64)]) -> Vec<Bar> {
    let (Some(first), Some(last)) = (counts.first(), counts.last()) else { return Vec::new() };
    let width = bin_width(i32::from(first.0), i32::from(last.0));
    let start = i32::from(first.0).div_euclid(width);
    let end = i32::from(last.0).div_euclid(width);
    let mut sums = vec![0u64; usize::try_from(end - start + 1).unwrap_or(1)];
    for &(year, count) in counts {
        let bin = usize::try_from(i32::from(year).div_euclid(width) - start).unwrap_or(0);
        sums[bin] += count;
    }
    sums.into_iter()
        .zip(start..)
        .map(|(count, bin)| {
            let from = (bin * width) as i16;
            let to = from + (width - 1) as i16;
            let off = chosen.0.is_some_and(|it| to < it) || chosen.1.is_some_and(|it| from > it);
            let address = asked.with_years(which, (Some(from), Some(to))).to_string();
            Bar { label: chart::spans(&[(from, to)]), count, address, off }
        })
        .collect()
}

/// Years to a bar: the least of the round widths that needs no more than `BARS` of them.
fn bin_width(first: i32, last: i32) -> i32 {
    [1, 2, 5, 10, 25, 50, 100, 250]
        .into_iter()
        .find(|width| last.div_euclid(*width) - first.div_euclid(*width) < BARS)
        .unwrap_or(500)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_round_widths() {
        let check = |first, last, width| assert_eq!(bin_width(first, last), width, "{first}..{last}");
        check(2011, 2011, 1);
        check(1980, 2023, 1);
        check(1980, 2024, 2);
        check(1900, 2024, 5);
        check(0, 9999, 250);
    }

    #[test]
    fn every_year_is_counted_once() {
        let counts = [(1899, 1), (1950, 2), (1951, 3), (2024, 4)];
        let bars = bars(&Search::text("x"), Years::Published, (Some(1950), None), &counts);
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), 10);
        assert!(bars[0].off && !bars[bars.len() - 1].off);
        assert_eq!(bars[0].address, "/search?q=x&from=1895&to=1899");
    }
}
