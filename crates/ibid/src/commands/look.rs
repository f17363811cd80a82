//! Looking at an installation: its settings, its counts, its health.

use anyhow::Result;
use ibid_app::lists::Lists;
use serde_json::{Value, json};

use crate::Answer;
use crate::config::{Config, hide_password};
use crate::output::Output;
use crate::wire::{self, Open};

pub(crate) fn config(config: &Config, out: &mut Output) -> Result<Answer> {
    for (name, value, origin) in config.settings() {
        if out.is_json() {
            out.json(&json!({ "name": name, "value": value, "origin": origin.word() }))?;
        } else {
            out.line(&format!("{name} = {value:?}  # {}", origin.word()))?;
        }
    }
    Ok(Answer::Yes)
}

pub(crate) async fn stats(open: &Open, out: &mut Output) -> Result<Answer> {
    let totals = open.store.reader().totals().await?;
    let (documents, indexed) = (open.index.count(), open.index.position()?);
    if out.is_json() {
        let kind = |live: fn(&ibid_store::Count) -> i64| {
            let rows = totals.counts.iter().map(|it| (it.kind.word().to_owned(), json!(live(it))));
            Value::Object(rows.collect())
        };
        out.json(&json!({
            "live": kind(|it| it.live), "withdrawn": kind(|it| it.withdrawn),
            "archives": totals.archives, "files": totals.files,
            "position": totals.position, "documents": documents, "indexed": indexed,
        }))?;
        return Ok(Answer::Yes);
    }
    for count in &totals.counts {
        let gone = match count.withdrawn {
            0 => String::new(),
            gone => format!(", {gone} withdrawn"),
        };
        out.line(&format!("{:>12} {}{gone}", count.live, count.kind.word()))?;
    }
    out.line(&format!("{:>12} archives harvested, {} files", totals.archives, totals.files))?;
    out.line(&format!(
        "{:>12} lines of journal; index at {indexed} with {documents} documents",
        totals.position
    ))?;
    Ok(Answer::Yes)
}

/// One line a thing looked at, with what is wrong; the answer is no when anything is.
pub(crate) async fn doctor(config: &Config, out: &mut Output) -> Result<Answer> {
    let mut answer = Answer::Yes;
    let folder = match config.data.is_dir() {
        true => Ok("is there".to_owned()),
        false => Err("no such folder; `ibid harvest` makes it".to_owned()),
    };
    let present = folder.is_ok();
    tell(out, &mut answer, "data folder", &config.data.display().to_string(), folder)?;
    if !present {
        return Ok(answer);
    }
    let open = match wire::open(config).await {
        Ok(open) => open,
        Err(error) => {
            let place = hide_password(&config.store);
            tell(out, &mut answer, "ledger and index", &place, Err(format!("{error:#}")))?;
            return Ok(answer);
        }
    };
    let totals = open.store.reader().totals().await;
    let ledger = totals.as_ref().map(|it| format!("journal at {}", it.position)).map_err(ToString::to_string);
    tell(out, &mut answer, "ledger", open.store.place(), ledger)?;
    let index = match (open.index.position(), totals) {
        (Ok(position), Ok(totals)) if position == totals.position => Ok(format!("at {position}")),
        (Ok(position), Ok(totals)) => Err(format!(
            "at {position} of {}: run `ibid serve`, `ibid work` or `ibid rebuild search`",
            totals.position
        )),
        (Ok(position), Err(_)) => Ok(format!("at {position}")),
        (Err(error), _) => Err(error.to_string()),
    };
    tell(out, &mut answer, "index", &config.index, index)?;
    reading_lists(config, &open, out, &mut answer).await?;
    Ok(answer)
}

/// Files of reading lists that cannot be read, and works they name that the catalogue does not have.
async fn reading_lists(config: &Config, open: &Open, out: &mut Output, answer: &mut Answer) -> Result<()> {
    let (folder, thing) = (config.lists(), "reading list");
    let shelf = Lists::new(folder.clone()).shelf().await;
    let place = |file: &str, line: usize| format!("{}:{line}", folder.join(file).display());
    for fault in &shelf.faults {
        tell(out, answer, thing, &place(&fault.file, fault.line), Err(fault.message.clone()))?;
    }
    for list in &shelf.lists {
        let entries: Vec<_> = list.entries().collect();
        let handles: Vec<_> = entries.iter().map(|it| it.handle.clone()).collect();
        let file = format!("{}.toml", list.name);
        let found = open.store.reader().records(&handles).await?;
        for (entry, _) in entries.iter().zip(&found).filter(|(_, stored)| stored.is_none()) {
            let missing = format!("{} is not in the catalogue", entry.handle);
            tell(out, answer, thing, &place(&file, entry.line), Err(missing))?;
        }
        tell(
            out,
            answer,
            thing,
            &folder.join(&file).display().to_string(),
            Ok(format!("{} works", handles.len())),
        )?;
    }
    Ok(())
}

fn tell(
    out: &mut Output,
    answer: &mut Answer,
    thing: &str,
    place: &str,
    found: Result<String, String>,
) -> std::io::Result<()> {
    let (well, said) = match &found {
        Ok(said) => (true, said),
        Err(said) => (false, said),
    };
    if !well {
        *answer = Answer::No;
    }
    if out.is_json() {
        return out.json(&json!({ "thing": thing, "place": place, "well": well, "said": said }));
    }
    out.line(&format!("{} {thing}: {place}: {said}", if well { "well " } else { "WRONG" }))
}
