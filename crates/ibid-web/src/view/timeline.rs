//! The picture of time: works by the years they are about. Columns count all of them, lines below show
//! some one by one, and tables say the same in words. Reusable for any list of works.

use ibid_core::record::Work;
use maud::{Markup, html};

use super::chart::{most, short, spans};
use super::names;
use super::tongue::Tongue;
use crate::i18n::{Messages, fill};
use crate::urls::{self, Range};

/// A work and the years it is about.
pub(crate) struct Span<'a> {
    pub(crate) work: &'a Work,
    pub(crate) years: Vec<(i16, i16)>,
}

/// What is drawn.
pub(crate) struct Drawn<'a> {
    /// Works there are, drawn as lines or not.
    pub(crate) total: u64,
    /// Works by year, ascending.
    pub(crate) counts: &'a [(i16, u64)],
    /// Years chosen; columns outside are set back.
    pub(crate) chosen: Range,
    pub(crate) spans: &'a [Span<'a>],
    /// Where a click on some years leads.
    pub(crate) address: &'a dyn Fn((i16, i16)) -> String,
}

const WIDTH: f64 = 960.0;
const COLUMNS: f64 = 150.0;
/// Room above the columns for what the highest one says, and below for years.
const HEAD: f64 = 30.0;
const AXIS: f64 = 36.0;
/// How far from either end the middle of a year stands at least.
const EDGE: f64 = 36.0;
const LINE: f64 = 6.0;
const PITCH: f64 = 9.0;
/// Most columns, and years they span before outliers are cut off.
const MOST: i32 = 120;
const LONG: i32 = 250;

pub(crate) fn timeline(t: &Messages, drawn: &Drawn<'_>) -> Markup {
    let Some(scale) = Scale::of(drawn) else { return html! {} };
    let says = says(t, drawn, &scale);
    html! {
        p #timeline-says { (says) }
        (picture(t, drawn, &scale, &says))
        @if (drawn.spans.len() as u64) < drawn.total {
            p.s.soft { (fill(t.timeline.first_drawn, &[("n", &t.number(drawn.spans.len() as i64))])) }
        }
        (works(t, drawn.spans))
        details { summary { (t.timeline.table) } (figures(t, drawn, &scale)) }
    }
}

/// Years drawn, and how many make a column.
struct Scale {
    first: i32,
    /// After the last.
    end: i32,
    width: i32,
    columns: Vec<u64>,
}

impl Scale {
    fn of(drawn: &Drawn<'_>) -> Option<Scale> {
        let (first, last) = ends(drawn)?;
        let width =
            [1, 2, 5, 10, 25, 50, 100].into_iter().find(|width| (last - first) / width < MOST).unwrap_or(100);
        let first = first.div_euclid(width) * width;
        let end = (last.div_euclid(width) + 1) * width;
        let mut columns = vec![0; usize::try_from((end - first) / width).unwrap_or(0)];
        for &(year, count) in drawn.counts {
            let at = (i32::from(year) - first).div_euclid(width);
            if let Some(column) = usize::try_from(at).ok().and_then(|at| columns.get_mut(at)) {
                // Of several years the one most works are about: a work about all of them counts once.
                *column = count.max(*column);
            }
        }
        Some(Scale { first, end, width, columns })
    }

    fn x(&self, year: i32) -> f64 {
        let within = f64::from(year.clamp(self.first, self.end) - self.first);
        within / f64::from(self.end - self.first) * WIDTH
    }

    fn years(&self, column: usize) -> (i16, i16) {
        let from = self.first + self.width * i32::try_from(column).unwrap_or(0);
        (from as i16, (from + self.width - 1) as i16)
    }

    /// Years to write under the columns: round ones, about eight.
    fn marks(&self) -> impl Iterator<Item = i32> {
        let span = self.end - self.first;
        let step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 500]
            .into_iter()
            .find(|step| span / step <= 8)
            .unwrap_or(1_000);
        let begin = self.first.div_euclid(step) * step;
        let (first, end) = (self.first, self.end);
        (0..)
            .map(move |n| begin + n * step)
            .skip_while(move |&year| year < first)
            .take_while(move |&year| year < end)
    }
}

/// The first and last year drawn: those chosen, or those of all but a hundredth at either end when
/// the rest lies far away.
fn ends(drawn: &Drawn<'_>) -> Option<(i32, i32)> {
    let (first, last) = (i32::from(drawn.counts.first()?.0), i32::from(drawn.counts.last()?.0));
    let within = match drawn.chosen {
        (None, None) if last - first > LONG => {
            let all: u64 = drawn.counts.iter().map(|(_, count)| count).sum();
            let mut below = 0;
            let inner = drawn.counts.iter().filter(|(_, count)| {
                below += count;
                below * 100 >= all && (below - count) * 100 <= all * 99
            });
            let years: Vec<i32> = inner.map(|(year, _)| i32::from(*year)).collect();
            (years.first().copied().unwrap_or(first), years.last().copied().unwrap_or(last))
        }
        (from, to) => (from.map_or(first, i32::from), to.map_or(last, i32::from)),
    };
    let (from, to) = (within.0.clamp(first, last), within.1.clamp(first, last));
    Some((from.min(to), to.max(from)))
}

/// "12 works, about the years 1910 to 1961. Most are about 1950: 7."
fn says(t: &Messages, drawn: &Drawn<'_>, scale: &Scale) -> Markup {
    let works = t.plural(t.count.works, drawn.total as i64);
    let shown = |year: i16| (scale.first..scale.end).contains(&i32::from(year));
    // Of equals the first.
    let most = drawn.counts.iter().filter(|(year, _)| shown(*year)).rev().max_by_key(|(_, count)| *count);
    let (year, most) = most.copied().unwrap_or((0, 0));
    if scale.end - scale.first == 1 {
        return fill(t.timeline.one_year, &[("year", &scale.first), ("works", &works)]);
    }
    let most = t.number(most);
    let last = scale.end - 1;
    fill(
        t.timeline.says,
        &[("works", &works), ("from", &scale.first), ("to", &last), ("year", &year), ("most", &most)],
    )
}

fn picture(t: &Messages, drawn: &Drawn<'_>, scale: &Scale, says: &Markup) -> Markup {
    let lines = lanes(drawn.spans, scale);
    let below = HEAD + COLUMNS + AXIS;
    let height = below + lines.iter().map(|(lane, ..)| lane + 1).max().unwrap_or(0) as f64 * PITCH;
    let top = scale.columns.iter().copied().max().unwrap_or(0).max(1);
    let step = WIDTH / scale.columns.len().max(1) as f64;
    html! {
        svg.tl viewBox=(format!("0 0 {WIDTH} {height}")) role="group" aria-label=(t.timeline.of_all) aria-describedby="timeline-says" {
            desc { (says) }
            @for (at, &count) in scale.columns.iter().enumerate().filter(|(_, count)| **count > 0) {
                @let years = scale.years(at);
                @let high = (count as f64 / top as f64 * COLUMNS).max(2.0);
                @let said = most(t, years, count);
                a href=((drawn.address)(years)) aria-label=(said) tabindex="-1" {
                    title { (said) }
                    rect.bar.off[is_off(drawn.chosen, years)] x=(short(at as f64 * step)) y=(short(HEAD + COLUMNS - high)) width=(short((step * 0.86).max(step - 2.0))) height=(short(high)) {}
                }
            }
            @if let Some(at) = scale.columns.iter().position(|count| *count == top) {
                @let middle = (at as f64 + 0.5) * step;
                text.axis x=(short(middle.clamp(80.0, WIDTH - 80.0))) y=(HEAD - 6.0) text-anchor="middle" { (most(t, scale.years(at), top)) }
            }
            line.rule x1="0" x2=(WIDTH) y1=(HEAD + COLUMNS) y2=(HEAD + COLUMNS) {}
            @for year in scale.marks() {
                line.rule x1=(short(scale.x(year))) x2=(short(scale.x(year))) y1=(HEAD + COLUMNS) y2=(HEAD + COLUMNS + 5.0) {}
                text.axis x=(short(scale.x(year).clamp(EDGE, WIDTH - EDGE))) y=(HEAD + COLUMNS + 24.0) text-anchor="middle" { (year) }
            }
            @for (lane, x, width, span) in &lines {
                @let said = format!("{}: {}", spans(&span.years), span.work.title);
                @let tongue = Tongue::of(t.lang, &span.work.title, span.work.language.as_deref());
                a href=(urls::page(span.work.kind, &span.work.handle)) lang=[tongue.lang] aria-label=(said) tabindex="-1" {
                    title { (said) }
                    rect.bar.line x=(short(*x)) y=(short(below + *lane as f64 * PITCH)) width=(short(*width)) height=(LINE) rx="2" {}
                }
            }
        }
    }
}

fn is_off(chosen: Range, (from, to): (i16, i16)) -> bool {
    chosen.0.is_some_and(|it| to < it) || chosen.1.is_some_and(|it| from > it)
}

/// Each line on the highest lane that is free there: lane, place, width.
fn lanes<'a>(all: &'a [Span<'a>], scale: &Scale) -> Vec<(usize, f64, f64, &'a Span<'a>)> {
    let mut free: Vec<f64> = Vec::new();
    let mut lines = Vec::new();
    for span in all {
        let inside = |&&(from, to): &&(i16, i16)| i32::from(to) >= scale.first && i32::from(from) < scale.end;
        let (Some(from), Some(to)) = (
            span.years.iter().filter(inside).map(|years| years.0).min(),
            span.years.iter().filter(inside).map(|years| years.1).max(),
        ) else {
            continue;
        };
        let x = scale.x(i32::from(from));
        let width = (scale.x(i32::from(to) + 1) - x).max(LINE);
        let lane = free.iter().position(|end| *end <= x).unwrap_or(free.len());
        match free.get_mut(lane) {
            Some(end) => *end = x + width + 3.0,
            None => free.push(x + width + 3.0),
        }
        lines.push((lane, x, width, span));
    }
    lines
}

fn works(t: &Messages, all: &[Span<'_>]) -> Markup {
    html! {
        @if !all.is_empty() {
            table.stack {
                thead { tr { th scope="col" { (t.timeline.years) } th scope="col" { (t.timeline.work) } } }
                tbody { @for span in all { tr {
                    td.n { (spans(&span.years)) }
                    td { a href=(urls::page(span.work.kind, &span.work.handle)) { (t.said(&span.work.title, span.work.language.as_deref())) }
                        @if !span.work.authors.is_empty() { " " span.soft { (names(t, &span.work.authors, 3, span.work.language.as_deref())) } } }
                } } }
            }
        }
    }
}

fn figures(t: &Messages, drawn: &Drawn<'_>, scale: &Scale) -> Markup {
    let works = if scale.width == 1 { t.timeline.works } else { t.timeline.works_at_most };
    html! {
        table {
            thead { tr { th scope="col" { (t.timeline.years) } th.num scope="col" { (works) } } }
            tbody { @for (at, count) in scale.columns.iter().enumerate().filter(|(_, count)| **count > 0) {
                @let years = scale.years(at);
                tr { td.n { a href=((drawn.address)(years)) { (spans(&[years])) } } td.num { (t.number(*count)) } }
            } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use ibid_core::{Handle, Kind};

    fn drawn<'a>(counts: &'a [(i16, u64)], spans: &'a [Span<'a>], chosen: Range) -> Drawn<'a> {
        Drawn { total: 9, counts, chosen, spans, address: &|(from, to)| format!("/x?{from}-{to}\"<") }
    }

    fn scale(counts: &[(i16, u64)], chosen: Range) -> (i32, i32, i32) {
        let scale = Scale::of(&drawn(counts, &[], chosen)).expect("a scale");
        (scale.first, scale.end, scale.width)
    }

    #[test]
    fn far_outliers_do_not_squeeze_the_rest() {
        assert_eq!(scale(&[(1950, 3), (1961, 2)], (None, None)), (1950, 1962, 1));
        let many: Vec<(i16, u64)> = [(12, 1)].into_iter().chain((1900..2000).map(|year| (year, 9))).collect();
        let (first, end, width) = scale(&many, (None, None));
        assert!(first >= 1890 && end <= 2001 && width == 1, "{first} {end} {width}");
        assert_eq!(scale(&many, (Some(1950), Some(1959))), (1950, 1960, 1));
        assert_eq!(scale(&many, (Some(1), Some(50))), (12, 51, 1));
        assert_eq!(scale(&[(1, 1), (9_999, 1)], (None, None)).2, 100);
        assert!(Scale::of(&drawn(&[], &[], (None, None))).is_none());
    }

    #[test]
    fn the_picture_says_the_same_in_words() {
        let mut work = Work::new(Handle::parse("RePEc:xyz:papers:1").expect("a handle"), Kind::Paper);
        work.title = "Plans <b>".to_owned();
        let spans = [
            Span { work: &work, years: vec![(1950, 1961)] },
            Span { work: &work, years: vec![(1962, 1963), (1970, 1970)] },
            Span { work: &work, years: vec![(1800, 1801)] },
        ];
        let counts = [(1950, 7), (1951, 7), (1970, 1)];
        let drawn = drawn(&counts, &spans, (None, None));
        let shown = timeline(Lang::En.messages(), &drawn).into_string();
        assert!(shown.contains("9 works, about the years 1950 to 1970. Most are about 1950: 7."), "{shown}");
        assert!(shown.contains("<title>1950–1961: Plans &lt;b&gt;</title>"), "{shown}");
        assert!(shown.contains("<td class=\"n\">1962–1963, 1970</td>"), "{shown}");
        assert!(!shown.contains("<b>") && !shown.contains("\"<"), "{shown}");
        let lines = lanes(&spans, &Scale::of(&drawn).expect("a scale"));
        assert!(
            shown.contains("<text class=\"axis\" x=\"36\" y=\"204\" text-anchor=\"middle\">1950</text>"),
            "{shown}"
        );
        assert_eq!(
            lines.iter().map(|line| line.0).collect::<Vec<_>>(),
            [0, 1],
            "one lane each, one not drawn"
        );
    }
}
