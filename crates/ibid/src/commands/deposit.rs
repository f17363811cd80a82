//! `ibid deposit`: batches that register the operator's own DOIs.

use std::path::Path;

use anyhow::{Context, Result, bail};
use ibid_app::deposit::{self, Ready};
use ibid_app::search::Search;
use ibid_core::export::deposit::{Batch, END, Type};
use serde_json::json;

use crate::Answer;
use crate::config::{Config, Doi};
use crate::output::{Output, plain};
use crate::wire::{Open, now};

/// Who registers what; everything is said.
pub(crate) struct Settings {
    prefix: String,
    depositor: String,
    email: String,
    registrant: String,
    /// Where the DOIs shall lead.
    base_url: String,
}

impl Settings {
    pub(crate) fn of(config: &Config, prefix: Option<String>) -> Result<Settings> {
        let (doi, site, file) = (&config.doi, &config.site, config.file());
        if let Some(prefix) = prefix.as_deref().filter(|it| !Doi::is_prefix(it)) {
            bail!("--prefix: {prefix:?} is not a prefix like 10.5555");
        }
        let said = |value: Option<&String>, name: &str, what: &str| {
            let value = value.filter(|it| !it.trim().is_empty()).cloned();
            value.with_context(|| format!("{}: {name} is not set: {what}", file.display()))
        };
        let prefix = prefix.or_else(|| doi.prefix.clone());
        let depositor = doi.depositor.as_ref().or(site.name.as_ref());
        Ok(Settings {
            prefix: said(prefix.as_ref(), "doi.prefix", "what your DOIs begin with, like 10.5555")?,
            depositor: said(depositor, "doi.depositor", "who sends the deposit")?,
            email: said(
                doi.email.as_ref().or(site.email.as_ref()),
                "doi.email",
                "where the registry answers",
            )?,
            registrant: said(
                doi.registrant.as_ref().or(depositor),
                "doi.registrant",
                "whose works these are",
            )?,
            base_url: said(site.url.as_ref(), "site.url", "where the DOIs shall lead")?,
        })
    }

    /// A batch as a file.
    fn file(&self, kind: Type, ready: &Ready, at: i64) -> String {
        let id = format!("{}-{}-{at}", self.prefix, kind.word());
        let batch = Batch {
            id: &id,
            at,
            depositor: &self.depositor,
            email: &self.email,
            registrant: &self.registrant,
        };
        [&batch.begin(), &ready.xml, END].concat()
    }
}

pub(crate) async fn run(
    open: &Open,
    settings: &Settings,
    query: Option<&str>,
    into: Option<&Path>,
    out: &mut Output,
) -> Result<Answer> {
    let reader = open.store.reader();
    let these = match query {
        Some(query) => Some(Search::new(reader.clone(), open.index.clone()).all(query).await?),
        None => None,
    };
    let page = |kind, handle: &_| ibid_web::page_of(&settings.base_url, kind, handle);
    let batches = deposit::collect(&reader, these, &settings.prefix, page).await?;
    for (handle, reason) in &batches.left_out {
        eprintln!("ibid: {}: left out: {}", plain(handle.as_str()), plain(reason));
    }
    if batches.ready.is_empty() {
        eprintln!("ibid: nothing to register under {}", settings.prefix);
        return Ok(Answer::No);
    }
    let at = now();
    match into {
        Some(folder) => {
            std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
            for (kind, ready) in &batches.ready {
                let path = folder.join(format!("{}.xml", kind.word()));
                let written = std::fs::write(&path, settings.file(*kind, ready, at));
                written.with_context(|| path.display().to_string())?;
                match out.is_json() {
                    true => out.json(&json!({
                        "to": path.display().to_string(), "type": kind.word(), "works": ready.works,
                    }))?,
                    false => out.line(&format!("{}: {} works", path.display(), ready.works))?,
                }
            }
        }
        None => {
            if batches.ready.len() > 1 {
                let types = batches.ready.iter().map(|(kind, it)| format!("{} {}", it.works, kind.word()));
                let types = types.collect::<Vec<_>>().join(", ");
                bail!("{types}: a batch holds one type; narrow the query, or name a folder with --into");
            }
            for (kind, ready) in &batches.ready {
                out.text(&settings.file(*kind, ready, at))?;
            }
        }
    }
    Ok(Answer::Yes)
}
