//! Harvesting: archives from folders into the ledger, file by file.
//!
//! Here: the order of files, what one transaction holds, what happens when the ledger goes away, and
//! what becomes of records that nobody names any more. Not here: what a file does to its records
//! (`ingest.rs`). Nothing is reported as done before it is committed; a harvest that was killed is
//! completed by the next.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ibid_core::{Handle, Kind, Record};
use ibid_store::{ArchiveRead, FileHead, FileState, NewFile, State, Store, Tx};
use tokio::sync::mpsc;

use super::ingest::{Around, Counts, Ingest};
use super::reading::{self, Facts, Slice};
use super::source::{ArchiveFolder, LiveFile, Source, Stray};
use crate::recent::Recent;

/// Files being read ahead of the one that is being settled.
const AHEAD: usize = 3;
/// A transaction ends with the file that passes one of these.
const BATCH_RECORDS: u64 = 4_000;
const BATCH_TIME: Duration = Duration::from_millis(250);
/// A file that brings more than this is settled in several transactions; its digest goes with the last.
const LARGE_RECORDS: u64 = 20_000;
/// How often an archive is tried again when the ledger goes away, and the first pause.
const TRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(500);

/// The cursor that moves with every harvest of an archive or of one of its files.
pub const HARVESTS: &str = "harvests";

/// What a harvest did to one archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub archive: String,
    /// Files that were there to be read.
    pub files: u64,
    pub counts: Counts,
    /// Files, folders and links that should have been read and could not.
    pub unreadable: u64,
    /// Why the archive could not be finished.
    pub failed: Option<String>,
}

/// What is worth saying while a harvest goes on.
#[derive(Debug)]
pub enum Event<'a> {
    Begins {
        archive: &'a str,
        files: u64,
    },
    /// A file is in the ledger.
    Settled {
        file: &'a str,
    },
    /// A file that is not read as live.
    Stray(&'a Stray),
    /// Something that should have been read and could not.
    Unreadable(&'a Stray),
    Ends(&'a Report),
}

/// Who is told.
pub type Say<'a> = dyn FnMut(Event<'_>) + Send + 'a;

/// Harvests every archive of a source, in its order. `at` is the present, in epoch seconds. An
/// archive that fails says so in its report, and the rest goes on.
pub async fn harvest(
    store: &Store,
    recent: &Recent,
    source: &Source,
    at: i64,
    say: &mut Say<'_>,
) -> Vec<Report> {
    source.skipped.iter().for_each(|folder| say(Event::Unreadable(folder)));
    let clock = Clock { at, begun: Instant::now() };
    let mut reports = Vec::new();
    for archive in &source.archives {
        let report = one(store, recent, archive, clock, say).await;
        say(Event::Ends(&report));
        reports.push(report);
    }
    reports
}

/// The time of a harvest: a long one must not date what it finds last by when it began.
#[derive(Clone, Copy)]
struct Clock {
    at: i64,
    begun: Instant,
}

impl Clock {
    fn now(&self) -> i64 {
        self.at.saturating_add(self.begun.elapsed().as_secs().cast_signed())
    }
}

/// One archive, tried again while only the ledger is at fault.
async fn one(
    store: &Store,
    recent: &Recent,
    archive: &ArchiveFolder,
    clock: Clock,
    say: &mut Say<'_>,
) -> Report {
    let mut listing = archive.list();
    listing.strays.iter().for_each(|stray| say(Event::Stray(stray)));
    let files = std::mem::take(&mut listing.files);
    say(Event::Begins { archive: &archive.code, files: files.len() as u64 });
    let mut run = Run {
        store,
        recent,
        archive,
        clock,
        done: vec![false; files.len()],
        files: files.into_iter().map(Arc::new).collect(),
        unreadable: Vec::new(),
        counts: Counts::default(),
        orphans: HashSet::new(),
    };
    for stray in listing.unreadable {
        run.unreadable(stray, say);
    }
    let mut report =
        Report { archive: archive.code.clone(), files: run.files.len() as u64, ..Report::default() };
    for attempt in 1.. {
        match run.archive(say).await {
            Ok(()) => break,
            Err(error) if attempt < TRIES && matches!(error, ibid_store::Error::Engine { .. }) => {
                tracing::warn!("{}: {error}; trying again", archive.code);
                tokio::time::sleep(PAUSE * 2_u32.pow(attempt - 1)).await;
            }
            Err(error) => {
                report.failed = Some(error.to_string());
                break;
            }
        }
    }
    report.counts = run.counts;
    report.unreadable = run.unreadable.len() as u64;
    report
}

/// One archive on its way.
struct Run<'a> {
    store: &'a Store,
    recent: &'a Recent,
    archive: &'a ArchiveFolder,
    clock: Clock,
    files: Vec<Arc<LiveFile>>,
    /// Which of them are committed.
    done: Vec<bool>,
    unreadable: Vec<Stray>,
    counts: Counts,
    orphans: HashSet<i64>,
}

/// What reading a file hands over.
enum Part {
    Slice(Slice),
    Unchanged,
    End(Facts),
    Failed(String),
}

/// The open transaction, and the files settled in it with what they will count for once it is
/// committed.
#[derive(Default)]
struct Batch {
    tx: Option<(Tx, Instant)>,
    files: Vec<(usize, Counts)>,
    written: Vec<(i64, Record)>,
    records: u64,
}

impl Batch {
    /// The open transaction, begun when there is none.
    async fn open(&mut self, store: &Store) -> ibid_store::Result<&mut Tx> {
        let tx = match self.tx.take() {
            Some(tx) => tx,
            None => (store.writer().begin().await?, Instant::now()),
        };
        Ok(&mut self.tx.insert(tx).0)
    }

    fn is_full(&self) -> bool {
        let old = self.tx.as_ref().is_some_and(|(_, begun)| begun.elapsed() >= BATCH_TIME);
        old || self.records >= BATCH_RECORDS
    }
}

/// What the ledger knows of an archive when a harvest begins, and what is learnt on the way.
struct Known {
    files: HashMap<String, (FileHead, FileState)>,
    names: HashMap<i64, String>,
    declared: HashMap<String, Kind>,
    /// The archive now declares other series than before, so that what was said of its works no longer
    /// holds: files are read again although their bytes are the same.
    redeclared: bool,
    orphans: Vec<i64>,
}

/// What one file declared, and how many series others declare.
struct Declared {
    taken: Vec<(String, Option<Kind>)>,
    others: usize,
}

impl Known {
    async fn load(store: &Store, archive: &str) -> ibid_store::Result<Known> {
        let reader = store.reader();
        let heads = reader.file_heads(archive).await?;
        let names = heads.iter().map(|head| (head.id, head.path.clone())).collect();
        let states = reader.files(archive).await?;
        let files = heads.into_iter().zip(states).map(|(head, state)| (head.path.clone(), (head, state)));
        let files = files.collect();
        let mut declared = HashMap::new();
        let handles: Vec<Handle> = reader.series_of(archive).await?.into_iter().map(|it| it.handle).collect();
        for stored in reader.records(&handles).await?.into_iter().flatten() {
            if let Some(Record::Series(series)) = stored.record().filter(|_| stored.state == State::Live) {
                declared.insert(stored.handle.series().to_owned(), series.holds);
            }
        }
        let mut tx = store.writer().begin().await?;
        let orphans = tx.orphans(archive).await?.into_iter().map(|head| head.id).collect();
        Ok(Known { files, names, declared, redeclared: false, orphans })
    }

    /// Takes back what a file declared, before it is read again; answers what that was.
    fn undeclare(&mut self, series: &[String]) -> Declared {
        let taken = series.iter().map(|code| (code.clone(), self.declared.remove(code))).collect();
        Declared { taken, others: self.declared.len() }
    }

    /// Whether the file, read again, declares anything but what it did.
    fn declares_otherwise(&self, before: &Declared) -> bool {
        self.declared.len() != before.others + before.taken.len()
            || before.taken.iter().any(|(code, holds)| self.declared.get(code) != holds.as_ref())
    }

    /// Lets a file be read again although its bytes are the same.
    fn forget(&mut self, name: &str) {
        if let Some((head, _)) = self.files.get_mut(name) {
            head.digest = None;
        }
    }
}

impl Run<'_> {
    async fn archive(&mut self, say: &mut Say<'_>) -> ibid_store::Result<()> {
        let mut ledger = Known::load(self.store, &self.archive.code).await?;
        self.orphans = ledger.orphans.iter().copied().collect();
        self.settle(&mut ledger, say).await?;
        if self.archive.only.is_none() && !self.files.is_empty() {
            self.vanished_files(&ledger).await?;
        }
        // A record that one file no longer holds may stand in a file that was not asked for.
        if self.archive.only.is_none() {
            self.judge_orphans(&mut ledger, say).await?;
        }
        self.sign().await
    }

    /// Settles every file that is not done, in order, in transactions of a bearable size.
    async fn settle(&mut self, known: &mut Known, say: &mut Say<'_>) -> ibid_store::Result<()> {
        let mut ahead = VecDeque::new();
        let mut next = 0;
        let mut batch = Batch::default();
        loop {
            while ahead.len() < AHEAD && next < self.files.len() {
                if !self.done[next] {
                    ahead.push_back((next, self.start_reading(next, known)));
                }
                next += 1;
            }
            let Some((index, mut parts)) = ahead.pop_front() else {
                break;
            };
            match parts.recv().await {
                Some(Part::Unchanged) if known.redeclared && !self.files[index].folder.is_empty() => {
                    known.forget(&self.files[index].name);
                    ahead.push_front((index, self.start_reading(index, known)));
                }
                Some(Part::Unchanged) => self.unchanged(index, known, say),
                Some(Part::Failed(why)) => {
                    let name = self.files[index].name.clone();
                    self.done[index] = true;
                    self.unreadable(Stray { name, why }, say);
                }
                Some(part) => self.file(index, part, parts, known, &mut batch, say).await?,
                None => self.broke_off(index, say),
            }
            if batch.is_full() {
                self.commit(&mut batch, say).await?;
                self.recent.room().await;
            }
        }
        self.commit(&mut batch, say).await
    }

    fn unchanged(&mut self, index: usize, known: &Known, say: &mut Say<'_>) {
        let file = &self.files[index];
        if let Some((_, state)) = known.files.get(&file.name) {
            self.counts.add(Counts {
                templates: state.templates.unsigned_abs(),
                unchanged: state.templates.unsigned_abs(),
                errors: state.errors.unsigned_abs(),
                warnings: state.warnings.unsigned_abs(),
                ..Counts::default()
            });
        }
        self.done[index] = true;
        say(Event::Settled { file: &file.name });
    }

    /// Starts reading a file on another thread; what it says comes in parts, a few ahead at most.
    fn start_reading(&self, index: usize, known: &Known) -> mpsc::Receiver<Part> {
        let (send, parts) = mpsc::channel(2);
        let file = self.files[index].clone();
        let before = known.files.get(&file.name).and_then(|(head, _)| head.digest);
        tokio::task::spawn_blocking(move || {
            let ended = reading_of(&file, before, |part| {
                // Nobody listens any more when the harvest has failed; then reading is idle work.
                let _ = send.blocking_send(part);
            });
            if let Err(error) = ended {
                let _ = send.blocking_send(Part::Failed(error.to_string()));
            }
        });
        parts
    }

    /// Takes one file into the open transaction; a very large one in several.
    async fn file(
        &mut self,
        index: usize,
        first: Part,
        mut parts: mpsc::Receiver<Part>,
        known: &mut Known,
        batch: &mut Batch,
        say: &mut Say<'_>,
    ) -> ibid_store::Result<()> {
        let file = self.files[index].clone();
        let tx = batch.open(self.store).await?;
        let (id, was_known) = match known.files.get(&file.name) {
            Some((head, _)) => (head.id, true),
            None => (tx.put_file(&self.file_row(&file, Facts::default(), Counts::default())).await?, false),
        };
        if was_known {
            // Should this not come to its end, the file must be read again even when it is put back.
            tx.forget_digest(id).await?;
        }
        known.names.insert(id, file.name.clone());
        let mut ingest = Ingest::begin(tx, id, was_known).await?;
        let declared = known.undeclare(&ingest.declared_before);
        let mut part = Some(first);
        while let Some(now) = part {
            match now {
                Part::Slice(slice) => {
                    batch.records += slice.incoming.len() as u64 + 1;
                    let around = Around {
                        orphans: &self.orphans,
                        names: &known.names,
                        declared: &mut known.declared,
                        archive: &self.archive.code,
                        folder: &file.folder,
                        at: self.clock.now(),
                    };
                    ingest.slice(batch.open(self.store).await?, slice, around).await?;
                    batch.written.append(&mut ingest.written);
                }
                Part::End(facts) => {
                    let tx = batch.open(self.store).await?;
                    self.orphans.extend(ingest.end(tx).await?);
                    tx.put_file(&self.file_row(&file, facts, ingest.counts)).await?;
                    batch.files.push((index, ingest.counts));
                    known.redeclared |= known.declares_otherwise(&declared);
                    return Ok(());
                }
                Part::Failed(why) => {
                    // What came before the fault stays; the digest is forgotten, so it is read again.
                    self.unreadable(Stray { name: file.name.clone(), why }, say);
                    self.done[index] = true;
                    return Ok(());
                }
                Part::Unchanged => return Ok(()),
            }
            part = parts.recv().await;
            if part.is_none() {
                self.broke_off(index, say);
            }
            if batch.records >= LARGE_RECORDS {
                self.commit(batch, say).await?;
            }
        }
        Ok(())
    }

    fn file_row<'f>(&'f self, file: &'f LiveFile, facts: Facts, counts: Counts) -> NewFile<'f> {
        NewFile {
            archive: &self.archive.code,
            path: &file.name,
            digest: facts.digest,
            size: facts.size.cast_signed(),
            modified: facts.modified,
            read_at: self.clock.at,
            templates: counts.templates.cast_signed(),
            errors: counts.errors.cast_signed(),
            warnings: counts.warnings.cast_signed(),
        }
    }

    /// Commits what is open, and only then says that it is done.
    async fn commit(&mut self, batch: &mut Batch, say: &mut Say<'_>) -> ibid_store::Result<()> {
        let Batch { tx, files, written, .. } = std::mem::take(batch);
        if let Some((tx, _)) = tx {
            tx.commit().await?;
        }
        self.recent.keep(written);
        for (index, counts) in files {
            self.done[index] = true;
            self.counts.add(counts);
            say(Event::Settled { file: &self.files[index].name });
        }
        Ok(())
    }

    /// Files of the last harvest that are no longer there: what they held has lost its place.
    async fn vanished_files(&mut self, known: &Known) -> ibid_store::Result<()> {
        let here: HashSet<&str> = self.files.iter().map(|file| file.name.as_str()).collect();
        let hidden = |name: &str| {
            self.unreadable.iter().any(|it| {
                name.strip_prefix(&it.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        let gone: Vec<&FileHead> = known
            .files
            .values()
            .map(|(head, _)| head)
            .filter(|head| !here.contains(head.path.as_str()) && !hidden(&head.path))
            .collect();
        if gone.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.writer().begin().await?;
        for file in gone {
            let records = tx.records_of_file(file.id).await?;
            let live: Vec<i64> =
                records.iter().filter(|it| it.state == State::Live).map(|it| it.id).collect();
            tx.orphan(&live).await?;
            tx.remove_file(file.id).await?;
            self.orphans.extend(live);
        }
        tx.commit().await.map(drop)
    }

    /// Records nobody names any more are withdrawn; those that another file names are read from it.
    async fn judge_orphans(&mut self, known: &mut Known, say: &mut Say<'_>) -> ibid_store::Result<()> {
        if self.orphans.is_empty() {
            return Ok(());
        }
        let mut tx = self.store.writer().begin().await?;
        let (mut lost, mut again) = (Vec::new(), HashSet::new());
        for head in tx.orphans(&self.archive.code).await? {
            let repeats = tx.repeats(head.id).await?;
            match repeats.iter().find_map(|(file, _)| self.index_of(known.names.get(file)?)) {
                Some(index) => drop(again.insert(index)),
                None => {
                    lost.push(head.id);
                    // Another archive that names it brings it back when its files are read again.
                    for (file, _) in repeats {
                        tx.forget_digest(file).await?;
                    }
                }
            }
        }
        // In several transactions when they are many: a change is seen soon after the moment it names.
        for some in lost.chunks(BATCH_RECORDS as usize) {
            tx.withdraw(some, self.clock.now()).await?;
            tx.commit().await?;
            tx = self.store.writer().begin().await?;
        }
        tx.commit().await?;
        self.counts.vanished += lost.len() as u64;
        for &index in &again {
            self.done[index] = false;
            known.forget(&self.files[index].name);
        }
        if !again.is_empty() {
            let before = self.counts;
            self.settle(known, say).await?;
            // These files are counted already; only what became of their records is new.
            let Counts { created, changed, .. } = self.counts;
            self.counts = Counts { created, changed, ..before };
        }
        Ok(())
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        self.files.iter().position(|file| file.name == name)
    }

    /// Notes the figures of this harvest, once it has ended.
    async fn sign(&mut self) -> ibid_store::Result<()> {
        let mut tx = self.store.writer().begin().await?;
        // Pages show more of a harvest than the journal tells: places, problems, times.
        let harvests = self.store.reader().cursor(HARVESTS).await?;
        tx.set_cursor(HARVESTS, harvests + 1).await?;
        if self.archive.only.is_some() {
            return tx.commit().await.map(drop);
        }
        let Counts { templates, created, changed, unchanged, vanished, errors, warnings, .. } = self.counts;
        let read = ArchiveRead {
            code: self.archive.code.clone(),
            read_at: self.clock.at,
            files: self.files.len() as i64,
            templates: templates.cast_signed(),
            created: created.cast_signed(),
            changed: changed.cast_signed(),
            unchanged: unchanged.cast_signed(),
            vanished: vanished.cast_signed(),
            errors: errors.cast_signed(),
            warnings: warnings.cast_signed(),
        };
        tx.archive_read(&read).await?;
        tx.commit().await.map(drop)
    }

    /// Reading ended without a word: a fault of ours, and no reason to lose the other files.
    fn broke_off(&mut self, index: usize, say: &mut Say<'_>) {
        self.done[index] = true;
        let name = self.files[index].name.clone();
        self.unreadable(Stray { name, why: "reading it broke off".to_owned() }, say);
    }

    fn unreadable(&mut self, stray: Stray, say: &mut Say<'_>) {
        self.counts.errors += 1;
        say(Event::Unreadable(&stray));
        self.unreadable.push(stray);
    }
}

/// Reads one file and hands on its parts; says only that it is unchanged when it is.
fn reading_of(
    file: &LiveFile,
    before: Option<[u8; 16]>,
    mut hand_on: impl FnMut(Part),
) -> std::io::Result<()> {
    if before.is_some() && before == Some(reading::facts(file)?.digest) {
        hand_on(Part::Unchanged);
        return Ok(());
    }
    let facts = reading::read(file, |slice| hand_on(Part::Slice(slice)))?;
    hand_on(Part::End(facts));
    Ok(())
}
