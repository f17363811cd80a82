//! One file on its way into the ledger: which of its records are new, changed, moved or repeated.
//!
//! Here: the decisions, within a transaction somebody else holds. Not here: how a file is read
//! (`reading.rs`), what a change says (`ibid_core::change`), which files there are (`harvest.rs`).

use std::collections::{HashMap, HashSet};

use ibid_core::{Handle, Kind, Record, change, record};
use ibid_store::{Head, Moved, State, Tx};
use redif::Severity;

use super::reading::{Incoming, Problem, Slice};

/// What happened to the records of a file or an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub templates: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub vanished: u64,
    pub repeated: u64,
    pub errors: u64,
    pub warnings: u64,
}

impl Counts {
    pub(super) fn add(&mut self, other: Counts) {
        self.templates += other.templates;
        self.created += other.created;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        self.vanished += other.vanished;
        self.repeated += other.repeated;
        self.errors += other.errors;
        self.warnings += other.warnings;
    }
}

/// How many problems of one file are kept; the rest is only counted.
const KEPT_PROBLEMS: usize = 1_000;

/// What one file is judged against beside the ledger.
pub(super) struct Around<'a> {
    /// Records that lost their place in this harvest: whoever names them next may have them.
    pub(super) orphans: &'a HashSet<i64>,
    /// Names of the files of this archive, by id.
    pub(super) names: &'a HashMap<i64, String>,
    /// Series the archive declares, with what they hold.
    pub(super) declared: &'a mut HashMap<String, Kind>,
    pub(super) archive: &'a str,
    pub(super) folder: &'a str,
    pub(super) at: i64,
}

/// The archive that holds copies of everybody's head files.
const COPIES: &str = "all";

/// The records of a slice, by what becomes of them.
#[derive(Default)]
struct Sorted {
    new: Vec<Incoming>,
    renewed: Vec<(Head, Incoming)>,
    moved: Vec<Moved>,
    /// Handles the slice itself brings, with their lines, and further uses of them.
    fresh: HashMap<Handle, u32>,
    late: Vec<(Handle, u32)>,
}

/// A file half way into the ledger.
pub(super) struct Ingest {
    file: i64,
    /// The file of records that are written here: no other says what they are.
    ours: Option<i64>,
    /// Records whose place was this file, before.
    before: Vec<i64>,
    /// Codes of the series it declared, before.
    pub(super) declared_before: Vec<String>,
    /// Records that have their place in it now, with the line.
    seen: HashMap<i64, u32>,
    repeats: Vec<(i64, u32)>,
    problems: Vec<Problem>,
    pub(super) counts: Counts,
    /// New versions with their numbers, to be kept for the projections once they are committed.
    pub(super) written: Vec<(i64, Record)>,
}

/// Where an incoming record belongs.
enum Fate {
    New,
    /// It is this file's already, or nobody's.
    Own(Head),
    /// Another template has the handle: which record, in which other file, at which line.
    Taken(Option<i64>, Option<String>, u32),
    /// Whose it is has taken this record in hand here.
    Ours(i64),
}

impl Ingest {
    pub(super) async fn begin(tx: &mut Tx, file: i64, known: bool) -> ibid_store::Result<Ingest> {
        let heads = if known { tx.records_of_file(file).await? } else { Vec::new() };
        let live = || heads.iter().filter(|it| it.state == State::Live);
        let before = live().map(|it| it.id).collect();
        let series = live().filter(|it| it.kind == Kind::Series);
        let declared_before = series.map(|it| it.handle.series().to_owned()).collect();
        let (ours, seen, repeats, problems, counts, written) = Default::default();
        Ok(Ingest { file, ours, before, declared_before, seen, repeats, problems, counts, written })
    }

    /// Takes in a slice of the file.
    pub(super) async fn slice(
        &mut self,
        tx: &mut Tx,
        slice: Slice,
        mut around: Around<'_>,
    ) -> ibid_store::Result<()> {
        self.counts.templates += slice.templates;
        for problem in slice.problems {
            self.note(problem);
        }
        let handles: Vec<Handle> = slice.incoming.iter().map(|it| it.record.handle().clone()).collect();
        let heads = tx.heads(&handles).await?;
        self.ours = tx.ours().await?;
        let mut sorted = Sorted::default();
        for (incoming, head) in slice.incoming.into_iter().zip(heads) {
            self.sort(incoming, head, &mut around, &mut sorted);
        }
        let Sorted { new, renewed, mut moved, late, .. } = sorted;
        self.insert(tx, new, &late, around.at).await?;
        self.renew(tx, renewed, &mut moved, around.at).await?;
        tx.relocate(&moved).await
    }

    /// Decides what becomes of one incoming record.
    fn sort(&mut self, incoming: Incoming, head: Option<Head>, around: &mut Around<'_>, sorted: &mut Sorted) {
        let mut foreign = false;
        for problem in incoming.misplaced(around.archive, around.folder, around.declared) {
            foreign |= problem.code == "foreign-handle";
            self.note(problem);
        }
        // Nobody may speak for another archive.
        if foreign {
            return;
        }
        match self.fate(&incoming, head, &sorted.fresh, around) {
            Fate::New => {
                sorted.fresh.insert(incoming.record.handle().clone(), incoming.line);
                sorted.new.push(incoming);
            }
            Fate::Own(head) => self.sort_own(incoming, head, sorted),
            Fate::Ours(record) => self.repeats.push((record, incoming.line)),
            Fate::Taken(record, file, line) => {
                // The copies of everybody's head files are there on purpose.
                if around.archive != COPIES {
                    self.counts.repeated += 1;
                    self.note(incoming.repeats(file.as_deref(), line));
                }
                match record {
                    Some(record) => self.repeats.push((record, incoming.line)),
                    None => sorted.late.push((incoming.record.handle().clone(), incoming.line)),
                }
            }
        }
    }

    fn sort_own(&mut self, incoming: Incoming, head: Head, sorted: &mut Sorted) {
        self.seen.insert(head.id, incoming.line);
        if head.digest != incoming.digest || head.state == State::Withdrawn {
            sorted.renewed.push((head, incoming));
            return;
        }
        self.counts.unchanged += 1;
        if head.file != self.file || head.line != incoming.line {
            sorted.moved.push(self.moved(&head, &incoming));
        }
    }

    fn fate(
        &self,
        incoming: &Incoming,
        head: Option<Head>,
        fresh: &HashMap<Handle, u32>,
        around: &Around<'_>,
    ) -> Fate {
        let Some(head) = head else {
            return match fresh.get(incoming.record.handle()) {
                Some(line) => Fate::Taken(None, None, *line),
                None => Fate::New,
            };
        };
        if self.ours == Some(head.file) {
            return Fate::Ours(head.id);
        }
        if let Some(line) = self.seen.get(&head.id) {
            return Fate::Taken(Some(head.id), None, *line);
        }
        let free = head.state == State::Withdrawn || around.orphans.contains(&head.id);
        match around.names.get(&head.file) {
            _ if free || head.file == self.file => Fate::Own(head),
            Some(name) => Fate::Taken(Some(head.id), Some(name.clone()), head.line),
            // It stands in a copy of this archive's head files, and here is the original.
            None if incoming.record.handle().archive() == around.archive => Fate::Own(head),
            None => Fate::Taken(Some(head.id), Some("the folder of another archive".to_owned()), head.line),
        }
    }

    fn moved(&self, head: &Head, incoming: &Incoming) -> Moved {
        Moved { id: head.id, file: self.file, line: incoming.line, digest: incoming.digest }
    }

    async fn insert(
        &mut self,
        tx: &mut Tx,
        new: Vec<Incoming>,
        late: &[(Handle, u32)],
        at: i64,
    ) -> ibid_store::Result<()> {
        let file = self.file;
        let mut records = Vec::with_capacity(new.len());
        for it in new {
            let (new, record) = it.into_new(file);
            records.push(new);
            self.written.push((1, record));
        }
        let ids = tx.insert(&records, at).await?;
        let latest = &self.written[self.written.len() - records.len()..];
        tx.put_short_ids(&short_ids(ids.clone().zip(latest.iter().map(|it| &it.1)))).await?;
        self.counts.created += records.len() as u64;
        let mut by_handle: HashMap<&Handle, i64> = HashMap::new();
        for (id, record) in ids.zip(&records) {
            self.seen.insert(id, record.line);
            if !late.is_empty() {
                by_handle.insert(&record.handle, id);
            }
        }
        let places = late.iter().filter_map(|(handle, line)| Some((*by_handle.get(handle)?, *line)));
        self.repeats.extend(places);
        Ok(())
    }

    /// Templates whose text differs: a new version where the record says something else.
    async fn renew(
        &mut self,
        tx: &mut Tx,
        renewed: Vec<(Head, Incoming)>,
        moved: &mut Vec<Moved>,
        at: i64,
    ) -> ibid_store::Result<()> {
        let ids: Vec<i64> = renewed.iter().map(|(head, _)| head.id).collect();
        let records = renewed.iter().map(|(head, it)| (head.id, &it.record));
        tx.put_short_ids(&short_ids(records)).await?;
        let mut versions = Vec::new();
        for ((head, incoming), old) in renewed.into_iter().zip(tx.texts(&ids).await?) {
            let what = what_changed(&old, &incoming.record);
            if what.is_none() && head.state == State::Live {
                self.counts.unchanged += 1;
                moved.push(self.moved(&head, &incoming));
                continue;
            }
            self.counts.changed += 1;
            let (new, record) = incoming.into_version(head.id, self.file, what.unwrap_or_default());
            versions.push(new);
            self.written.push((head.version + 1, record));
        }
        tx.supersede(&versions, at).await
    }

    fn note(&mut self, problem: Problem) {
        match problem.severity {
            Severity::Error => self.counts.errors += 1,
            Severity::Warning => self.counts.warnings += 1,
            Severity::Note => {}
        }
        if self.problems.len() < KEPT_PROBLEMS {
            self.problems.push(problem);
        }
    }

    /// The file has been read to its end: records it no longer holds lose their place.
    pub(super) async fn end(&mut self, tx: &mut Tx) -> ibid_store::Result<Vec<i64>> {
        let lost: Vec<i64> = self.before.iter().copied().filter(|id| !self.seen.contains_key(id)).collect();
        tx.orphan(&lost).await?;
        tx.put_repeats(self.file, &self.repeats).await?;
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        let kept: Vec<ibid_store::Problem> = self.problems.drain(..).map(kept).collect();
        tx.put_problems(self.file, &kept).await?;
        Ok(lost)
    }
}

/// A problem as the ledger keeps it.
fn kept(problem: Problem) -> ibid_store::Problem {
    let Problem { line, column, severity, code, message, handle, fix } = problem;
    let severity = match severity {
        Severity::Error => ibid_store::Severity::Error,
        Severity::Warning => ibid_store::Severity::Warning,
        Severity::Note => ibid_store::Severity::Note,
    };
    let (handle, fix) = (handle.unwrap_or_default(), fix.unwrap_or_default());
    ibid_store::Problem { line, column, severity, code: code.to_owned(), message, handle, fix }
}

/// The fields that differ, `None` when the record says the same. A text that can no longer be read
/// counts as different.
pub(crate) fn what_changed(old: &str, new: &Record) -> Option<String> {
    match record::read(old) {
        Some(old) => change::diff(&old, new).map(|change| change.fields()),
        None => Some(String::new()),
    }
}

/// The short-ids among some records, which nobody may be given any more.
pub(crate) fn short_ids<'r>(records: impl Iterator<Item = (i64, &'r Record)>) -> Vec<(String, i64)> {
    let named = records.filter_map(|(id, record)| match record {
        Record::Person(it) if !it.short_id.is_empty() => Some((it.short_id.clone(), id)),
        _ => None,
    });
    named.collect()
}
