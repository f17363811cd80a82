//! Claims that somebody holds to be wrong, what their owners say to it, and how it was decided.
//!
//! Deliberately not here: who may decide, and what becomes of the claim.

use crate::engine::{Row, Value, statements};
use crate::error::Result;
use crate::{Reader, Tx};

macro_rules! dispute {
    () => {
        "SELECT id, person, work, state, account, reason, at, answer, answered_at, decision, \
         decided_at, decided_by FROM dispute"
    };
}

statements! {
    NEWEST = "SELECT COALESCE(MAX(id), 0) FROM dispute";
    NEW = "INSERT INTO dispute (id, person, work, state, account, reason, at, answer, answered_at, \
        decision, decided_at, decided_by) VALUES ($1, $2, $3, 0, $4, $5, $6, '', 0, '', 0, 0)";
    ANSWER = "UPDATE dispute SET answer = $2, answered_at = $3 WHERE id = $1 AND state = 0 RETURNING id";
    DECIDE = "UPDATE dispute SET state = $2, decision = $3, decided_at = $4, decided_by = $5 \
        WHERE id = $1 AND state = 0 RETURNING id";
    REOPEN = "UPDATE dispute SET state = 0, decision = '', decided_at = 0, decided_by = 0 \
        WHERE id = $1 AND state > 0 RETURNING id";
    ONE = concat!(dispute!(), " WHERE id = $1");
    OPEN = concat!(dispute!(), " WHERE state = 0 AND id > $1 ORDER BY id LIMIT $2");
    LATELY = concat!(dispute!(), " WHERE state IN (1, 2) ORDER BY decided_at DESC, id DESC LIMIT $1");
    BY_ACCOUNT = concat!(dispute!(), " WHERE state = 0 AND account = $1 ORDER BY id");
    LATELY_BY = "SELECT COUNT(*) FROM dispute WHERE account = $1 AND at > $2";
    OF_PERSON = concat!(dispute!(), " WHERE person = $1 ORDER BY id DESC");
    OF_CLAIM = concat!(dispute!(), " WHERE person = $1 AND work = $2 ORDER BY id DESC");
    FORGET_PERSON = "DELETE FROM dispute WHERE person = $1";
    FORGET_ACCOUNT = "UPDATE dispute SET account = 0 WHERE account = $1";
    FORGET_DECIDER = "UPDATE dispute SET decided_by = 0 WHERE decided_by = $1";
}

/// How a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Open,
    /// The claim was wrong, and is no more.
    Upheld,
    /// The claim stands.
    Dismissed,
    /// Whoever disputed thought better of it.
    TakenBack,
}

impl Outcome {
    const ALL: [Outcome; 4] = [Outcome::Open, Outcome::Upheld, Outcome::Dismissed, Outcome::TakenBack];

    /// Stored; never renumber.
    fn number(self) -> i64 {
        self as i64
    }
}

/// A claim somebody disputes. Moments are epoch seconds, 0 for what has not happened; accounts 0 when
/// they are gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    pub id: i64,
    /// Ids of records: whose claim, on which work.
    pub person: i64,
    pub work: i64,
    pub outcome: Outcome,
    /// Who disputes.
    pub account: i64,
    pub reason: String,
    pub at: i64,
    /// What the owner of the claim says to it.
    pub answer: String,
    pub answered_at: i64,
    /// Why it was decided as it was.
    pub decision: String,
    pub decided_at: i64,
    pub decided_by: i64,
}

impl Tx {
    /// Opens a dispute and answers its id.
    pub async fn dispute(
        &mut self,
        (person, work): (i64, i64),
        account: i64,
        reason: &str,
        at: i64,
    ) -> Result<i64> {
        let id = self.after(NEWEST).await?;
        let values = [id.into(), person.into(), work.into(), account.into(), reason.into(), at.into()];
        self.link.run(NEW, &values).await?;
        Ok(id)
    }

    /// Notes what the owner says; false when the dispute is no longer open.
    pub async fn answer_dispute(&mut self, id: i64, answer: &str, at: i64) -> Result<bool> {
        let rows = self.link.run(ANSWER, &[id.into(), answer.into(), at.into()]).await?;
        Ok(!rows.is_empty())
    }

    /// Closes an open dispute; false when it was closed already, and then nothing changes.
    pub async fn close_dispute(
        &mut self,
        id: i64,
        outcome: Outcome,
        decision: &str,
        (account, at): (i64, i64),
    ) -> Result<bool> {
        let values = [id.into(), outcome.number().into(), decision.into(), at.into(), i64::into(account)];
        Ok(!self.link.run(DECIDE, &values).await?.is_empty())
    }

    /// Opens a closed dispute again; false when it is open.
    pub async fn reopen_dispute(&mut self, id: i64) -> Result<bool> {
        Ok(!self.link.run(REOPEN, &[id.into()]).await?.is_empty())
    }

    /// Forgets all disputes of a person's claims.
    pub async fn forget_disputes_of(&mut self, person: i64) -> Result<()> {
        self.link.run(FORGET_PERSON, &[person.into()]).await.map(drop)
    }

    /// Disputes stay, but no longer say that this account opened or decided them.
    pub async fn forget_account_of_disputes(&mut self, account: i64) -> Result<()> {
        self.link.run(FORGET_ACCOUNT, &[account.into()]).await?;
        self.link.run(FORGET_DECIDER, &[account.into()]).await.map(drop)
    }
}

impl Reader {
    pub async fn dispute(&self, id: i64) -> Result<Option<Dispute>> {
        self.engine().run(ONE, &[id.into()]).await?.pop().map(dispute).transpose()
    }

    /// Open ones, the oldest first, after this id.
    pub async fn open_disputes(&self, after: i64, limit: usize) -> Result<Vec<Dispute>> {
        let rows = self.engine().run(OPEN, &[after.into(), (limit as i64).into()]).await?;
        rows.into_iter().map(dispute).collect()
    }

    /// Those of an account that are open.
    pub async fn open_disputes_by(&self, account: i64) -> Result<Vec<Dispute>> {
        self.engine().run(BY_ACCOUNT, &[account.into()]).await?.into_iter().map(dispute).collect()
    }

    /// How many an account opened since then, whatever became of them.
    pub async fn disputes_since(&self, account: i64, since: i64) -> Result<i64> {
        let rows = self.engine().run(LATELY_BY, &[account.into(), since.into()]).await?;
        rows.into_iter().next().map_or(Ok(0), |row| row.of("dispute").int("count"))
    }

    /// The last that were decided, the latest first.
    pub async fn decided_disputes(&self, limit: usize) -> Result<Vec<Dispute>> {
        self.engine().run(LATELY, &[(limit as i64).into()]).await?.into_iter().map(dispute).collect()
    }

    /// All disputes of a person's claims, the newest first.
    pub async fn disputes_of(&self, person: i64) -> Result<Vec<Dispute>> {
        self.engine().run(OF_PERSON, &[person.into()]).await?.into_iter().map(dispute).collect()
    }

    /// All disputes of one claim, the newest first.
    pub async fn disputes_on(&self, person: i64, work: i64) -> Result<Vec<Dispute>> {
        let rows = self.engine().run(OF_CLAIM, &[person.into(), work.into()]).await?;
        rows.into_iter().map(dispute).collect()
    }
}

fn dispute(row: Row) -> Result<Dispute> {
    let mut row = row.of("dispute");
    Ok(Dispute {
        id: row.int("id")?,
        person: row.int("person")?,
        work: row.int("work")?,
        outcome: row.judged("state", outcome)?,
        account: row.int("account")?,
        reason: row.text("reason")?,
        at: row.int("at")?,
        answer: row.text("answer")?,
        answered_at: row.int("answered_at")?,
        decision: row.text("decision")?,
        decided_at: row.int("decided_at")?,
        decided_by: row.int("decided_by")?,
    })
}

fn outcome(value: Value<'_>) -> Option<Outcome> {
    let number = super::claims::int(&value)?;
    Outcome::ALL.into_iter().find(|it| it.number() == number)
}
