//! `ibid show` and `ibid export`: records in the formats they leave in.

use anyhow::{Context, Result};
use ibid_app::export::{As, Export, Records};
use ibid_app::search::Search;
use ibid_app::style::Style;
use ibid_core::Handle;
use ibid_store::{State, Stored};
use serde_json::json;

use crate::Answer;
use crate::output::{Output, plain};
use crate::wire::Open;

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
    let reader = open.store.reader();
    let mut records = match query {
        Some(query) => {
            let found = Search::new(reader.clone(), open.index.clone()).all(query).await?;
            Records::of(reader.clone(), wanted, found)
        }
        None => Records::all(reader.clone(), wanted),
    };
    let mut export = Export::new(reader, wanted);
    out.text(export.begin())?;
    let mut answer = Answer::No;
    while let Some(some) = records.next().await? {
        for ready in some {
            if let Some(entry) = export.place(ready) {
                out.text(&shown(out, wanted, entry))?;
                answer = Answer::Yes;
            }
        }
    }
    out.text(export.end())?;
    Ok(answer)
}

fn format(word: Option<&str>, out: &Output) -> Result<As> {
    let word = word.unwrap_or(if out.is_json() { "json" } else { "text" });
    As::from_word(word).with_context(|| format!("{word}: no such format; there are {}", As::words()))
}

/// Formats escape for programs; what is only for people must not steer their terminal.
fn shown(out: &Output, wanted: As, entry: String) -> String {
    match wanted {
        As::Format(ibid_core::export::Format::Text) if !out.is_json() => plain(&entry),
        _ => entry,
    }
}
