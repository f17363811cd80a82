//! Profiles of people: made, taken over, edited, given a state, erased.
//!
//! Every verb asks the policy first, and leaves a deed in the transaction of the change. Not here: merging
//! (`merge.rs`), claims, and what a profile may hold (`ibid_core::people::profile`).

use ibid_core::date::Date;
use ibid_core::people::profile::Draft;
use ibid_core::policy::{Action, Powers, may};
use ibid_core::record::{Organization, Person};
use ibid_core::{Handle, Orcid, Record, record as records};
use ibid_store::{Account, Act, Packed, Profile, Reader, State, Store, Stored, Tx};

use super::{Error, Result, record};
use crate::accounts::Who;

/// Everything about profiles. Cheap to clone.
#[derive(Clone)]
pub struct Profiles {
    pub(super) store: Store,
}

/// A profile with what only its owner sees.
#[derive(Clone, Debug)]
pub struct Own {
    pub stored: Stored,
    pub person: Person,
    pub hidden: Vec<Organization>,
}

impl Own {
    pub fn draft(&self) -> Draft {
        Draft::of(&self.person, &self.hidden)
    }
}

/// What becomes of a person, as others say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// On a day, where it is known better than to the present.
    Died(Date),
    /// Letters no longer reach them.
    Lost,
    /// Neither: what was said before was wrong, or is over.
    Here,
}

impl Profiles {
    pub fn new(store: Store) -> Profiles {
        Profiles { store }
    }

    pub fn reader(&self) -> Reader {
        self.store.reader()
    }

    /// The profile with this handle, as its owner sees it. `None` when there is none, or it is withdrawn.
    pub async fn own(&self, handle: &str) -> Result<Option<Own>> {
        let Some(handle) = Handle::parse(handle) else { return Ok(None) };
        let reader = self.reader();
        let stored = reader.record(&handle).await?.filter(|it| it.state == State::Live);
        let Some(stored) = stored else { return Ok(None) };
        let Some(Record::Person(person)) = stored.record() else { return Ok(None) };
        let hidden = reader.profile(stored.id).await?.map_or(Vec::new(), |it| hidden(&it.hidden));
        Ok(Some(Own { stored, person: *person, hidden }))
    }

    /// Gives whoever asks a profile, and answers its handle.
    pub async fn register(&self, who: &Who, draft: Draft, now: i64) -> Result<Handle> {
        who.may(&Action::Register)?;
        let draft = sound(draft)?;
        let mut tx = self.store.writer().begin().await?;
        let account = free_account(&mut tx, who.account.id).await?;
        // Only until the record has its own.
        let mut person = Person::new(Handle::parse("RePEc:per").ok_or(Error::Missing("handle"))?);
        let kept = draft.write(&mut person);
        let (record, person) = record::register(&mut tx, person, now).await?;
        tx.put_profile(&Profile { record, hidden: concealed(&person, kept), ..Profile::default() }).await?;
        belongs(&mut tx, account, &person.handle).await?;
        act(&mut tx, who, "profile.register", &person.handle, "", now).await?;
        tx.commit().await?;
        Ok(person.handle)
    }

    /// Writes what somebody says of themselves, or a helper of them, or a curator.
    pub async fn edit(&self, who: &Who, handle: &Handle, draft: Draft, now: i64) -> Result<()> {
        who.may(&Action::WriteProfile(handle.as_str()))?;
        let draft = sound(draft)?;
        let mut tx = self.store.writer().begin().await?;
        let (id, mut person) = living(&mut tx, handle).await?;
        let before = tx.profile(id).await?.unwrap_or(Profile { record: id, ..Profile::default() });
        let kept = draft.write(&mut person);
        record::save(&mut tx, &person, now).await?;
        tx.put_profile(&Profile { hidden: concealed(&person, kept), ..before }).await?;
        act(&mut tx, who, "profile.edit", handle, "", now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives a harvested profile to who can read the mail of the address in it.
    pub async fn take(&self, who: &Who, handle: &Handle, now: i64) -> Result<()> {
        who.may(&Action::Register)?;
        let mut tx = self.store.writer().begin().await?;
        let account = free_account(&mut tx, who.account.id).await?;
        let (_, person) = living(&mut tx, handle).await?;
        if !same_address(&person.email, &account.email) {
            return Err(Error::Unproved);
        }
        self.hand_over(&mut tx, person, account, now).await?;
        act(&mut tx, who, "profile.take", handle, "the address in it is theirs", now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes a record an account's own. How to reach a person is the account's affair from now on.
    pub(super) async fn hand_over(
        &self,
        tx: &mut Tx,
        mut person: Person,
        account: Account,
        now: i64,
    ) -> Result<()> {
        let handle = person.handle.clone();
        if !self.reader().accounts_of_person(handle.as_str()).await?.is_empty() {
            return Err(Error::Taken);
        }
        (person.phone, person.postal, person.lost) = Default::default();
        record::save(tx, &person, now).await?;
        belongs(tx, account, &handle).await
    }

    /// Notes what became of a person, and says so on their page.
    pub async fn state(&self, who: &Who, handle: &Handle, fate: Fate, why: &str, now: i64) -> Result<()> {
        who.may(&Action::StatePerson(handle.as_str()))?;
        let mut tx = self.store.writer().begin().await?;
        let (_, mut person) = living(&mut tx, handle).await?;
        let (died, lost) = match fate {
            Fate::Died(date) => (Some(date), None),
            Fate::Lost => (None, Some(Date::from_epoch(now))),
            Fate::Here => (None, None),
        };
        (person.deceased, person.lost) = (died, lost);
        record::save(&mut tx, &person, now).await?;
        let what = match fate {
            Fate::Died(_) => "profile.deceased",
            Fate::Lost => "profile.lost",
            Fate::Here => "profile.found",
        };
        act(&mut tx, who, what, handle, why, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Erases a profile: all that was ever written in it. The account stays.
    pub async fn erase(&self, who: &Who, handle: &Handle, now: i64) -> Result<()> {
        who.may(&Action::EraseProfile(handle.as_str()))?;
        let mut tx = self.store.writer().begin().await?;
        erase(&mut tx, handle, now).await?;
        for mut account in self.reader().accounts_of_person(handle.as_str()).await? {
            account.person.clear();
            tx.change_account(&account).await?;
        }
        act(&mut tx, who, "profile.erase", handle, "", now).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Erases a profile within the transaction that erases its account, say. What stays is that there was
/// one: its handle, its short-id, which nobody is given again, and moments.
pub async fn erase(tx: &mut Tx, handle: &Handle, now: i64) -> Result<()> {
    let head = tx.heads(std::slice::from_ref(handle)).await?.pop().flatten();
    let Some(head) = head else { return Ok(()) };
    let short_id = record::person(tx, head.id).await?.map_or_else(String::new, |it| it.short_id);
    let bare = Person { short_id, ..Person::new(handle.clone()) };
    record::save(tx, &bare, now).await?;
    let text = records::print::person(&bare, |_| None);
    tx.blank(head.id, &Packed::new(&text)).await?;
    tx.withdraw(&[head.id], now).await?;
    tx.put_profile(&Profile { record: head.id, ..Profile::default() }).await?;
    tx.forget_claims_of(head.id).await?;
    tx.forget_disputes_of(head.id).await?;
    tx.forget_notices_of(head.id).await?;
    Ok(())
}

/// Notes, when letters come back from an account's address for good, that its person is not reached, and
/// the contrary when they are seen again.
pub async fn reached(tx: &mut Tx, account: &Account, is: bool, now: i64) -> ibid_store::Result<()> {
    let Some(handle) = Handle::parse(&account.person) else { return Ok(()) };
    let head = tx.heads(std::slice::from_ref(&handle)).await?.pop().flatten();
    let Some(head) = head.filter(|it| it.state == State::Live) else { return Ok(()) };
    let Some(mut person) = record::person(tx, head.id).await? else { return Ok(()) };
    if person.lost.is_none() == is {
        return Ok(());
    }
    person.lost = (!is).then(|| Date::from_epoch(now));
    record::save(tx, &person, now).await?;
    let what = if is { "profile.found" } else { "profile.lost" };
    tx.act(&Act { by: 0, behalf: "", what, whom: handle.as_str(), why: "by their mail", at: now }).await
}

/// Puts an iD that its owner proved into their record, where it has none.
pub async fn proved(tx: &mut Tx, account: &Account, orcid: &Orcid, now: i64) -> ibid_store::Result<()> {
    let Some(handle) = Handle::parse(&account.person) else { return Ok(()) };
    let head = tx.heads(std::slice::from_ref(&handle)).await?.pop().flatten();
    let Some(head) = head.filter(|it| it.state == State::Live) else { return Ok(()) };
    let Some(person) = record::person(tx, head.id).await?.filter(|it| it.orcid.is_empty()) else {
        return Ok(());
    };
    record::save(tx, &Person { orcid: orcid.to_string(), ..person }, now).await.map(drop)
}

/// A person's record, live, in this transaction.
pub(super) async fn living(tx: &mut Tx, handle: &Handle) -> Result<(i64, Person)> {
    let head = tx.heads(std::slice::from_ref(handle)).await?.pop().flatten();
    let head = head.filter(|it| it.state == State::Live).ok_or(Error::Missing("profile"))?;
    let person = record::person(tx, head.id).await?.ok_or(Error::Missing("profile"))?;
    Ok((head.id, person))
}

/// An account that has no profile yet.
pub(super) async fn free_account(tx: &mut Tx, account: i64) -> Result<Account> {
    let account = tx.account(account).await?.ok_or(Error::Missing("account"))?;
    if account.person.is_empty() { Ok(account) } else { Err(Error::Taken) }
}

pub(super) async fn belongs(tx: &mut Tx, mut account: Account, handle: &Handle) -> Result<()> {
    account.person = handle.as_str().to_owned();
    Ok(tx.change_account(&account).await?)
}

fn sound(draft: Draft) -> Result<Draft> {
    let draft = draft.tidied();
    match draft.faults() {
        faults if faults.is_empty() => Ok(draft),
        faults => Err(Error::Faults(faults)),
    }
}

fn same_address(one: &str, other: &str) -> bool {
    !one.trim().is_empty() && one.trim().eq_ignore_ascii_case(other.trim())
}

/// Affiliations nobody else sees, as text.
fn concealed(person: &Person, places: Vec<Organization>) -> String {
    if places.is_empty() {
        return String::new();
    }
    let hidden = Person { workplaces: places, ..Person::new(person.handle.clone()) };
    records::print::person(&hidden, |_| None)
}

fn hidden(text: &str) -> Vec<Organization> {
    match records::read(text) {
        Some(Record::Person(person)) => person.workplaces,
        _ => Vec::new(),
    }
}

/// Notes a deed of somebody to a profile; of a helper, for whom.
pub(super) async fn act(
    tx: &mut Tx,
    who: &Who,
    what: &str,
    handle: &Handle,
    why: &str,
    at: i64,
) -> ibid_store::Result<()> {
    let behalf = if who.powers.helps(handle.as_str()) { handle.as_str() } else { "" };
    tx.act(&Act { by: who.account.id, behalf, what, whom: handle.as_str(), why, at }).await
}

/// Whether somebody may write in a profile.
pub fn may_write(powers: &Powers, handle: &Handle) -> bool {
    may(powers, &Action::WriteProfile(handle.as_str())).is_ok()
}
