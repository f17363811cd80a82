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

/// How long nothing may have been written before versions are looked for, and people: a harvest has the
/// processor to itself, and its works are read together.
const STILL: Duration = Duration::from_millis(500);
/// But no longer than this; then they are looked for beside what is written, a fifth of the time each.
const LONGEST: Duration = Duration::from_secs(60);

/// Keeps every projection up to date until `stop` turns true. Computes for tenths of a second without a
/// pause, so it belongs on a thread of its own.
pub async fn work(store: Store, index: Index, recent: Arc<Recent>, stop: watch::Receiver<bool>) {
    let versions = in_calm(View::Versions, &store, stop.clone());
    let people = in_calm(View::People, &store, stop.clone());
    tokio::join!(versions, people, search(store.clone(), index, recent, stop));
}

/// A projection in the ledger.
#[derive(Clone, Copy)]
enum View {
    Versions,
    People,
}

impl View {
    async fn step(self, store: &Store) -> ibid_store::Result<bool> {
        match self {
            View::Versions => projection::versions::step(store).await,
            View::People => projection::people::step(store).await,
        }
    }

    fn name(self) -> &'static str {
        match self {
            View::Versions => "versions",
            View::People => "people",
        }
    }
}

/// Takes the steps of a projection when nothing else is written, because it reads much.
async fn in_calm(view: View, store: &Store, mut stop: watch::Receiver<bool>) {
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
            true => match view.step(store).await {
                Ok(true) if still => Duration::ZERO,
                Ok(true) => 4 * started.elapsed(),
                Ok(false) => {
                    waiting = Instant::now();
                    STILL / 2
                }
                Err(error) => fault(view.name(), &error),
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
