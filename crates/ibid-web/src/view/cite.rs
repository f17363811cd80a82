//! The suggested citation: one line in the form economists know from RePEc's services.
//!
//! Other styles are the exports' matter.

use ibid_core::record::{Agent, Work};
use ibid_core::{Kind, Record};

use super::days;

/// What a citation takes from outside the work.
#[derive(Clone, Copy, Default)]
pub(crate) struct Source<'a> {
    pub(crate) series: &'a str,
    pub(crate) provider: &'a str,
}

impl<'a> Source<'a> {
    /// Series and provider as the series' own record names them.
    pub(crate) fn of(series: Option<&'a Record>) -> Source<'a> {
        let Some(series) = series.and_then(Record::as_series) else { return Source::default() };
        Source { series: &series.name, provider: series.providers.first().map_or("", |it| &it.name) }
    }
}

/// Without a full stop twice, quotes closed after the comma as the services have it.
pub(crate) fn suggested(work: &Work, source: Source<'_>) -> String {
    let by = people(if work.authors.is_empty() { &work.editors } else { &work.authors });
    let by = if work.authors.is_empty() && !by.is_empty() { format!("{by} (ed.)") } else { by };
    let year = work.year().map_or("undated".to_owned(), |year| year.to_string());
    let opening = if by.is_empty() { year } else { format!("{by}, {year}") };
    let comma = if work.title.ends_with(['?', '!', ',']) { "" } else { "," };
    let mut parts = places(work, source);
    parts.retain(|part| !part.is_empty());
    let tail = parts.join(", ");
    format!("{opening}. “{}{comma}” {}.", work.title.trim_end_matches('.'), tail.trim_end_matches('.'))
}

fn people(people: &[Agent]) -> String {
    let names: Vec<&str> = people.iter().map(|agent| agent.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} & {last}", most.join(" & ")),
    }
}

fn places(work: &Work, source: Source<'_>) -> Vec<String> {
    let series = if work.journal.is_empty() { source.series } else { &work.journal };
    let numbered = [series, work.number.as_str()].join(" ").trim().to_owned();
    let provider = work.providers.first().map_or(source.provider, |it| &it.name).to_owned();
    let pages = labelled("pages ", &work.pages);
    match work.kind {
        Kind::Article => vec![series.to_owned(), provider, volume(work), pages, work.month.clone()],
        Kind::Chapter => vec![in_book(work, series), labelled("chapter ", &work.chapter), pages, provider],
        Kind::Talk => vec![format!("talk, {series}"), venue(work), date(work)],
        _ => vec![numbered, provider],
    }
}

fn volume(work: &Work) -> String {
    let issue = if work.issue.is_empty() { String::new() } else { format!("({})", work.issue) };
    labelled("vol. ", &format!("{}{issue}", work.volume))
}

fn in_book(work: &Work, series: &str) -> String {
    let editors = people(&work.editors);
    let book = if work.book_title.is_empty() { series } else { &work.book_title };
    if editors.is_empty() { format!("in: {book}") } else { format!("in: {editors} (ed.), {book}") }
}

fn venue(work: &Work) -> String {
    let venue = work.talk.as_ref().and_then(|talk| talk.venue.as_ref());
    venue.map_or(String::new(), |venue| venue.name.clone())
}

fn date(work: &Work) -> String {
    let date = work.talk.as_ref().and_then(|talk| talk.date);
    date.map_or(String::new(), days::written)
}

fn labelled(label: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{label}{value}") }
}
