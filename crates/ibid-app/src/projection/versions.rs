//! Which works are versions of one, kept up with the ledger in tables of its own.
//!
//! Works are filed under a few marks; those that meet under one are compared, and what hangs together
//! by comparisons is one work. A changed record leaves its work, whose other versions are then compared
//! among themselves, so that the outcome depends on the works alone and not on their order. Not here:
//! the rule (`ibid_core::versions`).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ibid_core::Record;
use ibid_core::record::Work;
use ibid_core::versions::{Filed, Mark, declared, same};
use ibid_store::{Reader, Result, State, Store, Stored, Tx};

/// The name of the cursor.
const NAME: &str = "versions";
/// Journal lines taken at once: the ledger is held for some hundredths of a second.
const STEP: usize = 500;
/// Works filed under one number. Further ones are compared with these and not filed there, so that an
/// archive full of one name and one word costs no more than its length.
const CROWD: usize = 256;

/// Takes the next lines of the journal in and answers whether there were any. What another process has
/// done in between is left to it.
pub async fn step(store: &Store) -> Result<bool> {
    let reader = store.reader();
    let position = reader.cursor(NAME).await?;
    let ledger = reader.position().await?;
    if position > ledger {
        // The ledger was replaced by another one.
        forget(store).await?;
        return Ok(true);
    }
    if position == ledger {
        return Ok(false);
    }
    let changed = reader.changed_since(position, STEP).await?;
    let Some(last) = changed.last().map(|(seq, _)| *seq) else {
        return Ok(false);
    };
    let changed: BTreeMap<i64, Option<Known>> =
        changed.into_iter().filter(|(_, it)| it.kind.is_work()).map(|(_, it)| (it.id, known(&it))).collect();
    let mut tx = store.writer().begin().await?;
    if reader.cursor(NAME).await? == position {
        if !changed.is_empty() {
            Linking::of(&reader, &mut tx, changed).await?;
        }
        tx.set_cursor(NAME, last).await?;
        tx.commit().await?;
    }
    Ok(true)
}

/// Forgets all versions and finds them again. Answers the position reached.
pub async fn rebuild(store: &Store) -> Result<i64> {
    forget(store).await?;
    while step(store).await? {}
    store.reader().cursor(NAME).await
}

/// How far it has come.
pub async fn position(reader: &Reader) -> Result<i64> {
    reader.cursor(NAME).await
}

async fn forget(store: &Store) -> Result<()> {
    let mut tx = store.writer().begin().await?;
    tx.forget_versions().await?;
    tx.set_cursor(NAME, 0).await?;
    tx.commit().await.map(drop)
}

/// A live work and its marks.
struct Known {
    work: Box<Work>,
    filed: Filed,
}

fn known(stored: &Stored) -> Option<Known> {
    match (stored.state, stored.record()?) {
        (State::Live, Record::Work(work)) => Some(Known { filed: Filed::of(&work), work }),
        _ => None,
    }
}

impl Known {
    fn is_version_of(&self, other: &Known) -> bool {
        (self.filed.seeks(&other.filed) || other.filed.seeks(&self.filed) || self.declares(other))
            && same(&self.work, &other.work).is_some()
    }

    fn declares(&self, other: &Known) -> bool {
        let names = |one: &Known, other: &Known| declared(&one.work).any(|it| *it == other.work.handle);
        names(self, other) || names(other, self)
    }
}

/// One step: the works it touches, and what hangs together among them.
struct Linking<'a> {
    reader: &'a Reader,
    tx: &'a mut Tx,
    /// Those that changed.
    own: BTreeSet<i64>,
    works: BTreeMap<i64, Option<Known>>,
    groups: Groups,
}

impl Linking<'_> {
    async fn of(reader: &Reader, tx: &mut Tx, changed: BTreeMap<i64, Option<Known>>) -> Result<()> {
        let ids: Vec<i64> = changed.keys().copied().collect();
        let before = tx.forms(&ids).await?;
        let own: BTreeSet<i64> = ids.iter().copied().collect();
        // Of these the ledger still says what is being decided anew.
        let whole = before.iter().map(|(record, _)| *record).chain(ids.iter().copied()).collect();
        let groups = Groups { whole, ..Groups::default() };
        let mut linking = Linking { reader, tx, own, works: changed, groups };
        linking.part(&ids, &before).await?;
        let meetings = linking.file(&ids).await?;
        for (id, others) in meetings {
            linking.compare(id, others).await?;
        }
        let touched: BTreeSet<i64> =
            before.iter().map(|(record, _)| *record).chain(linking.groups.records()).collect();
        let touched: Vec<i64> = touched.into_iter().collect();
        linking.tx.regroup(&touched, &linking.groups.forms()).await
    }

    /// The works that changed records were versions of come apart; what else hung together there is
    /// joined again.
    async fn part(&mut self, changed: &[i64], before: &[(i64, i64)]) -> Result<()> {
        let mut left: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for &(record, work) in before.iter().filter(|(record, _)| changed.binary_search(record).is_err()) {
            left.entry(work).or_default().push(record);
        }
        for records in left.values() {
            self.read(records).await?;
            for (at, &one) in records.iter().enumerate() {
                for &other in &records[..at] {
                    self.link(one, other);
                }
            }
        }
        Ok(())
    }

    /// Files the changed works, and says which others each of them meets.
    async fn file(&mut self, changed: &[i64]) -> Result<Vec<(i64, BTreeSet<i64>)>> {
        let unfiled: Vec<(i64, Vec<Mark>)> = changed.iter().map(|&id| (id, Vec::new())).collect();
        self.tx.file_under(&unfiled).await?;
        let live = || changed.iter().filter_map(|id| Some((*id, self.works.get(id)?.as_ref()?)));
        let keys: BTreeSet<i64> =
            live().flat_map(|(_, it)| it.filed.sought.iter().map(|it| it.key)).collect();
        let mut there: HashMap<i64, Vec<(i64, Mark)>> = HashMap::new();
        let keys: Vec<i64> = keys.into_iter().collect();
        for (record, mark) in self.tx.filed_under(&keys).await? {
            there.entry(mark.key).or_default().push((record, mark));
        }
        let (mut meetings, mut filed) = (Vec::new(), Vec::new());
        for (id, known) in live() {
            let mut met = BTreeSet::new();
            for mark in &known.filed.sought {
                let others = there.get(&mark.key).into_iter().flatten();
                met.extend(others.filter(|(_, other)| mark.meets(other)).map(|(record, _)| *record));
            }
            let mut under = Vec::new();
            for mark in &known.filed.under {
                let there = there.entry(mark.key).or_default();
                if there.len() < CROWD {
                    there.push((id, *mark));
                    under.push(*mark);
                }
            }
            filed.push((id, under));
            meetings.push((id, met));
        }
        for (id, met) in &mut meetings {
            if let Some(Some(known)) = self.works.get(id) {
                let handles: Vec<_> = declared(&known.work).cloned().collect();
                let named = self.reader.records(&handles).await?.into_iter().flatten();
                met.extend(named.map(|it| it.id).filter(|other| other != id));
            }
        }
        self.tx.file_under(&filed).await?;
        Ok(meetings)
    }

    /// Joins a work with those it is a version of, and with their other versions.
    async fn compare(&mut self, id: i64, others: BTreeSet<i64>) -> Result<()> {
        let others: Vec<i64> = others.into_iter().collect();
        self.read(&others).await?;
        for &other in &others {
            if self.link(id, other) && !self.groups.is_whole(other) {
                for (record, _) in self.tx.forms(&[other]).await? {
                    self.groups.join(record, other);
                    self.groups.whole.insert(record);
                }
            }
        }
        // Works that turned out to be others may be many.
        for other in others.iter().filter(|it| !self.own.contains(it) && !self.groups.holds(**it)) {
            self.works.remove(other);
        }
        Ok(())
    }

    /// Joins two works where they are versions of one; says whether that was news.
    fn link(&mut self, one: i64, other: i64) -> bool {
        if self.groups.are_joined(one, other) {
            return false;
        }
        let pair = (self.works.get(&one), self.works.get(&other));
        let (Some(Some(a)), Some(Some(b))) = pair else { return false };
        let joined = a.is_version_of(b);
        if joined {
            self.groups.join(one, other);
        }
        joined
    }

    /// Reads the works not read yet.
    async fn read(&mut self, records: &[i64]) -> Result<()> {
        let missing: Vec<i64> = records.iter().copied().filter(|id| !self.works.contains_key(id)).collect();
        for stored in self.reader.by_id(&missing).await? {
            self.works.insert(stored.id, known(&stored));
        }
        Ok(())
    }
}

/// What hangs together: each record points at one of lower id of the same work, or at itself.
#[derive(Default)]
struct Groups {
    lower: HashMap<i64, i64>,
    /// Records whose other versions, as known from before, are all here.
    whole: HashSet<i64>,
}

impl Groups {
    fn lowest(&self, mut record: i64) -> i64 {
        while let Some(&lower) = self.lower.get(&record).filter(|lower| **lower != record) {
            record = lower;
        }
        record
    }

    fn are_joined(&self, one: i64, other: i64) -> bool {
        self.lowest(one) == self.lowest(other)
    }

    fn join(&mut self, one: i64, other: i64) {
        let (a, b) = (self.lowest(one), self.lowest(other));
        let lowest = a.min(b);
        for record in [a, b, one, other] {
            self.lower.insert(record, lowest);
        }
    }

    fn is_whole(&self, record: i64) -> bool {
        self.whole.contains(&record)
    }

    fn holds(&self, record: i64) -> bool {
        self.lower.contains_key(&record)
    }

    fn records(&self) -> impl Iterator<Item = i64> {
        self.lower.keys().copied()
    }

    /// Record and work, the lowest record of it.
    fn forms(&self) -> Vec<(i64, i64)> {
        let mut forms: Vec<(i64, i64)> = self.records().map(|record| (record, self.lowest(record))).collect();
        forms.sort_unstable();
        forms
    }
}
