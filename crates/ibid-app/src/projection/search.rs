//! The index follows the ledger.
//!
//! Here: which records to index anew, in what steps, and when to commit. Not here: what a record
//! becomes in the index (`ibid_search::document`). The cursor is the index's own position.

use std::collections::HashMap;

use ibid_core::{Handle, Kind, Record};
use ibid_search::{Edit, Index, document};
use ibid_store::{Reader, State, Stored};

/// Journal lines read at once.
const STEP: usize = 2_000;
/// Further behind than this, the index is loaded in bulk: rare commits, more memory.
const BULK: i64 = 20_000;
/// Edits between commits of a bulk load. What a crash loses is made again.
const BULK_COMMIT: i64 = 400_000;

/// Why the index could not follow.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Ledger(#[from] ibid_store::Error),
    #[error(transparent)]
    Index(#[from] ibid_search::Error),
}

impl Error {
    /// True when another process keeps the index up to date, so this one need not.
    pub fn is_busy(&self) -> bool {
        matches!(self, Error::Index(ibid_search::Error::Busy { .. }))
    }
}

/// Brings the index up to the ledger's position and answers that position. Fails with a busy error
/// when another process is at it.
pub async fn catch_up(reader: &Reader, index: &Index) -> Result<i64, Error> {
    let mut position = index.position()?;
    if position == reader.position().await? {
        return Ok(position);
    }
    index.writer()?;
    let mut follower = Follower { reader, index, series: HashMap::new(), pending: 0, bulk: false };
    // Another process may have moved it on before the lock was ours.
    position = position.max(index.position()?);
    loop {
        let changed = reader.changed_since(position, STEP).await?;
        let Some(&(last, _)) = changed.last() else {
            break;
        };
        follower.pace(last).await?;
        follower.step(changed).await?;
        position = last;
        if follower.pending >= BULK_COMMIT {
            index.commit(position)?;
            follower.pending = 0;
        }
    }
    if follower.pending > 0 {
        index.commit(position)?;
    }
    if follower.bulk {
        index.bulk(false)?;
    }
    Ok(position)
}

/// Throws the index away and makes it again. Until it is done, searches see the old one.
pub async fn rebuild(reader: &Reader, index: &Index) -> Result<i64, Error> {
    index.writer()?;
    index.reset()?;
    let mut follower = Follower { reader, index, series: HashMap::new(), pending: 0, bulk: false };
    let mut position = 0;
    loop {
        let changed = reader.changed_since(position, STEP).await?;
        let Some(&(last, _)) = changed.last() else {
            break;
        };
        follower.step(changed).await?;
        position = last;
    }
    index.commit(position)?;
    Ok(position)
}

struct Follower<'a> {
    reader: &'a Reader,
    index: &'a Index,
    /// Names of series already looked up in this run.
    series: HashMap<Handle, String>,
    /// Edits since the last commit.
    pending: i64,
    bulk: bool,
}

impl Follower<'_> {
    /// Goes over to bulk loading when far behind.
    async fn pace(&mut self, position: i64) -> Result<(), Error> {
        if !self.bulk && self.reader.position().await? - position > BULK {
            self.index.bulk(true)?;
            self.bulk = true;
        }
        Ok(())
    }

    async fn step(&mut self, changed: Vec<(i64, Stored)>) -> Result<(), Error> {
        self.pending += changed.len() as i64;
        let mut renamed = Vec::new();
        let mut records = Vec::with_capacity(changed.len());
        for (_, stored) in changed {
            let record = (stored.state == State::Live).then(|| stored.record()).flatten();
            if stored.kind == Kind::Series {
                let name = record.as_ref().map_or("", Record::title).to_owned();
                self.series.insert(stored.handle.clone(), name);
                renamed.push(stored.handle.clone());
            }
            records.push((stored.handle, record));
        }
        self.put(records).await?;
        for series in renamed {
            self.works_of(&series).await?;
        }
        Ok(())
    }

    async fn put(&mut self, records: Vec<(Handle, Option<Record>)>) -> Result<(), Error> {
        let mut edits = Vec::with_capacity(records.len());
        for (handle, record) in records {
            let name = self.series_name(&handle).await?;
            let document = record.and_then(|record| document(&record, name));
            edits.push(match document {
                Some(document) => Edit::Put(Box::new(document)),
                None => Edit::Remove(handle),
            });
        }
        self.index.apply(edits)?;
        Ok(())
    }

    /// A series' name is part of the documents of its works, so they are made anew with it.
    async fn works_of(&mut self, series: &Handle) -> Result<(), Error> {
        let mut after = None;
        loop {
            let works = self.reader.series_items(series, after, STEP).await?;
            let Some(last) = works.last() else {
                return Ok(());
            };
            after = Some(last.after());
            self.pending += works.len() as i64;
            let records = works.into_iter().map(|it| (it.handle.clone(), it.record())).collect();
            self.put(records).await?;
        }
    }

    async fn series_name(&mut self, handle: &Handle) -> Result<&str, Error> {
        let series = handle.series_handle();
        if !self.series.contains_key(&series) {
            let stored = self.reader.record(&series).await?.filter(|it| it.state == State::Live);
            let name = match stored.and_then(|stored| stored.record()) {
                Some(Record::Series(series)) => series.name,
                _ => String::new(),
            };
            self.series.insert(series.clone(), name);
        }
        Ok(&self.series[&series])
    }
}
