//! Charts as SVG: titled, described, in the page's own colours, and readable as a table beside.

use ibid_core::query::Years;
use maud::{Markup, html};

use crate::i18n::{Messages, fill};

/// One bar: what it stands for, how high, and where a click on it leads.
pub(crate) struct Bar {
    pub(crate) label: String,
    /// First and last, of a bar that stands for years.
    pub(crate) years: (i16, i16),
    pub(crate) count: u64,
    /// The same in words: "1950–1954: 7".
    pub(crate) said: Markup,
    pub(crate) address: String,
    /// Outside what is chosen: shown, but set back.
    pub(crate) off: bool,
}

/// Most bars of a histogram.
const BARS: i32 = 44;
const WIDTH: f64 = 220.0;
const HEIGHT: f64 = 64.0;
/// Wider bars would say more than they know.
const WIDEST_BAR: f64 = 14.0;
/// Room for two labels side by side.
const LEAST_WIDTH: f64 = 70.0;

/// A histogram whose bars are links; ends labelled directly. Nothing without bars.
pub(crate) fn histogram(title: &str, bars: &[Bar]) -> Markup {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return html! {} };
    let top = bars.iter().map(|bar| bar.count).max().unwrap_or(0).max(1) as f64;
    let step = (WIDTH / bars.len() as f64).min(WIDEST_BAR);
    let width = (step * bars.len() as f64).max(LEAST_WIDTH);
    html! {
        svg viewBox=(format!("0 0 {} {}", short(width), HEIGHT + 14.0)) width=(short(width)) height=(HEIGHT + 14.0) role="group" aria-label=(title) {
            @for (at, bar) in bars.iter().enumerate() {
                @let height = if bar.count == 0 { 0.0 } else { (bar.count as f64 / top * HEIGHT).max(2.0) };
                // By keyboard the boxes or tables beside say the same in two steps instead of forty.
                a href=(bar.address) aria-label=(bar.said) data-from=(bar.years.0) data-to=(bar.years.1) tabindex="-1" {
                    title { (bar.said) }
                    rect x=(short(at as f64 * step)) y="0" width=(short(step)) height=(HEIGHT) fill="transparent" {}
                    rect.bar.off[bar.off] x=(short(at as f64 * step)) y=(short(HEIGHT - height)) width=(short((step * 0.86).max(step - 2.0))) height=(short(height)) {}
                }
            }
            text.axis x="0" y=(HEIGHT + 12.0) { (start(&first.label)) }
            @if bars.len() > 1 { text.axis x=(short(width)) y=(HEIGHT + 12.0) text-anchor="end" { (end(&last.label)) } }
        }
    }
}

/// Years as bars of a round width each, those without a count too; `address` leads to the years of a bar.
///
/// A work appears in one year, so the works of several years add up. It may be about all of them, so of
/// those the year most works are about stands for the others.
pub(crate) fn binned(
    t: &Messages,
    which: Years,
    counts: &[(i16, u64)],
    address: impl Fn(i16, i16) -> String,
) -> Vec<Bar> {
    let (Some(first), Some(last)) = (counts.first(), counts.last()) else { return Vec::new() };
    let width = bin_width(i32::from(first.0), i32::from(last.0));
    let start = i32::from(first.0).div_euclid(width);
    let end = i32::from(last.0).div_euclid(width);
    let mut bins = vec![0u64; usize::try_from(end - start + 1).unwrap_or(1)];
    for &(year, count) in counts {
        let bin = usize::try_from(i32::from(year).div_euclid(width) - start).unwrap_or(0);
        bins[bin] = match which {
            Years::Published => bins[bin] + count,
            Years::About => bins[bin].max(count),
        };
    }
    let bar = |(count, bin): (u64, i32)| {
        let years = ((bin * width) as i16, (bin * width + width - 1) as i16);
        let said = match which {
            Years::Published => html! { (spans(&[years])) ": " (count) },
            Years::About => most(t, years, count),
        };
        Bar { label: spans(&[years]), years, count, said, address: address(years.0, years.1), off: false }
    };
    bins.into_iter().zip(start..).map(bar).collect()
}

/// "1955: 3"; of several years, what the one has that most works are about: "1950–1959: up to 3 a year".
pub(super) fn most(t: &Messages, years: (i16, i16), count: u64) -> Markup {
    let (span, count) = (spans(&[years]), t.number(count));
    match years.0 == years.1 {
        true => html! { (span) ": " (count) },
        false => fill(t.timeline.at_most, &[("years", &span), ("n", &count)]),
    }
}

/// Years to a bar: the least of the round widths that needs no more than `BARS` of them.
fn bin_width(first: i32, last: i32) -> i32 {
    [1, 2, 5, 10, 25, 50, 100, 250]
        .into_iter()
        .find(|width| last.div_euclid(*width) - first.div_euclid(*width) < BARS)
        .unwrap_or(500)
}

/// The years a work is about as bars on a line of time, decades marked.
pub(crate) fn years_about(label: &Markup, ranges: &[(i16, i16)]) -> Markup {
    let (Some(from), Some(to)) = (ranges.iter().map(|r| r.0).min(), ranges.iter().map(|r| r.1).max()) else {
        return html! {};
    };
    let (left, right) = (f64::from(from.div_euclid(10) * 10), f64::from((to.div_euclid(10) + 1) * 10));
    let at = |year: f64| (year - left) / (right - left) * WIDTH;
    html! {
        svg viewBox=(format!("0 0 {WIDTH} 34")) width=(WIDTH) height="34" role="img" aria-label=(label) {
            line x1="0" x2=(WIDTH) y1="15" y2="15" stroke="currentColor" stroke-opacity=".35" {}
            @for &(first, last) in ranges {
                @let x = at(f64::from(first));
                rect.bar x=(short(x)) y="9" height="12" width=(short((at(f64::from(last) + 1.0) - x).max(3.0))) rx="2" {}
            }
            text.axis x="0" y="33" { (left) }
            text.axis x=(WIDTH) y="33" text-anchor="end" { (right) }
        }
    }
}

/// "1950–1961, 1996".
pub(crate) fn spans(ranges: &[(i16, i16)]) -> String {
    let span =
        |&(from, to): &(i16, i16)| if from == to { from.to_string() } else { format!("{from}–{to}") };
    ranges.iter().map(span).collect::<Vec<_>>().join(", ")
}

/// Coordinates to a tenth: charts are many numbers.
pub(super) fn short(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// The first year in a label such as "1950–1959".
fn start(label: &str) -> &str {
    label.split('–').next().unwrap_or(label)
}

fn end(label: &str) -> &str {
    label.rsplit('–').next().unwrap_or(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, count: u64) -> Bar {
        Bar {
            label: label.to_owned(),
            years: (0, 0),
            count,
            said: html! { (label) ": " (count) },
            address: "/search?q=\"<x>".to_owned(),
            off: false,
        }
    }

    #[test]
    fn bars_are_links_with_words() {
        let chart = histogram("Years", &[bar("1950–1959", 3), bar("1960–1969", 0)]).into_string();
        assert!(chart.contains("<title>1950–1959: 3</title>"), "{chart}");
        assert!(chart.contains(">1950</text>") && chart.contains(">1969</text>"), "{chart}");
        assert!(!chart.contains("<x>"), "{chart}");
    }

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
    fn a_work_about_many_years_counts_once() {
        let counts: Vec<(i16, u64)> = (1800..=1899).map(|year| (year, 1)).collect();
        let check = |which, count, said: &str| {
            let bars = binned(crate::i18n::Lang::En.messages(), which, &counts, |_, _| String::new());
            assert_eq!((bars[1].count, bars[1].said.0.as_str()), (count, said));
        };
        check(Years::Published, 5, "1805–1809: 5");
        check(Years::About, 1, "1805–1809: up to 1 a year");
    }

    #[test]
    fn nothing_to_draw_draws_nothing() {
        assert_eq!(histogram("Years", &[]).into_string(), "");
        assert_eq!(years_about(&html! {}, &[]).into_string(), "");
    }

    #[test]
    fn years_are_said_as_people_say_them() {
        assert_eq!(spans(&[(1950, 1961), (1996, 1996)]), "1950–1961, 1996");
        let label = html! { "About 1950–1961" };
        assert!(years_about(&label, &[(1950, 1961)]).into_string().contains("\"About 1950–1961\""));
    }
}
