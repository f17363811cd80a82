//! Background work of one process: projections follow the ledger as it changes.
//!
//! Here: when to look. Not here: what there is to do; each projection finds that out itself.

use std::sync::Arc;
use std::time::Duration;

use ibid_search::Index;
use ibid_store::Store;
use tokio::sync::watch;

use crate::projection::search;
use crate::recent::Recent;

/// How often the ledger is looked at for what other processes wrote.
const LOOK: Duration = Duration::from_millis(25);
/// How long to leave a fault alone before trying again.
const PAUSE: Duration = Duration::from_secs(2);

/// Keeps the index up to date, or, while another process does, shows what that one has done. Ends
/// when `stop` turns true.
pub async fn work(store: Store, index: Index, recent: Arc<Recent>, mut stop: watch::Receiver<bool>) {
    let reader = store.reader();
    let mut woken = store.woken();
    while !*stop.borrow() {
        // Whoever works for long holds the lock, so that a passing harvest leaves indexing to it.
        let held = index.writer().map_err(search::Error::from);
        let caught_up = match held {
            Ok(()) => search::catch_up(&reader, &index, &recent).await,
            Err(error) => Err(error),
        };
        let pause = match caught_up {
            Ok(_) => LOOK,
            Err(error) if error.is_busy() => match index.refresh() {
                Ok(_) => LOOK,
                Err(error) => fault(&error),
            },
            Err(error) => fault(&error),
        };
        tokio::select! {
            _ = tokio::time::sleep(pause) => {}
            _ = woken.changed(), if pause == LOOK => {}
            _ = stop.changed() => {}
        }
    }
}

fn fault(error: &dyn std::fmt::Display) -> Duration {
    tracing::error!("search index: {error}");
    PAUSE
}
