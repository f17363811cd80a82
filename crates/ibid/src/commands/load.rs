//! `ibid load`: a copy of another catalogue, and the index after it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use ibid_app::bulk::fetch::{self, is_address};
use ibid_app::bulk::load::{Loaded, load};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::harvest::searchable;
use crate::Answer;
use crate::config::Config;
use crate::output::Output;
use crate::wire::{self, Open, Rank};

/// Where fetched files wait in the data folder until they are loaded.
const FETCHED: &str = "load";

pub(crate) async fn run(config: &Config, from: &str, out: &mut Output) -> Result<Answer> {
    if !is_address(from) && !Path::new(from).exists() {
        bail!("{from}: no such file or folder");
    }
    let open = wire::open_or_make(config).await?;
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{wide_bar} {percent}% {elapsed} {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let fetched = config.data.join(FETCHED);
    let from = match is_address(from) {
        true => {
            let copied = open.store.reader().copied().await?;
            let mut say = |name: &str, done, all| told(&bar, name, done, all);
            fetch::fetch(from, &fetched, copied.as_ref(), &mut say).await?;
            fetched.clone()
        }
        false => PathBuf::from(from),
    };
    let loaded = loaded(&open, &from, &bar).await;
    bar.finish_and_clear();
    let loaded = loaded?;
    if from == fetched {
        std::fs::remove_dir_all(&fetched).with_context(|| fetched.display().to_string())?;
    }
    print(out, &loaded)?;
    Ok(Answer::Yes)
}

/// Loads and indexes. What was loaded before something went wrong can be searched as well.
async fn loaded(open: &Open, from: &Path, bar: &ProgressBar) -> Result<Loaded> {
    let worker = open.work(Rank::Equal)?;
    let mut say = |path: &Path, done, all| told(bar, &path.display().to_string(), done, all);
    let loaded = load(&open.store, &open.recent, from, &mut say).await;
    worker.stop().await;
    bar.set_message("search index");
    searchable(open).await?;
    Ok(loaded?)
}

fn told(bar: &ProgressBar, name: &str, done: u64, all: u64) {
    bar.set_length(all);
    bar.set_position(done);
    bar.set_message(name.to_owned());
}

fn print(out: &mut Output, loaded: &Loaded) -> std::io::Result<()> {
    let Loaded { position, files, records, created, changed, unchanged, withdrawn } = loaded;
    if out.is_json() {
        return out.json(&json!({
            "position": position, "files": files, "records": records, "new": created, "changed": changed,
            "unchanged": unchanged, "withdrawn": withdrawn,
        }));
    }
    match files {
        0 => out.line(&format!("nothing new: the copy is at line {position} of the other journal")),
        _ => out.line(&format!(
            "{files} files, {records} records: {created} new, {changed} changed, {unchanged} unchanged, {withdrawn} \
             withdrawn; up to line {position} of the other journal"
        )),
    }
}
