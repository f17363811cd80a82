//! `ibid demo`: the toy world, from inside the binary into a fresh folder, served.

use std::fs;

use anyhow::{Context, Result, bail};
use ibid_app::archives::harvest::{Event, harvest};
use ibid_app::archives::source::Source;
use ibid_app::projection::search;
use ibid_core::policy::{Powers, Role};

use crate::Answer;
use crate::cli::Place;
use crate::commands::serve;
use crate::config::Config;
use crate::output::Output;
use crate::wire;

/// The toy world's files by path, archives below `RePEc/` and reading lists; see `build.rs`.
const TOY: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/toy.rs"));

/// Somebody to be: who runs the site, and an author whose address stands in a harvested profile. Their
/// letters are found in the data folder.
const KEEPER: &str = "keeper@example.org";
const AUTHOR: &str = "park@example.org";

/// Uses the data folder that was named, or a fresh temporary one that is removed at the end.
pub(crate) async fn run(mut config: Config, place: &Place, out: &mut Output) -> Result<Answer> {
    let fresh = tempfile::tempdir().context("a temporary folder")?;
    let folder = place.data.as_deref().unwrap_or(fresh.path());
    config.move_to(folder);
    if folder.join("ibid.db").exists() {
        bail!("{}: holds a ledger already; the demo wants a fresh folder", folder.display());
    }
    let open = wire::open_or_make(&config).await?;
    let mirror = config.data.join("demo").join("RePEc");
    unpack(&config)?;
    let source = Source::find(&mirror)?;
    let mut quiet = |_: Event<'_>| {};
    let reports = harvest(&open.store, &open.recent, &source, wire::now(), &mut quiet).await;
    search::catch_up(&open.store.reader(), &open.index, &open.recent).await?;
    let records: u64 = reports.iter().map(|report| report.counts.created).sum();
    out.line(&format!("the toy world: {} archives, {records} records", reports.len()))?;
    let accounts = open.accounts(config.sender_here());
    accounts.add(AUTHOR, "en", wire::now()).await?;
    let keeper = accounts.add(KEEPER, "en", wire::now()).await?;
    accounts.grant(&Powers::operator(), keeper, &Role::Administrator, "", wire::now()).await?;
    serve::serve(&open, &config, &[KEEPER, AUTHOR], out).await
}

/// The archives go where a mirror may stand, the reading lists where the pages look for them.
fn unpack(config: &Config) -> Result<()> {
    for (name, bytes) in TOY {
        let path = match name.strip_prefix("lists/") {
            Some(list) => config.lists().join(list),
            None => config.data.join("demo").join(name),
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        }
        fs::write(&path, bytes).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
