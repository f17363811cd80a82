//! What people ask curators for: a harvested profile whose address they can no longer prove, and an
//! institution the directory lacks.
//!
//! Deliberately not here: the curator's list of what waits (pages), and letters about it.

use ibid_core::policy::{Action, Denied};
use ibid_core::record::Organization;
use ibid_core::{Handle, Record};
use ibid_store::{Petition, State, Wish};

use super::profiles::{Profiles, act, free_account, living};
use super::{Error, Result, record};
use crate::accounts::Who;

/// Open ones an account may have; more would keep a curator from all others.
const MOST_OPEN: usize = 10;
const LONGEST: usize = 2_000;

impl Profiles {
    /// Asks for a harvested profile.
    pub async fn ask_for(&self, who: &Who, handle: &Handle, why: &str, now: i64) -> Result<()> {
        who.may(&Action::Register)?;
        if !who.account.person.is_empty() {
            return Err(Error::Taken);
        }
        self.ask(who, Wish::Profile, handle, why, now).await
    }

    /// Proposes an institution, for the affiliation of a person.
    pub async fn propose(&self, who: &Who, person: &Handle, what: &str, now: i64) -> Result<()> {
        who.may(&Action::ProposeInstitution)?;
        who.may(&Action::WriteProfile(person.as_str()))?;
        self.ask(who, Wish::Institution, person, what, now).await
    }

    async fn ask(&self, who: &Who, what: Wish, about: &Handle, text: &str, now: i64) -> Result<()> {
        let text: String = text.trim().chars().take(LONGEST).collect();
        let mut tx = self.store.writer().begin().await?;
        living(&mut tx, about).await?;
        let open = self.reader().petitions_of(who.account.id, 10 * MOST_OPEN).await?;
        let open: Vec<&Petition> = open.iter().filter(|it| it.granted.is_none()).collect();
        let same = |it: &&Petition| it.what == what && it.about == about.as_str() && it.text == text;
        if open.len() >= MOST_OPEN || open.iter().any(same) {
            return Err(Error::Decided);
        }
        tx.petition(what, about.as_str(), who.account.id, &text, now).await?;
        let word = match what {
            Wish::Profile => "profile.ask",
            Wish::Institution => "institution.propose",
        };
        act(&mut tx, who, word, about, "", now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Decides on one. A profile granted is handed over; an institution granted is the one with this
    /// handle in the directory by now, and stands in the affiliations of that name.
    pub async fn decide(&self, who: &Who, id: i64, (granted, answer): (bool, &str), now: i64) -> Result<()> {
        let petition = self.reader().petition(id).await?.ok_or(Error::Missing("petition"))?;
        let about = Handle::parse(&petition.about).ok_or(Error::Missing("profile"))?;
        who.may(&match petition.what {
            Wish::Profile => Action::GiveProfile(about.as_str()),
            Wish::Institution => Action::DecideInstitution,
        })?;
        if petition.what == Wish::Profile && petition.account == who.account.id {
            return Err(Denied::OwnCase.into());
        }
        let mut tx = self.store.writer().begin().await?;
        if !tx.decide_petition(id, (granted, answer.trim()), who.account.id, now).await? {
            return Err(Error::Decided);
        }
        let what = match (petition.what, granted) {
            (Wish::Profile, true) => {
                let asks = tx.account(petition.account).await?;
                // Joining doubles may have made it theirs by now.
                if asks.is_none_or(|it| it.person != about.as_str()) {
                    let account = free_account(&mut tx, petition.account).await?;
                    let (_, person) = living(&mut tx, &about).await?;
                    self.hand_over(&mut tx, person, account, now).await?;
                }
                "profile.give"
            }
            (Wish::Institution, true) => {
                let institution = self.institution(answer).await?;
                let (_, mut person) = living(&mut tx, &about).await?;
                settle(&mut person.workplaces, &petition.text, &institution);
                record::save(&mut tx, &person, now).await?;
                "institution.find"
            }
            (Wish::Profile, false) => "profile.deny",
            (Wish::Institution, false) => "institution.deny",
        };
        act(&mut tx, who, what, &about, answer.trim(), now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn institution(&self, handle: &str) -> Result<Handle> {
        let handle = Handle::parse(handle.trim()).ok_or(Error::Missing("institution"))?;
        let found = self.reader().record(&handle).await?.filter(|it| it.state == State::Live);
        match found.and_then(|it| it.record()) {
            Some(Record::Institution(_)) => Ok(handle),
            _ => Err(Error::Missing("institution")),
        }
    }
}

/// Gives affiliations of the proposed name, which is its first line, their institution.
fn settle(places: &mut [Organization], proposed: &str, institution: &Handle) {
    let name = proposed.lines().next().unwrap_or("").trim();
    for place in places.iter_mut().filter(|it| it.institution.is_none() && it.name == name) {
        place.institution = Some(institution.clone());
    }
}
