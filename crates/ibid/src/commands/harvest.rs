//! `ibid harvest`: archives into the ledger, and the index after them.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use ibid_app::archives::harvest::{Event, Report, harvest};
use ibid_app::archives::source::Source;
use ibid_app::projection::search;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::Answer;
use crate::output::{Output, plain};
use crate::wire::{Open, Rank, now};

/// How long to wait for another process to index what was harvested.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) async fn run(open: &Open, paths: &[PathBuf], out: &mut Output) -> Result<Answer> {
    let worker = open.work(Rank::Equal)?;
    let mut answer = Ok(Answer::Yes);
    for path in paths {
        match source(path) {
            Ok(source) => {
                if !source.skipped.is_empty() {
                    answer = Err(crate::Said.into());
                }
                for report in reports(open, &source).await {
                    if report.failed.is_some() || report.unreadable > 0 {
                        answer = Err(crate::Said.into());
                    }
                    print(out, &report)?;
                    out.flush()?;
                }
            }
            Err(error) => {
                eprintln!("ibid: {error:#}");
                answer = Err(crate::Said.into());
            }
        }
    }
    worker.stop().await;
    searchable(open).await?;
    answer
}

fn source(path: &Path) -> Result<Source> {
    Ok(Source::find(path)?)
}

/// Harvests a source with a bar on a terminal, and plain lines elsewhere.
async fn reports(open: &Open, source: &Source) -> Vec<Report> {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} files {elapsed} {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let mut say = |event: Event<'_>| match event {
        Event::Begins { archive, files } => {
            bar.inc_length(files);
            bar.set_message(archive.to_owned());
        }
        Event::Settled { .. } => bar.inc(1),
        Event::Stray(it) => bar.suspend(|| eprintln!("{}: not read: {}", plain(&it.name), it.why)),
        Event::Unreadable(it) => {
            bar.suspend(|| eprintln!("{}: could not be read: {}", plain(&it.name), it.why))
        }
        Event::Ends(report) => {
            if let Some(why) = &report.failed {
                bar.suspend(|| eprintln!("ibid: archive {}: {why}", report.archive));
            }
        }
    };
    let reports = harvest(&open.store, &open.recent, source, now(), &mut say).await;
    bar.finish_and_clear();
    reports
}

fn print(out: &mut Output, report: &Report) -> std::io::Result<()> {
    let Report { archive, files, counts, unreadable, failed } = report;
    if out.is_json() {
        return out.json(&json!({
            "archive": archive, "files": files, "templates": counts.templates, "new": counts.created,
            "changed": counts.changed, "unchanged": counts.unchanged, "vanished": counts.vanished,
            "repeated": counts.repeated, "errors": counts.errors, "warnings": counts.warnings,
            "unreadable": unreadable, "failed": failed,
        }));
    }
    out.line(&format!(
        "{archive}: {files} files, {} templates: {} new, {} changed, {} unchanged, {} vanished; \
         {} errors, {} warnings{}",
        counts.templates,
        counts.created,
        counts.changed,
        counts.unchanged,
        counts.vanished,
        counts.errors,
        counts.warnings,
        if failed.is_some() { " (not finished)" } else { "" },
    ))
}

/// Brings the index up to the ledger; while another process does that, waits for it.
pub(crate) async fn searchable(open: &Open) -> Result<()> {
    let reader = open.store.reader();
    let wanted = reader.position().await?;
    let mut moved = (open.index.position()?, Instant::now());
    loop {
        match search::catch_up(&reader, &open.index, &open.recent).await {
            Err(error) if error.is_busy() => {}
            ended => return ended.map(drop).context("search index"),
        }
        let position = open.index.position()?;
        if position >= wanted {
            return Ok(());
        }
        if position != moved.0 {
            moved = (position, Instant::now());
        } else if moved.1.elapsed() > PATIENCE {
            bail!("search index: another process holds it and stands still at {position} of {wanted}");
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
