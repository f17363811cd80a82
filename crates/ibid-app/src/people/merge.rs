//! Two profiles of one person become one, and two again when that was wrong.
//!
//! The one given up is withdrawn and leads to the other. Not here: who is the same person; a curator says
//! so, or the person who has both.

use ibid_core::Handle;
use ibid_core::policy::Action;
use ibid_core::record::Person;
use ibid_store::{Profile, State, Tx};

use super::profiles::{Profiles, act, living};
use super::{Error, Result, record};
use crate::accounts::Who;

impl Profiles {
    /// Joins `from` to `into`: its works, names and affiliations go there, its address leads there.
    pub async fn merge(
        &self,
        who: &Who,
        (from, into): (&Handle, &Handle),
        why: &str,
        now: i64,
    ) -> Result<()> {
        who.may(&Action::MergeProfiles { from: from.as_str(), into: into.as_str() })?;
        if from == into {
            return Err(Error::Taken);
        }
        let mut tx = self.store.writer().begin().await?;
        let (lost, lesser) = living(&mut tx, from).await?;
        let (kept, mut person) = living(&mut tx, into).await?;
        let before = version(&mut tx, into).await?;
        absorb(&mut person, &lesser);
        record::save(&mut tx, &person, now).await?;
        let after = version(&mut tx, into).await?;
        // What is withdrawn is ours to bring back.
        record::save(&mut tx, &lesser, now).await?;
        tx.withdraw(&[lost], now).await?;
        let gained = if after > before { after } else { 0 };
        let was = tx.profile(lost).await?.unwrap_or_default();
        tx.put_profile(&Profile { record: lost, merged: kept, gained, ..was }).await?;
        self.move_account(&mut tx, from, into).await?;
        self.copy_claims(&mut tx, lost, kept).await?;
        act(&mut tx, who, "profile.merge", from, &reason(into, why), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a merging back: `from` stands for itself again, and what it brought leaves the other.
    pub async fn unmerge(&self, who: &Who, from: &Handle, why: &str, now: i64) -> Result<()> {
        let reader = self.reader();
        let merged = reader.record(from).await?.ok_or(Error::Missing("profile"))?;
        let profile = reader.profile(merged.id).await?.filter(|it| it.merged > 0);
        let profile = profile.ok_or(Error::Missing("merged profile"))?;
        let mut tx = self.store.writer().begin().await?;
        let lesser = record::person(&mut tx, merged.id).await?.ok_or(Error::Missing("profile"))?;
        let other = record::person(&mut tx, profile.merged).await?.ok_or(Error::Missing("profile"))?;
        let into = other.handle;
        let (_, mut person) = living(&mut tx, &into).await?;
        who.may(&Action::MergeProfiles { from: from.as_str(), into: into.as_str() })?;
        if profile.gained > 0 {
            let history = reader.history(&into).await?;
            let at =
                |number| history.iter().find(|it| it.version == number).and_then(|it| person_in(&it.text));
            if let (Some(before), Some(after)) = (at(profile.gained - 1), at(profile.gained)) {
                give_back(&mut person, &before, &after);
                record::save(&mut tx, &person, now).await?;
            }
        }
        record::save(&mut tx, &lesser, now).await?;
        tx.put_profile(&Profile { merged: 0, gained: 0, ..profile.clone() }).await?;
        self.return_claims(&mut tx, merged.id, profile.merged).await?;
        act(&mut tx, who, "profile.unmerge", from, &reason(&into, why), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whose profile was given up now has the other, unless that is somebody's already.
    async fn move_account(&self, tx: &mut Tx, from: &Handle, into: &Handle) -> Result<()> {
        let reader = self.reader();
        let mut free = reader.accounts_of_person(into.as_str()).await?.is_empty();
        for mut account in reader.accounts_of_person(from.as_str()).await? {
            account.person = if std::mem::take(&mut free) { into.as_str().to_owned() } else { String::new() };
            tx.change_account(&account).await?;
        }
        Ok(())
    }

    /// Answers about works are the person's, whichever profile gave them; its own come first.
    async fn copy_claims(&self, tx: &mut Tx, from: i64, into: i64) -> Result<()> {
        let reader = self.reader();
        let known = reader.claims_of(into).await?;
        let mut claims = reader.claims_of(from).await?;
        claims.retain(|it| known.iter().all(|own| own.work != it.work));
        claims.iter_mut().for_each(|it| it.person = into);
        Ok(tx.put_claims(&claims).await?)
    }

    /// Forgets of `into` the answers it has from `from`.
    async fn return_claims(&self, tx: &mut Tx, from: i64, into: i64) -> Result<()> {
        let reader = self.reader();
        let lent = reader.claims_of(from).await?;
        let own = reader.claims_of(into).await?;
        let same = |it: &&ibid_store::Claim| lent.iter().any(|one| (one.work, one.at) == (it.work, it.at));
        let works: Vec<i64> = own.iter().filter(same).map(|it| it.work).collect();
        Ok(tx.remove_claims(into, &works).await?)
    }
}

async fn version(tx: &mut Tx, handle: &Handle) -> Result<i64> {
    let head = tx.heads(std::slice::from_ref(handle)).await?.pop().flatten();
    Ok(head.filter(|it| it.state == State::Live).map_or(0, |it| it.version))
}

fn person_in(text: &str) -> Option<Person> {
    match ibid_core::record::read(text) {
        Some(ibid_core::Record::Person(person)) => Some(*person),
        _ => None,
    }
}

fn reason(into: &Handle, why: &str) -> String {
    format!("{into} {}", why.trim()).trim_end().to_owned()
}

/// Adds what another profile of the same person has, and this one lacks.
fn absorb(person: &mut Person, other: &Person) {
    let names = [&other.name, &other.ascii].into_iter().chain(&other.variations);
    let names: Vec<String> = names.filter(|it| !it.is_empty() && **it != person.name).cloned().collect();
    add(&mut person.variations, &names);
    add(&mut person.author_of, &other.author_of);
    add(&mut person.editor_of, &other.editor_of);
    add(&mut person.alumni_of, &other.alumni_of);
    let texts = [
        (&mut person.orcid, &other.orcid),
        (&mut person.homepage, &other.homepage),
        (&mut person.ascii, &other.ascii),
    ];
    for (own, other) in texts.into_iter().filter(|(own, _)| own.is_empty()) {
        own.clone_from(other);
    }
    // Two lists of where somebody is cannot both be weighed; the kept one is the newer.
    if person.workplaces.is_empty() {
        person.workplaces.clone_from(&other.workplaces);
    }
}

/// Takes away what came with a merging: what is `after` it and was not `before`.
fn give_back(person: &mut Person, before: &Person, after: &Person) {
    take(&mut person.variations, &before.variations, &after.variations);
    take(&mut person.author_of, &before.author_of, &after.author_of);
    take(&mut person.editor_of, &before.editor_of, &after.editor_of);
    take(&mut person.alumni_of, &before.alumni_of, &after.alumni_of);
    let texts = [
        (&mut person.orcid, &before.orcid, &after.orcid),
        (&mut person.homepage, &before.homepage, &after.homepage),
        (&mut person.ascii, &before.ascii, &after.ascii),
    ];
    for (own, before, after) in texts {
        if before.is_empty() && own == after {
            own.clear();
        }
    }
    if before.workplaces.is_empty() && person.workplaces == after.workplaces {
        person.workplaces.clear();
    }
}

fn add<T: Clone + PartialEq>(own: &mut Vec<T>, other: &[T]) {
    for it in other {
        if !own.contains(it) {
            own.push(it.clone());
        }
    }
}

fn take<T: PartialEq>(own: &mut Vec<T>, before: &[T], after: &[T]) {
    own.retain(|it| before.contains(it) || !after.contains(it));
}
