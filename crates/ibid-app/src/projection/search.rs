//! The index follows the ledger.
//!
//! Here: which records to index anew, in what steps, and when to commit. Not here: what a record
//! becomes in the index (`ibid_search::document`). The cursor is the index's own position.

use std::collections::HashMap;

use ibid_core::query::{Field, Node, Query};
use ibid_core::{Handle, Kind, Record};
use ibid_search::{Document, Edit, Index, Request, document};
use ibid_store::{Reader, SeriesOrder, State, Stored};

use crate::recent::Recent;

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
pub async fn catch_up(reader: &Reader, index: &Index, recent: &Recent) -> Result<i64, Error> {
    let mut position = index.position()?;
    let ledger = reader.position().await?;
    if position == ledger {
        return Ok(position);
    }
    if position > ledger {
        // The ledger was replaced by another one.
        return rebuild(reader, index).await;
    }
    index.writer()?;
    // Another process may have moved it on before the lock was ours.
    position = position.max(index.position()?);
    let _following = recent.follow();
    Follower::new(reader, index, recent).follow(position).await
}

/// Throws the index away and makes it again. Until it is done, searches see the old one.
pub async fn rebuild(reader: &Reader, index: &Index) -> Result<i64, Error> {
    index.writer()?;
    index.reset()?;
    let nothing = Recent::default();
    let mut follower = Follower::new(reader, index, &nothing);
    let mut position = 0;
    while let Some(last) = follower.step(position).await? {
        position = last;
    }
    index.commit(position)?;
    Ok(position)
}

struct Follower<'a> {
    reader: &'a Reader,
    index: &'a Index,
    recent: &'a Recent,
    /// Names of series already looked up in this run.
    series: HashMap<Handle, String>,
    /// Edits since the last commit.
    pending: i64,
}

/// A record that has changed, as it is now; none when it is withdrawn or can no longer be read.
struct Changed {
    id: i64,
    handle: Handle,
    kind: Kind,
    record: Option<Record>,
}

impl<'a> Follower<'a> {
    fn new(reader: &'a Reader, index: &'a Index, recent: &'a Recent) -> Follower<'a> {
        Follower { reader, index, recent, series: HashMap::new(), pending: 0 }
    }

    async fn follow(&mut self, mut position: i64) -> Result<i64, Error> {
        let mut bulk = false;
        while let Some(last) = self.step(position).await? {
            position = last;
            if !bulk && self.reader.position().await? - position > BULK {
                self.index.bulk(true)?;
                bulk = true;
            }
            if self.pending >= BULK_COMMIT {
                self.index.commit(position)?;
                self.pending = 0;
            }
        }
        if self.pending > 0 {
            self.index.commit(position)?;
        }
        if bulk {
            self.index.bulk(false)?;
        }
        Ok(position)
    }

    /// Takes the next journal lines in and answers where they end; `None` when there are none.
    async fn step(&mut self, position: i64) -> Result<Option<i64>, Error> {
        let (last, changed) = match self.recent.is_empty() {
            true => self.stored(position).await?,
            false => self.remembered(position).await?,
        };
        let mut renamed = Vec::new();
        for Changed { handle, kind, record, .. } in &changed {
            if *kind == Kind::Series {
                let name = record.as_ref().map_or("", Record::title).to_owned();
                let before = self.series.insert(handle.clone(), name.clone());
                if before.is_some_and(|before| before != name) || self.has_works(handle)? {
                    renamed.push(handle.clone());
                }
            }
        }
        self.put(changed).await?;
        for series in renamed {
            self.works_of(&series).await?;
        }
        Ok(last)
    }

    /// The next changes, read from the ledger.
    async fn stored(&self, position: i64) -> Result<(Option<i64>, Vec<Changed>), Error> {
        let changed = self.reader.changed_since(position, STEP).await?;
        let last = changed.last().map(|(seq, _)| *seq);
        Ok((last, changed.into_iter().map(|(_, stored)| Changed::of(stored)).collect()))
    }

    /// The next changes, from memory where this process has just made them.
    async fn remembered(&self, position: i64) -> Result<(Option<i64>, Vec<Changed>), Error> {
        let lines = self.reader.journal(position, STEP).await?;
        let last = lines.last().map(|line| line.seq);
        let (mut changed, mut missing) = (Vec::with_capacity(lines.len()), Vec::new());
        for line in lines {
            match self.recent.take(&line.handle, line.version) {
                Some(record) => changed.push(Changed {
                    id: line.record,
                    handle: line.handle,
                    kind: line.kind,
                    record: Some(record),
                }),
                None => missing.push(line.handle),
            }
        }
        self.recent.passed();
        changed.extend(self.reader.records(&missing).await?.into_iter().flatten().map(Changed::of));
        Ok((last, changed))
    }

    async fn put(&mut self, records: Vec<Changed>) -> Result<(), Error> {
        self.pending += records.len() as i64;
        let mut edits = Vec::with_capacity(records.len());
        for Changed { id, handle, record, .. } in records {
            let name = self.series_name(&handle).await?;
            let document = record.and_then(|record| document(&record, name));
            // Ids are given in the order in which records come.
            let came = id.try_into().unwrap_or(u32::MAX);
            edits.push(match document {
                Some(document) => Edit::Put(Box::new(Document { came, ..document })),
                None => Edit::Remove(handle),
            });
        }
        self.index.apply(edits)?;
        Ok(())
    }

    /// Whether the index holds works of a series from before. In a first load it holds none, because a
    /// series comes before its works; without this question each work would be indexed twice.
    fn has_works(&self, series: &Handle) -> Result<bool, Error> {
        let of_series = Node::Is { field: Field::Series, value: series.to_string() };
        let itself = Node::Is { field: Field::Kind, value: Kind::Series.word().to_owned() };
        let root = Node::And(vec![of_series, Node::Not(Box::new(itself))]);
        let request = Request { limit: 1, facets: false, total: false, ..Request::default() };
        Ok(!self.index.search(&Query { root, notes: Vec::new() }, &request)?.hits.is_empty())
    }

    /// A series' name is part of the documents of its works, so they are made anew with it.
    async fn works_of(&mut self, series: &Handle) -> Result<(), Error> {
        let mut after = None;
        loop {
            let works = self.reader.series_items(series, SeriesOrder::NewestFirst, after, STEP).await?;
            let Some(last) = works.last() else {
                return Ok(());
            };
            after = Some(last.after());
            self.put(works.into_iter().map(|it| Changed::of(it.stored)).collect()).await?;
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

impl Changed {
    fn of(stored: Stored) -> Changed {
        let record = (stored.state == State::Live).then(|| stored.record()).flatten();
        Changed { id: stored.id, handle: stored.handle, kind: stored.kind, record }
    }
}
