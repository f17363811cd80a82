//! Search pages while a harvest runs beside them.
//!
//! Requests are due at fixed moments and timed from when they were due, so that a slow answer counts
//! for those it kept waiting too. Works on a copy of the data, which the harvest changes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::pages::templates;
use super::process::Server;
use super::{Bench, copy_folder, figure, quantiles};
use crate::{corpus, data};

/// Between two requests: 50 a second.
const EVERY: Duration = Duration::from_millis(20);
const REQUESTS: usize = 1_000;
/// Connections that take turns; more than are ever waiting.
const READERS: usize = 16;
/// Works harvested beside, more than are read in the time.
const HARVESTED: usize = 600_000;

pub(super) fn search(bench: &Bench) -> Result<()> {
    let copy = bench.data.with_file_name("data-beside");
    let _ = fs::remove_dir_all(&copy);
    copy_folder(&bench.data, &copy)?;
    let other = bench.data.with_file_name("corpus-beside");
    if !other.is_dir() {
        corpus::write(&data()?, &other, HARVESTED, 2)?;
    }
    let ibid = || {
        let mut command = Command::new(&bench.ibid);
        command.arg("--data").arg(&copy);
        command
    };
    let server = Server::start(ibid())?;
    let searches = searches(&bench.mirror)?;
    for beside in [false, true] {
        let harvest = beside.then(|| ibid().arg("harvest").arg(&other).stdout(Stdio::null()).spawn());
        let mut harvest = harvest.transpose()?;
        if beside {
            std::thread::sleep(Duration::from_secs(2));
        }
        let times = ask(&server, &searches)?;
        if let Some(harvest) = &mut harvest {
            let running = harvest.try_wait()?.is_none();
            harvest.kill()?;
            harvest.wait()?;
            if !running {
                bail!("the harvest ended before the searches did");
            }
        }
        let how = if beside { ", a harvest running beside" } else { "" };
        let workload = format!("search page with facets, {} works, 50 requests a second{how}", bench.works);
        figure("beside", &workload, "p99_ms < 40", quantiles(times));
    }
    drop(server);
    fs::remove_dir_all(copy)?;
    Ok(())
}

/// The times of all requests in milliseconds, from when each was due.
fn ask(server: &Server, searches: &[String]) -> Result<Vec<f64>> {
    let next = AtomicUsize::new(0);
    let times = Mutex::new(Vec::with_capacity(REQUESTS));
    let start = Instant::now();
    std::thread::scope(|scope| {
        let reader = || -> Result<()> {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= REQUESTS {
                    return Ok(());
                }
                let due = start + EVERY * u32::try_from(at)?;
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                let (status, _) = server.get(&searches[at % searches.len()])?;
                if status != 200 {
                    bail!("{}: {status}", searches[at % searches.len()]);
                }
                let took = due.elapsed().as_secs_f64() * 1_000.0;
                times.lock().ok().context("a reader panicked")?.push(took);
            }
        };
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(reader)).collect();
        readers.into_iter().try_for_each(|it| it.join().map_err(|_| anyhow::anyhow!("a reader panicked"))?)
    })?;
    times.into_inner().ok().context("a reader panicked")
}

/// What people might type: a few words of titles spread over the corpus.
fn searches(mirror: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    templates(mirror, &mut files)?;
    files.sort();
    let mut out = Vec::new();
    for file in files.iter().step_by(files.len() / 400 + 1) {
        let text = fs::read_to_string(file)?;
        let Some(title) = text.lines().find_map(|line| line.strip_prefix("Title: ")) else { continue };
        let words: Vec<&str> =
            title.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 3).collect();
        let many = out.len() % 3 + 1;
        if words.len() >= many {
            out.push(format!("/search?q={}", words[..many].join("+")));
        }
    }
    Ok(out)
}
