//! Opening what the settings name: the one file, with `config.rs`, that knows which engines there are.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use ibid_app::accounts::Accounts;
use ibid_app::bulk::nightly::{self, Plan};
use ibid_app::mail::Sender;
use ibid_app::mail::post::{From, Post, deliver};
use ibid_app::people::claims::Claims;
use ibid_app::people::letters;
use ibid_app::recent::Recent;
use ibid_app::search::Search;
use ibid_app::worker;
use ibid_search::Index;
use ibid_store::Store;
use tokio::sync::watch;

use crate::config::Config;

/// How far the background work steps back, in steps of niceness: it then gets a tenth of what a reader's
/// request gets while both want the processor, and all of it otherwise.
const BACK: i32 = 10;

/// An installation, opened.
pub(crate) struct Open {
    pub(crate) store: Store,
    pub(crate) index: Index,
    pub(crate) recent: Arc<Recent>,
}

/// Opens an installation that is there.
pub(crate) async fn open(config: &Config) -> Result<Open> {
    if !config.data.is_dir() {
        bail!(
            "{}: no data folder here; `ibid harvest` makes one, or name it with --data",
            config.data.display()
        );
    }
    open_both(config).await
}

/// Opens an installation, making the data folder where there is none.
pub(crate) async fn open_or_make(config: &Config) -> Result<Open> {
    std::fs::create_dir_all(&config.data).with_context(|| config.data.display().to_string())?;
    open_both(config).await
}

async fn open_both(config: &Config) -> Result<Open> {
    let store = Store::open(&config.store).await?;
    let index = Index::open(&config.index)?;
    Ok(Open { store, index, recent: Arc::default() })
}

/// The store a backup file holds.
pub(crate) fn file_store(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

impl Open {
    /// Starts the background work of this process on a thread of its own, which the runtime's threads
    /// never wait for.
    pub(crate) fn work(&self, rank: Rank) -> std::io::Result<Working> {
        let (store, index, recent) = (self.store.clone(), self.index.clone(), self.recent.clone());
        Working::start("ibid-work", rank, |stop| worker::work(store, index, recent, stop))
    }

    /// Everything about accounts, with letters from `sender`.
    pub(crate) fn accounts(&self, sender: Sender) -> Accounts {
        Accounts::new(self.store.clone(), sender)
    }

    /// Starts sending letters, and what was promised about accounts, in the same way.
    pub(crate) fn post(
        &self,
        accounts: Accounts,
        (post, from): (Post, From),
        rank: Rank,
    ) -> std::io::Result<Working> {
        let store = self.store.clone();
        let search = Search::new(store.reader(), self.index.clone());
        let claims = Claims::new(store.clone(), search, accounts.sender().clone());
        Working::start("ibid-mail", rank, |stop| async move {
            let letters = letters::keep(claims, now, stop.clone());
            let promises = accounts.keep_promises(now, stop.clone());
            tokio::join!(deliver(store, post, from, now, stop), promises, letters);
        })
    }

    /// Starts what is made each night, in the same way.
    pub(crate) fn nightly(&self, plan: Plan, rank: Rank) -> std::io::Result<Working> {
        let store = self.store.clone();
        Working::start("ibid-nightly", rank, |stop| nightly::keep(store, plan, now, stop))
    }
}

/// Who goes first when the processor is short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rank {
    /// Nobody waits for anything else this process does.
    Equal,
    /// This process also answers readers, who must not feel the work beside.
    AfterReaders,
}

/// Lowers the rank of this thread and of those it starts. Linux alone has ranks of threads.
fn step_back() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(BACK) {
        tracing::warn!("the background work keeps its rank: {error}");
    }
}

/// Background work under way.
pub(crate) struct Working {
    stop: watch::Sender<bool>,
    thread: JoinHandle<()>,
}

impl Working {
    fn start<W>(
        name: &str,
        rank: Rank,
        work: impl FnOnce(watch::Receiver<bool>) -> W,
    ) -> std::io::Result<Working>
    where
        W: Future<Output = ()> + Send + 'static,
    {
        let (stop, stopped) = watch::channel(false);
        let work = work(stopped);
        let runtime = tokio::runtime::Handle::current();
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            if rank == Rank::AfterReaders {
                step_back();
            }
            runtime.block_on(work);
        })?;
        Ok(Working { stop, thread })
    }

    /// Lets it finish what it is at, and waits for that.
    pub(crate) async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = tokio::task::spawn_blocking(move || self.thread.join()).await;
    }
}

/// The present in epoch seconds. The clock is read here and handed on.
pub(crate) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed())
}
