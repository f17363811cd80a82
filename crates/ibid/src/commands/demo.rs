//! `ibid demo`: the toy world, from inside the binary into a fresh folder, served.

use std::fs;

use anyhow::{Context, Result, bail};
use ibid_app::accounts::Accounts;
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
    people(&open.accounts(config.sender_here()), out).await?;
    serve::serve(&open, &config, out).await
}

/// Somebody to be: who runs the site, and an author whose address stands in a harvested profile. Their
/// letters are found in the data folder.
async fn people(accounts: &Accounts, out: &mut Output) -> Result<()> {
    for (email, what, role) in [
        ("keeper@example.org", "administrator", Some(Role::Administrator)),
        ("park@example.org", "author", None),
    ] {
        let id = accounts.add(email, "en", wire::now()).await?;
        if let Some(role) = role {
            accounts.grant(&Powers::operator(), id, &role, "", wire::now()).await?;
        }
        let link = accounts.link_for(email, wire::now()).await?;
        out.line(&format!("to sign in as an {what}, {email}: {link}"))?;
    }
    Ok(())
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
