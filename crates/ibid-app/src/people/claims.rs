//! Claims and refusals as verbs: what is the person's, what is not, and standing by it.
//!
//! An answer and the new version of the person's record that follows from it are one transaction. Not
//! here: what is offered (`suggestions.rs`), and what others say against it (`disputes.rs`).

use ibid_core::people::claim::{Answer, Role};
use ibid_core::people::evidence::{self, Reason};
use ibid_core::people::suggest::{Known, suggest};
use ibid_core::policy::{Action, Denied, Powers, may};
use ibid_core::record::{Person, Work};
use ibid_core::{Handle, Kind, Record};
use ibid_store::{Act, Claim, Outcome, Reader, State, Store, Stored, Tx};

use super::record;
use crate::mail::Sender;
use crate::search::{Search, SearchError};

/// A number that moves when somebody refuses a work, which no line of the journal tells of.
pub const REFUSED: &str = "refused";
/// Works answered about at once.
pub const MOST: usize = 500;
/// Works of a profile: more than anybody wrote. Every version of it names them all.
const MOST_WORKS: usize = 5_000;
/// Works of a person that are looked at to know them.
const LOOKED_AT: usize = 200;
/// Characters of what somebody says for themselves, and of those in the audit trail, where each of many
/// works has a line.
pub(super) const LONGEST: usize = 4_000;
const NOTED: usize = 300;

/// Why something about claims was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("there is no such {0}")]
    Missing(&'static str),
    /// Nothing was said where a reason is wanted.
    #[error("a reason is wanted")]
    NoReason,
    #[error("it was decided already")]
    Decided,
    #[error("it is disputed already")]
    Disputed,
    #[error("too many at once")]
    TooMany,
    #[error(transparent)]
    Store(#[from] ibid_store::Error),
    #[error(transparent)]
    Search(#[from] SearchError),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything about what is whose. Cheap to clone.
#[derive(Clone)]
pub struct Claims {
    pub(super) store: Store,
    pub(super) search: Search,
    pub(super) sender: Sender,
}

/// A work somebody says is theirs.
#[derive(Clone, Debug)]
pub struct Wish {
    pub work: Handle,
    /// As the work's record has it, when nothing is said.
    pub role: Option<Role>,
    /// What they say for it; may be empty.
    pub says: String,
}

impl Wish {
    pub fn of(work: Handle) -> Wish {
        Wish { work, role: None, says: String::new() }
    }
}

/// A live record of a person.
#[derive(Clone, Debug)]
pub struct Owner {
    pub stored: Stored,
    pub person: Person,
}

impl Claims {
    pub fn new(store: Store, search: Search, sender: Sender) -> Claims {
        Claims { store, search, sender }
    }

    pub(super) fn reader(&self) -> Reader {
        self.store.reader()
    }

    /// The person of this handle.
    pub async fn owner(&self, person: &Handle) -> Result<Owner> {
        let stored = self.reader().record(person).await?.filter(|it| it.state == State::Live);
        match stored.as_ref().and_then(Stored::record) {
            Some(Record::Person(person)) => {
                Ok(Owner { person: *person, stored: stored.ok_or(Error::Missing("person"))? })
            }
            _ => Err(Error::Missing("person")),
        }
    }

    /// Says that these works are the person's. Answers how many of them were not before.
    pub async fn claim(&self, who: &Powers, person: &Handle, wishes: &[Wish], now: i64) -> Result<usize> {
        may(who, &Action::Claim(person.as_str()))?;
        if wishes.len() > MOST {
            return Err(Error::TooMany);
        }
        let owner = self.owner(person).await?;
        let known = self.known(&owner).await?;
        let mut tx = self.store.writer().begin().await?;
        let claimed = self.claim_within(&mut tx, who, (&owner, &known), wishes, now).await?;
        tx.commit().await?;
        Ok(claimed)
    }

    pub(super) async fn claim_within(
        &self,
        tx: &mut Tx,
        who: &Powers,
        (owner, known): (&Owner, &Known),
        wishes: &[Wish],
        now: i64,
    ) -> Result<usize> {
        let handles: Vec<Handle> = wishes.iter().map(|it| it.work.clone()).collect();
        let mut person = record::person(tx, owner.stored.id).await?.ok_or(Error::Missing("person"))?;
        let before = person.clone();
        let (mut claims, mut done) = (Vec::new(), 0);
        for (wish, stored) in wishes.iter().zip(self.reader().records(&handles).await?) {
            let stored = stored.filter(|it| it.state == State::Live).ok_or(Error::Missing("work"))?;
            let Some(claim) = judged(known, &stored, wish) else { return Err(Error::Missing("work")) };
            let lists = match claim.role {
                Role::Editor => (&mut person.editor_of, &mut person.author_of),
                Role::Author | Role::Speaker => (&mut person.author_of, &mut person.editor_of),
            };
            lists.1.retain(|it| it.key() != stored.handle.key());
            if lists.0.iter().all(|it| it.key() != stored.handle.key()) {
                lists.0.push(stored.handle.clone());
                done += 1;
            }
            let account = who.account().unwrap_or(0);
            claims.push(Claim { person: owner.stored.id, at: now, account, ..claim });
            let says: String = wish.says.trim().chars().take(NOTED).collect();
            act(tx, who, &owner.person.handle, ("claim", &stored.handle, &says), now).await?;
        }
        if done > 0 && person.author_of.len() + person.editor_of.len() > MOST_WORKS {
            return Err(Error::TooMany);
        }
        tx.put_claims(&claims).await?;
        if person != before {
            record::save(tx, &person, now).await?;
        }
        let there = self.reader().naming(&claims.iter().map(|it| it.work).collect::<Vec<_>>()).await?;
        let is_there =
            |it: &&Claim| there.iter().any(|row| (row.0, row.1, row.2) == (it.work, it.person, it.role));
        let places: Vec<_> =
            claims.iter().filter(is_there).map(|it| (it.work, it.person, it.role, it.place)).collect();
        tx.put_places(&places).await?;
        Ok(done)
    }

    /// Says that these works are not the person's, so that nobody asks again.
    pub async fn refuse(&self, who: &Powers, person: &Handle, works: &[Handle], now: i64) -> Result<()> {
        self.leave(who, person, works, Some(Answer::Refused), now).await
    }

    /// Takes back what was answered about these works, as if nobody had asked.
    pub async fn take_back(&self, who: &Powers, person: &Handle, works: &[Handle], now: i64) -> Result<()> {
        self.leave(who, person, works, None, now).await
    }

    async fn leave(
        &self,
        who: &Powers,
        person: &Handle,
        works: &[Handle],
        answer: Option<Answer>,
        now: i64,
    ) -> Result<()> {
        may(who, &Action::Claim(person.as_str()))?;
        if works.len() > MOST {
            return Err(Error::TooMany);
        }
        let owner = self.owner(person).await?;
        let mut tx = self.store.writer().begin().await?;
        self.leave_within(&mut tx, who, &owner, works, answer, now).await?;
        for stored in self.reader().records(works).await?.into_iter().flatten() {
            for dispute in self.reader().disputes_on(owner.stored.id, stored.id).await? {
                let (outcome, by) = (Outcome::Upheld, who.account().unwrap_or(0));
                tx.close_dispute(dispute.id, outcome, "", (by, now)).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    pub(super) async fn leave_within(
        &self,
        tx: &mut Tx,
        who: &Powers,
        owner: &Owner,
        works: &[Handle],
        answer: Option<Answer>,
        now: i64,
    ) -> Result<()> {
        let known = Known::of(&owner.person);
        let id = owner.stored.id;
        let mut person = record::person(tx, id).await?.ok_or(Error::Missing("person"))?;
        let before = person.clone();
        let (mut claims, mut gone) = (Vec::new(), Vec::new());
        for (handle, stored) in works.iter().zip(self.reader().records(works).await?) {
            for list in [&mut person.author_of, &mut person.editor_of] {
                list.retain(|it| it.key() != handle.key());
            }
            // What is named but not there is only taken off the list.
            let Some(stored) = stored else { continue };
            gone.push(stored.id);
            if let Some(answer) = answer
                && let Some(claim) = judged(&known, &stored, &Wish::of(handle.clone()))
            {
                let account = who.account().unwrap_or(0);
                claims.push(Claim { person: id, answer, at: now, account, ..claim });
            }
            let what = if answer.is_some() { "refuse" } else { "unclaim" };
            act(tx, who, &owner.person.handle, (what, handle, ""), now).await?;
        }
        tx.remove_claims(id, &gone).await?;
        tx.put_claims(&claims).await?;
        if person != before {
            record::save(tx, &person, now).await?;
        }
        tx.set_cursor(REFUSED, self.reader().cursor(REFUSED).await? + 1).await?;
        Ok(())
    }

    /// All that is known of a person: their record, their proved addresses, and what they have written.
    pub(super) async fn known(&self, owner: &Owner) -> Result<Known> {
        let mut known = Known::of(&owner.person);
        let reader = self.reader();
        for account in reader.accounts_of_person(owner.person.handle.as_str()).await? {
            known.reached_at(&account.email);
        }
        let mut own: Vec<i64> = reader
            .works_of(owner.stored.id)
            .await?
            .into_iter()
            .filter(|it| it.claimed)
            .map(|it| it.work)
            .collect();
        // The last that came.
        own.sort_unstable_by(|a, b| b.cmp(a));
        own.dedup();
        own.truncate(LOOKED_AT);
        let works = reader.by_id(&own).await?;
        Ok(self
            .search
            .apart(move || {
                for work in works.iter().filter(|it| it.state == State::Live).filter_map(work) {
                    known.has_written(&work);
                }
                known
            })
            .await?)
    }
}

/// The claim a wish makes, with what the work's record says for it; of a series one may be editor.
fn judged(known: &Known, stored: &Stored, wish: &Wish) -> Option<Claim> {
    let bare = |role, place, reasons: Vec<Reason>| Claim {
        person: 0,
        work: stored.id,
        answer: Answer::Claimed,
        role,
        place,
        version: stored.version,
        evidence: evidence::print(&reasons),
        at: 0,
        account: 0,
    };
    let says: String = wish.says.trim().chars().take(LONGEST).collect();
    let says = (!says.is_empty()).then_some(Reason::Says(says));
    if stored.kind == Kind::Series {
        return Some(bare(Role::Editor, 0, says.into_iter().collect()));
    }
    let work = work(stored)?;
    let found = suggest(known, &work);
    let best = known.place(&work).map(|(role, ..)| role);
    let role = match wish.role {
        // Those who speak are the authors of a talk, and nobody speaks elsewhere.
        Some(Role::Editor) => Role::Editor,
        Some(_) => Role::in_kind(work.kind),
        None => best.unwrap_or(Role::in_kind(work.kind)),
    };
    let place = known.place_as(role, &work);
    let reasons = found.map_or_else(Vec::new, |it| it.reasons).into_iter().chain(says).collect();
    Some(bare(role, place, reasons))
}

pub(super) fn work(stored: &Stored) -> Option<Box<Work>> {
    match stored.record()? {
        Record::Work(work) => Some(work),
        _ => None,
    }
}

/// Notes who did what for whom.
pub(super) async fn act(
    tx: &mut Tx,
    who: &Powers,
    person: &Handle,
    (what, whom, why): (&str, &Handle, &str),
    at: i64,
) -> ibid_store::Result<()> {
    let own = who.is(person.as_str());
    let behalf = if own { "" } else { person.as_str() };
    let by = who.account().unwrap_or(0);
    tx.act(&Act { by, behalf, what, whom: whom.as_str(), why, at }).await
}
