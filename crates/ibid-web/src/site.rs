//! What every handler has at hand: the ledger's reader, the search, the settings, and records that
//! nearly every page needs, read once.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use ibid_app::accounts::Accounts;
use ibid_app::archives::harvest::HARVESTS;
use ibid_app::lists::{Lists, Shelf as ListShelf};
use ibid_app::orcid::Door;
#[cfg(feature = "passkeys")]
use ibid_app::passkeys::Passkeys;
use ibid_app::people::claims::{Claims, REFUSED};
use ibid_app::people::profiles::Profiles;
use ibid_app::projection::{people, versions};
use ibid_app::search::{Found, Search};
use ibid_app::usage::Usage;
use ibid_core::text::sort_key;
use ibid_core::{Handle, Kind, Record};
use ibid_store::{Reader, SeriesState, Stored, Volume};

use crate::Settings;
use crate::i18n::Lang;
use crate::kept::Kept;
use crate::layout::Shell;
use crate::pages::dumps::Folders;
use crate::pages::institutions::directory::Directory as Institutions;
use crate::problem::{Answer, Problem};
use crate::signs::sitemap::Spans;
use crate::style::Look;
use crate::urls;

/// The site. Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    reader: Reader,
    search: Search,
    usage: Usage,
    settings: Settings,
    look: Look,
    shells: [Shell; Lang::ALL.len()],
    clock: fn() -> i64,
    edition: AtomicU64,
    shelf: Mutex<Shelf>,
    directory: Kept<Vec<Listed>>,
    institutions: Kept<Institutions>,
    lists: OnceLock<Lists>,
    spans: Spans,
    folders: OnceLock<Folders>,
    accounts: OnceLock<Accounts>,
    orcid: OnceLock<Door>,
    #[cfg(feature = "passkeys")]
    passkeys: OnceLock<Passkeys>,
}

/// Series and archives read for the edition they are of.
#[derive(Default)]
struct Shelf {
    edition: u64,
    records: HashMap<Handle, Option<Arc<Shown>>>,
    censuses: HashMap<Handle, Arc<Census>>,
}

/// How many works a series has of each year, the latest first, and of each volume where it holds
/// articles: counting those of a large one takes a while.
#[derive(Default)]
pub(crate) struct Census {
    pub(crate) years: Vec<(Option<i16>, i64)>,
    pub(crate) volumes: Vec<Volume>,
}

/// A journal of more volumes is jumped about in by year.
const MOST_VOLUMES: usize = 1_000;

/// A series in the directory, declared or only named by works.
pub(crate) struct Listed {
    /// Where it stands in a list by name.
    pub(crate) key: String,
    pub(crate) handle: Handle,
    /// Empty when it is not declared.
    pub(crate) name: String,
    pub(crate) holds: Kind,
    pub(crate) works: i64,
    pub(crate) continues: Vec<Handle>,
    pub(crate) continued_by: Vec<Handle>,
}

/// Directories take a while to read, so while a harvest goes on they may be this old.
const DIRECTORY_KEPT: Duration = Duration::from_secs(20);
const INSTITUTIONS_KEPT: Duration = Duration::from_secs(60);

const CENSUSES_HELD: usize = 2_000;
/// More than all series there are; a flood of made-up ones empties the shelf instead of filling it.
const SHELF_HOLDS: usize = 50_000;

/// A record of the ledger, read.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) stored: Stored,
    pub(crate) record: Record,
}

/// A record and the name of the series it is in.
pub(crate) type Placed = (Shown, String);

impl From<Found> for Shown {
    fn from(found: Found) -> Shown {
        Shown { stored: found.stored, record: found.record }
    }
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
    pub fn new(reader: Reader, search: Search, usage: Usage, settings: Settings) -> Site {
        let look = Look::new(&settings);
        let shells = Shell::all(&settings, &look);
        Site(Arc::new(Inner {
            reader,
            search,
            usage,
            settings,
            look,
            shells,
            clock: seconds,
            edition: AtomicU64::new(0),
            shelf: Mutex::default(),
            directory: Kept::default(),
            institutions: Kept::default(),
            lists: OnceLock::new(),
            spans: Spans::default(),
            folders: OnceLock::new(),
            accounts: OnceLock::new(),
            orcid: OnceLock::new(),
            #[cfg(feature = "passkeys")]
            passkeys: OnceLock::new(),
        }))
    }

    /// The site with these reading lists; without any, it has none.
    pub fn with_lists(self, lists: Lists) -> Site {
        let _ = self.0.lists.set(lists);
        self
    }

    /// The site with these folders of files for others; without them, it has none.
    pub fn with_folders(self, folders: Folders) -> Site {
        let _ = self.0.folders.set(folders);
        self
    }

    /// The site with accounts; without them, nobody signs in.
    pub fn with_accounts(self, accounts: Accounts) -> Site {
        #[cfg(feature = "passkeys")]
        if let Some(passkeys) = Passkeys::new(accounts.clone()) {
            let _ = self.0.passkeys.set(passkeys);
        }
        let _ = self.0.accounts.set(accounts);
        self
    }

    /// The site with ORCID; without it, nothing is said of it anywhere.
    pub fn with_orcid(self, door: Door) -> Site {
        let _ = self.0.orcid.set(door);
        self
    }

    /// ORCID, where the operator has registered there.
    pub(crate) fn orcid(&self) -> Option<&Door> {
        self.0.orcid.get()
    }

    /// Passkeys, where browsers would have them.
    #[cfg(feature = "passkeys")]
    pub(crate) fn passkeys(&self) -> Option<&Passkeys> {
        self.0.passkeys.get()
    }

    /// Accounts, where there are any.
    pub(crate) fn accounts(&self) -> Answer<&Accounts> {
        self.0.accounts.get().ok_or_else(|| Problem::missing(urls::ACCOUNT))
    }

    /// What people do with profiles, where there are accounts.
    pub(crate) fn profiles(&self) -> Answer<Profiles> {
        Ok(Profiles::new(self.accounts()?.store().clone()))
    }

    pub(crate) fn folders(&self) -> Option<&Folders> {
        self.0.folders.get()
    }

    /// Reading lists as they are now.
    pub(crate) async fn lists(&self) -> Arc<ListShelf> {
        match self.0.lists.get() {
            Some(lists) => lists.shelf().await,
            None => Arc::default(),
        }
    }

    pub(crate) fn reader(&self) -> &Reader {
        &self.0.reader
    }

    pub(crate) fn search(&self) -> &Search {
        &self.0.search
    }

    /// What the map of the site says of its parts.
    pub(crate) fn spans(&self) -> &Spans {
        &self.0.spans
    }

    pub(crate) fn usage(&self) -> &Usage {
        &self.0.usage
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

    /// What people do with claims, where there are accounts.
    pub(crate) fn claims(&self) -> Answer<Claims> {
        let accounts = self.accounts()?;
        Ok(Claims::new(accounts.store().clone(), self.search().clone(), accounts.sender().clone()))
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
        let versions = versions::position(self.reader()).await? as u64;
        let people = people::position(self.reader()).await? as u64;
        let refused = self.reader().cursor(REFUSED).await? as u64;
        let day = self.now().div_euclid(86_400) as u64;
        // Odd factors keep the parts from cancelling one another.
        let parts = [position, harvests, versions, people, refused, day];
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

    /// The works of a series by year and volume; kept until something changes.
    pub(crate) async fn census(&self, series: &Handle, articles: bool) -> Answer<Arc<Census>> {
        let edition = self.edition();
        if let Some(found) = self.shelf(edition).censuses.get(series) {
            return Ok(found.clone());
        }
        let years = self.reader().series_years(series).await?;
        let mut volumes = match articles {
            true => self.reader().series_volumes(series, MOST_VOLUMES + 1).await?,
            false => Vec::new(),
        };
        if volumes.len() > MOST_VOLUMES {
            volumes.clear();
        }
        let census = Arc::new(Census { years, volumes });
        let mut shelf = self.shelf(edition);
        if shelf.censuses.len() >= CENSUSES_HELD {
            shelf.censuses.clear();
        }
        shelf.censuses.insert(series.clone(), census.clone());
        Ok(census)
    }

    /// The directory of institutions.
    pub(crate) async fn institutions(&self) -> Answer<Arc<Institutions>> {
        let read = Institutions::read(self.reader());
        self.0.institutions.get(self.edition(), INSTITUTIONS_KEPT, read).await
    }

    /// The shelf, emptied if it is of another edition.
    fn shelf(&self, edition: u64) -> std::sync::MutexGuard<'_, Shelf> {
        let mut shelf = self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.edition != edition {
            *shelf = Shelf { edition, ..Shelf::default() };
        }
        shelf
    }

    /// All series by name. A series declared a moment ago may be missing.
    pub(crate) async fn directory(&self) -> Answer<Arc<Vec<Listed>>> {
        self.0.directory.get(self.edition(), DIRECTORY_KEPT, self.read_directory()).await
    }

    async fn read_directory(&self) -> Answer<Vec<Listed>> {
        let mut series = Vec::new();
        for archive in self.reader().archives().await? {
            for state in self.reader().series_of(&archive.read.code).await? {
                let shown = self.shelved(&state.handle).await?.filter(|it| !it.is_withdrawn());
                series.extend(Listed::of(&state, shown.as_deref()));
            }
        }
        series.sort_by(|a, b| (&a.key, &a.handle).cmp(&(&b.key, &b.handle)));
        Ok(series)
    }

    /// Records with the names of their series.
    pub(crate) async fn placed(&self, shown: impl IntoIterator<Item = Shown>) -> Answer<Vec<Placed>> {
        let mut out = Vec::new();
        for shown in shown {
            let series = self.series_name(&shown.stored.handle.series_handle()).await?;
            out.push((shown, series));
        }
        Ok(out)
    }

    /// The declared name of a series; empty when it is not declared.
    pub(crate) async fn series_name(&self, series: &Handle) -> Answer<String> {
        let found = self.shelved(series).await?;
        Ok(found.map_or(String::new(), |it| it.record.title().to_owned()))
    }
}

impl Listed {
    /// `None` for what holds no works and says nothing of itself.
    fn of(state: &SeriesState, shown: Option<&Shown>) -> Option<Listed> {
        let declared = shown.and_then(|it| it.record.as_series());
        let held = state.counts.iter().filter(|it| it.kind.is_work() && it.live > 0);
        let works = held.clone().map(|it| it.live).sum();
        let most = held.max_by_key(|it| it.live).map(|it| it.kind);
        let holds = declared.map(|it| it.holds).or(most)?;
        let name = declared.map_or(String::new(), |it| it.name.clone());
        let key = sort_key(if name.is_empty() { state.handle.series() } else { &name });
        let (continues, continued_by) =
            declared.map_or_else(Default::default, |it| (it.predecessors.clone(), it.followups.clone()));
        Some(Listed { key, handle: state.handle.clone(), name, holds, works, continues, continued_by })
    }
}

fn seconds() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
