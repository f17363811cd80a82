//! `ibid search`: the search box on the command line.

use anyhow::Result;
use ibid_app::search::{Found, Search, SearchRequest, Sort};
use ibid_core::Record;
use serde_json::json;

use crate::Answer;
use crate::output::{Output, plain};
use crate::wire::Open;

pub(crate) async fn run(
    open: &Open,
    text: &str,
    limit: usize,
    sort: &str,
    out: &mut Output,
) -> Result<Answer> {
    let search = Search::new(open.store.reader(), open.index.clone());
    let sort = match sort {
        "newest" => Sort::Newest,
        "oldest" => Sort::Oldest,
        "cited" => Sort::Cited,
        "added" => Sort::Added,
        _ => Sort::Relevance,
    };
    let page = search
        .search(SearchRequest { text: text.to_owned(), limit, sort, ..SearchRequest::default() })
        .await?;
    for found in &page.hits {
        print(out, found)?;
    }
    if !out.is_json() {
        page.query.notes.iter().try_for_each(|note| out.line(&plain(&note.to_string())))?;
        for it in &page.results.respelt {
            let names: Vec<&str> = it.names.iter().map(|(name, _)| name.as_str()).collect();
            out.line(&plain(&format!("{}: also as {}; in quotes as written", it.asked, names.join("; "))))?;
        }
        out.line(&format!("{} found in {} ms", page.results.total, page.took.as_millis()))?;
        for spelling in &page.spellings {
            out.line(&format!(
                "{}: nothing; perhaps {}",
                plain(&spelling.word),
                spelling.nearest.join(", ")
            ))?;
        }
    }
    Ok(if page.results.total > 0 { Answer::Yes } else { Answer::No })
}

fn print(out: &mut Output, found: &Found) -> std::io::Result<()> {
    let (people, year) = match &found.record {
        Record::Work(work) => {
            // Of some nothing is known but an address.
            let named =
                work.authors.iter().map(|author| author.name.as_str()).filter(|name| !name.is_empty());
            (named.collect(), work.year())
        }
        _ => (Vec::new(), None),
    };
    if out.is_json() {
        return out.json(&json!({
            "handle": found.stored.handle.as_str(),
            "kind": found.stored.kind.word(),
            "title": found.record.title(),
            "authors": people,
            "year": year,
            "score": found.score,
        }));
    }
    let year = year.map_or(String::new(), |year| format!(" ({year})"));
    out.line(&plain(&format!("{}{year}", found.record.title())).replace('\n', " "))?;
    let people = match people.is_empty() {
        true => String::new(),
        false => format!("{} · ", people.join("; ")),
    };
    out.line(&plain(&format!("    {people}{} · {}", found.stored.kind.word(), found.stored.handle)))
}
