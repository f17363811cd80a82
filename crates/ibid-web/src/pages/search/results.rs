//! The results: what the search is narrowed to, how many there are, the list, and the ways on.

use ibid_app::search::{Found, Respelt};
use ibid_core::query::{Field, Note, Query, Years};
use maud::{Markup, html};

use super::{Answered, facets, nothing};
use crate::i18n::{Messages, Text, fill};
use crate::layout;
use crate::pages::take_away;
use crate::urls::{self, Feed, Order, PER_PAGE, Range, Search};
use crate::view::line::{self, Line};
use crate::view::tongue::Tongue;

/// Other spellings of a name that are listed.
const SPELLINGS: usize = 8;

/// The script puts in what is marked so of another search, without loading the page anew.
pub(super) fn view(t: &Messages, answered: &Answered) -> Markup {
    let words = &t.search;
    html! {
        h1.vh { @if answered.asked.is_empty() { (words.browse_title) } @else { (words.results_title) } }
        div.hit data-live=(urls::SEARCH) {
            (facets::view(t, answered))
            div.over {
                (crate::pages::lookup::offer(t, &answered.asked.text))
                (chips(t, answered))
                (summary(t, answered))
                @if answered.page.results.total == 0 { (nothing::view(t, answered)) }
                @else { (list(t, answered)) (pages(t, answered)) (ways(t, answered)) }
            }
        }
    }
}

/// What the search is narrowed to, each undone by a click.
fn chips(t: &Messages, answered: &Answered) -> Markup {
    let asked = &answered.asked;
    let chip = |label: String, without: Search| {
        html! { li { a href=(without) aria-label=(fill(t.search.remove, &[("what", &label)])) { (t.said(&label, None)) " ×" } } }
    };
    let years = |text: Text, range: Range, which| {
        chip(fill(text, &[("years", &span(t, range))]).0, asked.with_years(which, (None, None)))
    };
    html! {
        @if asked.is_narrowed() {
            ul.chips aria-label=(t.search.narrowed_to) {
                @for (facet, value) in &asked.facets { (chip(answered.label(t, *facet, value), asked.without(*facet, value))) }
                @if asked.published != (None, None) { (years(t.search.published_in, asked.published, Years::Published)) }
                @if asked.about != (None, None) { (years(t.search.about_in, asked.about, Years::About)) }
                @if asked.conditions() > 1 { li { a href=(asked.widened()) { (t.search.remove_all) } } }
            }
        }
    }
}

fn summary(t: &Messages, answered: &Answered) -> Markup {
    let asked = &answered.asked;
    html! {
        @for said in &answered.page.query.notes { p.s.wait { (note(t, said)) } }
        (respelt(t, asked, &answered.page.query, &answered.page.results.respelt))
        p.s.soft.n {
            b data-count { (t.plural(t.count.results, answered.page.results.total as i64)) }
            " " (fill(t.search.took, &[("time", &time(answered.page.took))])) " · "
            (t.search.sorted_by) ": "
            @for (at, order) in Order::ALL.into_iter().enumerate() {
                @if at > 0 { ", " }
                @if order == asked.order { b aria-current="true" { (order_name(t, order)) } }
                @else { a href=(asked.with_order(order)) { (order_name(t, order)) } }
            }
            @if !answered.page.results.about.is_empty() {
                " · " a href=(asked.first_page().at(urls::TIMELINE)) { (t.search.timeline) }
            }
            " · " a href=(urls::SEARCH_HELP) { (t.search.more_boxes) }
        }
    }
}

/// Other spellings of names that were searched along, and the way to what was written alone.
pub(super) fn respelt(t: &Messages, asked: &Search, query: &Query, names: &[Respelt]) -> Markup {
    let words = &t.search;
    let spelling = |it: &Respelt, (name, works): &(String, u64)| {
        let field = if it.author { "author:" } else { "" };
        let search = asked.with_text(&format!("{field}\"{}\"", name.replace('"', " ")));
        html! { a href=(search) { (t.said(name, None)) } " " span.n { (t.number(*works as i64)) } }
    };
    html! {
        @for it in names {
            p.s.dots {
                (fill(words.respelt, &[("name", &t.said(&it.asked, None))])) " "
                @for (at, name) in it.names.iter().take(SPELLINGS).enumerate() {
                    @if at > 0 { " · " }
                    (spelling(it, name))
                }
                @if it.names.len() > SPELLINGS { " · " (fill(words.more_spellings, &[("n", &(it.names.len() - SPELLINGS))])) }
                @if !it.names.is_empty() { " · " }
                a href=(asked.with_text(&query.quoting(&it.asked, it.author.then_some(Field::Author)).to_text())) { (words.as_written) }
            }
        }
    }
}

pub(super) fn order_name(t: &Messages, order: Order) -> Text {
    match order {
        Order::Relevance => t.search.relevance,
        Order::Newest => t.search.newest,
        Order::Oldest => t.search.oldest,
        Order::Cited => t.search.cited,
        Order::About => t.search.by_subject,
        Order::Added => t.search.added,
    }
}

/// What was read otherwise than it was written.
fn note(t: &Messages, note: &Note) -> Markup {
    let words = &t.search;
    match note {
        Note::Long(most) => fill(words.note_long, &[("n", most)]),
        Note::ManyTerms(most) => fill(words.note_terms, &[("n", most)]),
        Note::Deep(most) => fill(words.note_deep, &[("n", most)]),
        Note::Closing => fill(words.note_closing, &[]),
        Note::Opening => fill(words.note_opening, &[]),
        Note::Quotation => fill(words.note_quotation, &[]),
        Note::Or => fill(words.note_or, &[]),
        Note::NoValue { field } => fill(words.note_no_value, &[("field", field)]),
        Note::BadValue { field, text } => fill(words.note_bad_value, &[("field", field), ("text", text)]),
        Note::NoField { name, text } => fill(words.note_no_field, &[("name", name), ("text", text)]),
        Note::Star { text } => fill(words.note_star, &[("text", text)]),
    }
}

fn list(t: &Messages, answered: &Answered) -> Markup {
    let asked = &answered.asked;
    let first = (asked.page - 1) * PER_PAGE + 1;
    html! {
        h2.vh { (t.search.results) }
        ol.list start=(first) {
            @for (hit, name) in answered.page.hits.iter().zip(&answered.names) {
                li {
                    (one(t, hit, name))
                    @if !asked.text.is_empty() { p.s { a.why href=(asked.why(&hit.stored.handle)) rel="nofollow" { (t.search.why) } } }
                }
            }
        }
    }
}

/// A hit: a work by its line, anything else by its name.
fn one(t: &Messages, hit: &Found, series_name: &str) -> Markup {
    let title = hit.record.title();
    let tongue = Tongue::of(t.lang, title, None);
    html! {
        @if let Some(work) = hit.record.as_work() {
            (Line { title: &hit.title, snippet: &hit.snippet, ..Line::new(t, work, series_name) })
        } @else {
            h3.t { a href=(urls::record(&hit.record)) lang=[tongue.lang] dir=[tongue.dir] {
                @if title.is_empty() { (hit.stored.handle) } @else { (line::marked(&hit.title)) }
            } }
            p.s.soft { (t.kind(hit.record.kind())) " · " (hit.stored.handle) }
            @if !hit.snippet.is_empty() { p.snip { (line::marked(&hit.snippet)) } }
        }
    }
}

/// On and back from the place this page ends and begins at, which stay when works come in.
fn pages(t: &Messages, answered: &Answered) -> Markup {
    let (asked, results) = (&answered.asked, &answered.page.results);
    let here = asked.page;
    let last = usize::try_from(results.total).unwrap_or(usize::MAX).div_ceil(PER_PAGE).max(here);
    let back = asked.place.as_ref().is_some_and(|place| place.before);
    let next = results.hits.last().filter(|_| results.more || back);
    let before = results.hits.first().filter(|_| here > 1 && (results.more || !back));
    let previous = before.map(|hit| match here - 1 {
        1 => asked.first_page(),
        page => asked.going_on(page, hit.place(true)),
    });
    html! {
        @if last > 1 {
            nav.acts.pages aria-label=(t.site.pages) {
                @if here > 2 { a.btn href=(asked.first_page()) { (t.site.first_page) } }
                @if let Some(previous) = previous { a.btn rel="prev" href=(previous) { (t.site.previous_page) } }
                span.soft.s { (fill(t.search.page_of, &[("page", &t.number(here as i64)), ("last", &t.number(last as i64))])) }
                @if let Some(hit) = next { a.btn rel="next" href=(asked.going_on(here + 1, hit.place(false))) { (t.site.next_page) } }
            }
        }
    }
}

/// What can be done with the whole of it.
fn ways(t: &Messages, answered: &Answered) -> Markup {
    let asked = &answered.asked;
    html! {
        div.sec.s.no-print {
            p { (t.search.export_all) ": "
                (take_away::links(t, |extension| asked.export(extension))) }
            (layout::follow(t, &Feed::of_search(asked)))
            p.dots { a data-copied=(t.cite.copied) href=(asked.first_page()) { (t.search.link) }
                " · " a href=(asked.first_page().at(urls::SEARCH_JSON)) rel="nofollow" { (t.search.as_json) }
                " · " a href=(urls::SEARCH_HELP) { (t.search.help) } }
        }
    }
}

/// "1955–1960", "since 1955", "until 1960".
pub(super) fn span(t: &Messages, range: Range) -> String {
    match range {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => fill(t.search.since, &[("year", &from)]).0,
        (None, Some(to)) => fill(t.search.until, &[("year", &to)]).0,
        (None, None) => String::new(),
    }
}

pub(super) fn time(took: std::time::Duration) -> String {
    let ms = took.as_secs_f64() * 1_000.0;
    if ms < 10.0 { format!("{ms:.1}") } else { format!("{ms:.0}") }
}
