//! The one door by which truth changes: a transaction with its journal, its ids and its tally.
//!
//! Here: what every writing verb needs. The verbs stand with their features. Deliberately not here:
//! any rule of what may change.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

use ibid_core::Handle;

use crate::Shared;
use crate::engine::{Link, Value, statements};
use crate::error::Result;
use crate::journal::Journal;
use crate::works::arrivals::day_of;

statements! {
    PLACE = "SELECT id FROM place WHERE archive = $1 AND series = $2";
    NEWEST_PLACE = "SELECT COALESCE(MAX(id), 0) FROM place";
    NEW_PLACE = "INSERT INTO place (id, archive, series) VALUES ($1, $2, $3)";
    COUNT = "INSERT INTO tally (place, kind, live, withdrawn) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (place, kind) DO UPDATE SET live = tally.live + excluded.live, \
        withdrawn = tally.withdrawn + excluded.withdrawn";
    ARRIVED = "INSERT INTO arrival (day, kind, live) VALUES ($1, $2, $3) \
        ON CONFLICT (day, kind) DO UPDATE SET live = arrival.live + excluded.live";
}

/// Places remembered between transactions; beyond that they are asked for again.
const REMEMBERED: usize = 1 << 17;

/// A writing transaction. At most one is open in a ledger at a time; another [`Writer::begin`]
/// waits. Dropped without [`Tx::commit`], nothing of it happened.
///
/// [`Writer::begin`]: crate::Writer::begin
pub struct Tx {
    pub(crate) link: Link,
    shared: Arc<Shared>,
    pub(crate) journal: Journal,
    pub(crate) tally: Tally,
    pub(crate) ids: Ids,
    /// Places found or made here, known to others after the commit.
    places: HashMap<Box<str>, i64>,
}

/// The next free ids, where asked for already. Nobody else gives any while this transaction is open.
#[derive(Default)]
pub(crate) struct Ids {
    pub(crate) record: Option<i64>,
    pub(crate) file: Option<i64>,
    place: Option<i64>,
}

/// Changes of the counts, live and withdrawn, summed by place and kind, place 0 being the whole
/// ledger; and of the live ones by the day they came and kind.
#[derive(Default)]
pub(crate) struct Tally {
    places: BTreeMap<(i64, i64), (i64, i64)>,
    days: BTreeMap<(i64, i64), i64>,
}

impl Tally {
    /// `since`: when the record counted came.
    pub(crate) fn add(&mut self, place: i64, since: i64, kind: i64, live: i64, withdrawn: i64) {
        for place in [place, 0] {
            let counts = self.places.entry((place, kind)).or_default();
            counts.0 += live;
            counts.1 += withdrawn;
        }
        *self.days.entry((day_of(since), kind)).or_default() += live;
    }

    async fn write(&self, link: &mut Link) -> Result<()> {
        let changed = self.places.iter().filter(|(_, counts)| **counts != (0, 0));
        let counts = changed.flat_map(|(&(place, kind), &(live, gone))| [place, kind, live, gone]);
        link.each(COUNT, 4, &counts.map(Value::Int).collect::<Vec<_>>()).await?;
        let changed = self.days.iter().filter(|(_, live)| **live != 0);
        let days = changed.flat_map(|(&(day, kind), &live)| [day, kind, live]);
        link.each(ARRIVED, 3, &days.map(Value::Int).collect::<Vec<_>>()).await
    }
}

impl Tx {
    pub(crate) async fn begin(shared: Arc<Shared>) -> Result<Tx> {
        let mut link = shared.engine.begin().await?;
        let journal = Journal::open(&mut link).await?;
        let (tally, ids, places) = Default::default();
        Ok(Tx { link, shared, journal, tally, ids, places })
    }

    /// Makes all of it happen and answers the position of the journal.
    pub async fn commit(mut self) -> Result<i64> {
        self.tally.write(&mut self.link).await?;
        let position = self.journal.write(&mut self.link).await?;
        self.link.commit().await?;
        let mut known = self.shared.places.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() + self.places.len() > REMEMBERED {
            known.clear();
        }
        known.extend(self.places);
        drop(known);
        self.shared.wake(position);
        Ok(position)
    }

    /// The id of the place a handle names; a new one when it is the first.
    pub(crate) async fn place_of(&mut self, handle: &Handle) -> Result<i64> {
        let name = place_name(handle);
        if let Some(&id) = self.places.get(name) {
            return Ok(id);
        }
        let known = self.shared.places.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied();
        if let Some(id) = known {
            return Ok(id);
        }
        let key = [handle.archive().into(), handle.series().into()];
        let id = match self.link.run(PLACE, &key).await?.pop() {
            Some(row) => row.of("place").int("id")?,
            None => self.new_place(key).await?,
        };
        self.places.insert(name.into(), id);
        Ok(id)
    }

    async fn new_place(&mut self, [archive, series]: [Value<'_>; 2]) -> Result<i64> {
        let id = match self.ids.place {
            Some(id) => id,
            None => self.after(NEWEST_PLACE).await?,
        };
        self.link.run(NEW_PLACE, &[id.into(), archive, series]).await?;
        self.ids.place = Some(id + 1);
        Ok(id)
    }

    /// One more than the number a statement answers.
    pub(crate) async fn after(&mut self, newest: &'static str) -> Result<i64> {
        let row = self.link.run(newest, &[]).await?.pop();
        row.map_or(Ok(1), |row| Ok(row.of("newest").int("id")? + 1))
    }
}

/// `hst:ghsdps` of `RePEc:hst:ghsdps:gd11-190`.
fn place_name(handle: &Handle) -> &str {
    let name = handle.as_str().split_once(':').map_or("", |it| it.1);
    let end = name.match_indices(':').nth(1).map_or(name.len(), |it| it.0);
    &name[..end]
}
