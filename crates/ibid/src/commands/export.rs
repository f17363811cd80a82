//! `ibid show` and `ibid export`: records in the formats they leave in.

use anyhow::{Context, Result};
use ibid_app::export::{As, Export};
use ibid_app::search::Search;
use ibid_app::style::Style;
use ibid_core::Handle;
use ibid_store::{State, Stored};
use serde_json::json;

use crate::Answer;
use crate::output::{Output, plain};
use crate::wire::Open;

/// Records read at once.
const STEP: usize = 1_000;

pub(crate) async fn show(
    open: &Open,
    handle: &str,
    export: Option<&str>,
    style: Option<&str>,
    out: &mut Output,
) -> Result<Answer> {
    let style = style.map(named).transpose()?;
    let wanted = format(export, out)?;
    let parsed = Handle::parse(handle)
        .with_context(|| format!("{handle}: not a handle, like RePEc:hst:ghsdps:gd11-190"))?;
    let reader = open.store.reader();
    let Some(stored) = reader.record(&parsed).await? else {
        let near = reader.nearest(&parsed.key(), 5).await?;
        let near: Vec<_> = near.iter().map(Handle::as_str).collect();
        eprintln!("ibid: {parsed}: no such record; nearest: {}", near.join(", "));
        return Ok(Answer::No);
    };
    if stored.state == State::Withdrawn {
        eprintln!("ibid: {parsed}: withdrawn by its source");
        return Ok(Answer::No);
    }
    let mut export = Export::new(reader, wanted);
    if let Some(style) = style {
        return cite(&mut export, &stored, style, out).await;
    }
    let Some(entry) = export.entry(&stored).await? else {
        eprintln!("ibid: {parsed}: a {} has no such form; try json or redif", stored.kind.word());
        return Ok(Answer::No);
    };
    out.text(export.begin())?;
    out.text(&shown(out, wanted, entry))?;
    out.text(export.end())?;
    Ok(Answer::Yes)
}

fn named(style: &str) -> Result<&'static Style> {
    Style::named(style).with_context(|| format!("{style}: no such style; there are {}", Style::ids()))
}

/// A citation is text for people: slant and links are left out.
async fn cite(export: &mut Export, stored: &Stored, style: &Style, out: &mut Output) -> Result<Answer> {
    let Some(citation) = export.citation(stored, style).await? else {
        eprintln!("ibid: {}: a {} is not cited", stored.handle, stored.kind.word());
        return Ok(Answer::No);
    };
    match out.is_json() {
        true => out.json(&json!({
            "handle": stored.handle.as_str(), "style": style.id,
            "citation": citation.text(), "in_text": citation.in_text,
        }))?,
        false => out.line(&plain(&citation.text()))?,
    }
    Ok(Answer::Yes)
}

pub(crate) async fn many(
    open: &Open,
    query: Option<&str>,
    export: Option<&str>,
    out: &mut Output,
) -> Result<Answer> {
    let wanted = format(export, out)?;
    let mut export = Export::new(open.store.reader(), wanted);
    out.text(export.begin())?;
    let written = match query {
        Some(query) => found(open, query, &mut export, wanted, out).await?,
        None => all(open, &mut export, wanted, out).await?,
    };
    out.text(export.end())?;
    Ok(if written > 0 { Answer::Yes } else { Answer::No })
}

fn format(word: Option<&str>, out: &Output) -> Result<As> {
    let word = word.unwrap_or(if out.is_json() { "json" } else { "text" });
    As::from_word(word).with_context(|| format!("{word}: no such format; there are {}", As::words()))
}

async fn all(open: &Open, export: &mut Export, wanted: As, out: &mut Output) -> Result<u64> {
    let reader = open.store.reader();
    let (mut after, mut written) = (0, 0);
    loop {
        let records = reader.all_after(after, STEP).await?;
        let Some(last) = records.last() else { return Ok(written) };
        after = last.id;
        written += write(&records, export, wanted, out).await?;
    }
}

/// All that a query finds.
async fn found(open: &Open, query: &str, export: &mut Export, wanted: As, out: &mut Output) -> Result<u64> {
    let search = Search::new(open.store.reader(), open.index.clone());
    let handles = search.all(query).await?;
    let mut written = 0;
    for some in handles.chunks(STEP) {
        let records: Vec<Stored> = open.store.reader().records(some).await?.into_iter().flatten().collect();
        written += write(&records, export, wanted, out).await?;
    }
    Ok(written)
}

async fn write(records: &[Stored], export: &mut Export, wanted: As, out: &mut Output) -> Result<u64> {
    let mut written = 0;
    for stored in records {
        if let Some(entry) = export.entry(stored).await? {
            out.text(&shown(out, wanted, entry))?;
            written += 1;
        }
    }
    Ok(written)
}

/// Formats escape for programs; what is only for people must not steer their terminal.
fn shown(out: &Output, wanted: As, entry: String) -> String {
    match wanted {
        As::Format(ibid_core::export::Format::Text) if !out.is_json() => plain(&entry),
        _ => entry,
    }
}
