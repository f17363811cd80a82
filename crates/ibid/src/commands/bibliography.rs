//! `ibid bibliography`: the .bib file of a LaTeX document.

use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::{Context, Result};
use ibid_app::bibliography::{Bibliography, Cited};
use ibid_app::export::{As, Export};
use ibid_app::search::Search;
use ibid_core::tex;
use serde_json::json;

use crate::Answer;
use crate::output::{Output, plain};
use crate::wire::Open;

pub(crate) async fn run(open: &Open, files: &[PathBuf], export: &str, out: &mut Output) -> Result<Answer> {
    let wanted = As::from_word(export).with_context(|| format!("{export}: no such format"))?;
    let reader = open.store.reader();
    let search = Search::new(reader.clone(), open.index.clone());
    let mut bibliography = Bibliography::new(&search, &reader);
    let mut export = Export::new(reader.clone(), wanted);
    let mut seen = HashSet::new();
    let mut answer = Answer::Yes;
    for file in files {
        let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
        let (text, place) = (String::from_utf8_lossy(&bytes), file.display());
        for key in tex::cited(&text).into_iter().filter(|key| seen.insert(key.clone())) {
            let shown = plain(&key);
            let entry = match bibliography.find(&key).await? {
                _ if !tex::may_be_key(&key) => Err("not a key BibTeX takes".to_owned()),
                Cited::Nothing => Err("no such work".to_owned()),
                Cited::Several(count) => Err(format!("{count} works have this key; cite one by its handle")),
                Cited::Work(stored) => export
                    .keyed(&stored, &key)
                    .await?
                    .map(|text| (stored, text))
                    .ok_or_else(|| "it has no such form".to_owned()),
            };
            match entry {
                Ok((stored, _)) if out.is_json() => {
                    out.json(&json!({ "key": key, "handle": stored.handle.as_str() }))?;
                }
                Ok((_, text)) => out.text(&format!("{text}\n"))?,
                Err(why) => {
                    answer = Answer::No;
                    if out.is_json() {
                        out.json(&json!({ "key": key, "handle": null, "problem": why }))?;
                    }
                    eprintln!("ibid: {place}: {shown}: {why}");
                }
            }
        }
    }
    Ok(answer)
}
