//! What every handler has at hand: the ledger's reader, the search, the settings, and records that
//! nearly every page needs, read once.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ibid_app::archives::harvest::HARVESTS;
use ibid_app::search::Search;
use ibid_core::{Handle, Record};
use ibid_store::{Reader, Stored};

use crate::Settings;
use crate::i18n::Lang;
use crate::layout::Shell;
use crate::problem::Answer;
use crate::style::Look;

/// The site. Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    reader: Reader,
    search: Search,
    settings: Settings,
    look: Look,
    shells: [Shell; Lang::ALL.len()],
    clock: fn() -> i64,
    edition: AtomicU64,
    shelf: Mutex<Shelf>,
}

/// Series and archives read for the edition they are of.
#[derive(Default)]
struct Shelf {
    edition: u64,
    records: HashMap<Handle, Option<Arc<Shown>>>,
}

/// More than all series there are; a flood of made-up ones empties the shelf instead of filling it.
const SHELF_HOLDS: usize = 50_000;

/// A record of the ledger, read.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) stored: Stored,
    pub(crate) record: Record,
}

impl Shown {
    /// `None` when its text no longer means anything to this program: as good as not there.
    pub(crate) fn of(stored: Stored) -> Option<Shown> {
        let record = stored.record()?;
        Some(Shown { stored, record })
    }

    pub(crate) fn is_withdrawn(&self) -> bool {
        self.stored.state == ibid_store::State::Withdrawn
    }
}

impl Site {
    pub fn new(reader: Reader, search: Search, settings: Settings) -> Site {
        let look = Look::new(&settings);
        let shells = Shell::all(&settings, &look);
        let (edition, shelf) = (AtomicU64::new(0), Mutex::default());
        Site(Arc::new(Inner { reader, search, settings, look, shells, clock: seconds, edition, shelf }))
    }

    pub(crate) fn reader(&self) -> &Reader {
        &self.0.reader
    }

    pub(crate) fn search(&self) -> &Search {
        &self.0.search
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn look(&self) -> &Look {
        &self.0.look
    }

    pub(crate) fn shell(&self, lang: Lang) -> &Shell {
        &self.0.shells[lang as usize]
    }

    /// Seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        (self.0.clock)()
    }

    /// A number that stays the same as long as every page that does not search would: it moves with
    /// the ledger and the day. Read before a page is made, it is never younger than what is shown.
    pub(crate) fn edition(&self) -> u64 {
        self.0.edition.load(Ordering::Acquire)
    }

    /// Looks whether the ledger or the day has moved on, whoever moved them.
    pub(crate) async fn look_again(&self) -> Answer<()> {
        let position = self.reader().position().await? as u64;
        let harvests = self.reader().cursor(HARVESTS).await? as u64;
        let day = self.now().div_euclid(86_400) as u64;
        // Odd factors keep the parts from cancelling one another.
        let parts = [position, harvests, day];
        let mix = |sum: u64, part: u64| (sum ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0.edition.store(parts.into_iter().fold(1, mix), Ordering::Release);
        Ok(())
    }

    /// A series or archive; kept until something changes. `None` when it is not declared.
    pub(crate) async fn shelved(&self, handle: &Handle) -> Answer<Option<Arc<Shown>>> {
        let edition = self.edition();
        if let Some(found) = self.shelf(edition).records.get(handle) {
            return Ok(found.clone());
        }
        let read = self.reader().record(handle).await?.and_then(Shown::of).map(Arc::new);
        let mut shelf = self.shelf(edition);
        if shelf.records.len() >= SHELF_HOLDS {
            shelf.records.clear();
        }
        shelf.records.insert(handle.clone(), read.clone());
        Ok(read)
    }

    /// The shelf, emptied if it is of another edition.
    fn shelf(&self, edition: u64) -> std::sync::MutexGuard<'_, Shelf> {
        let mut shelf = self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.edition != edition {
            *shelf = Shelf { edition, records: HashMap::new() };
        }
        shelf
    }

    /// The declared name of a series; empty when it is not declared.
    pub(crate) async fn series_name(&self, series: &Handle) -> Answer<String> {
        let found = self.shelved(series).await?;
        Ok(found.map_or(String::new(), |it| it.record.title().to_owned()))
    }
}

fn seconds() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
