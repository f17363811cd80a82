//! Disputes: somebody holds a claim to be wrong, its owner answers, a curator decides, and may undo it.
//!
//! An upheld dispute turns the claim into a refusal, so that the work is not offered again. Deliberately
//! not here: who may decide (`ibid_core::policy`), but that nobody decides what they disputed themselves.

use ibid_core::Handle;
use ibid_core::people::claim::Answer;
use ibid_core::policy::{Action, Denied, Powers, may};
use ibid_store::{Account, Dispute, Outcome, State, Stored, Tx};

use super::claims::{Claims, Error, LONGEST, Owner, Result, Wish, act};
use crate::letters::claims::{self as words, Words};
use crate::letters::{self, Text};
use crate::mail::{self, Topic, place};

/// Open disputes of one account.
const MOST_OPEN: usize = 20;
/// Disputes of one account in a day, and of one claim by it ever, those it took back too: the owner gets
/// letters of each.
const MOST_A_DAY: i64 = 20;
const MOST_AGAIN: usize = 3;

/// A dispute, with what it is about.
#[derive(Clone, Debug)]
pub struct Case {
    pub dispute: Dispute,
    pub person: Stored,
    pub work: Stored,
}

impl Claims {
    /// Says that a person's claim on a work is wrong, and why. Answers the number of the dispute.
    pub async fn dispute(
        &self,
        who: &Powers,
        (person, work): (&Handle, &Handle),
        reason: &str,
        now: i64,
    ) -> Result<i64> {
        may(who, &Action::Dispute)?;
        if who.is(person.as_str()) {
            return Err(Denied::OwnCase.into());
        }
        let reason = said(reason)?;
        let owner = self.owner(person).await?;
        let work = self.reader().record(work).await?.ok_or(Error::Missing("work"))?;
        let has = owner.person.author_of.iter().chain(&owner.person.editor_of);
        let named = self.reader().authorship(&[work.id]).await?;
        if !has.map(Handle::key).any(|it| it == work.handle.key())
            && !named.iter().any(|it| it.person == owner.stored.id)
        {
            return Err(Error::Missing("claim"));
        }
        let account = who.account().unwrap_or(0);
        let mut tx = self.store.writer().begin().await?;
        let before = self.reader().disputes_on(owner.stored.id, work.id).await?;
        if before.iter().any(|it| it.outcome == Outcome::Open) {
            return Err(Error::Disputed);
        }
        let again = before.iter().filter(|it| it.account == account && it.outcome != Outcome::Upheld).count();
        let lately = self.reader().disputes_since(account, now - 86_400).await?;
        let open = self.reader().open_disputes_by(account).await?.len();
        if again >= MOST_AGAIN || lately >= MOST_A_DAY || open >= MOST_OPEN {
            return Err(Error::TooMany);
        }
        let id = tx.dispute((owner.stored.id, work.id), account, &reason, now).await?;
        act(&mut tx, who, person, ("dispute", &work.handle, &reason), now).await?;
        let words = |it: &Words| (it.disputed_subject, it.disputed);
        self.tell_owner(&mut tx, &owner, &work, (words, &reason), &format!("dispute:{id}"), now).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// What the owner of the claim says to it.
    pub async fn answer(&self, who: &Powers, id: i64, answer: &str, now: i64) -> Result<()> {
        let case = self.case(id).await?;
        may(who, &Action::AnswerDispute(case.person.handle.as_str()))?;
        let answer = said(answer)?;
        let mut tx = self.store.writer().begin().await?;
        if !tx.answer_dispute(id, &answer, now).await? {
            return Err(Error::Decided);
        }
        act(&mut tx, who, &case.person.handle, ("dispute.answer", &case.work.handle, &answer), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whoever disputed thinks better of it.
    pub async fn drop_dispute(&self, who: &Powers, id: i64, now: i64) -> Result<()> {
        let case = self.case(id).await?;
        may(who, &Action::Dispute)?;
        if who.account() != Some(case.dispute.account) {
            return Err(Denied::NotYours.into());
        }
        self.close(who, &case, Outcome::TakenBack, "", now).await
    }

    /// A curator decides: the claim was wrong and is no more, or it stands.
    pub async fn decide(&self, who: &Powers, id: i64, upheld: bool, why: &str, now: i64) -> Result<()> {
        let case = self.case(id).await?;
        self.may_decide(who, &case)?;
        let outcome = if upheld { Outcome::Upheld } else { Outcome::Dismissed };
        let why: String = why.trim().chars().take(LONGEST).collect();
        self.close(who, &case, outcome, &why, now).await
    }

    /// A curator takes a decision back: the dispute is open again, and the claim as it was.
    pub async fn undo_decision(&self, who: &Powers, id: i64, now: i64) -> Result<()> {
        let case = self.case(id).await?;
        self.may_decide(who, &case)?;
        let owner = self.owner(&case.person.handle).await?;
        let known = self.known(&owner).await?;
        let mut tx = self.store.writer().begin().await?;
        if !tx.reopen_dispute(id).await? {
            return Err(Error::Missing("decision"));
        }
        if case.dispute.outcome == Outcome::Upheld && case.work.state == State::Live {
            let wish = Wish::of(case.work.handle.clone());
            self.claim_within(&mut tx, who, (&owner, &known), &[wish], now).await?;
        }
        act(&mut tx, who, &case.person.handle, ("dispute.undo", &case.work.handle, ""), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A dispute with what it is about.
    pub async fn case(&self, id: i64) -> Result<Case> {
        let dispute = self.reader().dispute(id).await?.ok_or(Error::Missing("dispute"))?;
        self.cases(vec![dispute]).await?.pop().ok_or(Error::Missing("dispute"))
    }

    /// Disputes with what they are about, in the same order.
    pub async fn cases(&self, disputes: Vec<Dispute>) -> Result<Vec<Case>> {
        let ids: Vec<i64> = disputes.iter().flat_map(|it| [it.person, it.work]).collect();
        let records = self.reader().by_id(&ids).await?;
        let find = |id: i64| records.iter().find(|it| it.id == id).cloned();
        let case = |dispute: Dispute| {
            Some(Case { person: find(dispute.person)?, work: find(dispute.work)?, dispute })
        };
        Ok(disputes.into_iter().filter_map(case).collect())
    }

    fn may_decide(&self, who: &Powers, case: &Case) -> Result<()> {
        may(who, &Action::DecideDispute(case.person.handle.as_str()))?;
        if who.account() == Some(case.dispute.account) && !who.is_operator() {
            return Err(Denied::OwnCase.into());
        }
        Ok(())
    }

    async fn close(&self, who: &Powers, case: &Case, outcome: Outcome, why: &str, now: i64) -> Result<()> {
        let (handle, work) = (&case.person.handle, &case.work);
        let by = (who.account().unwrap_or(0), now);
        let mut tx = self.store.writer().begin().await?;
        if !tx.close_dispute(case.dispute.id, outcome, why, by).await? {
            return Err(Error::Decided);
        }
        let word = match outcome {
            Outcome::Upheld => "dispute.uphold",
            Outcome::Dismissed => "dispute.dismiss",
            Outcome::TakenBack | Outcome::Open => "dispute.drop",
        };
        act(&mut tx, who, handle, (word, &work.handle, why), now).await?;
        // Whose record is gone has no claims, and hears nothing.
        if let Ok(owner) = self.owner(handle).await {
            if outcome == Outcome::Upheld {
                let (works, refused) = ([work.handle.clone()], Some(Answer::Refused));
                self.leave_within(&mut tx, who, &owner, &works, refused, now).await?;
            }
            let words = move |it: &Words| match outcome {
                Outcome::Upheld => (it.upheld_subject, it.upheld),
                _ => (it.dismissed_subject, it.dismissed),
            };
            let key = format!("dispute:{}:closed:{now}", case.dispute.id);
            self.tell_owner(&mut tx, &owner, work, (words, why), &key, now).await?;
            if outcome != Outcome::TakenBack
                && let Some(account) = self.reader().account(case.dispute.account).await?
            {
                let key = format!("{key}:disputer");
                self.tell(&mut tx, &account, &owner, work, (words, why), &key, now).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    async fn tell_owner(
        &self,
        tx: &mut Tx,
        owner: &Owner,
        work: &Stored,
        what: (impl Fn(&Words) -> (Text, Text), &str),
        key: &str,
        now: i64,
    ) -> Result<()> {
        for account in self.reader().accounts_of_person(owner.person.handle.as_str()).await? {
            let key = format!("{key}:{}", account.id);
            self.tell(tx, &account, owner, work, (&what.0, what.1), &key, now).await?;
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "a letter has that many parts")]
    async fn tell(
        &self,
        tx: &mut Tx,
        account: &Account,
        owner: &Owner,
        work: &Stored,
        (words, why): (impl Fn(&Words) -> (Text, Text), &str),
        key: &str,
        now: i64,
    ) -> Result<()> {
        let title = work.record().map_or_else(String::new, |it| it.title().to_owned());
        let (subject, text) = words(words::of(&account.lang));
        let link = self.sender.address(place::INBOX);
        let name = owner.person.name.as_str();
        let with = [("title", title.as_str()), ("name", name), ("why", why), ("link", &link)];
        let letter = letters::letter(subject, text, &with);
        mail::inform(tx, &self.sender, (account, Topic::Claims), key, &letter, now).await?;
        Ok(())
    }
}

fn said(text: &str) -> Result<String> {
    let text: String = text.trim().chars().take(LONGEST).collect();
    if text.is_empty() { Err(Error::NoReason) } else { Ok(text) }
}
