//! A checked file on its way into the ledger, line by line.
//!
//! Here: what becomes of each record. Not here: whether the file may be taken (`mod.rs`).

use std::collections::HashMap;
use std::path::Path;

use ibid_core::{Handle, Kind, Record};
use ibid_store::{CopyOf, Head as Known, NewFile, State, Store, Tx};

use super::{Error, Lines, Loaded, Result, Say};
use crate::ahead::Ahead;
use crate::archives::harvest::HARVESTS;
use crate::archives::ingest::{short_ids, what_changed};
use crate::archives::reading::Incoming;
use crate::bulk::catalogue::{Entry, Head, Line, Now};
use crate::recent::Recent;

/// Lines that go to another thread together.
const STEP: usize = 500;
/// Records that go into the ledger in one transaction.
const BATCH: usize = 4_000;

/// A line, made ready for the ledger.
enum Ready {
    Archive(ibid_store::ArchiveRead),
    Record(Coming),
}

struct Coming {
    withdrawn: bool,
    since: i64,
    at: i64,
    file: String,
    incoming: Incoming,
}

impl Coming {
    /// Whether somebody's profile was taken back with all it said: what is left of it says something else
    /// than what is here, and nothing of that may stay.
    fn is_erased(&self, head: &Known) -> bool {
        head.kind == Kind::Person && head.digest != self.incoming.digest
    }

    fn handle(&self) -> &Handle {
        self.incoming.record.handle()
    }
}

/// A file on its way into the ledger.
pub(super) struct Taking<'a> {
    pub(super) store: &'a Store,
    pub(super) recent: &'a Recent,
    pub(super) path: &'a Path,
    pub(super) head: Head,
    /// Where the copy stood before.
    pub(super) here: i64,
    /// Files that records name, by path.
    pub(super) files: HashMap<String, i64>,
    /// The ids of all records in the file.
    pub(super) seen: Vec<bool>,
    pub(super) loaded: &'a mut Loaded,
}

impl Taking<'_> {
    pub(super) async fn file(&mut self, lines: u64, say: &mut Say<'_>) -> Result<()> {
        let mut input = Lines::open(self.path)?;
        let mut ahead = Ahead::new();
        let (mut read, mut done, mut batch) = (0, 0, Vec::new());
        loop {
            while !ahead.is_full() {
                let first = read + 1;
                let some = self.some(&mut input)?;
                if some.is_empty() {
                    break;
                }
                read += some.len() as u64;
                ahead.give(move || made_ready(&some, first));
            }
            let ready: Option<std::result::Result<Vec<Ready>, String>> = ahead.take().await;
            let is_last = ready.is_none();
            if let Some(ready) = ready {
                batch.extend(ready.map_err(|why| Error::Broken(self.path.to_owned(), why))?);
                done += STEP as u64;
            }
            if batch.len() >= BATCH || is_last {
                self.batch(std::mem::take(&mut batch)).await?;
                say(self.path, done.min(lines), lines);
            }
            if is_last {
                return Ok(());
            }
        }
    }

    fn some(&self, input: &mut Lines) -> Result<Vec<String>> {
        let mut some = Vec::with_capacity(STEP);
        let mut line = String::new();
        while some.len() < STEP {
            match input.next(&mut line) {
                Ok(true) => some.push(std::mem::take(&mut line)),
                Ok(false) => break,
                Err(error) => return Err(Error::File(self.path.to_owned(), error)),
            }
        }
        Ok(some)
    }

    /// One transaction.
    async fn batch(&mut self, batch: Vec<Ready>) -> Result<()> {
        let mut tx = self.store.writer().begin().await?;
        tx.set_copied(&self.copied(self.here)).await?;
        let mut coming = Vec::with_capacity(batch.len());
        for ready in batch {
            match ready {
                Ready::Archive(read) => tx.archive_read(&read).await?,
                Ready::Record(it) => coming.push(it),
            }
        }
        self.loaded.records += coming.len() as u64;
        let written = self.records(&mut tx, coming).await?;
        tx.commit().await?;
        self.recent.keep(written);
        self.recent.room().await;
        Ok(())
    }

    fn copied(&self, position: i64) -> CopyOf {
        CopyOf { catalogue: self.head.catalogue.clone(), position }
    }

    /// Takes in records; those that are new, with their versions, are answered.
    async fn records(&mut self, tx: &mut Tx, coming: Vec<Coming>) -> ibid_store::Result<Vec<(i64, Record)>> {
        let coming = once(coming);
        let handles: Vec<Handle> = coming.iter().map(|it| it.handle().clone()).collect();
        let (mut new, mut known, mut gone, mut erased) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (it, head) in coming.into_iter().zip(tx.heads(&handles).await?) {
            let file = self.file_of(tx, &it).await?;
            match head {
                None => new.push((it, file)),
                Some(head) => {
                    self.see(head.id);
                    match (it.withdrawn, head.state) {
                        (true, _) if it.is_erased(&head) => {
                            gone.push((head.id, it.at));
                            erased.push((head.id, it.incoming.text.clone()));
                            known.push((head, it, file));
                        }
                        (true, State::Live) => gone.push((head.id, it.at)),
                        (true, State::Withdrawn) => self.loaded.unchanged += 1,
                        (false, _) => known.push((head, it, file)),
                    }
                }
            }
        }
        let mut written = self.insert(tx, new, &mut gone).await?;
        written.extend(self.renew(tx, known).await?);
        for some in gone.chunk_by(|one, next| one.1 == next.1) {
            let ids: Vec<i64> = some.iter().map(|it| it.0).collect();
            tx.withdraw(&ids, some[0].1).await?;
        }
        for (id, text) in erased {
            tx.blank(id, &text).await?;
        }
        self.loaded.withdrawn += gone.len() as u64;
        Ok(written)
    }

    /// The file a record names, noted when it is the first. It has no digest, so it is read when somebody
    /// harvests it here.
    async fn file_of(&mut self, tx: &mut Tx, it: &Coming) -> ibid_store::Result<i64> {
        if let Some(&id) = self.files.get(&it.file) {
            return Ok(id);
        }
        let id = match tx.file(&it.file).await? {
            Some(file) => file.id,
            None => {
                let archive = it.file.split('/').next().unwrap_or_default();
                let (digest, read_at) = ([0; 16], it.since);
                let (size, modified, templates, errors, warnings) = Default::default();
                let path = &it.file;
                let file =
                    NewFile { archive, path, digest, size, modified, read_at, templates, errors, warnings };
                let id = tx.put_file(&file).await?;
                tx.forget_digest(id).await?;
                id
            }
        };
        self.files.insert(it.file.clone(), id);
        Ok(id)
    }

    async fn insert(
        &mut self,
        tx: &mut Tx,
        new: Vec<(Coming, i64)>,
        gone: &mut Vec<(i64, i64)>,
    ) -> ibid_store::Result<Vec<(i64, Record)>> {
        let (mut written, mut named) = (Vec::new(), Vec::new());
        let mut new = new.into_iter().peekable();
        while let Some((it, file)) = new.next() {
            let since = it.since;
            let (mut records, mut lowered, mut withdrawn) = (Vec::new(), Vec::new(), Vec::new());
            let mut next = Some((it, file));
            while let Some((it, file)) = next {
                withdrawn.push(it.withdrawn.then_some(it.at));
                let (row, record) = it.incoming.into_new(file);
                records.push(row);
                lowered.push(record);
                next = new.next_if(|(it, _)| it.since == since);
            }
            let ids = tx.insert(&records, since).await?;
            self.loaded.created += records.len() as u64;
            named.extend(short_ids(ids.clone().zip(&lowered)));
            for ((id, withdrawn), record) in ids.zip(withdrawn).zip(lowered) {
                self.see(id);
                match withdrawn {
                    Some(at) => gone.push((id, at)),
                    None => written.push((1, record)),
                }
            }
        }
        tx.put_short_ids(&named).await?;
        Ok(written)
    }

    async fn renew(
        &mut self,
        tx: &mut Tx,
        known: Vec<(Known, Coming, i64)>,
    ) -> ibid_store::Result<Vec<(i64, Record)>> {
        let same = |head: &Known, it: &Coming| head.state == State::Live && head.digest == it.incoming.digest;
        let (same, other): (Vec<_>, Vec<_>) = known.into_iter().partition(|(head, it, _)| same(head, it));
        self.loaded.unchanged += same.len() as u64;
        let ids: Vec<i64> = other.iter().map(|(head, ..)| head.id).collect();
        let (mut versions, mut written, mut named) = (Vec::new(), Vec::new(), Vec::new());
        for ((head, it, file), old) in other.into_iter().zip(tx.texts(&ids).await?) {
            let what = what_changed(&old, &it.incoming.record);
            if what.is_none() && head.state == State::Live {
                self.loaded.unchanged += 1;
                continue;
            }
            let (version, record) = it.incoming.into_version(head.id, file, what.unwrap_or_default());
            versions.push((version, it.at));
            named.extend(short_ids(std::iter::once((head.id, &record))));
            written.push((head.version + 1, record));
        }
        tx.put_short_ids(&named).await?;
        self.loaded.changed += versions.len() as u64;
        while let Some((_, at)) = versions.first() {
            let at = *at;
            let some = versions.iter().take_while(|it| it.1 == at).count();
            let some: Vec<_> = versions.drain(..some).map(|(version, _)| version).collect();
            tx.supersede(&some, at).await?;
        }
        Ok(written)
    }

    fn see(&mut self, id: i64) {
        let place = usize::try_from(id).unwrap_or_default();
        if self.seen.len() <= place {
            self.seen.resize(place + 1, false);
        }
        self.seen[place] = true;
    }

    /// All of the file is here. Records that came from an earlier one and are not in this, which holds
    /// everything, are withdrawn.
    pub(super) async fn end(&mut self, fresh: bool) -> Result<()> {
        let mut after = 0;
        while self.head.after.is_none() && !fresh {
            let some = self.store.reader().brought(after, BATCH).await?;
            let Some(last) = some.last() else { break };
            after = *last;
            let seen = |id: &i64| usize::try_from(*id).is_ok_and(|it| self.seen.get(it) == Some(&true));
            let gone: Vec<i64> = some.into_iter().filter(|id| !seen(id)).collect();
            let mut tx = self.store.writer().begin().await?;
            tx.withdraw(&gone, self.head.made_at).await?;
            tx.commit().await?;
            self.loaded.withdrawn += gone.len() as u64;
        }
        let mut tx = self.store.writer().begin().await?;
        tx.set_copied(&self.copied(self.head.position)).await?;
        // Pages show more of a harvest than the journal tells.
        let harvests = self.store.reader().cursor(HARVESTS).await?;
        tx.set_cursor(HARVESTS, harvests + 1).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Of several lines of one record the last.
fn once(coming: Vec<Coming>) -> Vec<Coming> {
    let last: HashMap<Handle, usize> =
        coming.iter().enumerate().map(|(place, it)| (it.handle().clone(), place)).collect();
    let is_last = |(place, it): &(usize, Coming)| last.get(it.handle()) == Some(place);
    coming.into_iter().enumerate().filter(is_last).map(|(_, it)| it).collect()
}

fn made_ready(lines: &[String], first: u64) -> std::result::Result<Vec<Ready>, String> {
    let mut ready = Vec::with_capacity(lines.len());
    for (number, line) in (first..).zip(lines) {
        match serde_json::from_str(line) {
            Ok(Line::Record(entry)) => match coming(&entry) {
                Some(it) => ready.push(Ready::Record(it)),
                None => return Err(format!("line {number}: holds no record")),
            },
            Ok(Line::Archive(read)) => ready.push(Ready::Archive(read.into())),
            Ok(Line::Head(_) | Line::End { .. }) => {}
            Err(error) => return Err(format!("line {number}: {error}")),
        }
    }
    Ok(ready)
}

fn coming(entry: &Entry) -> Option<Coming> {
    let record = ibid_core::record::read(&entry.redif)?;
    let incoming = Incoming::new(record, &entry.redif, entry.line);
    let Entry { since, at, .. } = *entry;
    Some(Coming { withdrawn: entry.state == Now::Withdrawn, since, at, file: entry.file.clone(), incoming })
}
