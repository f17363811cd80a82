//! Background work of one process: projections follow the ledger as it changes.
//!
//! Here: when to look. Not here: what there is to do; each projection finds that out itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ibid_search::Index;
use ibid_store::Store;
use tokio::sync::watch;

use crate::projection;
use crate::recent::Recent;

/// How often the ledger is looked at for what other processes wrote.
const LOOK: Duration = Duration::from_millis(25);
/// How long to leave a fault alone before trying again.
const PAUSE: Duration = Duration::from_secs(2);

/// How long nothing may have been written before versions are looked for: a harvest has the processor
/// to itself, and its works are read together.
const STILL: Duration = Duration::from_millis(500);
/// But no longer than this; then they are looked for beside what is written, a fifth of the time.
const LONGEST: Duration = Duration::from_secs(60);

/// Keeps every projection up to date until `stop` turns true. Computes for tenths of a second without a
/// pause, so it belongs on a thread of its own.
pub async fn work(store: Store, index: Index, recent: Arc<Recent>, stop: watch::Receiver<bool>) {
    tokio::join!(versions(store.clone(), stop.clone()), search(store, index, recent, stop));
}

/// Finds versions of the same work.
async fn versions(store: Store, mut stop: watch::Receiver<bool>) {
    let reader = store.reader();
    let (mut seen, mut written, mut waiting) = (None, Instant::now(), Instant::now());
    while !*stop.borrow() {
        let started = Instant::now();
        let position = reader.position().await.ok();
        if position != seen {
            (seen, written) = (position, started);
        }
        let still = written.elapsed() >= STILL;
        let pause = match still || waiting.elapsed() >= LONGEST {
            false => STILL / 2,
            true => match projection::versions::step(&store).await {
                Ok(true) if still => Duration::ZERO,
                Ok(true) => 4 * started.elapsed(),
                Ok(false) => {
                    waiting = Instant::now();
                    STILL / 2
                }
                Err(error) => fault("versions", &error),
            },
        };
        tokio::select! {
            _ = tokio::time::sleep(pause) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Keeps the index up to date, or, while another process does, shows what that one has done.
async fn search(store: Store, index: Index, recent: Arc<Recent>, mut stop: watch::Receiver<bool>) {
    let reader = store.reader();
    let mut woken = store.woken();
    while !*stop.borrow() {
        // Whoever works for long holds the lock, so that a passing harvest leaves indexing to it.
        let held = index.writer().map_err(projection::search::Error::from);
        let caught_up = match held {
            Ok(()) => projection::search::catch_up(&reader, &index, &recent).await,
            Err(error) => Err(error),
        };
        let pause = match caught_up {
            Ok(_) => LOOK,
            Err(error) if error.is_busy() => match index.refresh() {
                Ok(_) => LOOK,
                Err(error) => fault("search index", &error),
            },
            Err(error) => fault("search index", &error),
        };
        tokio::select! {
            _ = tokio::time::sleep(pause) => {}
            _ = woken.changed(), if pause == LOOK => {}
            _ = stop.changed() => {}
        }
    }
}

fn fault(view: &str, error: &dyn std::fmt::Display) -> Duration {
    tracing::error!("{view}: {error}");
    PAUSE
}
