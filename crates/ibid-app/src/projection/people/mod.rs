//! Who has written what and is where, which claims are in doubt, and what people are to be told: kept up
//! with the ledger in tables of its own.
//!
//! What a person's record says is in `views.rs`, what follows for claims and for those who may have
//! written something new in `judging.rs`. Rows depend on records and claims alone, not on which came
//! first; only what people are told is noted once and stays. Not here: the rules (`ibid_core::people`).

mod judging;
mod views;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ibid_core::people::claim::Role;
use ibid_core::people::suggest::Known;
use ibid_core::record::{Agent, Person, Work};
use ibid_core::{Handle, Kind, Record};
use ibid_store::{Reader, Result, State, Store, Stored, Tx};

/// The name of the cursor.
const NAME: &str = "people";
/// Journal lines taken at once: the ledger is held for some hundredths of a second.
const STEP: usize = 500;

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
    let mut tx = store.writer().begin().await?;
    if reader.cursor(NAME).await? == position {
        let changed = changed.into_iter().map(|(_, stored)| stored).collect();
        Step::new(&reader, &mut tx).take(changed).await?;
        tx.set_cursor(NAME, last).await?;
        tx.commit().await?;
    }
    Ok(true)
}

/// Forgets all of it and makes it again. Answers the position reached.
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
    tx.forget_people().await?;
    tx.set_cursor(NAME, 0).await?;
    tx.commit().await.map(drop)
}

/// One step, with what has been read in it.
struct Step<'a> {
    reader: &'a Reader,
    tx: &'a mut Tx,
    people: HashMap<i64, Option<Somebody>>,
    works: BTreeMap<i64, Piece>,
}

/// A live person.
struct Somebody {
    stored: Stored,
    person: Person,
    known: Known,
}

/// A record that people may have a part in: a work, or a series with its editors.
struct Piece {
    stored: Stored,
    /// None where it is withdrawn, or no work.
    work: Option<Box<Work>>,
}

impl Step<'_> {
    fn new<'a>(reader: &'a Reader, tx: &'a mut Tx) -> Step<'a> {
        Step { reader, tx, people: HashMap::new(), works: BTreeMap::new() }
    }

    async fn take(&mut self, changed: Vec<Stored>) -> Result<()> {
        let (people, others): (Vec<_>, Vec<_>) = changed.into_iter().partition(|it| it.kind == Kind::Person);
        let came = self.reader.awaiting(&others.iter().map(|it| it.handle.key()).collect::<Vec<_>>()).await?;
        let mut changed: BTreeSet<i64> = people.iter().map(|it| it.id).collect();
        // Whoever waited for a workplace is looked at as a whole.
        changed.extend(came.iter().filter(|it| it.role.is_none()).map(|it| it.person));
        let own: Vec<i64> = others.iter().filter(|it| it.kind.is_work()).map(|it| it.id).collect();
        let ids: HashMap<String, i64> = others.iter().map(|it| (it.handle.key(), it.id)).collect();
        self.keep(others);
        self.put_people(people, &changed).await?;
        let came = came.into_iter().filter(|it| it.role.is_some() && !changed.contains(&it.person));
        self.put_places(&own, came.collect(), &ids).await?;
        self.put_said(&own).await?;
        let people: Vec<i64> = changed.into_iter().collect();
        self.judge(&people, &own).await?;
        self.tell(&own).await
    }

    fn keep(&mut self, records: Vec<Stored>) {
        for stored in records {
            let work = match (stored.state, stored.kind.is_work()) {
                (State::Live, true) => stored.record().and_then(|it| match it {
                    Record::Work(work) => Some(work),
                    _ => None,
                }),
                _ => None,
            };
            self.works.insert(stored.id, Piece { stored, work });
        }
    }

    /// Reads the works not read yet.
    async fn read(&mut self, works: &BTreeSet<i64>) -> Result<()> {
        let missing: Vec<i64> = works.iter().copied().filter(|it| !self.works.contains_key(it)).collect();
        let found = self.reader.by_id(&missing).await?;
        self.keep(found);
        Ok(())
    }

    /// Reads the people not read yet.
    async fn meet(&mut self, people: &BTreeSet<i64>) -> Result<()> {
        let missing: Vec<i64> = people.iter().copied().filter(|it| !self.people.contains_key(it)).collect();
        for stored in self.reader.by_id(&missing).await? {
            self.people.insert(stored.id, somebody(stored));
        }
        Ok(())
    }

    fn known(&self, person: i64) -> Option<&Somebody> {
        self.people.get(&person)?.as_ref()
    }

    fn work(&self, id: i64) -> Option<&Work> {
        self.works.get(&id)?.work.as_deref()
    }
}

fn somebody(stored: Stored) -> Option<Somebody> {
    match (stored.state, stored.record()?) {
        (State::Live, Record::Person(person)) => {
            Some(Somebody { known: Known::of(&person), stored, person: *person })
        }
        _ => None,
    }
}

/// What a work's record calls those it names outright: a short-id, or the key of a handle.
fn called(agent: &Agent) -> Option<String> {
    let name = agent.person.trim();
    if ibid_core::handle::is_short_id(name) {
        return Some(name.to_ascii_lowercase());
    }
    Handle::parse(name).map(|it| it.key())
}

/// The people of a work by role and place.
fn parts(work: &Work) -> impl Iterator<Item = (Role, u16, &Agent)> {
    let of = |role: Role| (1..).zip(role.of(work)).map(move |(at, agent)| (role, at, agent));
    of(Role::in_kind(work.kind)).chain(of(Role::Editor))
}
