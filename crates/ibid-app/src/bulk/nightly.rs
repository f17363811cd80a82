//! Once a day at a time of day: the dump, and the catalogue published again.
//!
//! Here: when. Not here: what is made (`dump.rs`, `publish.rs`), which clock is asked.

use std::path::PathBuf;
use std::time::Duration;

use ibid_store::Store;
use tokio::sync::watch;

use super::folder::{Error, Result};
use super::manifest::Manifest;
use super::{dump, publish};

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_secs(20);
const DAY: i64 = 86_400;

/// What is made each night and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Seconds after midnight, UTC.
    pub at: i64,
    /// The folder of dumps; `None` for none.
    pub dumps: Option<PathBuf>,
    /// The folder in which the catalogue is published; `None` for none.
    pub published: Option<PathBuf>,
}

/// Makes what is planned until `stop` turns true; `clock` says the present in epoch seconds. Computes
/// for long without a pause, so it belongs on a thread of its own.
pub async fn keep(store: Store, plan: Plan, clock: fn() -> i64, mut stop: watch::Receiver<bool>) {
    let made = plan.dumps.as_deref().and_then(Manifest::read).map(|it| it.made_at);
    // A first dump waits for the night; one that was missed while nothing ran does not.
    let mut last = made.unwrap_or_else(clock);
    while !*stop.borrow() {
        let now = clock();
        if is_due(plan.at, last, now) {
            last = now;
            // What is cut off in the middle is done again by the next.
            tokio::select! {
                made = make(&store, &plan, now) => if let Err(error) = made { told(&error) },
                _ = stop.changed() => return,
            }
        }
        tokio::select! {
            _ = tokio::time::sleep(LOOK) => {}
            _ = stop.changed() => {}
        }
    }
}

/// Makes everything that is planned and not up to date.
pub async fn make(store: &Store, plan: &Plan, now: i64) -> Result<()> {
    if let Some(folder) = &plan.dumps {
        dump::dump(store, folder, now).await?;
    }
    let reader = store.reader();
    if let Some(folder) = &plan.published
        && publish::position(folder) != Some(reader.position().await?)
    {
        publish::publish(&reader, folder).await?;
    }
    Ok(())
}

/// Whether the time of day has come since the last time.
fn is_due(at: i64, last: i64, now: i64) -> bool {
    let latest = (now - at).div_euclid(DAY) * DAY + at;
    last < latest
}

fn told(error: &Error) {
    match error {
        // Another process of this installation is at it.
        Error::Busy(_) => tracing::info!("{error}"),
        error => tracing::error!("nightly files: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn once_a_day_at_its_time() {
        let (three, day) = (3 * 3_600, DAY * 20_000);
        let check = |last, now, due| assert_eq!(is_due(three, day + last, day + now), due, "{last} {now}");
        // Begun at noon: not before three in the morning, and then once.
        check(43_200, 43_201, false);
        check(43_200, DAY + three - 1, false);
        check(43_200, DAY + three, true);
        check(DAY + three, DAY + three + 20, false);
        check(DAY + three + 5, 2 * DAY + three, true);
        // Begun at one: the same night.
        check(3_600, three, true);
        // Off for a week: at once.
        check(three, 7 * DAY + 50, true);
        // A clock that was set back waits.
        check(DAY, three + 5, false);
        assert!(is_due(0, -1, 0) && !is_due(0, 0, 5));
    }
}
