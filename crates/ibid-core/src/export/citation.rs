//! The suggested citation in words, as IDEAS words it:
//! `Mitsuhiko Kimura, 2011. "Toward Normalization …," Series gd11-190, Provider.`

use super::{MONTHS, Source, line};
use crate::name::Name;
use crate::record::Kind;

/// One line of plain text, closed by a full stop.
pub fn suggested(source: &Source<'_>) -> String {
    let mut head = people(&source.authors());
    if head.is_empty() {
        head = people(&source.editors());
        head = if head.is_empty() { head } else { format!("{head} (ed.)") };
    }
    let year = source.work.year().map(|year| year.to_string()).unwrap_or_default();
    let head = joined([head, year], ", ");
    let tail = joined(place(source), ", ");
    let title = title(&source.work.title, !tail.is_empty());
    let head = if head.is_empty() { head } else { format!("{}.", head.trim_end_matches('.')) };
    let whole = joined([head, title, tail], " ");
    if whole.ends_with(['.', '"']) { whole } else { format!("{whole}.") }
}

/// The title in quotation marks, with the comma inside them unless it ends in a mark of its own.
fn title(title: &str, goes_on: bool) -> String {
    let title = line(title).replace('"', "'");
    let bare = title.trim_end_matches('.');
    match (title.is_empty(), goes_on) {
        (true, _) => String::new(),
        (_, false) => format!("\"{bare}.\""),
        _ if bare.ends_with(['?', '!']) => format!("\"{bare}\""),
        _ => format!("\"{bare},\""),
    }
}

/// Where it is to be found, after the title.
fn place(source: &Source<'_>) -> Vec<String> {
    let work = source.work;
    let labelled = |label: &str, value: &str| {
        let value = line(value);
        if value.is_empty() { value } else { format!("{label} {value}") }
    };
    let pages = labelled("pages", &work.pages);
    let (container, publisher) = (line(source.container()), line(source.publisher()));
    match work.kind {
        Kind::Article => {
            let issue = line(&work.issue);
            let issue = if issue.is_empty() { issue } else { format!("({issue})") };
            let volume = match line(&work.volume) {
                volume if volume.is_empty() => issue.trim_matches(['(', ')']).to_owned(),
                volume => format!("{volume}{issue}"),
            };
            vec![container, publisher, labelled("vol.", &volume), pages, month(source)]
        }
        Kind::Chapter => {
            let editors = people(&source.editors());
            let editors = if editors.is_empty() { editors } else { format!("{editors} (ed.)") };
            let book = joined([editors, container], ", ");
            vec![labelled("in:", &book), labelled("chapter", &work.chapter), pages, publisher]
        }
        Kind::Book => {
            vec![container, publisher, labelled("edition", &work.edition), labelled("number", &work.number)]
        }
        Kind::Talk => {
            let venue = work
                .talk
                .as_ref()
                .and_then(|talk| talk.venue.as_ref())
                .map_or("", |venue| venue.name.as_str());
            let date = source.issued().filter(|date| date.day.is_some()).map(|date| date.to_string());
            vec![
                joined([container, line(source.number())], " "),
                publisher,
                line(venue),
                date.unwrap_or_default(),
            ]
        }
        _ => {
            let number = line(source.number());
            vec![joined([container, number], " "), publisher]
        }
    }
}

fn month(source: &Source<'_>) -> String {
    let month = source.issued().and_then(|date| date.month);
    month
        .and_then(|month| MONTHS.get(usize::from(month) - 1))
        .map(|&month| month.to_owned())
        .unwrap_or_default()
}

fn people(names: &[Name]) -> String {
    names.iter().map(|name| line(&name.straight())).collect::<Vec<_>>().join(" & ")
}

fn joined(parts: impl IntoIterator<Item = String>, by: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by)
}
