//! What the tools do: arguments to a value that fits the tool's schema, or a sentence that says why not.

use ibid_app::archives::check::Check;
use ibid_app::archives::reading::{Problem as Finding, severity_word};
use ibid_app::search::{Found, SearchRequest};
use ibid_app::style::{Citation, Style};
use ibid_core::change;
use ibid_core::date::moment;
use ibid_core::export::{Format, citation, record_json};
use ibid_core::record::{Record, Work};
use ibid_store::{State, Stored, Version};
use serde_json::{Map, Value, json};

use super::arguments::{Arguments, Said};
use super::find::{self, failed};
use super::schemas::MOST_HITS;
use crate::Site;
use crate::i18n::Lang;
use crate::layout::absolute;
use crate::pages::search;
use crate::pages::works::{cite, exports};
use crate::problem::Answer;
use crate::urls::{self, Search, percent};

/// Versions, problems and letters of one text told at most.
const MOST_VERSIONS: usize = 50;
const MOST_PROBLEMS: usize = 200;
const LONGEST: usize = 2_000;
const HITS: i64 = 10;

/// Calls a tool; `None` when there is none of this name.
pub(super) async fn call(site: &Site, name: &str, arguments: &Map<String, Value>) -> Option<Said<Value>> {
    let arguments = Arguments(arguments);
    Some(match name {
        "search" => searched(site, arguments).await,
        "get" => got(site, arguments).await,
        "cite" => cited(site, arguments).await,
        "cited-by" => cited_by(site, arguments).await,
        "history" => history(site, arguments).await,
        "check" => checked(arguments),
        _ => return None,
    })
}

/// What of a search's arguments has the name it has in an address.
const SEARCHED: [&str; 7] = ["kind", "from", "to", "about_from", "about_to", "sort", "after"];

async fn searched(site: &Site, arguments: Arguments<'_>) -> Said<Value> {
    let known: Vec<&str> = ["query", "limit"].into_iter().chain(SEARCHED).collect();
    let arguments = arguments.only(&known)?;
    let asked = read(&arguments)?;
    let limit = arguments.number("limit", 1, MOST_HITS as i64)?.unwrap_or(HITS) as usize;
    let request = SearchRequest { limit, facets: false, ..search::request(&asked) };
    let page = site.search().search(request).await.map_err(failed)?;
    let next = page.results.hits.last().filter(|_| page.results.more).map(|hit| {
        let pairs = asked.going_on(2, hit.place(false)).pairs();
        pairs.into_iter().find(|(name, _)| *name == "after").map(|(_, token)| token)
    });
    let mut results = Vec::with_capacity(page.hits.len());
    for hit in &page.hits {
        results.push(result(site, hit).await.map_err(failed)?);
    }
    Ok(json!({
        "understood": page.query.to_text(),
        "total": page.results.total,
        "results": results,
        "next": next.flatten(),
        "url": absolute(site, &asked.first_page().to_string()),
    }))
}

/// The search that an address with these arguments would mean.
fn read(arguments: &Arguments<'_>) -> Said<Search> {
    let mut pairs = vec![("q", arguments.text("query")?.unwrap_or("").to_owned())];
    for name in SEARCHED {
        let value = match arguments.0.get(name) {
            Some(Value::Number(number)) if name != "sort" && name != "after" => Some(number.to_string()),
            _ => arguments.text(name)?.map(str::to_owned),
        };
        pairs.extend(value.map(|value| (name, value)));
    }
    let pairs: Vec<String> =
        pairs.iter().map(|(name, value)| format!("{name}={}", percent::query(value))).collect();
    Search::parse(&pairs.join("&")).map_err(|why| why.text(Lang::En.messages()))
}

async fn result(site: &Site, hit: &Found) -> Answer<Value> {
    let stored = &hit.stored;
    let work = hit.record.as_work();
    let people = work.map_or(&[][..], |it| if it.authors.is_empty() { &it.editors } else { &it.authors });
    let series = match work {
        Some(_) => site.series_name(&stored.handle.series_handle()).await?,
        None => String::new(),
    };
    let snippet: String = hit.snippet.iter().map(|piece| piece.text.as_str()).collect();
    Ok(json!({
        "handle": stored.handle.as_str(),
        "kind": stored.kind.word(),
        "title": hit.record.title(),
        "authors": people.iter().take(MOST_HITS).map(|it| it.name.as_str()).collect::<Vec<_>>(),
        "year": work.and_then(Work::year),
        "series": series,
        "url": absolute(site, &urls::record(&hit.record)),
        "snippet": snippet,
    }))
}

async fn got(site: &Site, arguments: Arguments<'_>) -> Said<Value> {
    let (stored, record) = named(site, &arguments.only(&["handle"])?).await?;
    let (series, provider) = place(site, &stored).await.map_err(failed)?;
    let formats: Map<String, Value> = match record.as_work() {
        Some(work) => Format::ALL
            .into_iter()
            .map(|format| {
                let face = urls::Face::Export(format.extension());
                let path = urls::WorkPath::of(work.kind, &work.handle, face).to_string();
                (format.extension().to_owned(), json!(absolute(site, &path)))
            })
            .collect(),
        None => Map::new(),
    };
    let text = record_json(&record, &series, &provider);
    let said: Value = serde_json::from_str(&text).map_err(|_| "the record cannot be given".to_owned())?;
    Ok(json!({
        "handle": stored.handle.as_str(),
        "kind": stored.kind.word(),
        "state": state(stored.state),
        "version": stored.version,
        "came": moment(stored.since),
        "changed": moment(stored.at),
        "url": absolute(site, &urls::record(&record)),
        "formats": formats,
        "record": said,
    }))
}

async fn cited(site: &Site, arguments: Arguments<'_>) -> Said<Value> {
    let arguments = arguments.only(&["handle", "style"])?;
    let style = match arguments.text("style")? {
        None => None,
        Some(id) => Some(Style::named(id).ok_or_else(|| format!("\"style\" is one of {}", Style::ids()))?),
    };
    let (stored, record) = named(site, &arguments).await?;
    let Record::Work(work) = record else {
        return Err(format!("{} is no work: only works are cited", stored.handle));
    };
    let series = site.shelved(&work.handle.series_handle()).await.map_err(failed)?;
    let (work, series, set) = cite::set(work, series, style).await;
    let source = exports::source(&work, series.as_deref());
    Ok(json!({
        "handle": stored.handle.as_str(),
        "style": style.filter(|_| set.is_some()).map_or("suggested", |it| it.id),
        "citation": set.as_ref().map_or_else(|| citation::suggested(&source), Citation::text),
        "in_text": set.as_ref().map_or("", |it| &it.in_text),
        "bibtex": Format::Bibtex.one(&source),
    }))
}

async fn cited_by(site: &Site, arguments: Arguments<'_>) -> Said<Value> {
    let (stored, _) = named(site, &arguments.only(&["handle"])?).await?;
    Ok(json!({
        "handle": stored.handle.as_str(),
        "held": false,
        "total": 0,
        "works": [],
        "note": "The catalogue holds no references of works yet, so it cannot say who cites this one. The list is \
                 empty for every work; it does not mean that nobody cites it.",
    }))
}

async fn history(site: &Site, arguments: Arguments<'_>) -> Said<Value> {
    let (stored, _) = named(site, &arguments.only(&["handle"])?).await?;
    let versions = site.reader().history(&stored.handle).await.map_err(failed)?;
    let shown = versions.iter().enumerate().take(MOST_VERSIONS);
    let told: Vec<Value> = shown.map(|(at, it)| version(it, versions.get(at + 1))).collect();
    Ok(json!({
        "handle": stored.handle.as_str(),
        "more": versions.len() - told.len(),
        "versions": told,
    }))
}

fn version(version: &Version, before: Option<&Version>) -> Value {
    let record = |it: &Version| ibid_core::record::read(&it.text);
    let both = record(version).zip(before.and_then(record));
    let edits = both.and_then(|(new, old)| change::diff(&old, &new)).map_or(Vec::new(), |it| it.edits);
    // Addresses for mail are not handed out, the fact that they changed is.
    let changes = edits.into_iter().map(|edit| match edit.is_of_address() {
        true => json!({ "field": edit.field, "from": "", "to": "" }),
        false => json!({ "field": edit.field, "from": shortened(&edit.from), "to": shortened(&edit.to) }),
    });
    json!({
        "version": version.version,
        "state": state(version.state),
        "at": moment(version.at),
        "file": version.file,
        "line": version.line,
        "changes": changes.collect::<Vec<_>>(),
    })
}

fn checked(arguments: Arguments<'_>) -> Said<Value> {
    let text = arguments.only(&["text"])?.needed("text")?;
    let mut problems = Vec::new();
    let mut say = |_: &str, problem: &Finding| problems.push(problem.clone());
    let mut check = Check::new(&mut say);
    check.text("text", text.as_bytes());
    let summary = check.summary;
    let told: Vec<Value> = problems.iter().take(MOST_PROBLEMS).map(finding).collect();
    Ok(json!({
        "templates": summary.templates,
        "good": summary.good,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "more": problems.len() - told.len(),
        "problems": told,
    }))
}

fn finding(it: &Finding) -> Value {
    let mut told = json!({
        "line": it.line,
        "column": it.column,
        "severity": severity_word(it.severity),
        "code": it.code,
        "message": shortened(&it.message),
    });
    for (name, text) in [("handle", &it.handle), ("fix", &it.fix)] {
        if let Some(text) = text {
            told[name] = json!(shortened(text));
        }
    }
    told
}

/// The record that an agent names, read.
async fn named(site: &Site, arguments: &Arguments<'_>) -> Said<(Stored, Record)> {
    let stored = find::stored(site, arguments.needed("handle")?).await?;
    let record = stored.record().ok_or_else(|| format!("{} cannot be read", stored.handle))?;
    Ok((stored, record))
}

/// Name and provider of the series of a work.
async fn place(site: &Site, stored: &Stored) -> Answer<(String, String)> {
    if !stored.kind.is_work() {
        return Ok(Default::default());
    }
    let shown = site.shelved(&stored.handle.series_handle()).await?;
    let series = shown.as_deref().and_then(|it| it.record.as_series());
    let provider = series.and_then(|it| it.providers.first()).map_or("", |it| &it.name);
    Ok((series.map_or("", |it| &it.name).to_owned(), provider.to_owned()))
}

fn state(state: State) -> &'static str {
    match state {
        State::Live => "live",
        State::Withdrawn => "withdrawn",
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
